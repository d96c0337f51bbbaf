"""Recorded changes of the municipal map (``events.csv``): read, checked against the map year by year, put to use.

Units are whole: a municipality that was divided over several goes with all its people to the successor that
received most of them, and border changes move nobody. The file keeps what really happened; the simplification
is made here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reformsim.errors import Near
from reformsim.territory.csvtable import Table

if TYPE_CHECKING:
    from reformsim.territory.frozen import Territory

COLUMNS = ("year", "old_code", "new_code", "new_name", "share", "kind")
EXTRA_COLUMNS = ("effective_date", "basis")
KINDS = ("merge", "absorb", "split", "rename", "border")
SHARE_TOLERANCE = 0.001

_SMALLEST_SHARE = 1e-9
_SHARE = "a share above 0 and at most 1"


class MapEvent(NamedTuple):
    """People and land of a municipality that passed to another on 1 January of a year.

    Parameters
    ----------
    year
        The change holds from 1 January of this year.
    old, new
        Codes of the municipality that gave and of the one that received.
    name
        What the one that received is called from then on.
    share
        Part of the inhabitants of ``old`` that passed, above 0 and at most 1.
    kind
        'merge' (into a new code), 'absorb' (into an existing one), 'split' (divided over several), 'rename' (the
        same municipality under another code), 'border' (both remain).
    """

    year: int
    old: str
    new: str
    name: str
    share: float
    kind: str


class Succession(NamedTuple):
    """A municipality that takes the place of others on 1 January, with units kept whole.

    Parameters
    ----------
    code, name
        Of the municipality as it is from then on.
    members
        Codes of those it succeeds, itself included if it existed before.
    renamed
        Nothing but the code and the name changed.
    """

    code: str
    name: str
    members: tuple[str, ...]
    renamed: bool


def successions(events: Iterable[MapEvent], units: Iterable[str]) -> dict[int, tuple[Succession, ...]]:
    """Give by year who takes the place of whom; each dissolved municipality follows its largest share."""
    by_year: dict[int, list[MapEvent]] = defaultdict(list)
    for event in events:
        if event.kind != "border":
            by_year[event.year].append(event)
    alive = set(units)
    found = {}
    for year, rows in sorted(by_year.items()):
        found[year] = _of_a_year(rows, alive)
        for succession in found[year]:
            alive.difference_update(succession.members)
            alive.add(succession.code)
    return found


def _of_a_year(rows: Sequence[MapEvent], alive: set[str]) -> tuple[Succession, ...]:
    heirs: dict[str, list[MapEvent]] = defaultdict(list)
    for row in main_rows(rows):
        heirs[row.new].append(row)
    dissolved = {row.old for row in rows}
    found = []
    for code, parts in sorted(heirs.items()):
        renamed = all(part.kind == "rename" for part in parts)
        itself = [code] if code in alive and code not in dissolved else []
        members = tuple(sorted({*itself, *(part.old for part in parts)}))
        found.append(Succession(code, parts[0].name, members, renamed))
    return tuple(found)


def main_rows(rows: Iterable[MapEvent]) -> list[MapEvent]:
    """Give for each dissolved municipality the row of its largest share (of equal ones the first by code)."""
    largest: dict[str, MapEvent] = {}
    for row in sorted(rows, key=lambda one: (one.old, -one.share, one.new)):
        largest.setdefault(row.old, row)
    return list(largest.values())


def homes(events: Iterable[MapEvent], codes: Iterable[str], first: int, last: int) -> dict[str, str]:
    """Give the municipality of 1 January of ``last`` in which each municipality of 1 January of ``first`` lies.

    One that was divided goes whole to the successor that received most of its people.
    """
    by_year: dict[int, list[MapEvent]] = defaultdict(list)
    for event in events:
        if event.kind != "border" and first < event.year <= last:
            by_year[event.year].append(event)
    home = {code: code for code in codes}
    for _, rows in sorted(by_year.items()):
        into = {row.old: row.new for row in main_rows(rows)}
        home = {code: into.get(now, now) for code, now in home.items()}
    return home


def later_homes(territory: Territory, year: int) -> list[str]:
    """Give the code of the municipality in which each unit of a territory lies on 1 January of a later year."""
    return list(homes(territory.events, territory.codes, territory.year, year).values())


def replay_problem(
    held: int | None, territory: str, end: int, until: int | None = None
) -> tuple[tuple[str, ...], str] | None:
    """Say why a replay is impossible: the scenario key concerned and the message; or ``None``.

    Parameters
    ----------
    held
        Last year of the territory's record (``Territory.events_until``); ``None`` if it has none.
    until
        Last year that is replayed, where the model goes on after it (``replay_until``).
    """
    if held is None and until is None:
        return ("mergers",), f"territory '{territory}' has no recorded events (events.csv), expected 'simulated'"
    if held is None:
        return ("replay_until",), f"territory '{territory}' has no recorded events (events.csv)"
    if until is not None:
        said = f"expected {held} or earlier, the last year of the record of territory '{territory}', not {until}"
        return (("replay_until",), said) if until > held else None
    if end > held:
        said = f"expected {held} or earlier, the last year of the record of territory '{territory}', not {end}"
        return ("horizon", "end"), f"{said} (mergers: replay)"
    return None


def read_events(table: Table, units: Mapping[str, object], start: int | None) -> list[MapEvent]:
    """Read the rows of ``events.csv``, telling each mistake; what is wrong is left out.

    Parameters
    ----------
    start
        Year of the start map, ``None`` if it is not known.
    """
    first = 1800 if start is None else start + 1
    years = table.whole("year", low=first, high=2200, what=f"a year from {first} on")
    names, shares = table.words("new_name"), table.numbers("share", low=_SMALLEST_SHARE, high=1, what=_SHARE)
    olds, news, kinds = table.words("old_code"), table.words("new_code"), table.column("kind")
    found: dict[int, MapEvent] = {}
    for row, kind in enumerate(kinds):
        year, share = years[row], shares[row]
        if kind not in KINDS:
            table.wrong(row, "kind", "'{}' is wrong", kind, near=Near(kind, KINDS))
        elif year is not None and share is not None and olds[row] and news[row] and names[row]:
            found[row] = MapEvent(year, olds[row], news[row], names[row], share, kind)
    if len(found) == len(table) and start is not None:
        _MapCheck(table, units).run(found)
    return sorted(found.values())


class _MapCheck:
    """Follows the map through the years and tells what cannot have happened."""

    def __init__(self, table: Table, units: Mapping[str, object]):
        self.table, self.alive, self.ever = table, set(units), set(units)

    def run(self, rows: Mapping[int, MapEvent]) -> None:
        by_year: dict[int, dict[int, MapEvent]] = defaultdict(dict)
        for row, event in rows.items():
            by_year[event.year][row] = event
        for _, mine in sorted(by_year.items()):
            self._year(mine)

    def _year(self, rows: Mapping[int, MapEvent]) -> None:
        dissolved = {event.old for event in rows.values() if event.kind != "border"}
        strangers = [row for row, event in rows.items() if event.old not in self.alive]
        self.table.all_wrong(
            strangers,
            "old_code",
            "'{}' is no municipality in {}",
            lambda row: ((rows[row].old, rows[row].year - 1), Near(rows[row].old, self.alive)),
        )
        several = {old for old, count in Counter(event.old for event in rows.values()).items() if count > 1}
        first: dict[str, int] = {}
        pairs: dict[tuple[str, str], int] = {}
        for row, event in rows.items():
            self._receiver(row, event, dissolved)
            before = first.setdefault(event.new, row)
            if (name := rows[before].name) != event.name:
                line = self.table.lines[before]
                self.table.wrong(row, "new_name", "'{}' is called '{}' on line {}", event.new, name, line)
            if event.old in several:
                pair = event.old, event.new
                form = "'{}' already passes to '{}' in {}, on line {}"
                self.table.again(row, "new_code", form, *pair, event.year, key=pair, first=pairs)
        self._shares(rows)
        self._heirs(rows, dissolved)
        heirs = {event.new for event in rows.values() if event.kind != "border"}
        self.alive -= dissolved
        self.alive |= heirs
        self.ever |= heirs

    def _receiver(self, row: int, event: MapEvent, dissolved: set[str]) -> None:
        stands = event.new in self.alive and event.new not in dissolved
        if event.new == event.old:
            self.table.wrong(row, "new_code", "'{}' passes to itself", event.old)
        elif event.kind in ("absorb", "border") and not stands:
            form = "'{}' is no municipality that goes on in {}, expected one for '{}'"
            self.table.wrong(row, "new_code", form, event.new, event.year, event.kind)
        elif event.kind in ("merge", "rename") and event.new in self.ever:
            form = "the code '{}' was in use before {}, expected a new one for '{}'"
            self.table.wrong(row, "new_code", form, event.new, event.year, event.kind)
        elif event.kind == "split" and not stands and event.new in self.ever:
            form = "'{}' ceased to exist, expected one that goes on or a new code"
            self.table.wrong(row, "new_code", form, event.new)

    def _shares(self, rows: Mapping[int, MapEvent]) -> None:
        total: dict[str, float] = defaultdict(float)
        last: dict[str, int] = {}
        for row, event in rows.items():
            if event.kind != "border":
                total[event.old] += event.share
                last[event.old] = row
        for old, shares in total.items():
            if abs(shares - 1.0) > SHARE_TOLERANCE:
                row = last[old]
                form = "the shares of '{}' in {} add up to {:g}, expected 1"
                self.table.wrong(row, "share", form, old, rows[row].year, shares)

    def _heirs(self, rows: Mapping[int, MapEvent], dissolved: set[str]) -> None:
        """A new municipality must be the main successor of somebody, or it would have no units."""
        with_units = {event.new for event in main_rows(one for one in rows.values() if one.kind != "border")}
        for row, event in rows.items():
            stands = event.new in self.alive and event.new not in dissolved
            if event.kind != "border" and event.new not in with_units and not stands:
                form = "the new municipality '{}' is nobody's largest share, and would have no units"
                self.table.wrong(row, "new_code", form, event.new)
