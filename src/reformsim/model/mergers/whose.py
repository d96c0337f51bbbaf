"""Whose mergers a run has: those the councils decide on, those on record, or the one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from reformsim.levers.changes import SetRule
from reformsim.model.government.politics import Step
from reformsim.model.mergers.phase import Mergers, take_over
from reformsim.model.mergers.replay import RecordedMergers
from reformsim.model.world import World
from reformsim.scenario import Scenario

DEFAULT_LARGEST = 5
"""Most members of a coalition, unless a reform sets rule ``merger.max_size`` higher."""


class MergersOfRun:
    """The merger side of a run: its own, recorded ones, or recorded ones up to a year.

    Parameters
    ----------
    world
        On its first day.
    scenario
        Whether and until when mergers are replayed.
    agenda
        What the reforms of the run do; how large a coalition may ever be follows from it.
    """

    def __init__(self, world: World, scenario: Scenario, agenda: Sequence[Step]):
        sizes = [size for size in _ever(agenda, "merger.max_size") if isinstance(size, int)]
        support = [share for share in _ever(agenda, "merger.min_support") if share is not None]
        self._world, self._until = world, scenario.replay_until
        self._largest = max([DEFAULT_LARGEST, *sizes])
        self._majority = bool(support) or "majority" in _ever(agenda, "merger.consent")
        self.now: Mergers | RecordedMergers
        if scenario.mergers == "replay":
            self.now = RecordedMergers(world, scenario.horizon.end, self._largest)
        elif scenario.replay_until is not None:
            self.now = RecordedMergers(world, scenario.replay_until, self._largest, beyond=False)
        else:
            self.now = Mergers(world, self._largest, majority=self._majority)
        self.now.warm_up()

    def decide(self) -> None:
        """Phase 6: mergers are weighed and begun, and those under way go on."""
        year = self._world.state.year
        if self._until == year:
            self.now = take_over(self._world, self._largest, majority=self._majority)
        self.now.update_estimates()
        self.now.start(year)
        self.now.advance(year)


def _ever(agenda: Sequence[Step], rule: str) -> list[object]:
    """Values that the reforms of a run give a rule."""
    return [c.value for c in (step.change for step in agenda) if isinstance(c, SetRule) and c.rule == rule]
