"""Statutory numbers as dated, sourced tables, and the one look-up that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformsim.law.tables import KINDS, STATUSES, UNITS, Entry, Law, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reformsim.errors import Problem
    from reformsim.marked import Marked, Where

__all__ = ["KINDS", "STATUSES", "UNITS", "Entry", "Law", "Table", "load_law", "read_tables"]


def load_law() -> Law:
    """Give the law shipped with the project (see :func:`reformsim.law.load.load_law`)."""
    from reformsim.law.load import load_law as load

    return load()


def read_tables(
    read: Marked, given: Mapping[str, object], at: Where, book: Law
) -> tuple[dict[str, Table], list[Problem]]:
    """Read tables of another country's law (see :func:`reformsim.law.load.read_tables`)."""
    from reformsim.law.load import read_tables as tables

    return tables(read, given, at, book)
