"""Help for levers that change a statutory table: the entry in force, and the entry that follows it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable
from functools import cache

from reformsim.law import Law, load_law
from reformsim.law.tables import Entry
from reformsim.levers.changes import AmendLaw


@cache
def _law() -> Law:
    return load_law()


def in_force(table: str, on: dt.date) -> Entry:
    """Give the national entry of a table on a day, as enacted.

    Raises
    ------
    RunError
        The table says nothing on that day.
    """
    return _law().entry(table, on)


def amend_value(
    table: str, since: dt.date, value: float, source: str, scope: frozenset[str] | None = None
) -> tuple[AmendLaw, ...]:
    """Give the change that sets a single number; none if ``scope`` is empty."""
    if scope is not None and not scope:
        return ()
    entry = Entry(since=since, source=source, status="scenario", value=value, scope=scope)
    return (AmendLaw(table, entry),)


def amend_classes(
    table: str,
    since: dt.date,
    bounds: tuple[float, ...],
    values: tuple[float, ...],
    source: str,
    scope: frozenset[str] | None = None,
) -> tuple[AmendLaw, ...]:
    """Give the change that sets a table of population classes; none if ``scope`` is empty.

    Parameters
    ----------
    bounds
        Highest number of inhabitants of each class but the last, which is open.
    values
        One more than ``bounds``.
    """
    if scope is not None and not scope:
        return ()
    entry = Entry(since=since, source=source, status="scenario", bounds=bounds, values=values, scope=scope)
    return (AmendLaw(table, entry),)


def amend_rows(
    table: str,
    since: dt.date,
    rows: Iterable[tuple[int | None, float]],
    source: str,
    scope: frozenset[str] | None = None,
) -> tuple[AmendLaw, ...]:
    """Give the change that sets a table of population classes from its rows; none if ``scope`` is empty.

    Parameters
    ----------
    rows
        Highest number of inhabitants of each class, ``None`` in the last, and what it gets.
    """
    tops, values = zip(*rows, strict=True)
    bounds = tuple(float(top) for top in tops if top is not None)
    return amend_classes(table, since, bounds, tuple(float(value) for value in values), source, scope)


def reclassed(
    table: str,
    since: dt.date,
    change: Callable[[float, float], float],
    source: str,
    scope: frozenset[str] | None = None,
) -> tuple[AmendLaw, ...]:
    """Give the change that keeps a table's classes and changes what each gets.

    Parameters
    ----------
    change
        From the class's highest number of inhabitants (infinite for the last) and its seats to new seats.
    """
    entry = in_force(table, since)
    tops = (*entry.bounds, math.inf)
    values = tuple(change(top, seats) for top, seats in zip(tops, entry.values, strict=True))
    return amend_classes(table, since, entry.bounds, values, source, scope)


def nearest_odd(seats: float) -> int:
    """Round to the nearest odd number: councils have an odd number of seats (Gemeentewet art. 8).

    Halfway (an even number) goes down, so that a reduction is never rounded away.
    """
    return max(1, 2 * math.ceil((seats - 2) / 2) + 1)
