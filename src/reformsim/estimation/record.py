"""The record of a territory year by year: its map at the end of a year, and what became one on the next 1 January.

Only what every country's record has is used: the map, its borders, its inhabitants and the mergers themselves. Units
are whole, as in a run: a divided municipality goes with all its people to its main successor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats, Ints
from reformsim.country import NETHERLANDS, load_country
from reformsim.errors import RunError
from reformsim.estimation.cooperation.steps import recorded_world
from reformsim.model.government.demography import population_path
from reformsim.model.mergers.coalitions import Candidates, grow_candidates
from reformsim.model.mergers.shared import Shared, shared_of
from reformsim.model.mergers.together import Around, middle
from reformsim.model.mergers.waves import is_low
from reformsim.territory import MapEvent, Succession, Territory, load_territory, successions
from reformsim.world.neighbours import row_graphs
from reformsim.world.streams import keys_of

LARGEST = 5
"""Most members of a coalition: no larger Dutch or Flemish merger is on record, and one of eight Swiss ones."""
LISTED_SINCE = 2016
"""First 1 January whose bodies are known from lists of the time. Of earlier ones only what lived on is known, and of
municipalities that have merged since little more than the seats of what came of them: the merger itself."""
LONG_AGO = -10_000


@dataclass(frozen=True, slots=True)
class Moment:
    """The map at the end of a year, and what became one on the next 1 January.

    Attributes
    ----------
    year
        The next year.
    owner : (n,) int64
        Row of the municipality that each unit lies in.
    around
        What the map says of municipalities, by row.
    candidates
        All coalitions that were possible, S.
    low
        Whether the next 1 January is the second after regular council elections (known of the Netherlands only).
    event, split : (S,) bool
        Which of them came about, and with a divided member.
    missed
        Real mergers that are no connected set of two to five.
    """

    territory: Territory
    year: int
    owner: Ints
    around: Around
    candidates: Candidates
    low: bool
    event: Bools
    split: Bools
    missed: int


@dataclass(slots=True)
class _Map:
    """The municipalities as they are, by row; a merger takes a new row."""

    land: Territory
    owner: Ints
    leader: Ints
    founded: Ints
    key: NDArray[np.uint64]
    alive: Bools
    next_row: int
    row: dict[str, int]

    @classmethod
    def first(cls, land: Territory, mergers: int) -> _Map:
        n, rows = len(land), len(land) + mergers
        key = np.zeros(rows, np.uint64)
        key[:n] = keys_of(land.codes)
        row = {code: at for at, code in enumerate(land.codes)}
        never = np.full(rows, LONG_AGO)
        return cls(land, np.arange(n), np.arange(rows), never, key, np.arange(rows) < n, n, row)

    def around(self, people: Ints, year: int, recent_years: float) -> Around:
        """What the map says at the end of a year with these inhabitants of the units."""
        land, rows = self.land, len(self.alive)
        total = np.maximum(np.bincount(self.owner, weights=people, minlength=rows), 1.0)
        graph = row_graphs(land, self.owner.astype(np.int32), rows).mergeable
        unit = np.minimum(self.leader, len(land) - 1)
        x, y = np.asarray(land.x, float)[unit], np.asarray(land.y, float)[unit]
        median, apart_km = middle(total, x, y, graph, np.flatnonzero(self.alive))
        return Around(
            population=total,
            x=x,
            y=y,
            province=np.asarray(land.province, np.int32)[unit],
            recent=year - self.founded < recent_years,
            median=median,
            apart_km=apart_km,
            graph=graph,
        )

    def members(self, change: Succession) -> list[int]:
        """Rows of those that a municipality succeeds."""
        return sorted({self.row[code] for code in change.members})

    def join(self, change: Succession, people: Floats, year: int) -> None:
        """Let a succession take effect; the town hall is that of the largest member."""
        rows = self.members(change)
        if len(rows) == 1:
            self.row[change.code] = rows[0]
            return
        new = self.next_row
        self.next_row += 1
        self.leader[new] = self.leader[rows[int(np.argmax(people[rows]))]]
        self.key[new] = self.key[rows].sum(dtype=np.uint64)
        self.alive[rows], self.alive[new], self.founded[new] = False, True, year
        self.owner[np.isin(self.owner, rows)] = new
        self.row[change.code] = new


def moments(territory: Territory | str, first: int, last: int, recent_years: float) -> Iterator[Moment]:
    """Follow a record and stop at the end of each year before one from ``first`` to ``last``.

    Nothing that happened after 1 January of ``last`` is used.

    Parameters
    ----------
    recent_years
        How long a merger is recent (``merger.recent_years``).

    Raises
    ------
    RunError
        If the territory's record does not cover the years.
    """
    land = load_territory(territory) if isinstance(territory, str) else territory
    check_years(land, first, last)
    known = [event for event in land.events if event.year <= last]
    recorded, divided = successions(known, land.codes), _divided(known)
    path = population_path(land, last, 0.0)
    law = load_country(land.country).law if land.country == NETHERLANDS else None
    now = _Map.first(land, sum(len(found) for found in recorded.values()))
    for year in range(land.year + 1, last + 1):
        around = now.around(path[year - 1], year - 1, recent_years)
        changes = recorded.get(year, ())
        if year >= first:
            around.shared = _shared(land, now.row, len(now.alive), year)
            c = grow_candidates(around.graph, now.key, np.flatnonzero(now.alive).astype(np.int32), LARGEST)  # type: ignore[arg-type]
            event, split, missed = _found(now, c, changes, year, divided)
            low = law is not None and is_low(law, year)
            yield Moment(land, year, now.owner.copy(), around, c, low, event, split, missed)
        for change in changes:
            now.join(change, around.population, year)


def _shared(land: Territory, row: Mapping[str, int], rows: int, year: int) -> Shared | None:
    """What municipalities shared a year before 1 January of ``year``; ``None`` where no list of the time tells."""
    if not land.network or year - 1 < LISTED_SINCE:
        return None
    codes, found = _listed(year - 1)
    if not row.keys() >= set(codes):  # Another map than that of the record.
        return None
    return found.moved(np.array([row[code] for code in codes]), rows)


@lru_cache(maxsize=16)
def _listed(year: int) -> tuple[tuple[str, ...], Shared]:
    """Codes of the municipalities on 1 January of a year, and what they shared by the record of bodies."""
    world = recorded_world(year)
    return world.territory.codes, shared_of(world, world.neighbours.mergeable)


def check_years(territory: Territory, first: int, last: int) -> None:
    """Refuse years that the record of a territory does not cover; raises :class:`RunError`."""
    if territory.events_until is None:
        raise RunError(f"territory '{territory.name}' has no recorded events (events.csv), so nothing can be estimated")
    low, high = territory.year + 1, territory.events_until
    if not low <= first <= last <= high:
        raise RunError(
            f"expected years within {low}-{high}, the record of territory '{territory.name}', not {first}-{last}"
        )


def _divided(known: list[MapEvent]) -> set[tuple[int, str]]:
    return {(event.year, event.old) for event in known if event.kind == "split"}


def _found(
    now: _Map, c: Candidates, changes: tuple[Succession, ...], year: int, divided: set[tuple[int, str]]
) -> tuple[Bools, Bools, int]:
    """Which candidates came about, which of them with a divided member, and how many mergers are no candidate."""
    event, split, missed = np.zeros(len(c), bool), np.zeros(len(c), bool), 0
    order = np.argsort(c.key)
    for one in changes:
        rows = now.members(one)
        if len(rows) < 2:
            continue
        wanted = now.key[rows].sum(dtype=np.uint64)
        at = int(np.searchsorted(c.key, wanted, sorter=order))
        place = int(order[at]) if at < len(order) else -1
        if place < 0 or c.key[place] != wanted:
            missed += 1
            continue
        event[place] = True
        split[place] = any((year, code) in divided for code in one.members)
    return event, split, missed
