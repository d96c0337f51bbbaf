"""Upper estimates of the value of coalitions, cheaply, and what they refer to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reformsim.behaviour import Behaviour
from reformsim.law import Law
from reformsim.model.capacity.adequacy import task_weights
from reformsim.model.mergers import worth
from reformsim.model.mergers.abroad import proportion
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.together import FINANCE_YEARS, LARGE_SIZE, Surroundings, Together
from reformsim.territory import Territory
from reformsim.world.neighbours import Graph
from reformsim.world.state import State

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What stays fixed over a run and coalition values refer to.

    Attributes
    ----------
    mean_capacity
        National mean of capacity on the first day.
    curve_weight : (K,) float64
        National mean share of each task among those carried out alone on the first day.
    """

    mean_capacity: float
    curve_weight: Floats


def carried_alone(state: State, rows: NDArray[np.integer] | None = None) -> Floats:
    """Share of the budget in each task that municipalities carry out alone, (R, K); 0 but for those asked for."""
    rows = state.live if rows is None else rows
    alone = np.zeros(state.executor.shape)
    alone[rows] = task_weights(state, rows) * (state.executor[rows] < 0)
    return alone


def rows_in(members: NDArray[np.integer], n_rows: int) -> NDArray[np.int64]:
    """Rows that occur in an array padded with -1, ascending."""
    found = np.zeros(n_rows + 1, bool)
    found[members] = True
    return np.flatnonzero(found[:-1])


def area_label(territory: Territory, state: State, division: str) -> NDArray[np.int32]:
    """Area of each row in a division: that of its leading unit; one for all if there is no such division."""
    known = territory.divisions.get(division)
    if known is None:  # A border that is not known is crossed by nobody.
        return np.zeros(len(state.leader), np.int32)
    result: NDArray[np.int32] = np.asarray(known.label, np.int32)[state.leader]
    return result


def surroundings(
    territory: Territory,
    state: State,
    law: Law,
    behaviour: Behaviour,
    mean_capacity: float,
    near: NDArray[np.bool_],
    graph: Graph,
    lost_years: float = FINANCE_YEARS,
) -> Surroundings:
    """What coalition values are computed from, for the state as it is."""
    day = date(state.year, 12, 31)
    nearness = (1.0 - behaviour["residents.reach"]) ** max(state.year - territory.year, 0)
    factor, here = law.value("fund_factor", day), proportion(territory)
    return Surroundings(
        population=np.maximum(state.population, 1).astype(float),
        capacity=state.capacity,
        x=state.hall_x,
        y=state.hall_y,
        province=state.province,
        corop=area_label(territory, state, "corop"),
        near=near,
        recent=state.year - state.founded < behaviour["merger.recent_years"],
        grant_base=law.value("merger_grant_base", day) * factor,
        grant_per_inhabitant=law.value("merger_grant_per_inhabitant", day) * factor,
        fixed_sum=law.value("fixed_sum_municipality", day) * factor,
        mean_capacity=mean_capacity,
        graph=graph,
        small_size=behaviour["merger.small_size"] * here.people,
        large_size=LARGE_SIZE * here.people,
        nearness=nearness * here.per_km,
        lost_years=lost_years,
    )


def member_parts(
    c: Candidates, s: Surroundings, alone: Floats, state: State, behaviour: Behaviour, yardstick: Yardstick
) -> Floats:
    """The part of each member in the value of coalitions, cheaply, (S, K); padded places are infinite.

    ``alone`` is the share of the budget in tasks carried out alone, by row.
    """
    weight, scale, steepness = yardstick.curve_weight, state.efficient_scale, behaviour["capacity.steepness"]
    gain = worth.capacity_gain_curve(c, s.population, alone, weight, scale, steepness)
    voice = worth.voice_of(c, s.population)
    member = behaviour["merger.capacity"] * gain.T + behaviour["merger.voice"] * voice.T
    return np.where(c.members.T >= 0, member, np.inf).T


def most_of_member(
    whole: Together,
    s: Surroundings,
    alone: Floats,
    state: State,
    behaviour: Behaviour,
    yardstick: Yardstick,
) -> float:
    """No member's part is more than this."""
    if behaviour["merger.voice"] < 0.0:
        return float("inf")
    people = np.concatenate([s.population[state.live], whole.people])
    weight, scale, steepness = yardstick.curve_weight, state.efficient_scale, behaviour["capacity.steepness"]
    ends = worth.capacity_curve(np.array([people.min(), people.max()]), weight, scale, steepness)
    return float(abs(behaviour["merger.capacity"] * (ends[1] - ends[0])) * alone.max())
