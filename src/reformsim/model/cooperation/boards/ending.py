"""Members vote on the end of their body: mechanism ``bodies_end``."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.cooperation.boards.ballots import Ballot, put, voters
from reformsim.model.cooperation.terms import MEMBERS
from reformsim.model.world import World


def end_of(world: World, body: Ints) -> Ballot:
    """Put the end of some bodies to their members, who are alike for all that the register tells."""
    member, _ = voters(world, body)
    yes = np.full(len(member), world.behaviour["bodies.end_support"])
    return put(world, "end", body, np.zeros((len(member), 0)), yes)


def end_proposed(world: World, body: Ints) -> Floats:
    """Yearly chance that somebody proposes the end, shape of ``body``, the same for all.

    It is such that a body of five ends with chance ``cooperation.ending`` if all must agree, as the register says.
    """
    support = world.behaviour["bodies.end_support"]
    if support <= 0.0:
        return np.zeros(len(body))
    return np.full(len(body), min(world.behaviour["cooperation.ending"] / support**MEMBERS, 1.0))


def ended(world: World, body: Ints, drawn: Floats) -> Bools:
    """Which of some bodies end this year, (m,), by draws (m,) of what is proposed; what is refused is told."""
    asked = np.flatnonzero(drawn < end_proposed(world, body))
    ballot = end_of(world, body[asked])
    yes = ballot.cast(world, "bodies.end")
    passed = ballot.boards.passes(yes)
    for one, outcome, said in zip(body[asked].tolist(), passed.tolist(), ballot.count(yes), strict=True):
        if not outcome:
            world.tell("end_refused", world.state.bodies.names[one], (), said)
    result = np.zeros(len(body), bool)
    result[asked] = passed
    return result
