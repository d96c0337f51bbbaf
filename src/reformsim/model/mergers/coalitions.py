"""Candidate coalitions: every connected set of up to K adjacent municipalities, as arrays.

The sets of the start map are enumerated once per territory and size; a merger adds the sets that contain the
new municipality. Sets with a member that has ceased to exist stay in the arrays and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats, Ints, Ints32
from reformsim.territory import Territory
from reformsim.world.neighbours import Graph, row_graphs
from reformsim.world.streams import unit_keys

Members = Ints
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_MICROMETRES = 1e9
"""In a kilometre."""


def first_alike(keys: NDArray[np.uint64]) -> Ints:
    """For each key the first place that has the same key, shape of ``keys``.

    By a table of twice as many slots as keys: that takes a fraction of the time of sorting them.
    """
    width = max(int(2 * len(keys)).bit_length(), 1)
    table = np.empty(1 << width, np.int64)
    first, left, mixed = np.empty(len(keys), np.int64), np.arange(len(keys)), keys
    while len(left):
        slot = (mixed * _SPREAD >> np.uint64(64 - width)).astype(np.int64)
        table[slot[::-1]] = left[::-1]  # Of keys that fall in one slot the first stays.
        holder = table[slot]
        first[left] = holder
        unlike = keys[holder] != keys[left]
        left, mixed = left[unlike], mixed[unlike]
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _SPREAD
    return first


def _levels(
    graph: Graph, key: NDArray[np.uint64], seeds: NDArray[np.integer], largest: int, lowest: int = 0
) -> Iterator[tuple[Members, NDArray[np.uint64], Floats]]:
    """Connected sets with a seed, by size: members (k, S) ascending, key (S,), border between members in km (S,)."""
    # Sets lie side by side as columns: operations over the members of a set then run along memory. Lengths are
    # added up in whole micrometres, so that the sum is the same however a set was reached.
    level, total = seeds.reshape(1, -1).astype(np.int64), key[seeds]
    length, between = np.rint(graph.border_km * _MICROMETRES), np.zeros(level.shape[1])
    for _ in range(2, largest + 1):
        count, edge = graph.edges(level.ravel())
        position = np.repeat(np.tile(np.arange(level.shape[1]), len(level)), count)
        neighbour = graph.target[edge].astype(np.int64)
        new = neighbour >= lowest
        for member in level:
            new &= member[position] != neighbour
        kept = np.flatnonzero(new)
        position, neighbour, edge = position[kept], neighbour[kept], edge[kept]
        sums = total[position] + key[neighbour]
        first = first_alike(sums)
        # A neighbour of several members comes once for each of them: together those are its borders with the set.
        of_one = position == position[first]
        border = np.bincount(first[of_one], weights=length[edge[of_one]], minlength=len(first))
        chosen = np.flatnonzero(first == np.arange(len(first)))
        position, total = position[chosen], sums[chosen]
        between = between[position] + border[chosen]
        level = _inserted(level[:, position], neighbour[chosen])
        yield level, total, between / _MICROMETRES
        if not level.shape[1]:
            return


def _inserted(level: Members, added: Ints) -> Members:
    """Ascending columns, (k, S), with one more value each in its place, (k + 1, S)."""
    wider = np.empty((len(level) + 1, level.shape[1]), np.int64)
    for at, member in enumerate(level):
        np.minimum(member, added, out=wider[at])
        added = np.maximum(member, added)
    wider[-1] = added
    return wider


def grow_sets(graph: Graph, key: NDArray[np.uint64], seeds: Ints32, largest: int) -> list[Members]:
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
    return [level[:, np.argsort(total)].T for level, total, _ in _levels(graph, key, seeds, largest)]


def grow_candidates(graph: Graph, key: NDArray[np.uint64], seeds: Ints32, largest: int, lowest: int = 0) -> Candidates:
    """The same sets as candidate coalitions, in no particular order, with the borders between their members.

    Those with a row below ``lowest`` are left out.
    """
    found = list(_levels(graph, key, seeds, largest, lowest))
    members = np.full((largest, sum(len(total) for _, total, _ in found)), -1, np.int64)
    at = 0
    for level, total, _ in found:
        members[: len(level), at : at + len(total)] = level
        at += len(total)
    size = np.repeat(np.arange(2, len(found) + 2, dtype=np.int32), [len(total) for _, total, _ in found])
    return Candidates(
        members.T, size, np.concatenate([total for _, total, _ in found]), np.concatenate([km for _, _, km in found])
    )


@lru_cache(maxsize=8)
def member_pairs(size: int) -> tuple[Ints, Ints]:
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
    between_km : (S,) float64, optional
        Length of the borders between members, where it was counted when the sets were found.
    """

    members: Members
    size: Ints32
    key: NDArray[np.uint64]
    between_km: Floats | None = None

    def __len__(self) -> int:
        return len(self.size)

    def take(self, index: NDArray[np.integer]) -> Candidates:
        """The candidates at the positions given."""
        members = self.members.T.take(index, axis=1)
        between = None if self.between_km is None else self.between_km[index]
        return Candidates(members.T, self.size[index], self.key[index], between)

    def joined(self, *others: Candidates) -> Candidates:
        """These candidates and then the others."""
        parts = (self, *others)
        between = [part.between_km for part in parts if part.between_km is not None]
        return Candidates(
            np.concatenate([part.members.T for part in parts], axis=1).T,
            np.concatenate([part.size for part in parts]),
            np.concatenate([part.key for part in parts]),
            np.concatenate(between) if len(between) == len(parts) else None,
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
        keys[at : at + rows] = key[block].sum(axis=1, dtype=np.uint64)
        at += rows
    return Candidates(members, size, keys)


def coalition(rows: Iterable[int], key: NDArray[np.uint64]) -> Candidates:
    """One coalition by the rows of its members, in whatever order they are given."""
    members = np.array([sorted(rows)], np.int64)
    return pack([members], key, members.shape[1])


@lru_cache(maxsize=8)
def start_candidates(territory: Territory, largest: int, first: int = 0, last: int | None = None) -> Candidates:
    """Candidate coalitions of the start map (94,951 up to five for the Netherlands of 2011).

    Only those whose lowest row is ``first`` or more, and less than ``last`` where that is given.
    """
    n = len(territory)
    graph = row_graphs(territory, np.arange(n, dtype=np.int32), n).mergeable
    seeds = np.arange(first, n if last is None else min(last, n), dtype=np.int32)
    return grow_candidates(graph, unit_keys(territory), seeds, largest, first)
