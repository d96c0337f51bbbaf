"""Members that leave voluntary bodies, and voluntary bodies that end or go on in another one."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Floats, Ints
from reformsim.model.cooperation.boards.contributing import leaving_for_money
from reformsim.model.cooperation.boards.ending import ended
from reformsim.model.cooperation.memberships import take_out
from reformsim.model.cooperation.scope import serve
from reformsim.model.cooperation.terms import MEMBERS, voluntary
from reformsim.model.councils.on_bodies import decide
from reformsim.model.world import World
from reformsim.world.neighbours import Graph


def leave(world: World) -> set[int]:
    """Let members leave voluntary bodies with chance ``cooperation.leaving``; returns their rows.

    What the body carried out for a member, it then does itself.
    """
    state, bodies = world.state, world.state.bodies
    at = voluntary(bodies).take(bodies.edge_body).nonzero()[0]
    body, row = bodies.edge_body[at], bodies.edge_row[at]
    keys = state.key[row] + bodies.key[body]
    draws = world.streams.uniform("cooperation.leave", state.year, keys)
    decider = row.astype(np.int64)
    chances = leaving_chance(world, decider)
    decided = decide(world, "leaving", decider, keys, chances, draws, lambda at: bodies.names[int(body[at])])
    gone = np.flatnonzero(decided.carried)
    for place, b, r in zip(gone.tolist(), body[gone].tolist(), row[gone].tolist(), strict=True):
        own = state.executor[r] == b
        state.executor[r, own] = -1
        names = ", ".join(world.tasks.ids[k] for k in np.flatnonzero(own))
        voted = f"; {decided.words[place]}" if place in decided.words else ""
        world.tell("body_left", bodies.names[b], (state.codes[r],), names + voted)
    bodies.remove_pairs(body[gone], row[gone])
    return set(row[gone].tolist())


def leaving_chance(world: World, row: Ints) -> Floats:
    """Yearly chance that members leave a body, shape of ``row``: alike for all, unless boards set contributions."""
    level = world.behaviour["cooperation.leaving"]
    if "bodies_contribute" not in world.acting:
        return np.full(len(row), level)
    return np.minimum(level * leaving_for_money(world)[row], 1.0)


def ending_chance(world: World, numbers: Ints) -> Floats:
    """Yearly chance that bodies end, shape of ``numbers``: ``cooperation.ending`` for one of five members."""
    level = world.behaviour["cooperation.ending"]
    if level <= 0.0:
        return np.zeros(len(numbers))
    members = np.maximum(world.state.bodies.sizes()[numbers], 2)
    value = np.log(level / (1.0 - level)) + world.behaviour["cooperation.ending_members"] * np.log(members / MEMBERS)
    result: Floats = 1.0 / (1.0 + np.exp(-value))
    return result


def end(world: World, graph: Graph) -> set[int]:
    """Let voluntary bodies end; returns the rows of their members.

    With chance ``cooperation.fusing`` one goes on in another voluntary body: that with a say in one of its subjects in
    which most of its members sit, or neighbours of them. Mechanisms ``bodies_end`` and ``bodies_merge`` let the members
    decide instead.
    """
    state, bodies, streams = world.state, world.state.bodies, world.streams
    gone = _ending(world, np.flatnonzero(voluntary(bodies)))
    fuses = streams.uniform("cooperation.fuse", state.year, bodies.key[gone]) < world.behaviour["cooperation.fusing"]
    if "bodies_merge" in world.acting:  # Which bodies go on in which is then their boards' to decide.
        fuses[:] = False
    touched, ended = set[int](), set(gone.tolist())
    for b, goes_on in zip(gone.tolist(), fuses.tolist(), strict=True):
        members = bodies.members(b)
        heir = _heir(world, graph, b, ended) if goes_on else -1
        if heir < 0:
            world.tell("body_dissolved", bodies.names[b], world.codes_of(members), "ended")
            continue
        world.tell("body_dissolved", bodies.names[b], world.codes_of(members), f"goes on in {bodies.names[heir]}")
        state.executor[members] = np.where(state.executor[members] == b, -1, state.executor[members])
        bodies.tasks[heir] |= bodies.tasks[b]
        bodies.say[heir] |= bodies.say[b]
        bodies.add_members(np.full(len(members), heir), members)
        serve(world, heir, bodies.members(heir))
        touched |= {int(row) for row in bodies.members(heir)}
    return touched | (set(take_out(state, gone.tolist()).tolist()) if len(gone) else set())


def _ending(world: World, free: Ints) -> Ints:
    """Which of the voluntary bodies end this year, by a draw or, with mechanism ``bodies_end``, a vote."""
    drawn = world.streams.uniform("cooperation.end", world.state.year, world.state.bodies.key[free])
    if "bodies_merge" in world.acting:  # Of what ends on record a part went up in another body, which is apart now.
        drawn = drawn / (1.0 - world.behaviour["bodies.merged_ends"])
    if "bodies_end" in world.acting:
        return free[ended(world, free, drawn)]
    return free[drawn < ending_chance(world, free)]


def _heir(world: World, graph: Graph, body: int, ended: set[int]) -> int:
    """Give the body in which another one goes on, -1 if there is none."""
    bodies = world.state.bodies
    like = voluntary(bodies) & (bodies.say[: bodies.count] & bodies.say[body]).any(axis=1)
    like[sorted(ended)] = False
    members = bodies.members(body)
    near = np.zeros(len(world.state.alive))
    near[graph.expand(members.astype(np.int64))[1]] = 0.5
    near[members] = 1.0
    at = like.take(bodies.edge_body)
    close = np.bincount(bodies.edge_body[at], weights=near[bodies.edge_row[at]], minlength=bodies.count)
    best = int(close.argmax()) if len(close) else -1
    return best if best >= 0 and close[best] > 0 else -1
