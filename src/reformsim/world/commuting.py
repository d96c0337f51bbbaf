"""Who works where: a gravity model between the units of the start map, since no matrix of commuting is in the data.

A worker of unit i works in unit j with a chance in proportion to the inhabitants of j (who stand for its jobs) and
exp(-distance / reach). The distance within a unit is the mean one of a disc of its area.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from reformsim.territory import Territory
from reformsim.world.state import State

Floats = NDArray[np.float64]
FARTHEST_KM = 60.0
"""Beyond this distance nobody is taken to commute (`assumption`)."""


@dataclass(frozen=True)
class Flows:
    """Where the workers of each unit go: pairs ``home``, ``work`` (F,) and the share (F,) of the workers of home."""

    home: NDArray[np.int64]
    work: NDArray[np.int64]
    share: Floats


@lru_cache(maxsize=16)
def flows(territory: Territory, reach_km: float) -> Flows:
    """Flows on the start map for a reach in km (the distance at which a job draws 1/e as much)."""
    n = len(territory)
    points = np.column_stack([territory.x, territory.y]) / 1000.0
    pairs = cKDTree(points).query_pairs(FARTHEST_KM, output_type="ndarray").reshape(-1, 2).astype(np.int64)
    own = np.arange(n)
    home = np.concatenate([own, pairs[:, 0], pairs[:, 1]])
    work = np.concatenate([own, pairs[:, 1], pairs[:, 0]])
    apart = np.hypot(*(points[home] - points[work]).T)
    apart[:n] = (2.0 / 3.0) * np.sqrt(territory.area_km2 / np.pi)
    weight = territory.population[work] * np.exp(-apart / reach_km)
    return Flows(home, work, weight / np.bincount(home, weights=weight, minlength=n)[home])


@lru_cache(maxsize=16)
def _staying(territory: Territory, reach_km: float, owner: bytes) -> Floats:
    """Share of the workers of each unit who work in its municipality, shape (n,); ``owner`` is the map, (n,) int32."""
    f, row = flows(territory, reach_km), np.frombuffer(owner, np.int32)
    stays = row[f.home] == row[f.work]
    return np.bincount(f.home[stays], weights=f.share[stays], minlength=len(territory)).astype(np.float64)


def work_at_home(state: State, territory: Territory, reach_km: float, decline: float) -> Floats:
    """Share of the workers of each municipality that work in it, shape (R,); 0 in rows that are not alive.

    Parameters
    ----------
    reach_km
        Reach of the gravity model.
    decline
        Part of that share that goes each year after the first.
    """
    unit = _staying(territory, reach_km, state.owner.tobytes())
    people = np.bincount(state.owner, weights=state.unit_population, minlength=len(state.alive))
    local = np.bincount(state.owner, weights=unit * state.unit_population, minlength=len(state.alive))
    years = max(0, state.year - territory.year)
    result: Floats = local / np.maximum(people, 1.0) * (1.0 - decline) ** years
    return result
