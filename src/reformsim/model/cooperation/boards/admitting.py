"""Members vote on who wants to join: mechanism ``bodies_admit``."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.cooperation.boards.ballots import Ballot, logistic, put, raised, voters
from reformsim.model.cooperation.terms import Joinable, Ties
from reformsim.model.world import World

ADMITTING = ("bodies.admission_habit",)
"""Weights of the terms, in the order of the columns of :func:`admission_terms`."""
ADMITTING_AT = np.array([0.1])
"""Terms of a usual applicant: a tenth of the bodies that it or a member sits in, they have in common."""


def admission_terms(world: World, tied: Ties, body: Ints, row: Ints) -> Floats:
    """By which each member is for an applicant, (n, 1): bodies in common with it, over those that either sits in.

    Parameters
    ----------
    body, row : (P,) int64
        Bodies asked, and who asks.
    """
    member, of = voters(world, body)
    return tied.in_common(member, row[of])[:, None]


def admission(world: World, tied: Ties, pairs: Joinable) -> Ballot:
    """Put each applicant to the members of the body that it wants to join."""
    behaviour = world.behaviour
    terms = admission_terms(world, tied, pairs.body, pairs.row)
    weights = np.array([behaviour[name] for name in ADMITTING])
    yes = logistic(behaviour["bodies.admission"], terms, ADMITTING_AT, weights)
    return put(world, "admit", pairs.body, terms, yes, world.state.key[pairs.row])


def asking(world: World, chance: Floats) -> Floats:
    """Chance that each asks to be admitted, (P,), of the chance that it joins by the register."""
    return np.minimum(chance * world.raised_applications, 1.0)


def applications_raised(world: World, tied: Ties, pairs: Joinable, chance: Floats) -> float:
    """By what asking is more frequent than joining, so that as many join as without votes."""
    return raised(chance, admission(world, tied, pairs).chance)


def admitted(world: World, tied: Ties, pairs: Joinable, asks: Bools) -> tuple[Bools, list[str]]:
    """Who of those that ask is admitted, (P,), and the outcome of each vote in words, in the order of who asks."""
    some = pairs.take(asks)
    ballot = admission(world, tied, some)
    yes = ballot.cast(world, "bodies.admission")
    passed, said = ballot.boards.passes(yes), ballot.count(yes)
    for body, row, one, what in zip(some.body.tolist(), some.row.tolist(), passed.tolist(), said, strict=True):
        if not one:
            world.tell("admission_refused", world.state.bodies.names[body], (world.state.codes[row],), what)
    result = asks.copy()
    result[asks] = passed
    return result, [what for one, what in zip(passed.tolist(), said, strict=True) if one]
