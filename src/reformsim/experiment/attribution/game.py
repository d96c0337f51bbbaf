"""Shares of a whole as weights on coalitions: Shapley values, exact or sampled, and the effect of each alone.

A coalition of n players is the whole number whose bit i says whether player i takes part; every share here is a
weighted sum of the values of coalitions. So values may come in any order and in parts, and need not be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np

from reformsim.arrays import Bools, Floats

MOST_EXACT = 16
"""Players beyond which no exact Shapley value is computed (65,536 coalitions)."""


@dataclass(frozen=True, eq=False)
class Split:
    """The coalitions to be valued, and what each counts for the share of each part.

    Parameters
    ----------
    coalitions
        Each once; the empty and the full one are the first two.
    weights
        (parts, coalitions): the shares are ``weights @ values``. With ``together`` a part more than players.
    together
        Whether the last part is what the players do only together (or against each other).
    pairs
        (pairs, n, coalitions): the weights by pair of permutations, whose mean is ``weights``; no pair if the
        shares are not sampled.
    """

    players: int
    coalitions: tuple[int, ...]
    weights: Floats
    together: bool
    pairs: Floats

    def shares(self, values: Floats) -> Floats:
        """Give the shares (parts, ...) of values (coalitions, ...)."""
        return np.tensordot(self.weights, values, axes=1)

    def sampling_error(self, values: Floats) -> Floats:
        """Give the standard error (parts, ...) that the drawing of permutations leaves in the shares; 0 if none were.

        Parameters
        ----------
        values
            (coalitions, ...).
        """
        count = len(self.pairs)
        if not count:
            return np.zeros((len(self.weights), *values.shape[1:]))
        by_pair = np.stack([np.tensordot(weights, values, axes=1) for weights in self.pairs])
        return np.asarray(by_pair.std(axis=0, ddof=1) / np.sqrt(count), dtype=np.float64)


def exact_shapley(players: int) -> Split:
    """Plan the Shapley value over all 2^n coalitions."""
    coalitions = _ordered(players, range(2**players))
    sizes = np.array([c.bit_count() for c in coalitions])
    joins = np.array([factorial(max(s - 1, 0)) * factorial(players - s) / factorial(players) for s in sizes])
    leaves = np.array([factorial(s) * factorial(max(players - s - 1, 0)) / factorial(players) for s in sizes])
    weights = np.array([np.where(_in(coalitions, i), joins, -leaves) for i in range(players)])
    return Split(
        players, coalitions, weights.reshape(players, -1), together=False, pairs=_no_pairs(players, coalitions)
    )


def sampled_shapley(players: int, permutations: Sequence[Sequence[int]]) -> Split:
    """Plan the mean marginal contribution over pairs of each permutation and its reverse.

    In every permutation the contributions add up to the whole, so their means do too.

    Parameters
    ----------
    permutations
        The first permutation of each pair.
    """
    both = [(tuple(order), tuple(reversed(order))) for order in permutations]
    coalitions = _ordered(players, (c for pair in both for order in pair for c in _prefixes(order)))
    place = {coalition: i for i, coalition in enumerate(coalitions)}
    pairs = np.zeros((len(both), players, len(coalitions)))
    for k, pair in enumerate(both):
        for order in pair:
            prefixes = _prefixes(order)
            for player, before, after in zip(order, prefixes, prefixes[1:], strict=False):
                pairs[k, player, place[after]] += 0.5
                pairs[k, player, place[before]] -= 0.5
    return Split(players, coalitions, pairs.mean(axis=0), together=False, pairs=pairs)


def one_in(players: int) -> Split:
    """Plan what each player brings about alone, and the rest as what they do together."""
    return _one_by_one(players, lambda i: (1 << i, 0))


def one_out(players: int) -> Split:
    """Plan what is lost without each player, and the rest as what they do together."""
    whole = (1 << players) - 1
    return _one_by_one(players, lambda i: (whole, whole ^ (1 << i)))


def drawn_permutations(names: Sequence[str], pairs: int, seed: int) -> list[tuple[int, ...]]:
    """Draw the first permutation of each pair, from the seed and the names alone: not from their order."""
    chance = np.random.default_rng((int.from_bytes(b"attribution"), seed))
    by_name = sorted(range(len(names)), key=lambda i: names[i])
    return [tuple(by_name[i] for i in chance.permutation(len(names))) for _ in range(pairs)]


def _one_by_one(players: int, marginal: Callable[[int], tuple[int, int]]) -> Split:
    ends = [marginal(i) for i in range(players)]
    coalitions = _ordered(players, (c for pair in ends for c in pair))
    place = {coalition: i for i, coalition in enumerate(coalitions)}
    weights = np.zeros((players + 1, len(coalitions)))
    for i, (after, before) in enumerate(ends):
        weights[i, place[after]] += 1.0
        weights[i, place[before]] -= 1.0
    weights[players] = -weights[:players].sum(axis=0)
    weights[players, place[(1 << players) - 1]] += 1.0
    weights[players, place[0]] -= 1.0
    return Split(players, coalitions, weights, together=True, pairs=_no_pairs(players, coalitions))


def _ordered(players: int, coalitions: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys([0, (1 << players) - 1, *coalitions]))


def _prefixes(order: Sequence[int]) -> list[int]:
    found = [0]
    for player in order:
        found.append(found[-1] | 1 << player)
    return found


def _in(coalitions: Sequence[int], player: int) -> Bools:
    return np.array([bool(c >> player & 1) for c in coalitions])


def _no_pairs(players: int, coalitions: Sequence[int]) -> Floats:
    return np.zeros((0, players, len(coalitions)))
