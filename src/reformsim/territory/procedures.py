"""Merger procedures known to be under way on the first day (``procedures.csv``): read and checked against the map.

The file is the whole list: where it is there, no procedure is drawn for the first day, and one with nothing below its
header says that none was under way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from reformsim.errors import Near
from reformsim.territory.csvtable import Table

COLUMNS = ("members", "route", "stage", "started")
EXTRA_COLUMNS = ("source", "into")
ROUTES = ("below", "above")
STAGES = ("design", "advice", "act")
"""Joint draft (herindelingsontwerp), advice to the minister (herindelingsadvies), Act of Parliament."""
SEPARATOR = ";"
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?")


class UnderWay(NamedTuple):
    """A procedure that was under way on the first day.

    Parameters
    ----------
    members
        Codes of the municipalities concerned, sorted; two or more, connected, and in no other procedure.
    route
        'below': started by the councils; 'above': by the province or the minister.
    stage
        One of ``STAGES``: what it was waiting for on the first day.
    year, month
        When it started; the month is 1 where the year alone is known.
    source
        How it is known, empty if nothing is said.
    into
        Code of the member that goes on and takes the others in (a light merger); empty if a new municipality is made.
    """

    members: tuple[str, ...]
    route: str
    stage: str
    year: int
    month: int
    source: str
    into: str = ""


def read_procedures(
    table: Table, units: Mapping[str, Mapping[str, Any]], links: Iterable[tuple[str, str]], start: int | None
) -> list[UnderWay]:
    """Read the rows of ``procedures.csv``, telling each mistake; what is wrong is left out.

    Parameters
    ----------
    links
        Pairs of units that may be in one municipality without another.
    start
        Year of the start map, ``None`` if it is not known.
    """
    reading = _Reading(table, units, links)
    routes, stages, began = table.column("route"), table.column("stage"), table.column("started")
    sources, into = table.column("source"), table.column("into")
    found = []
    for row in range(len(table)):
        members = reading.members(row)
        known = [_word(table, row, "route", routes[row], ROUTES), _word(table, row, "stage", stages[row], STAGES)]
        day = _started(table, row, began[row], start)
        goes_on = reading.goes_on(row, into[row], members) if members else ""
        if members and all(known) and day is not None and goes_on is not None:
            found.append(UnderWay(members, routes[row], stages[row], day.year, day.month, sources[row], goes_on))
    return sorted(found)


def _word(table: Table, row: int, column: str, word: str, known: Collection[str]) -> bool:
    if word not in known:
        form = "'{}' is wrong" if word else "is empty"
        table.wrong(row, column, form, *([word] if word else []), near=Near(word, known))
    return word in known


def _started(table: Table, row: int, text: str, start: int | None) -> date | None:
    """Give the day, of a year alone its first; ``None`` (and a mistake) where it cannot be."""
    first = None if start is None else date(start, 1, 1)
    expected = "a year or a date" if first is None else f"a year before {start}, or a date up to {first}"
    try:
        day = date.fromisoformat(text if len(text) > 4 else f"{text}-01-01") if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not 1800 <= day.year <= 2200:
        table.wrong(row, "started", "'{}' is wrong, expected {}", text, expected)
        return None
    if first is not None and (day > first or (day == first and len(text) == 4)):
        table.wrong(row, "started", "'{}' is after the first day, expected {}", text, expected)
        return None
    return day


class _Reading:
    """Follows who takes part in which procedure."""

    def __init__(self, table: Table, units: Mapping[str, Mapping[str, Any]], links: Iterable[tuple[str, str]]):
        self.table, self.units = table, units
        self._cells = table.column("members")
        self._named: dict[str, list[str]] = defaultdict(list)
        for code, unit in units.items():
            self._named[unit["name"]].append(code)
        self._known = dict.fromkeys((*units, *self._named))
        self._beside: dict[str, set[str]] = defaultdict(set)
        for a, b in links:
            self._beside[a].add(b)
            self._beside[b].add(a)
        self._line: dict[str, int] = {}

    def members(self, row: int) -> tuple[str, ...]:
        """Give the codes of a row's members, sorted; none if they cannot be."""
        words = [word.strip() for word in self._cells[row].split(SEPARATOR) if word.strip()]
        if len(words) == 1 and len(parts := words[0].split()) > 1 and all(part in self.units for part in parts):
            self._wrong(row, "the members are separated by spaces, expected '{}'", SEPARATOR)
            return ()
        codes = [self._code(row, word) for word in words]
        if None in codes:
            return ()
        found = tuple(sorted({code for code in codes if code is not None}))
        if len(found) < len(codes):
            twice = next(code for code in found if codes.count(code) > 1)
            self._wrong(row, "'{}' stands twice", twice)
        elif len(found) < 2:
            said = f"'{found[0]}' alone cannot merge" if found else "is empty"
            self._wrong(row, "{}, expected two units or more, separated by '{}'", said, SEPARATOR)
            return ()
        return found if self._free(row, found) and self._connected(row, found) else ()

    def goes_on(self, row: int, word: str, members: tuple[str, ...]) -> str | None:
        """Give the code of the member that takes the others in, empty if none does; ``None`` if it is no member."""
        if not word:
            return ""
        code = self._code(row, word, "into")
        if code is not None and code not in members:
            self.table.wrong(row, "into", "'{}' is none of the members {}", word, ", ".join(members))
            return None
        return code

    def _wrong(self, row: int, form: str, *values: object, near: Near | None = None, column: str = "members") -> None:
        self.table.wrong(row, column, form, *values, near=near)

    def _code(self, row: int, word: str, column: str = "members") -> str | None:
        """Give the code of a unit by its code or its name."""
        if word in self.units:
            return word
        named = self._named.get(word, [])
        if len(named) > 1:
            listed = ", ".join(f"'{code}'" for code in sorted(named))
            form = "several units are called '{}': expected one of the codes {}"
            self._wrong(row, form, word, listed, column=column)
        elif not named:
            self._wrong(row, "unknown unit '{}'", word, near=Near(word, self._known), column=column)
        return named[0] if len(named) == 1 else None

    def _free(self, row: int, members: tuple[str, ...]) -> bool:
        taken = [code for code in members if code in self._line]
        for code in taken:
            self._wrong(row, "'{}' already is in the procedure of line {}", code, self._line[code])
        for code in members:
            self._line.setdefault(code, self.table.lines[row])
        return not taken

    def _connected(self, row: int, members: tuple[str, ...]) -> bool:
        reached, waiting = {members[0]}, [members[0]]
        while waiting:
            new = self._beside[waiting.pop()].intersection(members) - reached
            reached |= new
            waiting += new
        apart = [f"'{code}'" for code in members if code not in reached]
        if apart:
            form = "no border by land, dam, bridge or tunnel connects {} with '{}' within it"
            self._wrong(row, form, ", ".join(apart), members[0])
        return not apart
