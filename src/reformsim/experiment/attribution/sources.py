"""The sources of an effect as players: law, the scenario's own figures, estimated behaviour, assumptions.

Each is switched off by itself, in a real run. Without *statutes* what is law in the levers does not happen; without
*figures* what the scenario types in stays at the value at which it says nothing (``reforms:`` of a scenario, declared
by word and rule). Without *estimated* behaviour the mergers are those of the same world without levers (``mergers:
unreformed``), and published weights stand where they have no effect; without *assumptions* the weights that are assumed
or unverified do. Where weights differ, the level without reforms differs too: so a world counts for its distance from
the world with the same weights and without levers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reformsim.errors import RunError
from reformsim.experiment.attribution.players import Player, titled

if TYPE_CHECKING:
    from reformsim.arrays import Ints
    from reformsim.scenario import Scenario

STATUTES, FIGURES, ESTIMATED, ASSUMED = "statutes", "figures", "estimated", "assumed"
SOURCES = (STATUTES, FIGURES, ESTIMATED, ASSUMED)
"""Names of the sources, in the order of the bits of a coalition."""

TITLES = ("Statutes", "The scenario's own figures", "Estimated behaviour", "Assumptions")

BASES = {ESTIMATED: frozenset({"estimated", "published"}), ASSUMED: frozenset({"assumed", "unverified"})}
"""What the weights rest on that a source switches off."""

_BY_LEVERS = 0b0011
"""Bits of the sources without which levers do nothing."""


@dataclass(frozen=True, slots=True)
class Says:
    """Which kinds of changes the levers of a scenario make at all."""

    law: bool
    figures: bool


def source_players(scenario: Scenario) -> tuple[Player, ...]:
    """Give the four sources as players.

    Raises
    ------
    RunError
        If no lever takes effect within the horizon.
    """
    if not any(lever.date.year <= scenario.horizon.end for lever in scenario.levers):
        raise RunError(
            f"'{scenario.name}' has no lever that takes effect by {scenario.horizon.end}: nothing to attribute"
        )
    return tuple(Player(name, title, ()) for name, title in zip(SOURCES, TITLES, strict=True))


def said_by(scenario: Scenario) -> Says:
    """Look which kinds of changes the levers make."""
    from reformsim.model.government.sources import parts_of

    land = scenario.land()
    changes = [change for lever in scenario.levers for change in lever.changes(land)]
    return Says(law=bool(parts_of(changes, "law")), figures=bool(parts_of(changes, "figures")))


def with_sources(scenario: Scenario, says: Says, coalition: int, label: str) -> Scenario:
    """Give the world in which some of the sources are at work.

    Parameters
    ----------
    says
        Which kinds of changes there are at all: a kind that no lever makes is in no switch, so that worlds with it and
        without it are the same one.
    coalition
        Bit i says whether source i is.
    label
        Stands in the name, so that the folder of another attribution is not taken for that of this one.
    """
    on = {name for i, name in enumerate(SOURCES) if coalition >> i & 1}
    # What no lever says needs no switch; what it says is there or not.
    law, figures = says.law and STATUTES in on, says.figures and FIGURES in on
    update: dict[str, object] = {"groups": {}}
    if not law and not figures:
        update["levers"] = ()
    else:
        if law < says.law or figures < says.figures:
            update["reforms"] = "law" if law else "figures"
        if ESTIMATED not in on and scenario.mergers == "simulated":
            update["mergers"] = "unreformed"
    still = frozenset().union(*(bases for name, bases in BASES.items() if name not in on))
    known = scenario.behaviour_values().parameters
    neutral = {name: one.neutral for name, one in known.items() if one.neutral is not None and one.basis in still}
    update["behaviour"] = {**scenario.behaviour, **neutral}
    return titled(scenario.model_copy(update=update), scenario.name, label)


def references(coalitions: tuple[int, ...]) -> Ints:
    """Give the position of the coalition with the same weights and no levers, which each is held against."""
    place = {coalition: i for i, coalition in enumerate(coalitions)}
    return np.array([place[coalition & ~_BY_LEVERS] for coalition in coalitions], np.int64)
