"""The model's keyed random numbers one at a time, in Python integers: one number per purpose, year and key."""

from __future__ import annotations

from reformsim.world.streams import key_of

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15
ROOT_OF_SIX = 6.0**0.5


def scramble(x: int) -> int:
    """SplitMix64's output function."""
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def prepared(key: int) -> int:
    """First half of the hash, which depends on the key alone."""
    return scramble((key + GAMMA) & MASK)


class Draws:
    """All random numbers of one run."""

    def __init__(self, seed: int, replicate: int):
        self._base = key_of(f"{seed}/{replicate}")

    def constant(self, purpose: str, year: int) -> int:
        """The stream of a purpose and year."""
        return (self._base + GAMMA * (key_of(purpose) ^ (year * 2 + 1))) & MASK

    def of_prepared(self, constant: int, half: int) -> float:
        """Draw a number strictly between 0 and 1 from a stream, for a key that :func:`prepared` has worked on."""
        return ((scramble(half ^ constant) >> 11) + 0.5) * 2.0**-53

    def uniform(self, purpose: str, year: int, key: int) -> float:
        """Draw a number strictly between 0 and 1."""
        return self.of_prepared(self.constant(purpose, year), prepared(key))

    def bounded_normal(self, purpose: str, key: int) -> float:
        """Draw a lasting number with mean 0 and standard deviation 1, never outside [-2.45, 2.45]."""
        both = self.uniform(purpose, 0, key) + self.uniform(purpose + "'", 0, key)
        return (both - 1.0) * ROOT_OF_SIX
