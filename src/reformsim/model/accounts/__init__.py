"""The books of municipalities, kept once a year (mechanism ``accounts``)."""

ACCOUNTS, FINANCES_DECIDE = "accounts", "finances_decide"
"""Names of the mechanisms: the books, and that they count in the choice to merge and to cooperate."""
