"""What coalition values are computed from, for the state as it is."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from reformsim.behaviour import Behaviour
from reformsim.law import Law
from reformsim.model.capacity.adequacy import task_weights
from reformsim.model.mergers.shared import Shared
from reformsim.model.mergers.together import FINANCE_YEARS, Surroundings, middle
from reformsim.territory import Territory
from reformsim.world.neighbours import Graph
from reformsim.world.state import State

Floats = NDArray[np.float64]


def carried_alone(state: State) -> Floats:
    """Share of the budget in each task that municipalities carry out alone, (R, K); 0 in dead rows."""
    rows, alone = state.live, np.zeros(state.executor.shape)
    alone[rows] = task_weights(state, rows) * (state.executor[rows] < 0)
    return alone


def surroundings(
    territory: Territory,
    state: State,
    law: Law,
    behaviour: Behaviour,
    graph: Graph,
    lost_years: float = FINANCE_YEARS,
    shared: Shared | None = None,
) -> Surroundings:
    """What coalition values are computed from, for the state as it is."""
    day = date(state.year, 12, 31)
    nearness = (1.0 - behaviour["residents.reach"]) ** max(state.year - territory.year, 0)
    factor, people = law.value("fund_factor", day), np.maximum(state.population, 1).astype(float)
    median, apart_km = middle(people, state.hall_x, state.hall_y, graph, state.live)
    return Surroundings(
        population=people,
        x=state.hall_x,
        y=state.hall_y,
        province=state.province,
        recent=state.year - state.founded < behaviour["merger.recent_years"],
        median=median,
        apart_km=apart_km,
        graph=graph,
        nearness=nearness,
        shared=shared,
        grant_base=law.value("merger_grant_base", day) * factor,
        grant_per_inhabitant=law.value("merger_grant_per_inhabitant", day) * factor,
        fixed_sum=law.value("fixed_sum_municipality", day) * factor,
        lost_years=lost_years,
    )
