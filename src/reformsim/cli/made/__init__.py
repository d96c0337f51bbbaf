"""What is done with results that are there."""
