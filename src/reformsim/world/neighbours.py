"""Who borders on whom: neighbour graphs of the municipalities on one map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Ints32
from reformsim.territory import FIXED_LINKS, Territory
from reformsim.world.bodies import run_starts


@dataclass(frozen=True)
class Graph:
    """Neighbours of rows in compressed form: those of row r are ``target[start[r]:start[r + 1]]``.

    Attributes
    ----------
    start : (R + 1,) int64
    target : (2 m,) int32
    border_km : (2 m,) float64
    """

    start: NDArray[np.int64]
    target: Ints32
    border_km: NDArray[np.float64]

    @cached_property
    def source(self) -> NDArray[np.int64]:
        """Row of each entry of ``target``, (2 m,); a row's entries follow one another."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    @cached_property
    def around_km(self) -> NDArray[np.float64]:
        """Length of each row's borders with all its neighbours, (R,)."""
        return np.bincount(self.source, weights=self.border_km, minlength=len(self.start) - 1).astype(float)

    def neighbours(self, row: int) -> Ints32:
        """Rows of the neighbours of a row, ascending."""
        return self.target[self.start[row] : self.start[row + 1]]

    def edges(self, rows: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many neighbours each of ``rows`` has, and the places in ``target`` of all of them."""
        first = self.start[rows]
        count = self.start[rows + 1] - first
        end = np.cumsum(count)
        place = np.repeat(first - end + count, count)
        place += np.arange(len(place))
        return count, place

    def expand(self, rows: NDArray[np.integer]) -> tuple[NDArray[np.int64], Ints32]:
        """All (position in ``rows``, neighbour) pairs."""
        count, place = self.edges(rows)
        return np.repeat(np.arange(len(rows)), count), self.target[place]


@lru_cache(maxsize=8)
def mergeable_edges(territory: Territory) -> NDArray[np.bool_]:
    """Edges of the territory across which a merger is possible, shape (m,): land, or a fixed link."""
    linked = np.array([link in FIXED_LINKS for link in territory.edge_link], bool)
    possible: NDArray[np.bool_] = ~territory.edge_water | linked
    possible.setflags(write=False)
    return possible


class Neighbours(NamedTuple):
    """Who borders on whom on one map: across borders where a merger is possible, and across all, water too."""

    mergeable: Graph
    all: Graph


def row_graphs(territory: Territory, owner: Ints32, n_rows: int) -> Neighbours:
    """Neighbour graphs of the municipalities that now govern the units.

    Parameters
    ----------
    territory
        Its ``edges`` are the borders of units.
    owner : (n,) int32
        Row that governs each unit.
    """
    a, b = owner.take(territory.edges).T
    apart = (a != b).nonzero()[0]
    # As 64 bits: of many thousands of municipalities the pairs would overflow.
    a, b = a[apart].astype(np.int64), b[apart].astype(np.int64)
    km = territory.border_km[apart]
    pair = np.concatenate([a * n_rows + b, b * n_rows + a])
    order = pair.argsort(kind="stable")
    pair, km = pair[order], np.concatenate([km, km])[order]
    possible = mergeable_edges(territory)[apart]
    possible = np.concatenate([possible, possible])[order]
    return Neighbours(_graph(pair[possible], km[possible], n_rows), _graph(pair, km, n_rows))


def _graph(pair: NDArray[np.int64], km: NDArray[np.float64], n_rows: int) -> Graph:
    """The graph of sorted pairs, source times R plus target, each as often as it has borders of units."""
    starts = run_starts(pair)
    unique = pair[starts]
    number = np.arange(len(starts)).repeat(np.diff(starts, append=len(pair)))
    length = np.bincount(number, weights=km, minlength=len(starts)).astype(float)
    source, target = np.divmod(unique, n_rows)
    start = np.zeros(n_rows + 1, np.int64)
    np.bincount(source, minlength=n_rows).cumsum(out=start[1:])
    return Graph(start, target.astype(np.int32), length)
