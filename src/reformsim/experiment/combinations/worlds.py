"""Which worlds are simulated: one for each set of the levers or groups of a scenario, none and all among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.attribution.players import Player, players_of, with_players
from reformsim.experiment.draws import Draws
from reformsim.experiment.store.loading import COMBINATIONS

if TYPE_CHECKING:
    from reformsim.scenario import Scenario

MOST = 10
"""Levers or groups that are combined: 1,024 worlds."""

LABEL = "combined"
"""Stands in the names of the worlds."""

_SINGLE = Draws(twins=False)


@dataclass(frozen=True)
class Combining:
    """A draw of its own for every replicate, the same in every world; values of places are not kept.

    Parameters
    ----------
    players
        What is combined, in the order of the bits of a world.
    """

    players: tuple[Player, ...]
    places: bool = field(default=False, init=False)

    def draw_of(self, replicate: int) -> int:
        """Give the replicate's own number."""
        return _SINGLE.draw_of(replicate)

    def chance_of(self, replicate: int) -> int:
        """Give the replicate's own number."""
        return _SINGLE.chance_of(replicate)

    def values(self, scenario: Scenario, replicate: int) -> Mapping[str, float]:
        """Give what is drawn in a world by its own mode."""
        return _SINGLE.values(scenario, replicate)

    def identity(self) -> dict[str, Any]:
        """Give what tells the combinations from others, from which they can be made again."""
        return {COMBINATIONS: [[one.name, one.title, list(one.levers)] for one in self.players]}


@dataclass(frozen=True, eq=False)
class Worlds:
    """What is to be simulated.

    Parameters
    ----------
    scenario
        The whole package, with the replicates, seed and horizon that are simulated.
    players
        Levers or groups that come and go, at most :data:`MOST`.
    scenarios
        A scenario for each world; bit i of its position says whether player i takes part.
    """

    scenario: Scenario
    players: tuple[Player, ...]
    scenarios: tuple[Scenario, ...]

    @property
    def design(self) -> Combining:
        """How the replicates are drawn."""
        return Combining(self.players)


def set_apart(scenario: Scenario, levers: Iterable[str]) -> Scenario:
    """Give a scenario in whose groups some levers no longer are, so that each comes and goes by itself.

    Raises
    ------
    UnknownNameError
        If it has no lever of an id.
    """
    alone, ids = set(levers), [lever.id for lever in scenario.levers]
    for one in sorted(alone):
        if one not in ids:
            raise UnknownNameError("lever", one, ids)
    groups = {name: tuple(one for one in members if one not in alone) for name, members in scenario.groups.items()}
    return scenario.model_copy(update={"groups": {name: members for name, members in groups.items() if members}})


def worlds_of(scenario: Scenario) -> Worlds:
    """Plan all combinations of a scenario's groups and ungrouped levers.

    Raises
    ------
    RunError
        If it has none that takes effect, or more than :data:`MOST`.
    UnknownNameError
        If a group names a lever that the scenario does not have.
    """
    players = players_of(scenario)
    if len(players) > MOST:
        raise RunError(
            f"'{scenario.name}' has {len(players)} levers or groups, at most {MOST} can be combined; "
            "group them (`groups:` in the scenario)"
        )
    scenarios = tuple(with_players(scenario, players, world, LABEL) for world in range(2 ** len(players)))
    return Worlds(scenario, players, scenarios)
