"""Phase 5: a municipality with an adequacy gap looks for partners for its most pressing task."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reformsim.model.areas import area_pull
from reformsim.model.capacity import GEMEENTE, adequacy, body_scales, effective_scale, task_weights
from reformsim.model.costs import (
    FOUND,
    JOIN,
    USE,
    Options,
    crossing_cost,
    distance_aversion,
    partner_crossing,
    private_cost,
    transaction_cost,
    worth_of_sharing,
)
from reformsim.model.departures import end, leave
from reformsim.model.forms import (
    bodies_in_allowed_form,
    form_of_new_body,
    founding_tasks,
    legal_of,
    shareable_tasks,
)
from reformsim.model.grip import council_grip
from reformsim.model.memberships import dissolve_empty
from reformsim.model.obligations import fulfil_obligations
from reformsim.model.regrouping import regroup
from reformsim.model.scope import drift, room_to_share, take_back
from reformsim.model.world import World
from reformsim.world.bodies import LEGAL, run_starts
from reformsim.world.neighbours import Graph
from reformsim.world.state import State

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Changes:
    """What a year of seeking changes, applied at its end."""

    body: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)


def cooperate(world: World, graph: Graph, *, voluntary: bool = True) -> None:
    """One year of cooperation: obligations, leaving, ending, seeking; counts are kept up.

    Parameters
    ----------
    world
        The world of the run.
    graph
        Neighbours of the municipalities, across land and water.
    voluntary
        Whether municipalities also seek, leave and end cooperation by themselves this year.
    """
    state = world.state
    touched = fulfil_obligations(world)
    if voluntary:
        touched |= leave(world) | end(world) | regroup(world) | take_back(world) | drift(world) | seek(world, graph)
    for body in dissolve_empty(state, touched):
        world.tell("body_dissolved", state.bodies.names[body], (), "fewer than two members left")


def seek(world: World, graph: Graph) -> set[int]:
    """Municipalities look for partners and share a task where that is worth it; returns the rows concerned."""
    state, behaviour = world.state, world.behaviour
    rows, tasks, share = seekers(world)
    if not len(rows):
        return set()
    options = _options(world, graph, rows, tasks)
    if not len(options.seeker):
        return set()
    row, task = rows[options.seeker], tasks[options.seeker]
    level = adequacy(options.scale, state.efficient_scale[task], behaviour["capacity.steepness"])
    cost = np.array([transaction_cost(world, way) for way in (USE, JOIN, FOUND)])[options.way]
    cost = cost + private_cost(world, options) + distance_aversion(world) * options.distance
    cost = cost + crossing_cost(world, row, options)
    grip = council_grip(behaviour, world.rules.values(), world.law, world.today)
    utility = openness(world, rows)[options.seeker] + worth_of_sharing(
        level - state.adequacy[row, task], share[options.seeker], options.members, cost, grip, behaviour
    )
    # The best option of each seeker; ties go to the lighter way, then to the lower number.
    most = np.zeros(len(rows))
    np.maximum.at(most, options.seeker, utility)
    best = np.flatnonzero((utility > 0) & (utility == most[options.seeker]))
    best = best[np.lexsort((options.other[best], options.way[best], options.seeker[best]))]
    best = best[run_starts(options.seeker[best])]
    best = best[np.lexsort((state.key[row[best]], -utility[best]))]
    changes = Changes()
    row, task, way, other = row[best], task[best], options.way[best], options.other[best]
    founding = way == FOUND
    agreed = np.ones(len(best), bool)
    agreed[founding] = consents(world, other[founding], row[founding], task[founding])
    for one in zip(row.tolist(), task.tolist(), way.tolist(), other.tolist(), agreed.tolist(), strict=True):
        _carry_out(world, *one, changes)
    state.bodies.add_members(changes.body, changes.row)
    return changes.touched


def seekers(world: World) -> tuple[Ints, Ints, Floats]:
    """Who looks for partners this year, for which task, and the share of the budget in it.

    The most pressing task is the one with the largest gap below the threshold, weighed by budget, among those
    a municipality carries out alone and the law allows to be shared.
    """
    state, behaviour = world.state, world.behaviour
    attention = behaviour["cooperation.attention"] * (1.0 + world.rules["province.push"])
    attention *= 1.0 - behaviour["cooperation.track"] * world.rules["policy.track_bias"]
    looks = world.streams.uniform("cooperation.look", state.year, state.key[state.live]) < attention
    rows = state.live[looks].astype(np.int64)
    weight = task_weights(state, rows)
    gap = np.maximum(behaviour["capacity.threshold"] - state.adequacy[rows], 0.0) * weight
    gap *= (state.executor[rows] < 0) & shareable_tasks(world)
    if (room := room_to_share(world)) is not None:
        gap *= weight <= room[rows][:, None]
    task = gap.argmax(axis=1)
    at = np.flatnonzero(gap[np.arange(len(rows)), task] > 0)
    return rows[at], task[at].astype(np.int64), weight[at, task[at]]


def openness(world: World, rows: Ints) -> Floats:
    """Taste of municipalities for cooperation, in logits: their own, which lasts, and what draws them into it."""
    draws = world.streams.bounded_normal("cooperation.taste", 0, world.state.key[rows])
    result: Floats = world.behaviour["cooperation.taste_spread"] * draws + area_pull(world, rows)
    return result


def _options(world: World, graph: Graph, rows: Ints, tasks: Ints) -> Options:
    """All ways open to the seekers, with the scale each would give."""
    state, bodies = world.state, world.state.bodies
    people = state.population.astype(float)
    place = np.full(len(state.alive), -1)
    place[rows] = np.arange(len(rows))
    usable = bodies.alive[: bodies.count] & ~bodies.carries[: bodies.count]
    usable &= _allowed_legal(world, bodies.legal[: bodies.count]) & bodies_in_allowed_form(world)
    room = usable & ~bodies.obliged[: bodies.count]

    mine = (place >= 0).take(bodies.edge_row).nonzero()[0]
    body, seeker = bodies.edge_body[mine].astype(np.int64), place[bodies.edge_row[mine]]
    does = bodies.tasks[body, tasks[seeker]]
    extends = (room[body] & bodies.say[body, tasks[seeker]] & ~does).nonzero()[0]
    does[extends] = _may_extend(world, body[extends], tasks[seeker[extends]])
    fits = usable[body] & does
    body, seeker = body[fits], seeker[fits]

    position, neighbour = graph.expand(rows)
    theirs = state.executor[neighbour, tasks[position]].astype(np.int64)
    joins = (theirs >= 0).nonzero()[0]
    joins = joins[room[theirs[joins]]]
    # A body one sits in is used, not joined.
    joins = joins[~bodies.holds(theirs[joins], rows[position[joins]])]
    alone = (theirs < 0) & (state.carrier[neighbour, tasks[position]] == GEMEENTE)
    alone = np.flatnonzero(alone & founding_tasks(world)[tasks[position]])
    own, other = people[rows[position[alone]]], people[neighbour[alone]]
    both = own + other
    two = np.full(len(alone), 2.0)
    crowd = (state.memberships[rows[position[alone]]] + state.memberships[neighbour[alone]]) / 2.0
    founded = effective_scale(both, two, np.maximum(own, other) / both, crowd, world.behaviour)
    joined, joiner, partner = theirs[joins], rows[position[joins]], rows[position[alone]]
    numbers, at = bodies.distinct(np.concatenate([body, joined]))
    scale, members = body_scales(state, world.behaviour, numbers)[at], bodies.sizes()[numbers[at]].astype(float)
    scale[len(body) :] += people[joiner]
    members[len(body) :] += 1.0
    x, y = (middle[at[len(body) :]] for middle in body_middles(state, numbers))
    to_body = _km(state.hall_x[joiner] - x, state.hall_y[joiner] - y)
    other_hall = neighbour[alone]
    to_partner = _km(state.hall_x[partner] - state.hall_x[other_hall], state.hall_y[partner] - state.hall_y[other_hall])
    return Options(
        seeker=np.concatenate([seeker, position[joins], position[alone]]),
        way=np.repeat(np.array([USE, JOIN, FOUND]), [len(body), len(joins), len(alone)]),
        other=np.concatenate([body, joined, neighbour[alone].astype(np.int64)]),
        scale=np.concatenate([scale, founded]),
        members=np.concatenate([members, two]),
        distance=np.concatenate([np.zeros(len(body)), to_body, to_partner]),
    )


def body_middles(state: State, numbers: Ints) -> tuple[Floats, Floats]:
    """Mean place of the town halls of the members of some bodies, two arrays of shape (n,), in metres."""
    members, place = state.bodies.seats(numbers)
    body, row = np.arange(len(numbers)).repeat(members), state.bodies.edge_row[place]
    x = np.bincount(body, weights=state.hall_x[row], minlength=len(numbers))
    y = np.bincount(body, weights=state.hall_y[row], minlength=len(numbers))
    members = np.maximum(members, 1)
    return x / members, y / members


def _km(dx: Floats, dy: Floats) -> Floats:
    result: Floats = np.hypot(dx, dy) / 1000.0
    return result


def _allowed_legal(world: World, legal: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether bodies of a legal kind may take on tasks: private ones only where the rules allow them."""
    private = LEGAL.index("private")
    open_to_private = world.rules["cooperation.private_allowed"] and world.rules["cooperation.public_preference"] < 1.0
    result: NDArray[np.bool_] = (legal != private) | open_to_private
    return result


def _may_extend(world: World, body: Ints, task: Ints) -> NDArray[np.bool_]:
    """Whether bodies have room for one more task, and the catalogue allows their legal form for the one asked."""
    bodies, catalogue = world.state.bodies, world.tasks.tasks
    few = bodies.tasks[body].sum(axis=1) < world.rules["cooperation.max_tasks"]
    pairs = zip(body.tolist(), task.tolist(), strict=True)
    result: NDArray[np.bool_] = few & np.array([bodies.forms[b] in catalogue[k].forms for b, k in pairs], bool)
    return result


def _carry_out(world: World, row: int, task: int, way: int, other: int, agreed: bool, changes: Changes) -> None:
    state, bodies = world.state, world.state.bodies
    if state.executor[row, task] >= 0:
        return  # A neighbour's initiative came first.
    name = world.tasks.tasks[task].id
    if way == USE:
        if not bodies.tasks[other, task]:
            bodies.tasks[other, task] = True
            world.tell("body_extended", bodies.names[other], (state.codes[row],), name)
        state.executor[row, task] = other
    elif way == JOIN:
        changes.body.append(other)
        changes.row.append(row)
        state.executor[row, task] = other
        world.tell("body_joined", bodies.names[other], (state.codes[row],), name)
    elif agreed and state.executor[other, task] < 0:
        body = _found(world, row, other, task)
        changes.body.extend((body, body))
        changes.row.extend((row, other))
        state.executor[[row, other], task] = body
        changes.touched.add(other)
    else:
        return
    changes.touched.add(row)


def consents(world: World, rows: Ints, askers: Ints, tasks: Ints) -> NDArray[np.bool_]:
    """Whether municipalities agree to found a body with a neighbour that asks.

    A host (much larger than the guest) is paid for what it does: it needs openness only. A partner weighs
    gain and cost as the asker does.

    Parameters
    ----------
    rows, askers, tasks : (n,)
        Who is asked, by whom, for which task.
    """
    state, behaviour = world.state, world.behaviour
    own, theirs = state.population[rows].astype(float), state.population[askers].astype(float)
    taste = openness(world, rows)
    hosts = own >= behaviour["cooperation.host_ratio"] * theirs
    both, two = own + theirs, np.full(len(rows), 2.0)
    crowd = (state.memberships[rows] + state.memberships[askers]) / 2.0
    scale = effective_scale(both, two, np.maximum(own, theirs) / both, crowd, behaviour)
    level = adequacy(scale, state.efficient_scale[tasks], behaviour["capacity.steepness"])
    apart = _km(state.hall_x[rows] - state.hall_x[askers], state.hall_y[rows] - state.hall_y[askers])
    share = state.budget[tasks] / (state.budget * (state.carrier[rows] == GEMEENTE)).sum(axis=1)
    value = worth_of_sharing(
        level - state.adequacy[rows, tasks],
        share,
        two,
        transaction_cost(world, FOUND) + distance_aversion(world) * apart + partner_crossing(world, rows, askers),
        council_grip(behaviour, world.rules.values(), world.law, world.today),
        behaviour,
    )
    agreed = taste + value > 0
    if (room := room_to_share(world)) is not None:
        agreed &= share <= room[rows]
    result: NDArray[np.bool_] = np.where(hosts, taste + behaviour["cooperation.taste_spread"] > 0, agreed)
    return result


def _found(world: World, row: int, other: int, task: int) -> int:
    """Found a body of two: a host municipality where one is much larger, otherwise in the form of the rules."""
    state = world.state
    host = bool(state.population[other] >= world.behaviour["cooperation.host_ratio"] * state.population[row])
    key = state.key[[row]] + state.key[[other]] + np.uint64(task + 1)
    form = form_of_new_body(world, world.tasks.tasks[task], key, host=host)
    title = world.tasks.tasks[task].name_en
    body = state.bodies.add(
        name=f"{title}, {state.names[row]} and {state.names[other]} ({state.year})",
        kind="private" if legal_of(form) == "private" else "public",
        form=form,
        legal=legal_of(form),
        region="",
        tasks=[task],
        say=[task],
        founded=state.year,
    )
    state.bodies.key[body] = key[0]
    world.tell("body_founded", state.bodies.names[body], world.codes_of([row, other]), world.tasks.tasks[task].id)
    return body
