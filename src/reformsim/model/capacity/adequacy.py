"""Phase 4: uitvoeringskracht, the adequacy of every task at the scale at which it is carried out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.behaviour import Behaviour
from reformsim.tasks import GEMEENTE, PROVINCIE
from reformsim.world.finances import carrier_places, resources, unchanged
from reformsim.world.state import State


def adequacy(scale: Floats, efficient_scale: Floats, steepness: float) -> Floats:
    """Adequacy 1 / (1 + (s / S)^g) of tasks carried out at a scale.

    Parameters
    ----------
    scale
        Effective scale S in inhabitants (> 0), any shape that broadcasts with ``efficient_scale``.
    efficient_scale
        Efficient scale s in inhabitants.
    steepness
        Exponent g.

    Returns
    -------
    ndarray
        Between 0 and 1; exactly 0.5 where S = s.
    """
    result: Floats = 1.0 / (1.0 + np.exp(steepness * (np.log(efficient_scale) - np.log(scale))))
    return result


def effective_scale(people: Floats, memberships: Floats, behaviour: Behaviour) -> Floats:
    """Scale at which a body works: its members' inhabitants, less ``capacity.overlap_discount``.

    Parameters
    ----------
    people
        Inhabitants of all members together, shape (B,).
    memberships
        Mean number of memberships of its members.
    """
    result: Floats = people / (1.0 + behaviour["capacity.overlap_discount"] * memberships / 25.0)
    return result


def body_scales(state: State, behaviour: Behaviour, numbers: NDArray[np.integer] | None = None) -> Floats:
    """Effective scale of some bodies, or of all, shape (n,); 1 where a body has no members left."""
    bodies = state.bodies
    members, place = bodies.seats(np.arange(bodies.count) if numbers is None else numbers)
    scale = np.ones(len(members))
    held = members.nonzero()[0]
    if len(held):
        row, size = bodies.edge_row[place], members[held]
        starts = size.cumsum() - size
        weight = state.population[row]
        people = np.maximum(np.add.reduceat(weight, starts), 1.0)
        crowd = np.add.reduceat(state.memberships[row], starts, dtype=np.int64) / size
        scale[held] = np.maximum(effective_scale(people, crowd, behaviour), 1.0)
    return scale


def assess_municipalities(state: State, behaviour: Behaviour) -> None:
    """Set ``adequacy`` and ``capacity`` of the living municipalities."""
    live, bodies = state.live, state.bodies
    executor = state.executor[live]
    # Most tasks are carried out alone: those that bodies carry out are filled in.
    shared = (executor.ravel() >= 0).nonzero()[0]
    numbers, at = bodies.distinct(executor.ravel()[shared])
    log_scale = np.log(state.population[live]).repeat(executor.shape[1])
    log_scale[shared] = np.log(body_scales(state, behaviour, numbers))[at]
    log_scale = np.log(state.efficient_scale) - log_scale.reshape(executor.shape)
    level = 1.0 / (1.0 + np.exp(behaviour["capacity.steepness"] * log_scale))
    weight = task_weights(state)
    state.adequacy[live] = level
    level = with_resources(state, level, state.carrier[live], behaviour)
    state.capacity[live] = (weight * level).sum(axis=1)


def with_resources(state: State, level: Floats, carrier: NDArray[np.integer], behaviour: Behaviour) -> Floats:
    """Adequacy with the money and the officials there are; at most 1.

    ``State.adequacy`` stays that of the scale alone: by it municipalities weigh mergers and cooperation, which bring
    no money.
    """
    if unchanged(state):
        return level
    factor = resources(state, behaviour["capacity.funding"], behaviour["capacity.staff"])
    return np.minimum(level * factor.take(carrier_places(carrier)), 1.0)


def task_weights(state: State, rows: NDArray[np.integer] | None = None) -> Floats:
    """Share of each task in the budget of living municipalities, shape (live, K), or of some; rows add up to 1."""
    weight = state.budget * (state.carrier[state.live if rows is None else rows] == GEMEENTE)
    result: Floats = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
    return result


def assess_provinces(state: State, behaviour: Behaviour) -> None:
    """Set the capacity of each province: adequacy of its tasks at the scale of its inhabitants; 0 without any."""
    live, shape = state.live, (len(state.provinces.codes), len(state.budget))
    at, task = np.divmod((state.carrier[live] == PROVINCIE).ravel().nonzero()[0], shape[1])
    row = live[at]
    served = np.bincount(state.province[row] * shape[1] + task, state.population[row], shape[0] * shape[1])
    served = served.astype(float).reshape(shape)
    weight = served * state.budget
    level = adequacy(np.maximum(served, 1.0), state.efficient_scale, behaviour["capacity.steepness"])
    level = with_resources(state, level, np.full(shape, PROVINCIE), behaviour)
    total = weight.sum(axis=1)
    state.province_capacity = (weight * level).sum(axis=1) / np.maximum(total, 1e-12)
