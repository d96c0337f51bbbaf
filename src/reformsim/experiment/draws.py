"""Which draw of the assumptions a replicate has, and a replicate simulated with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from reformsim.experiment.computing.executors import Simulate
    from reformsim.history import Record
    from reformsim.scenario import Scenario


class Design(Protocol):
    """Says with which assumptions a replicate is simulated, the same for every scenario; sent to workers."""

    def draw_of(self, replicate: int) -> int:
        """Give the number of the draw of a replicate: replicates of one number differ by chance alone."""
        ...

    def chance_of(self, replicate: int) -> int:
        """Give the number of the chance of a replicate: as a rule its own, so that each has another one."""
        ...

    def values(self, scenario: Scenario, replicate: int) -> Mapping[str, float]:
        """Give what is drawn by name; nothing where all is fixed."""
        ...

    @property
    def places(self) -> bool:
        """Whether values of municipalities and provinces are kept too."""
        ...

    def identity(self) -> Any:
        """Give what tells the design from others, for manifests: plain values."""
        ...


@dataclass(frozen=True)
class Draws:
    """Draws in the order of their numbers.

    Parameters
    ----------
    twins
        Of every four replicates the last two share their draw and differ by chance alone, which tells what part of a
        range is chance: 96 draws among 128 replicates. Without, every replicate has a draw of its own.
    """

    twins: bool = True
    places: bool = field(default=True, init=False)

    def draw_of(self, replicate: int) -> int:
        """Give the number of the draw of a replicate."""
        return replicate - (replicate + 1) // 4 if self.twins else replicate

    def chance_of(self, replicate: int) -> int:
        """Give the replicate's own number."""
        return replicate

    def values(self, scenario: Scenario, replicate: int) -> Mapping[str, float]:
        """Give what is drawn in a scenario by its own mode."""
        from reformsim.scenario import Assumptions

        return Assumptions.of(scenario).values(self.draw_of(replicate))

    def identity(self) -> str:
        """Give the name of the design."""
        return "twins" if self.twins else "single"


@dataclass(frozen=True)
class Same:
    """Replicates with the draws that results hold of them.

    Parameters
    ----------
    held
        What was drawn, by replicate.
    design
        By which it was drawn.
    """

    held: Mapping[int, Mapping[str, float]]
    design: Design

    def draw_of(self, replicate: int) -> int:
        """Give the replicate's own number."""
        return replicate

    def chance_of(self, replicate: int) -> int:
        """Give the number of the chance that it had."""
        return self.design.chance_of(replicate)

    @property
    def places(self) -> bool:
        """Whether the results hold values of places."""
        return self.design.places

    def values(self, scenario: Scenario, replicate: int) -> Mapping[str, float]:
        """Give what the results hold."""
        return self.held[replicate]

    def identity(self) -> str:
        """Give the name of the design."""
        return "same"


@dataclass(frozen=True)
class Drawn:
    """What computes a replicate with its draw; can be sent to a worker if ``simulate`` can."""

    simulate: Simulate
    design: Design

    def __call__(self, scenario: Scenario, replicate: int) -> Record:
        """Simulate a replicate of the scenario with what is drawn for it."""
        from reformsim.scenario import applied

        values = self.design.values(scenario, replicate)
        chance = self.design.chance_of(replicate)
        record = self.simulate(applied(scenario, values) if values else scenario, chance)
        if chance == replicate and self.design.places:
            return record
        return replace(record, replicate=replicate, local=record.local if self.design.places else None)
