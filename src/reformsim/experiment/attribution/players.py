"""The players of an attribution: a scenario's levers, or the groups it names, and the scenario with some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformsim.errors import RunError, UnknownNameError

if TYPE_CHECKING:
    from reformsim.scenario import Scenario

TOGETHER = "together"
"""Name of the part that no player brings about alone."""

WHOLE = "whole"
"""Name of the effect of all players."""

HORIZON = "horizon"
"""In place of a year: the mean over all years."""


@dataclass(frozen=True, slots=True)
class Player:
    """What comes and goes as one: a lever, or the levers of a group."""

    name: str
    title: str
    levers: tuple[str, ...]


def players_of(scenario: Scenario) -> tuple[Player, ...]:
    """Give the players of a scenario: its groups in their order, each where its first lever stands, and single levers.

    Levers after the last year do nothing and are no players.

    Raises
    ------
    RunError
        If no lever takes effect, or a lever is in two groups.
    UnknownNameError
        If a group names a lever that the scenario does not have.
    """
    ids = [lever.id for lever in scenario.levers]
    homes: dict[str, str] = {}
    for name, levers in scenario.groups.items():
        for one in levers:
            if one not in ids:
                raise UnknownNameError(f"lever of group '{name}'", one, ids)
            if one in homes:
                raise RunError(f"lever '{one}' is in the groups '{homes[one]}' and '{name}'")
            homes[one] = name
    inside = [lever for lever in scenario.levers if lever.date.year <= scenario.horizon.end]
    members: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for lever in inside:
        name = homes.get(lever.id, lever.id)
        members.setdefault(name, []).append(lever.id)
        words = name.replace("_", " ").capitalize()
        own = (
            lever.title_en if lever.id == lever.lever else f"{words} ({lever.title_en[:1].lower()}{lever.title_en[1:]})"
        )
        titles[name] = words if lever.id in homes else own
    if not members:
        raise RunError(
            f"'{scenario.name}' has no lever that takes effect by {scenario.horizon.end}: nothing to attribute"
        )
    taken = [name for name in (TOGETHER, WHOLE) if name in members]
    if taken:
        raise RunError(f"'{taken[0]}' is the name of a part of every attribution; call the lever or group otherwise")
    return tuple(Player(name, titles[name], tuple(levers)) for name, levers in members.items())


def with_players(scenario: Scenario, players: Sequence[Player], coalition: int, label: str) -> Scenario:
    """Give the scenario with the levers of some players only, in the order of the file; all else stays.

    Parameters
    ----------
    coalition
        Bit i says whether player i takes part.
    label
        Stands in the name, so that the folder of another attribution is not taken for that of this one.

    Returns
    -------
    Scenario
        Its name follows from what it holds, so that scenarios with the same levers are the same one.
    """
    kept = {lever for i, player in enumerate(players) if coalition >> i & 1 for lever in player.levers}
    levers = tuple(lever for lever in scenario.levers if lever.id in kept)
    return titled(scenario.model_copy(update={"levers": levers, "groups": {}}), scenario.name, label)


def titled(scenario: Scenario, name: str, label: str) -> Scenario:
    """Give a scenario of an attribution its name: equal ones have the same, and those of other attributions another."""
    return scenario.model_copy(update={"name": f"{name}.{label}.{scenario.hash[:16]}"})
