"""What a statutory table is made of: entries with a term, a source and a mark, and what fits in them.

An entry holds from ``since`` up to, not including, ``until``. National entries (``scope is None``) of a table
follow one another; an entry with a scope holds for its units only and sets the national one aside there (the
special rule before the general one). Tables of kind 'dates' differ in one way: their entries may hold side by
side, because each date of a row of elections carries its own mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np

from reformsim.errors import suggest

KINDS = ("value", "classes", "list", "dates", "text")

STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "law": "read in the text of the law",
        "derived": "derived: arithmetic on other figures",
        "secondary": "secondary: stated by a named source, read as an excerpt",
        "note": "stated in the cabinet note of 10-10-2011",
        "unverified": "UNVERIFIED: from general knowledge, not checked anywhere",
        "assumption": "ASSUMPTION: chosen for the model, no source",
        "scenario": "set by the scenario",
        "absent": "not known in this country",
    }
)

SILENT: Mapping[str, float] = MappingProxyType(
    {
        # Shares of places and factors: all of them, once.
        "aldermen_fill": 1.0,
        "aldermen_share_parttime": 1.0,
        "deputies_maximum_parttime": 1.0,
        "fund_factor": 1.0,
        # What no law forbids is allowed.
        "sub_municipal_councils_allowed": 1.0,
        "wgr_business_organisation_allowed": 1.0,
        "wgr_plus_allowed": 1.0,
        # A population of the year before stands for that of the day, as everywhere in the model.
        "council_reference_years_before": 1.0,
        "provincial_reference_years_before": 1.0,
    }
)
"""Numbers of tables that charge nothing where nothing is known of them; of all others it is 0."""


@dataclass(frozen=True, slots=True)
class UnitRule:
    """What numbers a unit admits: whole or not, and the least and greatest."""

    whole: bool
    low: float
    high: float


UNITS: Mapping[str, UnitRule] = MappingProxyType(
    {
        "seats": UnitRule(True, 0, 1000),
        "change of seats": UnitRule(True, -100, 100),
        "persons": UnitRule(False, 0, 1000),
        "years": UnitRule(False, 0, 100),
        "months": UnitRule(False, 0, 240),
        "weeks": UnitRule(False, 0, 520),
        "days": UnitRule(True, 0, 3660),
        "share": UnitRule(False, 0, 10),
        "factor": UnitRule(False, 0, 100),
        "switch": UnitRule(True, 0, 1),
        "count": UnitRule(True, 0, 100_000),
        "inhabitants": UnitRule(True, 0, 1e9),
        "EUR": UnitRule(False, 0, 1e12),
        "EUR per month": UnitRule(False, 0, 1e6),
        "EUR per inhabitant": UnitRule(False, 0, 1e5),
        "month-day": UnitRule(False, 0, 0),
        "date": UnitRule(False, 0, 0),
        "words": UnitRule(False, 0, 0),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a table says from one day on.

    Parameters
    ----------
    since, until
        First day in force and first day no longer in force; ``until=None`` is open.
    article
        Act and article, e.g. ``"Gemeentewet art. 8(1)"``.
    source
        Where the figure was read.
    status
        One of :data:`STATUSES`.
    value
        The content of kinds 'value' (number), 'text' (str), 'list' (tuple of numbers) and 'dates' (tuple of
        days); ``None`` for kind 'classes'.
    bounds, values
        Kind 'classes': upper bounds of the classes, each included in its class, and one value more than
        bounds (the last class is open).
    scope
        Codes of the units it is limited to; ``None`` is the whole territory.
    note
        What a reader should know before using the figure.
    bwb, read
        Id of the act in the national law register, and the consolidated texts that were read, by day or,
        where only that is on record, by year.
    """

    since: date
    until: date | None = None
    article: str = ""
    source: str = ""
    status: str = "scenario"
    value: float | str | tuple[float, ...] | tuple[date, ...] | None = None
    bounds: tuple[float, ...] = ()
    values: tuple[float, ...] = ()
    scope: frozenset[str] | None = None
    note: str = ""
    bwb: str = ""
    read: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """Tell whether the entry holds on a day."""
        return self.since <= on and (self.until is None or on < self.until)

    def numbers(self) -> tuple[float, ...]:
        """All numbers of the entry: its value, list or class values; empty for text and dates."""
        found = self.values if self.values else self.value if isinstance(self.value, tuple) else (self.value,)
        return tuple(float(x) for x in found if isinstance(x, int | float))


@dataclass(frozen=True, slots=True)
class Table:
    """One statutory number (or row of numbers) through time, entries in order of their first day.

    ``known`` is false where nothing is known of it in a country: it then says what charges nothing (:data:`SILENT`)
    on days without an entry, and no measure is made of it.
    """

    name: str
    title_en: str
    title_nl: str
    unit: str
    kind: str
    entries: tuple[Entry, ...]
    known: bool = True

    def silent(self) -> Entry:
        """What the table says on days without an entry where nothing is known of it."""
        number = SILENT.get(self.name, 0.0)
        values = (number,) if self.kind == "classes" else ()
        contents: dict[str, float | str | tuple[float, ...]] = {"value": number, "list": (), "dates": (), "text": ""}
        value = contents.get(self.kind)
        return Entry(since=date.min, status="absent", value=value, values=values)

    def national(self) -> tuple[Entry, ...]:
        """Entries that hold for the whole territory."""
        return tuple(e for e in self.entries if e.scope is None)


def content_problems(kind: str, unit: str, entry: Entry) -> list[str]:
    """Say what in an entry's content does not fit a kind of table and a unit."""
    problems = []
    if entry.status not in STATUSES:
        problems.append(f"unknown status '{entry.status}'{suggest(entry.status, STATUSES)}")
    problems += _shape_problems(kind, entry)
    rule = UNITS[unit]
    for number in entry.numbers():
        if not rule.low <= number <= rule.high:
            problems.append(f"{number:g} {unit} is out of range, expected {rule.low:g} to {rule.high:g}")
        elif rule.whole and number != int(number):
            problems.append(f"{number:g} {unit} is not a whole number")
    if unit == "month-day" and isinstance(entry.value, str) and not _is_month_day(entry.value):
        problems.append(f"'{entry.value}' is not a month and day, expected for instance '07-15'")
    if entry.scope is not None and not entry.scope:
        problems.append("an empty scope holds nowhere, expected at least one code or no scope")
    return problems


def _shape_problems(kind: str, entry: Entry) -> list[str]:
    if kind == "classes":
        if not entry.values:
            return ["expected classes of inhabitants with a value each"]
        if entry.value is not None:
            return ["a table of classes takes no single value"]
        if len(entry.values) != len(entry.bounds) + 1:
            return [f"{len(entry.bounds)} bounds need {len(entry.bounds) + 1} values, not {len(entry.values)}"]
        if any(b <= a for a, b in zip(entry.bounds, entry.bounds[1:], strict=False)):
            return ["bounds must rise from class to class"]
        return []
    if entry.values or entry.bounds:
        return [f"a table of kind '{kind}' takes no classes"]
    content = entry.value
    fits = {
        "value": isinstance(content, int | float) and not isinstance(content, bool) and np.isfinite(content),
        "text": isinstance(content, str) and content.strip() != "",
        "list": isinstance(content, tuple) and bool(content) and all(isinstance(x, int | float) for x in content),
        "dates": isinstance(content, tuple) and bool(content) and all(isinstance(x, date) for x in content),
    }
    expected = {"value": "a number", "text": "words", "list": "a list of numbers", "dates": "a list of days"}
    return [] if fits[kind] else [f"expected {expected[kind]} in a table of kind '{kind}'"]


def _is_month_day(words: str) -> bool:
    try:
        date.fromisoformat(f"2000-{words}")
    except ValueError:
        return False
    return True
