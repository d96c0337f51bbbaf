"""The books of municipalities, kept once a year (mechanism ``accounts``)."""
