"""Joining a voluntary body in which a neighbour sits."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.model.cooperation.boards.admitting import admission, admitted, applications_raised, asking
from reformsim.model.cooperation.forms import bodies_in_allowed_form
from reformsim.model.cooperation.rates import crossing, pulled
from reformsim.model.cooperation.regrouping import master_regions
from reformsim.model.cooperation.scope import asked_for, room_to_share, serve
from reformsim.model.cooperation.terms import JOINING, JOINING_AT, Joinable, Ties, joinable, ties
from reformsim.model.councils.on_bodies import decide
from reformsim.model.world import World
from reformsim.world.neighbours import Graph


def join(world: World, graph: Graph, tied: Ties) -> set[int]:
    """Let municipalities join bodies of neighbours; returns their rows.

    With mechanism ``bodies_admit`` they ask, and the members vote.
    """
    state, bodies = world.state, world.state.bodies
    pairs = open_to(world, graph, tied)
    if not len(pairs.row):
        return set()
    joins, said = _joins(world, tied, pairs)
    room, joined = room_to_share(world), []
    for body, row, detail in zip(pairs.body[joins].tolist(), pairs.row[joins].tolist(), said, strict=True):
        if room is not None:
            asked = asked_for(world, np.array([row]), bodies.tasks[body], bodies.forms[body])[0]
            if asked > room[row]:
                continue
            room[row] -= asked
        joined.append((body, row))
        serve(world, body, np.array([row]))
        world.tell("body_joined", bodies.names[body], (state.codes[row],), detail)
    bodies.add_members([body for body, _ in joined], [row for _, row in joined])
    return {row for _, row in joined}


def open_to(world: World, graph: Graph, tied: Ties) -> Joinable:
    """Give who could join which body that may take members."""
    return joinable(world, graph, tied, tied.free & bodies_in_allowed_form(world))


def usual_applications(world: World, graph: Graph) -> float:
    """By what asking is more frequent than joining with the bodies as they are, for the votes of their members."""
    tied = ties(world)
    pairs = open_to(world, graph, tied)
    return applications_raised(world, tied, pairs, joining_chance(world, pairs))


def _joins(world: World, tied: Ties, pairs: Joinable) -> tuple[Bools, list[str]]:
    """Who joins by this year's draws and votes, (P,), and of each of them what was voted (nothing without votes).

    The council of who would join decides first, then the members of the body.
    """
    state, names = world.state, world.state.bodies.names
    keys = state.key[pairs.row] + state.bodies.key[pairs.body]
    drawn = world.streams.uniform("cooperation.join", state.year, keys)
    admitting, chance = "bodies_admit" in world.acting, joining_chance(world, pairs)
    asks = asking(world, chance) if admitting else chance
    decided = decide(world, "joining", pairs.row, keys, asks, drawn, lambda at: names[int(pairs.body[at])])
    joins = decided.carried
    said = [""] * int(joins.sum())
    if admitting:
        joins, said = admitted(world, tied, pairs, joins)
    own = [decided.words.get(at, "") for at in np.flatnonzero(joins).tolist()]
    return joins, ["; ".join(filter(None, both)) for both in zip(own, said, strict=True)]


def chance_to_join(world: World, tied: Ties, pairs: Joinable) -> Floats:
    """Yearly chance that each comes to sit in the body, (P,): where members vote, that it asks and they let it in."""
    chance = joining_chance(world, pairs)
    if "bodies_admit" not in world.acting:
        return chance
    result: Floats = asking(world, chance) * admission(world, tied, pairs).chance
    return result


def joining_chance(world: World, pairs: Joinable) -> Floats:
    """Yearly chance of each pair by the rule, as the register tells of it, (P,)."""
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
