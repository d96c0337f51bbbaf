"""Phase 2: reforms whose date has come are carried out, one word of the vocabulary at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from reformsim.levers.changes import (
    AbolishBodies,
    AbolishSubMunicipal,
    AmendLaw,
    Change,
    MergeProvinces,
    MoveTask,
    RequireCoverage,
    SetRule,
)
from reformsim.model.elections import set_provincial_offices
from reformsim.model.memberships import carry_regionally, dissolve, recount
from reformsim.model.world import Obligation, World
from reformsim.tasks import LAYERS

GEMEENTE, REGIO = LAYERS.index("gemeente"), LAYERS.index("regio")


def carry_out(world: World, change: Change, lever: str) -> None:
    """Carry out one change in this year.

    Parameters
    ----------
    world
        The world of the run.
    change
        One of the vocabulary in ``levers/changes.py``.
    lever
        Id of the lever it comes from, for the event log.
    """
    _WORDS[type(change)](world, change, lever)


def _amend_law(world: World, change: AmendLaw, lever: str) -> None:
    if change.entry.scope is not None and not change.entry.scope:
        return
    world.law = world.law.amend(change.table, change.entry)
    world.tell("law_changed", change.table, (), lever)


def _move_task(world: World, change: MoveTask, lever: str) -> None:
    """The task goes to one layer everywhere; bodies keep it only where it becomes municipal."""
    state, bodies = world.state, world.state.bodies
    k = world.tasks.index(change.task)
    carrier = LAYERS.index(change.carrier)
    if (state.carrier[state.live, k] != carrier).any():
        state.moved[k] = state.year
    state.carrier[: state.next_row, k] = carrier
    own_right = bodies.carries & bodies.say[:, k]
    bodies.tasks[own_right, k] = False
    bodies.say[own_right, k] = False
    if carrier != GEMEENTE:
        # Whoever carried it out for municipalities has nothing left to do or say in it.
        state.executor[:, k] = -1
        for_members = bodies.tasks[:, k].copy()
        bodies.tasks[for_members, k] = False
        bodies.say[for_members, k] = False
    if change.involved is not None:
        state.involved[k] = [layer in change.involved for layer in LAYERS]
    state.involved[k, carrier] = True
    state.budget[k] *= change.budget_factor
    if change.efficient_scale is not None:
        state.efficient_scale[k] = change.efficient_scale
    limit_layers(world)
    idle = np.flatnonzero(bodies.alive[: bodies.count] & ~bodies.say[: bodies.count].any(axis=1))
    for body in idle:
        kind = bodies.kinds[body].replace("_", " ")
        members = world.codes_of(bodies.members(int(body)))
        world.tell("body_dissolved", bodies.names[body], members, f"{kind}, nothing left to do ({lever})")
    dissolve(state, [int(b) for b in idle])
    recount(state, state.live)
    world.tell("task_moved", change.task, (), f"to {change.carrier} ({lever})")


def _abolish_bodies(world: World, change: AbolishBodies, lever: str) -> None:
    """The bodies of a kind end; their own tasks fall to the layer named, to a successor, or back by default."""
    state, bodies = world.state, world.state.bodies
    gone = [b for b in bodies.of_kind(change.kind) if change.regions is None or bodies.regions[b] in change.regions]
    if not gone:
        return
    to = {world.tasks.index(task): LAYERS.index(layer) for task, layer in change.tasks_to}
    heirs = [(name, [b for b in gone if bodies.regions[b] in regions]) for name, regions in change.successors]
    founded = [_successor(world, name, parts, to) for name, parts in heirs if parts]
    inherited = {b for _, parts in heirs for b in parts}
    for b in gone:
        if bodies.carries[b]:
            rows = bodies.members(b)
            for k in np.flatnonzero(bodies.tasks[b]):
                if b in inherited and k not in to:
                    continue  # The successor carries it on in its own right.
                state.carrier[rows, k] = to.get(int(k), int(world.tasks.carrier_index[k]))
        world.tell("bodies_abolished", bodies.names[b], world.codes_of(bodies.members(b)), lever)
    members = np.unique(np.concatenate([bodies.members(b) for b in gone]))
    dissolve(state, gone)
    carry_regionally(state, members, world.tasks.carrier_index)
    if founded:
        recount(state, np.unique(np.concatenate([bodies.members(b) for b in founded])))


def _successor(world: World, name: str, parts: list[int], to: dict[int, int]) -> int:
    """One public body in the place of several, with all their members and what they had a say in."""
    state, bodies = world.state, world.state.bodies
    rows = np.unique(np.concatenate([bodies.members(b) for b in parts]))
    say = [int(k) for k in np.flatnonzero(bodies.say[parts].any(axis=0))]
    own = [k for k in say if (bodies.tasks[parts, k] & bodies.carries[parts]).any() and k not in to]
    body = bodies.add(
        name=name,
        kind="successor",
        form="openbaar_lichaam",
        legal="public",
        region="",
        tasks=own,
        say=say,
        founded=state.year,
        carries=bool(own),
    )
    bodies.add_members([body] * len(rows), rows)
    world.tell("body_founded", name, world.codes_of(rows), "successor")
    return body


def _require_coverage(world: World, change: RequireCoverage, lever: str) -> None:
    if change.regions is not None and not change.regions:
        return
    world.obligations.append(Obligation(change, world.state.year))
    world.tell("coverage_required", ",".join(change.tasks), (), f"{change.division} ({lever})")


def _merge_provinces(world: World, change: MergeProvinces, lever: str) -> None:
    """A new province takes the place of several, with the council its inhabitants give it (Provinciewet art. 8)."""
    state, p = world.state, world.state.provinces
    old = [r for r, code in enumerate(p.codes) if p.alive[r] and code in change.members]
    if len(old) < 2:
        return
    new = len(p.codes)
    p.codes.append(change.code)
    p.names.append(change.name)
    p.alive = np.append(p.alive, True)
    p.alive[old] = False
    p.seats, p.deputies = np.append(p.seats, 0).astype(np.int32), np.append(p.deputies, 0).astype(np.int32)
    state.unit_province = np.where(np.isin(state.unit_province, old), new, state.unit_province).astype(np.int32)
    state.province = np.where(np.isin(state.province, old), new, state.province).astype(np.int32)
    state.province_capacity = np.append(state.province_capacity, 0.0)
    reference = world.reference_population(state.year - 1)
    people = np.array([reference[state.unit_province == new].sum()], float)
    set_provincial_offices(state, world.law, date(state.year, 1, 1), np.array([new]), people)
    world.tell("provinces_merged", change.code, tuple(p.codes[r] for r in old), lever)


def _abolish_sub_municipal(world: World, change: AbolishSubMunicipal, lever: str) -> None:
    """Sub-municipal councils end; a share of their offices may return in commissions (Gemeentewet art. 83)."""
    s = world.state.sub_municipal
    for i, unit in enumerate(s.unit):
        code = world.territory.codes[unit]
        if s.alive[i] and (change.units is None or code in change.units):
            s.councillors[i] = round(s.councillors[i] * change.replacement_seats)
            s.executives[i] = 0
            if not s.councillors[i]:
                s.alive[i] = False
            s.council_tier[i] = False
            here = world.codes_of(world.state.owner[[unit]])
            world.tell("sub_municipal_abolished", code, here, f"{change.replacement} ({lever})")


def limit_layers(world: World) -> None:
    """Take the formal say of layers beyond the most allowed (rule ``principles.max_layers``; note 21/22).

    The carrier keeps its say. Of the others the functional layer goes first, then the province, the municipality
    and last the Rijk, whose frames bind the rest (order: assumption).
    """
    most = world.rules["principles.max_layers"]
    if most is None:
        return
    state = world.state
    for k in range(len(state.budget)):
        carriers = set(np.unique(state.carrier[state.live, k]).tolist())
        for layer in (LAYERS.index(name) for name in ("waterschap", "provincie", "gemeente", "rijk")):
            if state.involved[k, :REGIO].sum() > most and layer not in carriers:
                state.involved[k, layer] = False


def _set_rule(world: World, change: SetRule, lever: str) -> None:
    world.rules.set(change.rule, change.value)
    limit_layers(world)
    world.tell("rule_changed", change.rule, (), f"{_in_words(change.value)} ({lever})")


def _in_words(value: object) -> str:
    """A rule's value as the event log shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return ", ".join(str(one) for one in value)
    return "none" if value is None else str(value)


_WORDS: dict[type, Callable[[World, Any, str], None]] = {
    AmendLaw: _amend_law,
    MoveTask: _move_task,
    AbolishBodies: _abolish_bodies,
    RequireCoverage: _require_coverage,
    MergeProvinces: _merge_provinces,
    AbolishSubMunicipal: _abolish_sub_municipal,
    SetRule: _set_rule,
}
