"""How often the real number lay in the fan, each time without the errors of the years that were forecast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Bools
from reformsim.hindcast.fan.record import Errors, real_counts
from reformsim.hindcast.fan.rule import SHARES, apart, independent, widened

AHEAD = ((1, 5), (6, 10), (11, 99))
"""Years ahead that are told apart."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the forecasts of a group whose real number lay within.

    Attributes
    ----------
    group
        Which forecasts: 'all', those whose years the merger rule was or was not estimated on ('seen', 'unseen'), or
        those so many years ahead ('1-5').
    forecasts, origins, spans
        Those scored, the years they start from, and how many independent ones they are worth.
    shares
        Share within the fan, by the share that should be.
    band
        Share within the model's own 80 % band.
    """

    group: str
    forecasts: int
    origins: int
    spans: int
    shares: tuple[float, ...]
    band: float


def coverage(errors: Errors) -> list[Coverage]:
    """Score the fan: each forecast with the rule of the forecasts that have no year in common with it.

    A forecast that leaves no other is not scored.
    """
    scored, within = held_out(errors)
    low, high = errors.band
    banded = (low <= errors.real) & (errors.real <= high)
    groups = {"all": scored, "unseen": scored & ~errors.seen, "seen": scored & errors.seen}
    groups |= {_named(a, b): scored & (a <= errors.ahead) & (errors.ahead <= b) for a, b in AHEAD}
    return [
        Coverage(
            name,
            int(rows.sum()),
            len(np.unique(errors.origin[rows])),
            independent(errors.origin[rows], errors.ahead[rows]),
            tuple(float(share) for share in within[rows].mean(axis=0)),
            float(banded[rows].mean()),
        )
        for name, rows in groups.items()
        if rows.any()
    ]


def held_out(errors: Errors) -> tuple[Bools, Bools]:
    """Whether each forecast can be scored, (n,), and whether its real number lay within the fan by share, (n, 3)."""
    count, real = len(errors.origin), real_counts()
    scored, within = np.zeros(count, bool), np.zeros((count, len(SHARES)), bool)
    for at in range(count):
        first, last = int(errors.origin[at]), int(errors.year[at])
        others = apart(errors.origin, errors.ahead, first, last)
        if not others.any():
            continue
        one = slice(at, at + 1)
        edges = widened(errors.rule(others), errors.ahead[one], errors.median[one], errors.own[one], real[first])[0]
        scored[at] = True
        within[at] = (edges[: len(SHARES)][::-1] <= errors.real[at]) & (errors.real[at] <= edges[len(SHARES) :])
    return scored, within


def group_of(ahead: int) -> str:
    """Give the name of the group that forecasts so many years ahead are in."""
    return next(_named(first, last) for first, last in AHEAD if first <= ahead <= last)


def _named(first: int, last: int) -> str:
    return f"{first}-{last}" if last < AHEAD[-1][1] else f"{first} or more"
