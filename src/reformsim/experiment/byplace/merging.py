"""How often each municipality of the first map has merged, by year, and with whom, over the replicates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array

from reformsim.arrays import Bools, Floats, Ints32

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self


@dataclass(frozen=True, eq=False)
class Merging:
    """Chances to have merged with what was another municipality in the first year, over n units of the start map.

    Parameters
    ----------
    share : (years, n) float64
        Share of the replicates in which the municipality of a unit holds one that was not with it in the first year.
    together : (n, n) sparse
        Replicates in which two units that were apart in the first year are one municipality in the last.
    replicates
        Of how many.
    """

    share: Floats
    together: csr_array
    replicates: int

    @classmethod
    def of(cls, maps: Iterable[Ints32]) -> Self:
        """Follow the maps of all replicates of a run, at least one: ``owner`` of each piece, (k, years, n)."""
        owners = [owner for several in maps for owner in several]
        share, n = np.zeros(owners[0].shape), owners[0].shape[1]
        together = csr_array((n, n), dtype=np.int64)
        for owner in owners:
            share += _merged(owner)
            together = together + _pairs(owner[-1], owner[0])
        return cls(share / len(owners), csr_array(together), len(owners))

    def partners(self, unit: int, most: int) -> tuple[tuple[int, float], ...]:
        """Give the units it is most often together with in the last year, each with its share of the replicates."""
        first, last = self.together.indptr[unit : unit + 2]
        found = zip(self.together.indices[first:last].tolist(), self.together.data[first:last].tolist(), strict=True)
        ordered = sorted((pair for pair in found if pair[1]), key=lambda pair: (-pair[1], pair[0]))
        return tuple((other, times / self.replicates) for other, times in ordered[:most])


def _merged(owner: Ints32) -> Bools:
    """Whether the municipality of each unit holds units of several of the first year, (years, n)."""
    first = np.unique(owner[0], return_inverse=True)[1]
    result = np.zeros(owner.shape, bool)
    for year, now in enumerate(owner):
        lowest, highest = np.full(owner.max() + 1, len(first)), np.full(owner.max() + 1, -1)
        np.minimum.at(lowest, now, first)
        np.maximum.at(highest, now, first)
        result[year] = (lowest < highest)[now]
    return result


def _pairs(last: Ints32, first: Ints32) -> csr_array:
    """Pairs of units that are together in the last year and were not in the first, (n, n)."""
    n = len(last)
    where = np.unique(last, return_inverse=True)[1]
    # Most stand alone: only those that do not can be a pair.
    some = np.flatnonzero(np.bincount(where)[where] > 1)
    seat = coo_array((np.ones(len(some), np.int64), (some, where[some])), shape=(n, n)).tocsr()
    both = (seat @ seat.T).tocoo()
    apart = first[both.row] != first[both.col]
    return csr_array(coo_array((both.data[apart], (both.row[apart], both.col[apart])), shape=(n, n)))
