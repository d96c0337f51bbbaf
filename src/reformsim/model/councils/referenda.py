"""A consultative referendum before a council decides on a merger (mechanism ``referenda``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.government.residents import by_joined, turnout
from reformsim.model.world import World
from reformsim.world.streams import U64, pair_keys


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """The referenda before some councils decide.

    Attributes
    ----------
    held : (P,) bool
        Whether one is held.
    turnout, yes : (P,) float64
        Share of the voters who come, and share of these who are for.
    followed : (P,) bool
        Whether the council votes as the majority of those who came did.
    """

    held: Bools
    turnout: Floats
    yes: Floats
    followed: Bools

    def follows(self, at: int) -> bool:
        """Whether the council at a place follows one; not where none was asked for."""
        return at < len(self.followed) and bool(self.followed[at])

    def of(self, at: int) -> bool:
        """Whether one is held before the council at a place decides; not where none was asked for."""
        return at < len(self.held) and bool(self.held[at])

    def in_words(self, at: int) -> str:
        """What came of one."""
        then = "the council follows" if self.followed[at] else "the council decides by itself"
        return f"{self.turnout[at]:.0%} voted, {self.yes[at]:.0%} for; {then}"


def consulted(world: World, rows: Ints, keys: U64) -> Held:
    """Hold referenda, by keyed chance; none where the mechanism is off.

    As many come as to the last council election (`assumption`). What residents say does not hang on what the merger is
    worth to the municipality (`assumption`): of one referendum only is the outcome in the evidence.

    Parameters
    ----------
    rows : (P,) int64
        Municipalities whose councils are to decide.
    keys : (P,) uint64
        Of the merger that each decides on.
    """
    none = np.zeros(len(rows), bool)
    if "referenda" not in world.acting or not len(rows):
        return Held(none, np.zeros(len(rows)), np.zeros(len(rows)), none)
    behaviour, year = world.behaviour, world.state.year
    own = pair_keys(keys, world.state.key[rows])
    held = world.streams.uniform("referendum.held", year, own) < behaviour["referenda.held"]
    usual = np.log(behaviour["referenda.yes"] / (1.0 - behaviour["referenda.yes"]))
    apart = behaviour["referenda.spread"] * world.streams.bounded_normal("referendum.yes", year, own)
    follows = world.streams.uniform("referendum.followed", year, own) < behaviour["referenda.followed"]
    return Held(held, turnout_of(world, rows), 1.0 / (1.0 + np.exp(-usual - apart)), held & follows)


def turnout_of(world: World, rows: Ints) -> Floats:
    """Turnout at the last council election, (P,): the national one less what mergers cost."""
    behaviour, state = world.behaviour, world.state
    loss = behaviour["residents.merger_turnout"]
    lost = by_joined(state.joined[rows], state.imposed[rows], loss, loss * behaviour["residents.imposed_turnout"])
    return turnout(world.law.value("council_turnout", world.today), lost)
