"""Statutory numbers as dated, sourced tables, and the one look-up that reads them."""

from reformsim.law.tables import KINDS, STATUSES, UNITS, Entry, Law, Table

__all__ = ["KINDS", "STATUSES", "UNITS", "Entry", "Law", "Table", "load_law"]


def load_law() -> Law:
    """Give the law shipped with the project (see :func:`reformsim.law.load.load_law`)."""
    from reformsim.law.load import load_law as load

    return load()
