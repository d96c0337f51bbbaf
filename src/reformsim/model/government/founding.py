"""Words of the vocabulary that found something: bodies with or without provinces, and arrangements of provinces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.levers.changes import FoundBody, JoinProvinces
from reformsim.model.cooperation.memberships import carry_regionally, dissolve, recount
from reformsim.model.world import World
from reformsim.tasks import GEMEENTE
from reformsim.world.arrangements import Arrangement


def end_idle(world: World, lever: str) -> None:
    """Dissolve the living bodies that have nothing left to do or say."""
    state, bodies = world.state, world.state.bodies
    idle = np.flatnonzero(bodies.alive[: bodies.count] & ~bodies.say[: bodies.count].any(axis=1))
    for body in idle:
        kind = bodies.kinds[body].replace("_", " ")
        members = world.codes_of(bodies.members(int(body)))
        world.tell("body_dissolved", bodies.names[body], members, f"{kind}, nothing left to do ({lever})")
    if len(idle):
        dissolve(state, idle.tolist())


def successors_of(world: World, provinces: tuple[str, ...]) -> frozenset[int]:
    """Rows of provinces by code; one that has merged counts as the province most of its units now lie in."""
    state, territory = world.state, world.territory
    rows = set()
    for code in provinces:
        if code in state.provinces.codes and state.provinces.alive[state.provinces.codes.index(code)]:
            rows.add(state.provinces.codes.index(code))
        elif code in territory.province_codes:
            units = territory.province == territory.province_codes.index(code)
            if units.any():
                rows.add(int(np.bincount(state.unit_province[units]).argmax()))
    return frozenset(rows)


def members_of(world: World, units: tuple[str, ...] | None) -> NDArray[np.int32]:
    """Rows of the living municipalities that govern the units named, ascending."""
    if units is None:
        return world.state.live
    return np.unique(world.state.owner[np.isin(world.unit_codes, units)])


def found_body(world: World, change: FoundBody, lever: str) -> None:
    """Found a body; what it carries in its own right, the municipalities in it no longer carry.

    Nothing happens where fewer than two municipalities are left to found it.
    """
    state, bodies = world.state, world.state.bodies
    rows = members_of(world, change.units)
    if len(rows) < 2:
        return
    tasks = [world.tasks.index(task) for task in change.tasks]
    body = bodies.add(
        name=change.name,
        kind=change.kind,
        form="openbaar_lichaam" if tasks else "gemeenschappelijk_orgaan",
        legal="public",
        region="",
        tasks=tasks,
        say=[world.tasks.index(task) for task in change.say],
        founded=state.year,
        obliged=change.binding,
        carries=change.carries,
        cedes=change.cedes,
    )
    bodies.add_members([body] * len(rows), rows)
    world.tell("body_founded", change.name, world.codes_of(rows), f"{change.kind.replace('_', ' ')} ({lever})")
    provinces = successors_of(world, change.provinces)
    if provinces:
        acts = bodies.say[body].copy() if change.joint else np.zeros_like(bodies.say[body])
        state.arrangements.add(Arrangement(change.name, change.kind, body, provinces, acts, state.year, change.binding))
    if change.carries:
        _take_over(world, body, rows, lever)
    else:
        for k in tasks:
            state.executor[rows[state.carrier[rows, k] == GEMEENTE], k] = body
    recount(state, rows)


def _take_over(world: World, body: int, rows: NDArray[np.int32], lever: str) -> None:
    """Let bodies that lie wholly within a new one hand over what it carries, and municipalities too."""
    state, bodies = world.state, world.state.bodies
    tasks = bodies.tasks[body].copy()
    inside = np.zeros(len(state.alive), bool)
    inside[rows] = True
    whole = bodies.sizes() == np.bincount(bodies.edge_body[inside[bodies.edge_row]], minlength=bodies.count)
    whole &= bodies.alive[: bodies.count]
    whole[body] = False
    earlier = np.flatnonzero(whole & (bodies.tasks[: bodies.count] & tasks).any(axis=1))
    bodies.tasks[earlier] &= ~tasks
    bodies.say[earlier] &= ~tasks
    block = state.executor[rows]
    state.executor[rows] = np.where(tasks, -1, block)
    end_idle(world, lever)
    carry_regionally(state, rows, world.tasks.carrier_index)


def join_provinces(world: World, change: JoinProvinces, lever: str) -> None:
    """Let provinces act together; nothing happens where fewer than two are left."""
    rows = successors_of(world, change.provinces)
    if len(rows) < 2:
        return
    state, ids = world.state, world.tasks.ids
    tasks = np.array([change.tasks is None or task in change.tasks for task in ids])
    state.arrangements.add(Arrangement(change.name, change.kind, -1, rows, tasks, state.year, change.binding))
    codes = tuple(state.provinces.codes[r] for r in sorted(rows))
    world.tell("provinces_joined", change.name, codes, lever)
