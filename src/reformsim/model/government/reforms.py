"""Phase 2: reforms whose date has come are carried out, one word of the vocabulary at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reformsim.levers.changes import (
    AbolishBodies,
    AbolishSubMunicipal,
    AlignTasks,
    AmendLaw,
    Change,
    FoundBody,
    JoinProvinces,
    MergeProvinces,
    MergeWaterBoards,
    MoveTask,
    PlaceTasksLow,
    RequireCoverage,
    SetRule,
)
from reformsim.levers.changes_by_name import (
    AddTask,
    AssignTask,
    LeaveBody,
    MergeBodies,
    MergeMunicipalities,
    MoveBorder,
    RefuseMerger,
    SplitMunicipality,
)
from reformsim.model import money
from reformsim.model.capacity.allocation import close_households, moves_to_profile, moves_to_the_lowest
from reformsim.model.cooperation.by_name import assign_task, leave_body, merge_bodies
from reformsim.model.cooperation.memberships import carry_regionally, dissolve, recount
from reformsim.model.government.elections import set_provincial_offices
from reformsim.model.government.founding import end_idle, found_body, join_provinces
from reformsim.model.government.new_tasks import add_task
from reformsim.model.government.water_boards import merge_water_boards
from reformsim.model.mergers.named.borders import move_border
from reformsim.model.mergers.named.merging import merge_named, refuse_named
from reformsim.model.mergers.named.taking_apart import split_named
from reformsim.model.world import Obligation, World
from reformsim.tasks import GEMEENTE, LAYERS, PROVINCIE, REGIO, RIJK, WATERSCHAP


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
    world.law = world.law.overtaken(change.table, change.entry).amend(change.table, change.entry)
    last = world.events[-1] if world.events else None
    if last is None or (last.year, last.subject, last.detail) != (world.state.year, change.table, lever):
        world.tell("law_changed", change.table, (), lever)  # One event for a table amended step by step.


def _move_task(world: World, change: MoveTask, lever: str) -> None:
    """The task goes to one layer everywhere; bodies keep it only where it becomes municipal."""
    state = world.state
    k = world.tasks.index(change.task)
    concerned = np.zeros(0, np.int64) if change.carrier is None else _carry(world, k, LAYERS.index(change.carrier))
    carriers = np.unique(state.carrier[state.live, k])
    if change.involved is not None:
        state.involved[k] = [layer in change.involved for layer in LAYERS]
        state.withdrawn[k] = False
    state.involved[k, carriers] = True
    if change.frames == "eu_only" and RIJK not in carriers:
        state.involved[k, RIJK] = state.withdrawn[k, RIJK] = False
    money.pay_task(world, k, change)
    if change.efficient_scale is not None:
        state.efficient_scale[k] = change.efficient_scale
    limit_layers(world)
    close_households(world)
    end_idle(world, lever)
    recount(state, concerned)
    if change.carrier is None:
        world.tell("task_changed", change.task, (), lever)
    else:
        world.tell("task_moved", change.task, (), f"to {change.carrier} ({lever})")


def _add_task(world: World, change: AddTask, lever: str) -> None:
    add_task(world, change, lever)
    limit_layers(world)
    close_households(world)


def _carry(world: World, k: int, carrier: int) -> NDArray[np.int64]:
    """Give a task to a layer; rows of the municipalities whose bodies lose it."""
    state, bodies = world.state, world.state.bodies
    elsewhere = state.carrier[state.live, k] != carrier
    if elsewhere.any():
        state.moved[k] = state.year
        here = state.population[state.live]
        money.book_move(world, k, float(here[elsewhere].sum() / here.sum()))
    state.carrier[: state.next_row, k] = carrier
    out = bodies.carries & bodies.say[:, k]
    if carrier != GEMEENTE:
        # Whoever carried it out for municipalities has nothing left to do or say in it either.
        state.executor[:, k] = -1
        out |= bodies.tasks[:, k]
    bodies.tasks[out, k] = False
    bodies.say[out, k] = False
    _, place = bodies.seats(out.nonzero()[0])
    return np.unique(bodies.edge_row[place])


def _align_tasks(world: World, change: AlignTasks, lever: str) -> None:
    for move in moves_to_profile(world):
        _move_task(world, move, lever)


def _place_tasks_low(world: World, change: PlaceTasksLow, lever: str) -> None:
    for move in moves_to_the_lowest(world, change.reach):
        _move_task(world, move, lever)


def _abolish_bodies(world: World, change: AbolishBodies, lever: str) -> None:
    """The bodies of a kind end; their own tasks fall to the layer named, to a successor, or back by default."""
    state, bodies = world.state, world.state.bodies
    gone = [b for b in bodies.of_kind(change.kind) if change.regions is None or bodies.regions[b] in change.regions]
    if not gone:
        return
    to = {world.tasks.index(task): LAYERS.index(layer) for task, layer in change.tasks_to}
    heirs = [(name, [b for b in gone if bodies.regions[b] in regions]) for name, regions in change.successors]
    kept = {name: {world.tasks.index(task) for task in tasks} for name, tasks in change.keeps}
    joined = {name: set(units) for name, units in change.enlarged}
    founded = [
        _successor(world, name, parts, to.keys() - kept.get(name, set()), joined.get(name, set()))
        for name, parts in heirs
        if parts
    ]
    inherited = {b: kept.get(name, set()) for name, parts in heirs for b in parts}
    for b in gone:
        if bodies.carries[b]:
            rows = bodies.members(b)
            for k in np.flatnonzero(bodies.tasks[b]):
                if b in inherited and (k not in to or k in inherited[b]):
                    continue  # The successor carries it on in its own right.
                state.carrier[rows, k] = to.get(int(k), int(world.tasks.carrier_index[k]))
                money.book_move(world, int(k), float(state.population[rows].sum() / state.unit_population.sum()))
        world.tell("bodies_abolished", bodies.names[b], world.codes_of(bodies.members(b)), lever)
    members = np.unique(np.concatenate([bodies.members(b) for b in [*gone, *founded]]))
    dissolve(state, gone)
    carry_regionally(state, members, world.tasks.carrier_index)
    if founded:
        recount(state, np.unique(np.concatenate([bodies.members(b) for b in founded])))


def _successor(world: World, name: str, parts: list[int], lost: set[int], joined: set[str]) -> int:
    """One public body in the place of several: their members and those who join, and what they had a say in.

    It carries on in its own right what they carried so, but for the tasks ``lost`` to a layer.
    """
    state, bodies = world.state, world.state.bodies
    units = np.flatnonzero(np.isin(world.unit_codes, list(joined)))
    rows = np.unique(np.concatenate([*(bodies.members(b) for b in parts), state.owner[units]]))
    say = [int(k) for k in np.flatnonzero(bodies.say[parts].any(axis=0))]
    own = [k for k in say if (bodies.tasks[parts, k] & bodies.carries[parts]).any() and k not in lost]
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
    p.deputies_fte = np.append(p.deputies_fte, 0.0)
    state.unit_province = np.where(np.isin(state.unit_province, old), new, state.unit_province).astype(np.int32)
    state.province = np.where(np.isin(state.province, old), new, state.province).astype(np.int32)
    state.province_capacity = np.append(state.province_capacity, 0.0)
    reference = world.reference_population(state.year - 1)
    people = np.array([reference[state.unit_province == new].sum()], float)
    set_provincial_offices(state, world.law, date(state.year, 1, 1), np.array([new]), people)
    world.tell("provinces_merged", change.code, tuple(p.codes[r] for r in old), lever)
    for name in state.arrangements.pass_on(old, new):
        world.tell("arrangement_lapsed", name, (change.code,), "its provinces became one")


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
            s.elected[i] = change.elected and s.alive[i]
            here = world.codes_of(world.state.owner[[unit]])
            world.tell("sub_municipal_abolished", code, here, f"{change.replacement} ({lever})")


def limit_layers(world: World) -> None:
    """Take the formal say of layers beyond the most allowed (rule ``principles.max_layers``; note 21/22).

    The carrier keeps its say. Of the others the functional layer goes first, then the province, the municipality
    and last the Rijk, whose frames bind the rest (order: assumption). A limit that is relaxed gives the say back.
    """
    most, state = world.rules["principles.max_layers"], world.state
    state.involved |= state.withdrawn
    state.withdrawn[:] = False
    if most is None:
        return
    for k in range(len(state.budget)):
        carriers = set(np.unique(state.carrier[state.live, k]).tolist())
        for layer in (WATERSCHAP, PROVINCIE, GEMEENTE, RIJK):
            if state.involved[k, layer] and state.involved[k, :REGIO].sum() > most and layer not in carriers:
                state.involved[k, layer] = False
                state.withdrawn[k, layer] = True


def _set_rule(world: World, change: SetRule, lever: str) -> None:
    world.rules.set(change.rule, change.value, world.day)
    limit_layers(world)
    close_households(world)
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
    MergeWaterBoards: merge_water_boards,
    AbolishSubMunicipal: _abolish_sub_municipal,
    SetRule: _set_rule,
    AlignTasks: _align_tasks,
    PlaceTasksLow: _place_tasks_low,
    **money.WORDS,
    FoundBody: found_body,
    JoinProvinces: join_provinces,
    MergeMunicipalities: merge_named,
    RefuseMerger: refuse_named,
    SplitMunicipality: split_named,
    MoveBorder: move_border,
    LeaveBody: leave_body,
    MergeBodies: merge_bodies,
    AssignTask: assign_task,
    AddTask: _add_task,
}
