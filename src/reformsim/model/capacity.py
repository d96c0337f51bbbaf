"""Phase 4: uitvoeringskracht, the adequacy of every task at the scale at which it is carried out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.behaviour import Behaviour
from reformsim.tasks import LAYERS
from reformsim.world.bodies import run_starts
from reformsim.world.finances import carrier_places, resources, unchanged
from reformsim.world.state import State

Floats = NDArray[np.float64]
GEMEENTE, PROVINCIE = LAYERS.index("gemeente"), LAYERS.index("provincie")


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


def effective_scale(
    people: Floats, members: Floats, largest: Floats, memberships: Floats, behaviour: Behaviour
) -> Floats:
    """Scale at which a body works: its members' inhabitants, discounted for coordination.

    Parameters
    ----------
    people
        Inhabitants of all members together, shape (B,).
    members
        Number of members (at least 1).
    largest
        Share of the largest member in ``people``.
    memberships
        Mean number of memberships of its members.
    behaviour
        Discounts ``capacity.members_discount``, ``.unequal_discount`` and ``.overlap_discount``.
    """
    many = np.exp(-behaviour["capacity.members_discount"] * np.log(members))
    unequal = 1.0 - behaviour["capacity.unequal_discount"] * (largest - 1.0 / members)
    overlap = 1.0 / (1.0 + behaviour["capacity.overlap_discount"] * memberships / 25.0)
    result: Floats = people * many * unequal * overlap
    return result


def body_scales(state: State, behaviour: Behaviour) -> Floats:
    """Effective scale of every body, shape (count,); 1 where a body has no members left."""
    bodies = state.bodies
    body, row, count = bodies.edge_body, bodies.edge_row, bodies.count
    if not count:
        return np.ones(0)
    weight = state.population[row].astype(float)
    members = bodies.sizes()
    people = np.bincount(body, weights=weight, minlength=count)
    degree = np.bincount(body, weights=state.memberships[row], minlength=count)
    largest = np.ones(count)
    held = np.flatnonzero(members)
    if len(held):
        starts = (np.cumsum(members) - members)[held]
        largest[held] = np.maximum.reduceat(weight, starts)
    some, crowd = np.maximum(members, 1), np.maximum(people, 1.0)
    return np.maximum(effective_scale(crowd, some, largest / crowd, degree / some, behaviour), 1.0)


def assess_municipalities(state: State, behaviour: Behaviour) -> None:
    """Set ``adequacy`` and ``capacity`` of the living municipalities."""
    live, bodies = state.live, state.bodies
    steepness = behaviour["capacity.steepness"]
    log_alone = np.log(state.population[live])
    executor = state.executor[live]
    log_scale = np.broadcast_to(log_alone[:, None], executor.shape)
    factor: Floats | float = 1.0
    if bodies.count:
        shared = executor >= 0
        log_scale = np.where(shared, np.log(body_scales(state, behaviour))[executor], log_scale)
        young = state.year - bodies.founded[: bodies.count] < 2
        dip = np.where(young, 1.0 - behaviour["capacity.startup_dip"], 1.0)
        factor = np.where(shared, dip[executor], 1.0)
    level = 1.0 / (1.0 + np.exp(steepness * (np.log(state.efficient_scale) - log_scale))) * factor
    weight = task_weights(state)
    state.adequacy[live] = level
    level = with_resources(state, level, state.carrier[live], behaviour)
    state.capacity[live] = (weight * level).sum(axis=1) * transition(state, weight, behaviour)


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


def transition(state: State, weight: Floats, behaviour: Behaviour) -> Floats:
    """Factor on capacity for new tasks and recent mergers, shape (live,), between 0 and 1."""
    years = max(1.0, behaviour["capacity.overload_years"])
    fresh = np.clip(1.0 - (state.year - state.moved) / years, 0.0, 1.0)
    factor = 1.0 - behaviour["capacity.overload"] * (weight @ fresh)
    years = max(1.0, behaviour["capacity.merger_dip_years"])
    recent = np.clip(1.0 - (state.year - state.founded[state.live]) / years, 0.0, 1.0)
    result: Floats = factor * (1.0 - behaviour["capacity.merger_dip"] * recent)
    return result


def assess_provinces(state: State, behaviour: Behaviour) -> None:
    """Set the capacity of each province: adequacy of its tasks at the scale of its inhabitants."""
    live = state.live
    province = state.province[live]
    count = len(state.provinces.codes)
    order = np.argsort(province, kind="stable")
    starts = run_starts(province[order])
    present = province[order[starts]]
    people = state.population[live[order]][:, None] * (state.carrier[live[order]] == PROVINCIE)
    served = np.add.reduceat(people.astype(float), starts, axis=0)
    weight = served * state.budget
    level = adequacy(np.maximum(served, 1.0), state.efficient_scale, behaviour["capacity.steepness"])
    level = with_resources(state, level, np.full(level.shape, PROVINCIE), behaviour)
    total = weight.sum(axis=1)
    state.province_capacity = np.zeros(count)
    state.province_capacity[present] = (weight * level).sum(axis=1) / np.maximum(total, 1e-12)
