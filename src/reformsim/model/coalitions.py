"""Candidate coalitions: every connected set of up to K adjacent municipalities, as arrays.

The sets of the start map are enumerated once per territory and size; a merger adds the sets that contain the
new municipality. Sets with a member that has ceased to exist stay in the arrays and are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.territory import Territory
from reformsim.world.streams import unit_keys

Ints = NDArray[np.int32]
Members = NDArray[np.int64]
FIXED_LINKS = frozenset({"dam", "bridge", "tunnel"})
"""Links over water across which municipalities may merge; not a ferry, and not open water."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Neighbours of rows in compressed form: those of row r are ``target[start[r]:start[r + 1]]``.

    Attributes
    ----------
    start : (R + 1,) int64
    target : (2 m,) int32
    border_km : (2 m,) float64
    """

    start: NDArray[np.int64]
    target: Ints
    border_km: NDArray[np.float64]

    def neighbours(self, row: int) -> Ints:
        """Rows of the neighbours of a row, ascending."""
        return self.target[self.start[row] : self.start[row + 1]]

    def expand(self, rows: NDArray[np.integer]) -> tuple[NDArray[np.int64], Ints]:
        """All (position in ``rows``, neighbour) pairs."""
        count = self.start[rows + 1] - self.start[rows]
        position = np.repeat(np.arange(len(rows)), count)
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return position, self.target[self.start[rows][position] + within]


def mergeable_edges(territory: Territory) -> NDArray[np.bool_]:
    """Edges of the territory across which a merger is possible, shape (m,): land, or a fixed link."""
    linked = np.array([link in FIXED_LINKS for link in territory.edge_link], bool)
    return ~territory.edge_water | linked


def row_graph(territory: Territory, owner: Ints, n_rows: int, *, mergeable_only: bool = True) -> Graph:
    """Neighbour graph of the municipalities that now govern the units."""
    keep = mergeable_edges(territory) if mergeable_only else np.ones(len(territory.edges), bool)
    a, b = owner[territory.edges[keep, 0]], owner[territory.edges[keep, 1]]
    apart = a != b
    a, b, km = a[apart], b[apart], territory.border_km[keep][apart]
    pair = np.concatenate([a.astype(np.int64) * n_rows + b, b.astype(np.int64) * n_rows + a])
    unique, inverse = np.unique(pair, return_inverse=True)
    length = np.bincount(inverse, weights=np.concatenate([km, km]), minlength=len(unique))
    source = unique // n_rows
    start = np.searchsorted(source, np.arange(n_rows + 1))
    return Graph(start, (unique % n_rows).astype(np.int32), length.astype(np.float64))


def grow_sets(graph: Graph, key: NDArray[np.uint64], seeds: Ints, largest: int) -> list[Members]:
    """Connected sets of 2 to ``largest`` rows that contain a seed, one array per size.

    Parameters
    ----------
    graph
        Neighbours of rows.
    key : (R,) uint64
        Keys of rows; a set is recognised by the sum of its members' keys.
    seeds : (s,) int32
        Rows to start from; a set containing several of them comes once.
    largest
        Largest set size.

    Returns
    -------
    list of ndarray, shapes (S_2, 2), (S_3, 3), ...
        Members ascending; sets ordered by key.
    """
    # Sets lie side by side as columns: operations over the members of a set then run along memory.
    level = seeds.reshape(1, -1).astype(np.int64)
    found = []
    with np.errstate(over="ignore"):
        for _ in range(2, largest + 1):
            position, neighbour = graph.expand(level.ravel())
            position %= level.shape[1]
            new = np.ones(len(position), bool)
            for member in level:
                new &= member[position] != neighbour
            position, neighbour = position[new], neighbour[new]
            total = key[level].sum(axis=0, dtype=np.uint64)[position] + key[neighbour]
            order = np.argsort(total)
            first = np.ones(len(order), bool)
            first[1:] = total[order[1:]] != total[order[:-1]]
            chosen = order[first]
            level = np.sort(np.vstack([level[:, position[chosen]], neighbour[chosen]]), axis=0)
            found.append(level.T)
            if not level.shape[1]:
                break
    return found


@lru_cache(maxsize=8)
def member_pairs(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Columns of the two members of every pair in a padded array of ``size`` columns, the first before the second."""
    first, second = np.triu_indices(size, k=1)
    return first, second


@dataclass(slots=True)
class Candidates:
    """Candidate coalitions.

    Attributes
    ----------
    members : (S, K) int64, stored column by column
        Rows, ascending, padded with -1. Columns are contiguous, because rules reduce over members: with rows
        contiguous, numpy's reductions over so short an axis take thirty times as long.
    size : (S,) int32
    key : (S,) uint64
        Sum of the members' keys: the key of the municipality the coalition would become.
    """

    members: Members
    size: Ints
    key: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.size)

    def take(self, index: NDArray[np.integer]) -> Candidates:
        """The candidates at the positions given."""
        return Candidates(np.asfortranarray(self.members[index]), self.size[index], self.key[index])

    def joined(self, other: Candidates) -> Candidates:
        """These candidates and then the others."""
        return Candidates(
            np.asfortranarray(np.concatenate([self.members, other.members])),
            np.concatenate([self.size, other.size]),
            np.concatenate([self.key, other.key]),
        )


def pack(sets: Sequence[NDArray[np.integer]], key: NDArray[np.uint64], largest: int) -> Candidates:
    """Put arrays of sets of several sizes into one padded array."""
    total = sum(len(s) for s in sets)
    members = np.full((total, largest), -1, np.int64, order="F")
    size, keys, at = np.zeros(total, np.int32), np.zeros(total, np.uint64), 0
    for block in sets:
        rows, width = block.shape
        members[at : at + rows, :width] = block
        size[at : at + rows] = width
        with np.errstate(over="ignore"):
            keys[at : at + rows] = key[block].sum(axis=1, dtype=np.uint64)
        at += rows
    return Candidates(members, size, keys)


@lru_cache(maxsize=8)
def start_candidates(territory: Territory, largest: int) -> Candidates:
    """All candidate coalitions of the start map (about 93,000 up to five for the Netherlands of 2011)."""
    n = len(territory)
    graph = row_graph(territory, np.arange(n, dtype=np.int32), n)
    sets = grow_sets(graph, unit_keys(territory), np.arange(n, dtype=np.int32), largest)
    return pack(sets, unit_keys(territory), largest)
