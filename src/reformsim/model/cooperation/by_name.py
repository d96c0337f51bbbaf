"""Bodies that a reform names: municipalities leave them, they merge, they are given a task."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.levers.changes_by_name import AssignTask, LeaveBody, MergeBodies
from reformsim.model.cooperation.memberships import carry_regionally, dissolve, dissolve_empty, recount
from reformsim.model.government.founding import end_idle
from reformsim.model.government.lookup import NotThereError, body_of, impossible, rows_of
from reformsim.model.world import World
from reformsim.tasks import GEMEENTE, LAYERS
from reformsim.world.bodies import LEGAL, legal_of


def leave_body(world: World, change: LeaveBody, lever: str) -> None:
    """Let municipalities leave a body; one that is left with fewer than two members lapses (Wet arhi art. 41)."""
    state, bodies = world.state, world.state.bodies
    try:
        body, rows = body_of(world, change.body, change.kind), rows_of(world, change.members)
        if bodies.obliged[body]:
            raise NotThereError(f"'{bodies.names[body]}' is imposed by law, and nobody can leave it")
        strangers = [row for row in rows if row not in bodies.members(body)]
        if strangers:
            who = ", ".join(state.names[row] for row in strangers)
            raise NotThereError(f"{who}: no member of '{bodies.names[body]}' in {state.year}")
    except NotThereError as error:
        impossible(world, lever, error)
        return
    leaving = np.array(rows, np.int64)
    bodies.remove_pairs(np.full(len(leaving), body), leaving)
    mine = state.executor[leaving]
    state.executor[leaving] = np.where(mine == body, -1, mine)
    world.tell("body_left", bodies.names[body], world.codes_of(leaving), lever)
    carry_regionally(state, leaving, world.tasks.carrier_index)
    stay = bodies.members(body)
    for gone in dissolve_empty(state, set(rows)):
        world.tell("body_dissolved", bodies.names[gone], world.codes_of(stay), f"one member left ({lever})")
    carry_regionally(state, stay, world.tasks.carrier_index)


def merge_bodies(world: World, change: MergeBodies, lever: str) -> None:
    """Make one body of several; it is bound by law where one of them was."""
    bodies, state = world.state.bodies, world.state
    try:
        old = sorted({body_of(world, name, change.kind) for name in change.bodies})
        if len(old) < 2:
            raise NotThereError("its bodies are one already")
        if bodies.carries[old].any() != bodies.carries[old].all():
            own = ", ".join(bodies.names[b] for b in old if bodies.carries[b])
            raise NotThereError(f"only some carry their tasks in their own right: {own}")
        if _taken(world, change.name, old):
            raise NotThereError(f"a body is called '{change.name}' already")
    except NotThereError as error:
        impossible(world, lever, error)
        return
    largest = max(old, key=lambda b: (int(bodies.sizes()[b]), -b))
    form = change.form or bodies.forms[largest]
    legal = legal_of(form) if change.form else LEGAL[bodies.legal[largest]]
    rows = np.unique(np.concatenate([bodies.members(b) for b in old]))
    executed = np.isin(state.executor[rows], old)
    kinds = {bodies.kinds[b] for b in old}
    new = bodies.add(
        name=change.name,
        kind=bodies.kinds[largest] if len(kinds) == 1 else "public",
        form=form,
        legal=legal,
        region="",
        tasks=np.flatnonzero(bodies.tasks[old].any(axis=0)).tolist(),
        say=np.flatnonzero(bodies.say[old].any(axis=0)).tolist(),
        founded=state.year,
        obliged=bool(bodies.obliged[old].any()),
        carries=bool(bodies.carries[old].all()),
        seats_per_member=float(bodies.seats_per_member[largest]),
        cedes=tuple(LAYERS[layer] for layer in np.flatnonzero(bodies.cedes[old].any(axis=0))),
    )
    bodies.add_members([new] * len(rows), rows)
    names = ", ".join(bodies.names[b] for b in old)
    world.tell("bodies_merged", change.name, world.codes_of(rows), f"{names} ({lever})")
    dissolve(state, old)
    block = state.executor[rows]
    state.executor[rows] = np.where(executed, new, block)
    carry_regionally(state, rows, world.tasks.carrier_index)
    recount(state, rows)


def _taken(world: World, name: str, but: list[int]) -> bool:
    bodies, low = world.state.bodies, name.casefold()
    return any(bodies.alive[b] and bodies.names[b].casefold() == low for b in range(bodies.count) if b not in but)


def assign_task(world: World, change: AssignTask, lever: str) -> None:
    """Let a body carry out a municipal task for members, who join it if they are not in it."""
    try:
        if change.task not in world.tasks:
            raise NotThereError(f"there is no task '{change.task}' in {world.state.year}")
        k = world.tasks.index(change.task)
        rows = np.array(rows_of(world, change.members), np.int64)
        body = _founded(world, change, rows, lever) if change.form else _ready(world, change, k)
        if not len(rows):
            rows = world.state.bodies.members(body).astype(np.int64)
    except NotThereError as error:
        impossible(world, lever, error)
        return
    state, bodies = world.state, world.state.bodies
    joining = rows[~bodies.holds(np.full(len(rows), body), rows)]
    if len(joining):
        bodies.add_members([body] * len(joining), joining.tolist())
        if not change.form:
            world.tell("body_joined", bodies.names[body], world.codes_of(joining), f"{change.task} ({lever})")
    new = not bodies.tasks[body, k]
    bodies.tasks[body, k] = bodies.say[body, k] = True
    before = {int(b) for b in np.unique(state.executor[rows, k]) if b >= 0 and b != body}
    state.executor[rows, k] = body
    concerned = _relieved(world, before, k)
    if new and not change.form:
        world.tell("body_extended", bodies.names[body], world.codes_of(rows), f"{change.task} ({lever})")
    end_idle(world, lever)
    recount(state, np.unique(np.concatenate([concerned, rows, bodies.members(body)])))


def _founded(world: World, change: AssignTask, rows: NDArray[np.int64], lever: str) -> int:
    """Found the body for its members; the municipal carriers of the task are all it needs."""
    if len(rows) < 2:
        raise NotThereError("its members are one municipality already")
    if _taken(world, change.body, []):
        raise NotThereError(f"a body is called '{change.body}' already")
    legal, k = legal_of(change.form), world.tasks.index(change.task)
    _municipal(world, rows, k)
    body = world.state.bodies.add(
        name=change.body, kind="private" if legal == "private" else "public", form=change.form, legal=legal,
        region="", tasks=[k], say=[k], founded=world.state.year,
    )  # fmt: skip
    world.state.bodies.add_members([body] * len(rows), rows.tolist())
    world.tell("body_founded", change.body, world.codes_of(rows), f"{change.task} ({lever})")
    return body


def _ready(world: World, change: AssignTask, k: int) -> int:
    """The body that is there, if it may carry the task out for those named, or for all its members."""
    bodies, task = world.state.bodies, world.tasks.tasks[k]
    body = body_of(world, change.body, change.kind)
    if bodies.carries[body]:
        raise NotThereError(f"'{bodies.names[body]}' carries tasks in its own right, not for its members")
    if bodies.forms[body] not in task.forms:
        forms = ", ".join(task.forms) or "none"
        raise NotThereError(
            f"'{bodies.names[body]}' is of form {bodies.forms[body]}, and task '{task.id}' may be shared in: {forms}"
        )
    rows = rows_of(world, change.members) or bodies.members(body).tolist()
    _municipal(world, np.array(rows, np.int64), k)
    return body


def _municipal(world: World, rows: NDArray[np.int64], k: int) -> None:
    carrier = world.state.carrier[rows, k]
    if (carrier != GEMEENTE).any():
        layer = LAYERS[int(carrier[carrier != GEMEENTE][0])]
        raise NotThereError(f"task '{world.tasks.ids[k]}' is carried by '{layer}' there in {world.state.year}")


def _relieved(world: World, before: set[int], k: int) -> NDArray[np.int64]:
    """Take a task and the say in it from bodies that carry it out for nobody any more; rows of their members."""
    state, bodies = world.state, world.state.bodies
    idle = [b for b in before if not (state.executor[state.live, k] == b).any()]
    bodies.tasks[idle, k] = bodies.say[idle, k] = False
    rows = [bodies.members(b) for b in idle]
    return np.unique(np.concatenate(rows)).astype(np.int64) if rows else np.zeros(0, np.int64)
