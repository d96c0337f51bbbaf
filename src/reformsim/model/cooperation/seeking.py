"""A municipality with an adequacy gap looks for partners for its most pressing task."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.model.capacity.adequacy import adequacy, task_weights
from reformsim.model.capacity.presence import push_of_provinces
from reformsim.model.cooperation.agreements import Changes, carry_out, consents, openness
from reformsim.model.cooperation.costs import (
    crossing_cost,
    distance_aversion,
    private_cost,
    transaction_cost,
    worth_of_sharing,
)
from reformsim.model.cooperation.forms import shareable_tasks
from reformsim.model.cooperation.grip import council_grip
from reformsim.model.cooperation.options import FOUND, JOIN, USE, Options, ways_open
from reformsim.model.cooperation.scope import room_to_share
from reformsim.model.world import World
from reformsim.world.bodies import run_starts
from reformsim.world.neighbours import Graph

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def seek(world: World, graph: Graph) -> set[int]:
    """Municipalities look for partners and share a task where that is worth it; returns the rows concerned."""
    if not len(world.tasks):  # Where no task is known there is nothing to share.
        return set()
    rows, tasks, share = seekers(world)
    if not len(rows):
        return set()
    options = ways_open(world, graph, rows, tasks)
    if not len(options.seeker):
        return set()
    utility = utilities(world, rows, tasks, share, options)
    best = best_of_each(world, rows, options, utility)
    row, task, way, other = (
        rows[options.seeker][best],
        tasks[options.seeker][best],
        options.way[best],
        options.other[best],
    )
    founding = way == FOUND
    agreed = np.ones(len(best), bool)
    agreed[founding] = consents(world, other[founding], row[founding], task[founding])
    changes = Changes()
    for one in zip(row.tolist(), task.tolist(), way.tolist(), other.tolist(), agreed.tolist(), strict=True):
        carry_out(world, *one, changes)
    world.state.bodies.add_members(changes.body, changes.row)
    return changes.touched


def seekers(world: World) -> tuple[Ints, Ints, Floats]:
    """Who looks for partners this year, for which task, and the share of the budget in it.

    The most pressing task is the one with the largest gap below the threshold, weighed by budget, among those
    a municipality carries out alone and the law allows to be shared.
    """
    state, behaviour = world.state, world.behaviour
    attention = behaviour["cooperation.attention"] * (1.0 + push_of_provinces(world))
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


def utilities(world: World, rows: Ints, tasks: Ints, share: Floats, options: Options) -> Floats:
    """What each option is worth to its seeker, in logits: taste, capacity gained, autonomy and transaction cost."""
    state, behaviour = world.state, world.behaviour
    row, task = rows[options.seeker], tasks[options.seeker]
    level = adequacy(options.scale, state.efficient_scale[task], behaviour["capacity.steepness"])
    cost = np.array([transaction_cost(world, way) for way in (USE, JOIN, FOUND)])[options.way]
    cost = cost + private_cost(world, options) + distance_aversion(world) * options.distance
    cost = cost + crossing_cost(world, row, options)
    grip = council_grip(behaviour, world.rules.values(), world.law, world.today)
    return openness(world, rows)[options.seeker] + worth_of_sharing(
        level - state.adequacy[row, task], share[options.seeker], options.members, cost, grip, behaviour
    )


def best_of_each(world: World, rows: Ints, options: Options, utility: Floats) -> Ints:
    """The best option of each seeker that is worth it, the most wanted first.

    Ties go to the lighter way, then to the lower number; between seekers to the smaller key.
    """
    most = np.zeros(len(rows))
    np.maximum.at(most, options.seeker, utility)
    best = np.flatnonzero((utility > 0) & (utility == most[options.seeker]))
    best = best[np.lexsort((options.other[best], options.way[best], options.seeker[best]))]
    best = best[run_starts(options.seeker[best])]
    ordered: Ints = best[np.lexsort((world.state.key[rows[options.seeker[best]]], -utility[best]))]
    return ordered
