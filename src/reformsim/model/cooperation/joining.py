"""Joining a voluntary body in which a neighbour sits."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Floats
from reformsim.model.cooperation.forms import bodies_in_allowed_form
from reformsim.model.cooperation.rates import crossing, pulled
from reformsim.model.cooperation.regrouping import master_regions
from reformsim.model.cooperation.scope import asked_for, carried_out, room_to_share
from reformsim.model.cooperation.terms import JOINING, JOINING_AT, Joinable, Ties, joinable
from reformsim.model.councils.on_bodies import decide
from reformsim.model.world import World
from reformsim.world.neighbours import Graph


def join(world: World, graph: Graph, tied: Ties) -> set[int]:
    """Let municipalities join bodies of neighbours; returns their rows."""
    state, bodies = world.state, world.state.bodies
    open_ = tied.free & bodies_in_allowed_form(world)
    pairs = joinable(world, graph, tied, open_)
    if not len(pairs.row):
        return set()
    keys = state.key[pairs.row] + bodies.key[pairs.body]
    draws = world.streams.uniform("cooperation.join", state.year, keys)
    names = bodies.names
    decided = decide(
        world, "joining", pairs.row, keys, joining_chance(world, pairs), draws, lambda at: names[int(pairs.body[at])]
    )
    joins = np.flatnonzero(decided.carried)
    room, joined = room_to_share(world), []
    for at, body, row in zip(joins.tolist(), pairs.body[joins].tolist(), pairs.row[joins].tolist(), strict=True):
        if room is not None:
            asked = asked_for(world, np.array([row]), bodies.tasks[body], bodies.forms[body])[0]
            if asked > room[row]:
                continue
            room[row] -= asked
        joined.append((body, row))
        carried_out(world, body, np.array([row]))
        world.tell("body_joined", names[body], (state.codes[row],), decided.words.get(at, ""))
    bodies.add_members([body for body, _ in joined], [row for _, row in joined])
    return {row for _, row in joined}


def joining_chance(world: World, pairs: Joinable) -> Floats:
    """Yearly chance of each pair, (P,)."""
    behaviour, bodies = world.behaviour, world.state.bodies
    level = behaviour["cooperation.joining"]
    if level <= 0.0:
        return np.zeros(len(pairs.row))
    value = np.log(level / (1.0 - level)) + (pairs.terms - JOINING_AT) @ np.array([behaviour[one] for one in JOINING])
    # The region of a body is that of its most populous member.
    label = master_regions(world)
    largest = bodies.largest_members(pairs.body, world.state.population).astype(np.int64)
    value += np.log(np.maximum(pulled(world, pairs.row), 1e-12)) - crossing(world, label, pairs.row, largest)
    result: Floats = 1.0 / (1.0 + np.exp(-value))
    return result
