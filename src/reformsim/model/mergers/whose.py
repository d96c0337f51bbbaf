"""Whose mergers a run has: those its councils decide on, those on record, or those of another run."""

from __future__ import annotations

from collections.abc import Sequence

from reformsim.levers.changes import SetRule
from reformsim.model.government.politics import Step
from reformsim.model.mergers.course import FIRST_DAY, Course, MergersOfAnother, stand
from reformsim.model.mergers.phase import Mergers, take_over
from reformsim.model.mergers.replay import RecordedMergers
from reformsim.model.world import World
from reformsim.scenario import Scenario

DEFAULT_LARGEST = 5
"""Most members of a coalition, unless a reform sets rule ``merger.max_size`` higher."""


class MergersOfRun:
    """The merger side of a run: its own mergers, recorded ones (to the end or up to a year), or those of another run.

    Parameters
    ----------
    world
        On its first day.
    scenario
        Whether and until when mergers are replayed.
    agenda
        What the reforms of the run do; how large a coalition may ever be follows from it.
    followed
        Course of the run whose mergers this one has, ``None`` where it has its own.

    Attributes
    ----------
    course
        Where the mergers of this run stood, year by year.
    """

    def __init__(self, world: World, scenario: Scenario, agenda: Sequence[Step], followed: Course | None = None):
        sizes = [size for size in _ever(agenda, "merger.max_size") if isinstance(size, int)]
        self._world, self._until = world, scenario.replay_until
        self._largest = max([DEFAULT_LARGEST, *sizes])
        self._followed = followed
        self.now: Mergers | RecordedMergers | MergersOfAnother
        if scenario.mergers == "replay":
            self.now = RecordedMergers(world, scenario.horizon.end, self._largest)
        elif scenario.replay_until is not None:
            self.now = RecordedMergers(world, scenario.replay_until, self._largest, beyond=False)
        elif followed is not None:
            self.now = MergersOfAnother(world, followed, self._largest)
        else:
            self.now = Mergers(world, self._largest)
        told = len(world.events)
        self.now.warm_up()
        self.course: Course = {FIRST_DAY: stand(world, self.now, told)}

    def decide(self) -> None:
        """Phase 6: mergers are weighed and begun, and those under way go on."""
        year = self._world.state.year
        told = len(self._world.events)
        if self._until == year and self._followed is not None:
            self.now = MergersOfAnother(self._world, self._followed, self._largest)
        elif self._until == year:
            self.now = take_over(self._world, self._largest)
        self.now.update_estimates()
        self.now.start(year)
        self.now.advance(year)
        self.course[year] = stand(self._world, self.now, told)


def _ever(agenda: Sequence[Step], rule: str) -> list[object]:
    """Values that the reforms of a run give a rule."""
    return [c.value for c in (step.change for step in agenda) if isinstance(c, SetRule) and c.rule == rule]
