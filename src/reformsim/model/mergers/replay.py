"""Phase 6 replaced by history: the recorded mergers of a territory take effect, and no procedures are drawn."""

from __future__ import annotations

from datetime import date

import numpy as np

from reformsim.arrays import Ints
from reformsim.errors import RunError
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.mapchange import Successor, election_due, merge, rename, settle
from reformsim.model.mergers.phase import Mergers
from reformsim.model.mergers.procedures import Procedure
from reformsim.model.world import World
from reformsim.territory import Succession, replay_problem, successions
from reformsim.world.neighbours import Graph


class KnownMergers:
    """What recorded mergers and those of another run have in common; each offers a run what :class:`Mergers` does.

    Municipalities are known by their units of the start map: a reform of this run may have changed the map.

    Parameters
    ----------
    world
        The world of the run.
    largest
        Most members of a coalition, for a look at what members would gain.

    Attributes
    ----------
    procedures, completed
        Procedures under way, and those whose Act was passed this year, as far as they are known.
    """

    def __init__(self, world: World, largest: int):
        self.world, self.largest = world, largest
        self.procedures: list[Procedure] = []
        self.completed: list[Procedure] = []
        self._deciding: tuple[int, Mergers] | None = None

    @property
    def graph(self) -> Graph:
        """Neighbours across which a merger is possible, on the map as it is."""
        return self.world.neighbours.mergeable

    def map_changed(self, rows: list[int]) -> None:
        """Take up nothing: municipalities are known by their units."""

    def update_estimates(self) -> None:
        """Estimate nothing: it is known who merges."""

    def start(self, year: int) -> None:
        """Start nothing: it is known who merges."""

    def values_of(self, c: Candidates) -> dict[str, float]:
        """Each member's value of one coalition, as in a run that decides itself (for a look inside)."""
        version = self.world.state.map_version
        if self._deciding is None or self._deciding[0] != version:
            self._deciding = (version, Mergers(self.world, self.largest))
        return self._deciding[1].values_of(c)


class RecordedMergers(KnownMergers):
    """The merger side of a run that replays history: a record has effects, no procedures.

    Parameters
    ----------
    world
        The world of the run.
    last
        Last year of the replay.
    largest
        Most members of a coalition, for a look at what members would gain.
    beyond
        The record after that year is known too (to councils whose election is put off).

    Raises
    ------
    RunError
        If the territory has no record, or one that ends before.
    """

    def __init__(self, world: World, last: int, largest: int, *, beyond: bool = True):
        super().__init__(world, largest)
        until = None if beyond else last
        land = world.territory
        if (problem := replay_problem(land.events_until, land.name, last, until)) is not None:
            raise RunError(f"{'.'.join(problem[0])}: {problem[1]}")
        recorded = successions(land.events, land.codes)
        self._by_year = {year: found for year, found in recorded.items() if beyond or year <= last}
        self._units: dict[str, tuple[int, ...]] = {code: (at,) for at, code in enumerate(land.codes)}

    def take_effect(self) -> None:
        """Carry out the recorded changes of 1 January of this year."""
        state = self.world.state
        heirs: dict[int, tuple[int, ...]] = {}
        for succession in self._by_year.get(state.year, ()):
            units = tuple(sorted(u for code in succession.members for u in self._units.pop(code)))
            itself = self._row_that_stays(succession)
            self._units[succession.code] = units
            rows = tuple(int(row) for row in np.unique(state.owner[list(units)]))
            if len(rows) == 1:
                heirs[rename(self.world, rows[0], succession.code, succession.name)] = rows
            else:
                known = Successor(succession.code, succession.name, itself if itself in rows else -1)
                heirs[merge(self.world, rows, "recorded", known)] = rows
        if heirs:
            settle(self.world, heirs)

    def _row_that_stays(self, succession: Succession) -> int:
        """Row of the member that goes on under its own code, -1 if there is none."""
        state = self.world.state
        if succession.code not in succession.members or succession.code not in state.codes:
            return -1
        row = state.row_of(succession.code)
        return row if state.alive[row] else -1

    def excused(self, day: date) -> Ints:
        """Rows whose regular election is put off: they elect a council for the coming 1 January anyway.

        Acts of postponement, and since 2014 the Wet arhi itself (law table ``merger_election_put_off_years``).
        """
        state = self.world.state
        last = state.year + round(self.world.law.value("merger_election_put_off_years", day))
        rows: list[int] = []
        for year in range(state.year + 1, last + 1):
            for succession in self._by_year.get(year, ()):
                if succession.renamed or any(code not in self._units for code in succession.members):
                    continue
                units = np.array(sorted(u for code in succession.members for u in self._units[code]))
                itself = self._row_that_stays(succession)
                for row in np.unique(state.owner[units]):
                    if row != itself or election_due(self.world, itself, units, year):
                        rows.append(int(row))
        return np.array(rows, np.int64)

    def warm_up(self) -> None:
        """Enter nothing: what was under way on the first day took effect as recorded, or did not."""

    def advance(self, year: int) -> None:
        """Advance nothing: the record has effects, no procedures."""
