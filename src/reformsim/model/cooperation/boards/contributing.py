"""Boards vote on what members pay: mechanism ``bodies_contribute``."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Floats, Ints
from reformsim.model.cooperation.boards.ballots import Ballot, put, voters
from reformsim.model.cooperation.scope import outsourced
from reformsim.model.world import World


def burden(world: World) -> Floats:
    """What each row pays to bodies of its budget, over the mean of all, less 1, (R,); 0 where nobody pays."""
    live, paid = world.state.live, outsourced(world)
    result = np.zeros(len(world.state.alive))
    if paid.sum() > 0.0:
        result[live] = paid / paid.mean() - 1.0
    return result


def leaving_for_money(world: World) -> Floats:
    """By what the chance to leave a body is multiplied for what one pays, (R,); 1 in the mean of the municipalities."""
    factor = np.exp(world.behaviour["bodies.leaving_paid"] * burden(world))
    result: Floats = factor / factor[world.state.live].mean()
    return result


def paid_bodies(world: World) -> Ints:
    """Bodies that carry out a municipal task for somebody and may set what they ask, ascending."""
    bodies = world.state.bodies
    served = np.zeros(bodies.count + 1, bool)
    served[world.state.executor[world.state.live].ravel()] = True
    served = served[:-1] & bodies.alive[: bodies.count] & ~bodies.carries[: bodies.count]
    return np.flatnonzero(served)


def contribution(world: World, pays: Floats, body: Ints, *, up: bool) -> Ballot:
    """Put higher or lower contributions to boards; who pays much already is against the first and for the second.

    ``pays``, (R,), is what members pay (:func:`burden`).
    """
    member, _ = voters(world, body)
    terms = pays[member]
    against = world.behaviour["bodies.contribution_burden"] * terms
    yes = 1.0 / (1.0 + np.exp(against if up else -against))
    return put(world, "budget", body, terms[:, None], yes)


def set_contributions(world: World) -> None:
    """Let boards raise or lower what members pay this year, each with chance ``bodies.contribution_proposals``."""
    state, bodies, behaviour = world.state, world.state.bodies, world.behaviour
    asked, pays = paid_bodies(world), burden(world)
    chance, step = behaviour["bodies.contribution_proposals"], behaviour["bodies.contribution_step"]
    changed = np.zeros(bodies.count)
    for up, purpose in ((True, "bodies.raise"), (False, "bodies.lower")):
        some = asked[world.streams.uniform(purpose, state.year, bodies.key[asked]) < chance]
        ballot = contribution(world, pays, some, up=up)
        changed[some[ballot.boards.passes(ballot.cast(world, f"{purpose}_vote"))]] += 1.0 if up else -1.0
    bodies.price[: bodies.count] *= (1.0 + step) ** changed
