"""Members that leave voluntary bodies, and voluntary bodies that end."""

from __future__ import annotations

import numpy as np

from reformsim.model.capacity.adequacy import adequacy
from reformsim.model.cooperation.memberships import take_out
from reformsim.model.world import World


def leave(world: World) -> set[int]:
    """Members that carry a task out adequately alone may leave its voluntary body; returns their rows.

    A municipality leaves with chance ``cooperation.leaving`` when its own inhabitants make the task adequate;
    it then does it itself, and gives up its seat if the body does nothing else for it.
    """
    state, behaviour = world.state, world.behaviour
    live, bodies = state.live, world.state.bodies
    executor = state.executor[live].ravel()
    shared = (executor >= 0).nonzero()[0]
    free = shared[~bodies.obliged[executor[shared]]]
    at, task = np.divmod(free, state.executor.shape[1])
    body, row = executor[free], live[at]
    keys = state.key[row] + bodies.key[body]
    # The draw first: it leaves few of whom the adequacy need be known.
    gone = world.streams.uniform("cooperation.leave", state.year, keys) < behaviour["cooperation.leaving"]
    body, row, task = body[gone], row[gone], task[gone]
    alone = adequacy(state.population[row].astype(float), state.efficient_scale[task], behaviour["capacity.steepness"])
    able = alone >= behaviour["capacity.threshold"]
    body, row, task = body[able], row[able], task[able]
    state.executor[row, task] = -1
    ids = world.tasks.ids
    given_up: dict[tuple[int, int], list[str]] = {}
    for b, r, k in zip(body.tolist(), row.tolist(), task.tolist(), strict=True):
        given_up.setdefault((b, r), []).append(ids[k])
    lost = [(b, r) for b, r in given_up if not (state.executor[r] == b).any()]
    if lost:
        for b, r in lost:
            world.tell("body_left", bodies.names[b], (state.codes[r],), ", ".join(given_up[b, r]))
        body, row_of = np.array(lost).T
        bodies.remove_pairs(body, row_of)
    return set(row.tolist())


def end(world: World) -> set[int]:
    """Voluntary bodies end with chance ``cooperation.ending``; returns the rows of their members."""
    state, bodies = world.state, world.state.bodies
    free = np.flatnonzero(
        bodies.alive[: bodies.count] & ~bodies.obliged[: bodies.count] & ~bodies.carries[: bodies.count]
    )
    u = world.streams.uniform("cooperation.end", state.year, bodies.key[free])
    gone = free[u < world.behaviour["cooperation.ending"]].tolist()
    for b in gone:
        world.tell("body_dissolved", bodies.names[b], world.codes_of(bodies.members(b)), "ended")
    return set(take_out(state, gone).tolist()) if gone else set()
