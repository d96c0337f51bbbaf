"""The mergers of one run taken over by another: who merges, when and by which procedure, whatever its reforms say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from reformsim.arrays import Ints
from reformsim.history.outcome import Event
from reformsim.model.mergers.lapsing import NONE, elect_late, lapsing
from reformsim.model.mergers.mapchange import merge_all, passed, settle
from reformsim.model.mergers.phase import Mergers
from reformsim.model.mergers.procedures import Procedure
from reformsim.model.mergers.replay import KnownMergers
from reformsim.model.world import World

Units = tuple[int, ...]
"""Units of the start map, by which municipalities are known in a run whose rows may be others."""

Underway = tuple[tuple[Units, Procedure], ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the mergers of a run stand at the end of a year (or on its first day), and what was told of them."""

    going: Underway
    completed: Underway
    counted: tuple[int, int, int]
    events: tuple[Event, ...]


Course = dict[int, Stand]
"""By year; of the first day under :data:`FIRST_DAY`."""

FIRST_DAY = 0


def stand(world: World, mergers: Mergers | KnownMergers, told: int) -> Stand:
    """Write down where mergers stand.

    Parameters
    ----------
    told
        Events before those of the mergers.
    """
    state = world.state

    def known(procedures: list[Procedure]) -> Underway:
        # A procedure goes on after this year: what is written down is how it stands now.
        return tuple((tuple(np.flatnonzero(np.isin(state.owner, p.rows)).tolist()), replace(p)) for p in procedures)

    counted = (state.mergers_assessed, state.mergers_advised, state.mergers_from_above)
    return Stand(known(mergers.procedures), known(mergers.completed), counted, tuple(world.events[told:]))


class MergersOfAnother(KnownMergers):
    """The merger side of a run that follows the course of another.

    Parameters
    ----------
    world
        The world of this run.
    course
        Of the other run, by year.
    largest
        Most members of a coalition, for a look at what members would gain.
    """

    def __init__(self, world: World, course: Course, largest: int):
        super().__init__(world, largest)
        self.course = course
        self._lapsed = NONE

    def take_effect(self) -> None:
        """Carry out the mergers whose Act was passed last year."""
        done, self.completed = self.completed, []
        if done:
            new = merge_all(self.world, passed(self.world, done))
            settle(self.world, dict(zip(new, (p.rows for p in done), strict=True)))

    def excused(self, day: date) -> Ints:
        """Rows that hold no regular election, as where mergers are decided on."""
        self._lapsed = lapsing(self.world, self.procedures, day)
        return self._lapsed

    def warm_up(self) -> None:
        """Take over what was under way on the first day."""
        self._take_over(FIRST_DAY)

    def advance(self, year: int) -> None:
        """Take over what was begun, broken off and passed in a year."""
        self._take_over(year)
        elect_late(self.world, self._lapsed, self.completed)
        self._lapsed = NONE

    def _take_over(self, year: int) -> None:
        known, state = self.course[year], self.world.state
        self.procedures, self.completed = self._here(known.going), self._here(known.completed)
        state.mergers_assessed, state.mergers_advised, state.mergers_from_above = known.counted
        self.world.events += known.events

    def _here(self, there: Underway) -> list[Procedure]:
        """The procedures with the rows of this run, but for those whose members a law has made one already."""
        found = []
        for units, p in there:
            rows = tuple(np.unique(self.world.state.owner[list(units)]).tolist())
            if len(rows) > 1:
                found.append(replace(p, rows=rows))
        return found
