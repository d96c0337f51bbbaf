"""How far cooperation goes: bodies that grow beyond their task, and what a municipality may give out of its hands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats
from reformsim.model.capacity.adequacy import task_weights
from reformsim.model.world import World
from reformsim.network import JOINT_FORM
from reformsim.tasks import GEMEENTE


def drift(world: World) -> set[int]:
    """Let bodies come to have a say in one more subject of their domain; returns their members' rows.

    Of all unbound bodies (``Bodies.unbound``), those of private law and of regions among them: with chance
    ``cooperation.drift`` a year, up to ``cooperation.max_tasks`` subjects, and only in municipal tasks that the
    catalogue lets municipalities share.
    """
    state, bodies, chance = world.state, world.state.bodies, world.behaviour["cooperation.drift"]
    if chance <= 0.0:
        return set()
    said = bodies.say[: bodies.count].sum(axis=1)
    at = np.flatnonzero(bodies.unbound() & (said > 0) & (said < world.rules["cooperation.max_tasks"]))
    at = at[world.streams.uniform("cooperation.drift", state.year, bodies.key[at]) < chance]
    touched: set[int] = set()
    for b in at.tolist():
        more = related_tasks(world, b)
        if not more:
            continue
        bodies.say[b, more[0]] = True
        rows = bodies.members(b)
        touched |= set(rows.tolist())
        world.tell("say_gained", bodies.names[b], world.codes_of(rows), world.tasks.ids[more[0]])
    return touched


def related_tasks(world: World, body: int) -> list[int]:
    """Municipal tasks of the domains that a body has a say in, beyond those with a say, that its form may share."""
    state, bodies = world.state, world.state.bodies
    municipal = (state.carrier[state.live] == GEMEENTE).any(axis=0)
    catalogue = world.tasks.tasks
    domains = {catalogue[k].domain for k in np.flatnonzero(bodies.say[body])}
    return [
        k
        for k, task in enumerate(catalogue)
        if task.domain in domains and municipal[k] and not bodies.say[body, k] and bodies.forms[body] in task.forms
    ]


def outsourced(world: World) -> Floats:
    """Share of its budget that each living municipality hands over to bodies, shape (m,)."""
    state, bodies = world.state, world.state.bodies
    executor = state.executor[state.live]
    # The last is for tasks that no body carries out.
    whole = np.zeros(bodies.count + 1, bool)
    if JOINT_FORM in bodies.form_names:
        whole[:-1] = bodies.form[: bodies.count] == bodies.form_names.index(JOINT_FORM)
    part = np.where(whole[executor], 1.0, world.tasks.handed_over) * (executor >= 0)
    part *= np.r_[bodies.price[: bodies.count], 1.0][executor]
    result: Floats = (task_weights(state) * part).sum(axis=1)
    return result


def asked_for(world: World, rows: NDArray[np.integer], tasks: Bools, form: str) -> Floats:
    """Share of their budget that municipalities would hand over to a body with some tasks, (K,), (n,)."""
    state = world.state
    part = np.ones(len(tasks)) if form == JOINT_FORM else world.tasks.handed_over
    result: Floats = (task_weights(state, rows) * (tasks & (state.executor[rows] < 0)) * part).sum(axis=1)
    return result


def room_to_share(world: World) -> Floats | None:
    """Share of the budget that each row may still give out of its hands, (R,); ``None`` where nothing limits it."""
    most = world.rules["cooperation.max_outsourced"]
    if most >= 1.0:
        return None
    room = np.zeros(len(world.state.alive))
    room[world.state.live] = most - outsourced(world)
    return room


def serve(world: World, body: int, rows: NDArray[np.integer]) -> None:
    """Let a body carry out its tasks for members that do them alone, where these are municipal."""
    state, tasks = world.state, world.state.bodies.tasks[body]
    alone = (state.executor[rows] < 0) & (state.carrier[rows] == GEMEENTE) & tasks
    at, task = alone.nonzero()
    state.executor[rows[at], task] = body


def take_back(world: World) -> set[int]:
    """Municipalities that let bodies carry out too much take one task back in hand; returns their rows.

    Of the tasks that a voluntary body carries out for them they take the one that they do best by themselves. The seat
    in the body stays: they still have a say there.
    """
    room = room_to_share(world)
    if room is None:
        return set()
    state, bodies = world.state, world.state.bodies
    rows = state.live[room[state.live] < -1e-12]
    if not len(rows):
        return set()
    executor = state.executor[rows]
    voluntary = (executor >= 0) & ~bodies.obliged[executor] & (state.carrier[rows] == GEMEENTE)
    scale = np.log(state.population[rows].astype(float))[:, None] - np.log(state.efficient_scale)[None, :]
    task = np.where(voluntary, scale, -np.inf).argmax(axis=1)
    held = voluntary.any(axis=1)
    for row, k in zip(rows[held], task[held], strict=True):
        body = int(state.executor[row, k])
        state.executor[row, k] = -1
        world.tell("task_taken_back", bodies.names[body], (state.codes[row],), world.tasks.tasks[k].id)
    return {int(r) for r in rows[held]}


def hand_back(world: World) -> set[int]:
    """Let unbound bodies (``Bodies.unbound``) over the most tasks hand one a year back; returns their members' rows.

    It is the one with the least budget (which is kept is an assumption; the note asks for cooperation that is strictly
    bound to its task, 13/22). What they have a say in beyond that, such as from the first day, they keep.
    """
    state, bodies = world.state, world.state.bodies
    over = bodies.unbound() & (bodies.tasks[: bodies.count].sum(axis=1) > world.rules["cooperation.max_tasks"])
    touched: set[int] = set()
    for b in over.nonzero()[0].tolist():
        k = int(np.where(bodies.tasks[b], state.budget, np.inf).argmin())
        bodies.tasks[b, k] = bodies.say[b, k] = False
        rows = bodies.members(b)
        state.executor[rows[state.executor[rows, k] == b], k] = -1
        touched |= set(rows.tolist())
        world.tell("task_handed_back", bodies.names[b], world.codes_of(rows), world.tasks.ids[k])
    return touched
