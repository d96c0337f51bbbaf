"""Phase 1: population, observed until the data end, then at the territory's and the scenario's rate."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from reformsim.arrays import Ints
from reformsim.territory import Territory
from reformsim.world.state import State


@lru_cache(maxsize=32)
def population_path(territory: Territory, last_year: int, shift: float) -> dict[int, Ints]:
    """Inhabitants of the start units on 1 January of every year from the first with data to ``last_year``.

    Parameters
    ----------
    territory
        Holds the observed years and the yearly growth after them.
    last_year
        Last year wanted.
    shift
        Added to the yearly growth after the data end (share per year).

    Returns
    -------
    dict of int to ndarray of int64, shape (n,)
        A year without a figure between two observed ones takes the earlier figure.
    """
    known = dict(zip(territory.population_years, territory.population_by_year, strict=True))
    known.setdefault(territory.year, territory.population)
    path: dict[int, Ints] = {}
    years = sorted(known)
    end = years[-1]
    for year in range(years[0], last_year + 1):
        if year in known:
            path[year] = np.maximum(known[year], 1).astype(np.int64)
        elif year < end:
            path[year] = path[year - 1]
        else:
            factor = (1.0 + territory.growth_after_data + shift) ** (year - end)
            path[year] = np.maximum(np.round(path[end] * factor), 1).astype(np.int64)
        path[year].setflags(write=False)
    return path


def grow(state: State, people: Ints) -> None:
    """Set this year's inhabitants of units and of the living municipalities."""
    state.unit_population = people
    state.population[: state.next_row] = np.bincount(state.owner, weights=people, minlength=state.next_row)[
        : state.next_row
    ].astype(np.int64)
