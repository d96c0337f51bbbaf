"""Keyed randomness: one number per (seed, replicate, purpose, year, key), and from nothing else.

A draw belongs to the thing it is drawn for, not to a moment in a sequence. Two scenarios with the same seed
give a municipality the same shocks whatever else happens in them, a world with one more unit changes nobody
else's draws, and the order of rows or workers plays no part.

The generator is the SplitMix64 output function (Steele, Lea & Flood 2014, "Fast splittable pseudorandom
number generators") applied to the key after mixing with the stream's own constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.territory import Territory

U64 = NDArray[np.uint64]

_MASK = (1 << 64) - 1
_GAMMA = 0x9E3779B97F4A7C15
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
MOST_NORMAL = float(np.sqrt(6.0))
"""No draw of :meth:`Streams.bounded_normal` is farther from nought than this."""
_S30, _S27, _S31, _S11 = (np.uint64(s) for s in (30, 27, 31, 11))


@lru_cache(maxsize=50_000)  # 11 MB: every replicate has new bodies, so it fills up in a long ensemble
def key_of(text: str) -> int:
    """The 64-bit key of a code or name; the same in every process and on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def keys_of(texts: tuple[str, ...]) -> U64:
    """Keys of many codes, shape (n,)."""
    return np.fromiter((key_of(t) for t in texts), dtype=np.uint64, count=len(texts))


@lru_cache(maxsize=8)
def unit_keys(territory: Territory) -> U64:
    """Keys of the units of the start map, shape (n,)."""
    return keys_of(territory.codes)


def mix(x: U64) -> U64:
    """SplitMix64's output function, element by element (a bijection of 64-bit numbers)."""
    # In place after the first step: these arrays are long, and fresh memory takes longer than the arithmetic.
    result: U64 = x >> _S30
    result ^= x
    result *= _MIX1
    shifted = result >> _S27
    result ^= shifted
    result *= _MIX2
    np.right_shift(result, _S31, out=shifted)
    result ^= shifted
    return result


def prepare(keys: U64) -> U64:
    """First, key-only half of the hash behind :meth:`Streams.uniform`; sums wrap around, which arrays do silently."""
    return mix(keys + np.uint64(_GAMMA))


def pair_keys(a: U64, b: U64) -> U64:
    """A key per unordered pair: ``pair_keys(a, b) == pair_keys(b, a)``."""
    return mix(a) + mix(b)


def _as_uniform(bits: U64) -> Floats:
    """Numbers strictly between 0 and 1 from the upper 53 bits."""
    result: Floats = (bits >> _S11).astype(np.float64)
    result += 0.5
    result *= 2.0**-53
    return result


class Streams:
    """All random numbers of one run.

    Parameters
    ----------
    replicate
        Number of the replicate, from 0. Start-state draws that all replicates share use ``replicate=-1``.
    """

    def __init__(self, seed: int, replicate: int):
        self.seed, self.replicate = seed, replicate
        self._base = key_of(f"{seed}/{replicate}")

    def _constant(self, purpose: str, year: int) -> np.uint64:
        return np.uint64((self._base + _GAMMA * (key_of(purpose) ^ (year * 2 + 1))) & _MASK)

    def uniform(self, purpose: str, year: int, keys: U64) -> Floats:
        """Uniform numbers strictly between 0 and 1, one per key, same shape as ``keys``."""
        return self.uniform_prepared(purpose, year, prepare(keys))

    def uniform_prepared(self, purpose: str, year: int, prepared: U64) -> Floats:
        """The same from keys that :func:`prepare` has worked on already (half the work, for long-lived keys)."""
        return _as_uniform(mix(prepared ^ self._constant(purpose, year)))

    def uniform_each(self, purposes: Sequence[tuple[str, int]], keys: U64) -> Floats:
        """The same where every key has a purpose and a year of its own."""
        constants = np.array([self._constant(purpose, year) for purpose, year in purposes], np.uint64)
        return _as_uniform(mix(prepare(keys) ^ constants))

    def bounded_normal(self, purpose: str, year: int, keys: U64) -> Floats:
        """Numbers with mean 0 and standard deviation 1, none farther from 0 than :data:`MOST_NORMAL` (2.45).

        The sum of two uniforms (triangular) scaled to unit variance: near enough to a normal for a taste,
        and bounded, which the search for candidate coalitions relies on.
        """
        prepared = prepare(keys)
        u = self.uniform_prepared(purpose, year, prepared) + self.uniform_prepared(purpose + "'", year, prepared)
        return (u - 1.0) * MOST_NORMAL
