"""Tastes for merging that last: of each municipality, and of each pair for one another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.behaviour import Behaviour
from reformsim.model.mergers.coalitions import Candidates, member_pairs
from reformsim.world.streams import MOST_NORMAL, Streams, pair_keys


def most_taste(behaviour: Behaviour) -> float:
    """No coalition's tastes add up to more than this."""
    return MOST_NORMAL * (behaviour["merger.taste_spread"] + behaviour["merger.pair_taste_spread"])


class Tastes:
    """Persistent tastes of a run: of each municipality for merging, and of each pair for one another."""

    def __init__(self, streams: Streams, behaviour: Behaviour, n_rows: int):
        self._streams = streams
        self._own, self._pair = behaviour["merger.taste_spread"], behaviour["merger.pair_taste_spread"]
        self._of_row = np.zeros(n_rows)

    @property
    def most_pair(self) -> float:
        """No mean of pair tastes is more than this."""
        return MOST_NORMAL * self._pair

    def enter(self, rows: NDArray[np.integer], key: NDArray[np.uint64]) -> None:
        """Draw the taste of new rows."""
        if len(rows) and max(rows) >= len(self._of_row):
            self._of_row = np.concatenate([self._of_row, np.zeros(len(key) - len(self._of_row))])
        self._of_row[rows] = self._own * self._streams.bounded_normal("merger.taste", 0, key[rows])

    def of_members(self, c: Candidates) -> Floats:
        """Mean taste of the members, shape (S,)."""
        result: Floats = np.where(c.members >= 0, self._of_row[c.members], 0.0).sum(axis=1) / c.size
        return result

    def of_pairs(self, c: Candidates, key: NDArray[np.uint64]) -> Floats:
        """Mean affinity over all pairs of members, shape (S,)."""
        a, b = member_pairs(c.members.shape[1])
        there = c.members[:, b] >= 0
        keys = pair_keys(key[c.members[:, a]][there], key[c.members[:, b]][there])
        affinity = np.zeros(there.shape)
        affinity[there] = self._streams.bounded_normal("merger.pair", 0, keys)
        result: Floats = self._pair * affinity.sum(axis=1) / (c.size * (c.size - 1) / 2.0)
        return result
