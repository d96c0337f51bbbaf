"""Mergers on which nobody in the run decides: those on record, or those of another run."""

from __future__ import annotations

from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.phase import Mergers
from reformsim.model.mergers.procedures import Procedure
from reformsim.model.world import World
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
