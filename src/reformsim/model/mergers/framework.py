"""What a proposed merger is held against: the criteria of the policy framework, and the norm of a minimum size.

The policy frameworks on municipal mergers (beleidskader gemeentelijke herindeling) name criteria, not measures. Each
is measured here by a quantity that the model has, between 0 and 1 (the choice of measures is an assumption).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.levers.changes import LocalNorm
from reformsim.model.capacity.adequacy import task_weights
from reformsim.model.mergers import worth
from reformsim.model.mergers.coalitions import Candidates, coalition
from reformsim.model.mergers.search import chance
from reformsim.model.mergers.shared import served_by_bodies
from reformsim.model.mergers.together import extent_km
from reformsim.model.world import World
from reformsim.tasks import GEMEENTE
from reformsim.world.neighbours import Graph
from reformsim.world.state import State

CRITERIA = ("draagvlak", "urgentie", "bestuurskracht", "samenhang", "regio", "duurzaamheid")
"""Support, urgency, strength gained, cohesion, regional balance, sustainability, in the order of rule
``merger.criteria``."""
HALF_COHESION_KM = 10.0
"""Distance between the town halls at which half of the cohesion by distance is left (`assumption`)."""


def criteria(world: World, graph: Graph, rows: tuple[int, ...]) -> Floats:
    """The marks of a proposed merger on each criterion, shape (6,), from 0 (bad) to 1.

    Parameters
    ----------
    world
        The world of the run.
    graph
        Neighbours across which a merger is possible.
    rows
        Members of the coalition.

    Notes
    -----
    In the order of ``CRITERIA``:

    1. mean over members of the chance that a council agrees that weighs only how bodies serve it;
    2. the largest share of a member's municipal budget that it carries out below the threshold of adequacy;
    3. share of the adequacy lacking in what members do alone that the merger makes up, by inhabitants;
    4. mean of the share of memberships in common and of nearness, 1 / (1 + km / ``HALF_COHESION_KM``);
    5. inhabitants of the new municipality over the mean of its neighbours, or the reverse if that is smaller;
    6. inhabitants over the minimum size of the rules (``merger.framework_size`` if there is none), at most 1.
    """
    state, behaviour = world.state, world.behaviour
    c = coalition(rows, world.state.key)
    gain, shared = _gained(world, c)
    members = c.members[0]
    people_of = np.maximum(state.population, 1).astype(float)
    people, alone = people_of[members], carried_alone(state, members)
    agrees = agreeing(world, rows)
    lack = (alone[members] * (1.0 - state.adequacy[members])).sum(axis=1) @ people
    extent = float(extent_km(c.members, state.hall_x, state.hall_y)[0])
    near = np.setdiff1d(graph.expand(members)[1], members)
    around = float(people_of[near].mean()) if len(near) else people.sum()
    norm = float(norm_by_row(world)[members].max())
    marks = (
        agrees.mean(),
        _below_threshold(world, members).max(),
        max(float(gain[0] @ people), 0.0) / max(float(lack), 1e-12),
        0.5 * (shared[0].mean() + 1.0 / (1.0 + extent / HALF_COHESION_KM)),
        min(people.sum(), around) / max(people.sum(), around),
        people.sum() / (norm if norm > 0 else behaviour["merger.framework_size"]),
    )
    return np.clip(np.array(marks, float), 0.0, 1.0)


def agreeing(world: World, rows: tuple[int, ...]) -> Floats:
    """Chance that the council of each of some municipalities (rows ascending) agrees to merge, (m,).

    It then weighs only how bodies serve it (``merger.served``); criterion *draagvlak* is the mean.
    """
    members = np.array(sorted(rows))
    served = served_by_bodies(world, members)[members] - world.usual_served
    return chance(-world.behaviour["merger.served"] * served)


def _gained(world: World, c: Candidates) -> tuple[Floats, Floats]:
    """What each member gains in adequacy, and its share of memberships in common, (1, m) each."""
    state = world.state
    people, bodies = np.maximum(state.population, 1).astype(float), state.bodies
    steepness = world.behaviour["capacity.steepness"]
    gain = worth.capacity_gain(
        c, people, carried_alone(state, c.members[0]), state.adequacy, state.efficient_scale, steepness
    )
    return gain, worth.shared_memberships(c, bodies.edge_body, bodies.edge_row, state.memberships, bodies.count)


def carried_alone(state: State, rows: NDArray[np.integer]) -> Floats:
    """Share of the budget in each task that municipalities carry out alone, (R, K); 0 but in the rows given."""
    alone = np.zeros(state.executor.shape)
    alone[rows] = task_weights(state, rows) * (state.executor[rows] < 0)
    return alone


def _below_threshold(world: World, rows: NDArray[np.integer]) -> Floats:
    """Share of each municipality's budget that it carries out below the threshold of adequacy."""
    state = world.state
    budget = state.budget * (state.carrier[rows] == GEMEENTE)
    low = state.adequacy[rows] < world.behaviour["capacity.threshold"]
    result: Floats = (budget * low).sum(axis=1) / np.maximum(budget.sum(axis=1), 1e-12)
    return result


def score(marks: Floats, weights: tuple[float, ...]) -> float:
    """Weighted mean of the marks on the criteria."""
    weight = np.asarray(weights, float)
    return float(marks @ weight / weight.sum())


def break_off_chance(usual: float, over: float, strictness: float) -> float:
    """Chance of breaking off at the advice stage of a merger whose score is ``over`` the pass mark.

    On the logit scale ``strictness`` times that distance is taken off the usual chance; the usual chances 0 and 1
    stay what they are.

    Examples
    --------
    >>> break_off_chance(0.1, 0.0, 4.0)
    0.1
    >>> round(break_off_chance(0.5, 0.25, 4.0), 3)
    0.269
    """
    shift = -strictness * over
    if shift == 0.0 or usual in (0.0, 1.0):
        return usual
    return 1.0 / (1.0 + math.exp(-(math.log(usual / (1.0 - usual)) + shift)))


def norm_by_row(world: World) -> Floats:
    """Minimum size in force by municipality row, in inhabitants; 0 where there is none.

    A norm for a place holds for the municipalities whose leading unit (``State.leader``) lies in it.
    Adjusted for density (rule ``merger.density_adjusted``) it is multiplied, in a province less densely populated
    than the country, by the ratio of the two densities (`assumption`; the agreement of 2012 gave no formula).
    """
    state, least = world.state, world.rules["merger.minimum_inhabitants"]
    if least is None:
        return np.zeros(len(state.alive))
    if isinstance(least, LocalNorm):
        there = np.isin(world.unit_codes, list(least.units))
        norm = np.where(there[state.leader], float(least.inhabitants), 0.0)
    else:
        norm = np.full(len(state.alive), float(least))
    if world.rules["merger.density_adjusted"]:
        live, count = state.live, len(state.provinces.codes)
        people = np.bincount(state.province[live], weights=state.population[live].astype(float), minlength=count)
        area = np.bincount(state.province[live], weights=state.area[live], minlength=count)
        density = people / np.maximum(area, 1e-12)
        norm *= np.minimum(density / max(people.sum() / max(area.sum(), 1e-12), 1e-12), 1.0)[state.province]
    return norm
