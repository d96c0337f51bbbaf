"""Who works where: a gravity model between the units of the start map, since no matrix of commuting is in the data.

A worker of unit i works in unit j with a chance in proportion to the inhabitants of j (who stand for its jobs) and
exp(-distance / reach). The distance within a unit is the mean one of a disc of its area.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from reformsim.arrays import Floats
from reformsim.territory import Territory
from reformsim.territory.divided import Divided, origins, parts, start_map
from reformsim.world.start import mean_travel

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
    if isinstance(territory, Divided):
        return _divided(territory, reach_km)
    n = len(territory)
    points = np.column_stack([territory.x, territory.y]) / 1000.0
    pairs = cKDTree(points).query_pairs(FARTHEST_KM, output_type="ndarray").reshape(-1, 2).astype(np.int64)
    own = np.arange(n)
    home = np.concatenate([own, pairs[:, 0], pairs[:, 1]])
    work = np.concatenate([own, pairs[:, 1], pairs[:, 0]])
    apart = np.hypot(*(points[home] - points[work]).T)
    apart[:n] = mean_travel(territory.area_km2)
    weight = territory.population[work] * np.exp(-apart / reach_km)
    return Flows(home, work, weight / np.bincount(home, weights=weight, minlength=n)[home])


def _divided(territory: Divided, reach_km: float) -> Flows:
    """Flows of the start map, those to and from a divided unit by the shares of its pieces."""
    whole, origin, part = flows(start_map(territory), reach_km), origins(territory), parts(territory)
    home, work, share = whole.home, whole.work, whole.share * part[whole.work]
    n = len(start_map(territory))
    for at in range(n, len(origin)):
        there = whole.work == origin[at]
        home = np.concatenate([home, whole.home[there]])
        work = np.concatenate([work, np.full(int(there.sum()), at)])
        share = np.concatenate([share, whole.share[there] * part[at]])
    first = home, work, share
    for at in range(n, len(origin)):
        here = first[0] == origin[at]
        home = np.concatenate([home, np.full(int(here.sum()), at)])
        work, share = np.concatenate([work, first[1][here]]), np.concatenate([share, first[2][here]])
    return Flows(home, work, share)


def staying(territory: Territory, reach_km: float, owner: NDArray[np.int32]) -> Floats:
    """Share of the workers of each unit of the start map who work in its municipality, shape (n,).

    Parameters
    ----------
    owner : (n,) int32
        The map: a number for each unit, the same for the units of one municipality.
    """
    return _staying(territory, reach_km, owner.tobytes())


@lru_cache(maxsize=256)
def _staying(territory: Territory, reach_km: float, owner: bytes) -> Floats:
    f, row = flows(territory, reach_km), np.frombuffer(owner, np.int32)
    stays = row[f.home] == row[f.work]
    return np.bincount(f.home[stays], weights=f.share[stays], minlength=len(territory)).astype(np.float64)


def work_at_home(
    stays: Floats,
    owner: NDArray[np.integer],
    people: NDArray[np.number],
    years: ArrayLike,
    decline: ArrayLike,
    size: int,
) -> Floats:
    """Share of the workers of each municipality that work in it, shape (size,); 0 for numbers that govern nothing.

    Parameters
    ----------
    stays, owner, people : (..., n)
        What :func:`staying` gives, number of the municipality and inhabitants of each unit.
    years, decline : number or (size,)
        Years since the first, and part of that share that goes in each of them.
    """
    total = np.bincount(owner.ravel(), weights=people.ravel(), minlength=size)
    local = np.bincount(owner.ravel(), weights=(stays * people).ravel(), minlength=size)
    return local / np.maximum(total, 1.0) * np.subtract(1.0, decline) ** np.maximum(0, years)
