"""Seats by kind of list: divided over a council, and the local share from one election to the next."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Floats, Ints, Ints32
from reformsim.territory.seats import LOCAL

USUAL_LOCAL = 0.37
"""Local share of the seats of a mean council in the elections of 2018, 2022 and 2026 (Kiesraad; kinds by name)."""
_HALF = 0.5
"""Added to the seats on both sides, so that a council without local lists has odds too."""


def apportion(seats: Ints | Ints32, mix: Floats) -> Ints32:
    """Divide seats over the kinds of lists by largest remainder, (m, 3); each row adds up to its seats.

    Parameters
    ----------
    seats : (m,) int
    mix : (m, 3) float64
        Shares that add up to 1.

    Examples
    --------
    >>> apportion(np.array([15]), np.array([[0.6, 0.0, 0.4]])).tolist()
    [[9, 0, 6]]
    """
    quota = np.asarray(seats, np.float64)[:, None] * mix
    whole = np.floor(quota + 1e-9).astype(np.int32)
    left = np.asarray(seats) - whole.sum(axis=1)
    rank = np.argsort(np.argsort(-(quota - whole), axis=1, kind="stable"), axis=1, kind="stable")
    result: Ints32 = whole + (rank < left[:, None]).astype(np.int32)
    return result


def log_odds(local: Floats, seats: Floats) -> Floats:
    """Log odds of the local seats of councils, half a seat added on either side."""
    result: Floats = np.log((local + _HALF) / (seats - local + _HALF))
    return result


def redrawn(mix: Floats, seats: Floats, lasting: float, middle: float, new: Floats) -> Floats:
    """The mix of councils after an election of which there is no record, (m, 3).

    Parameters
    ----------
    mix : (m, 3) float64
        By the last election.
    seats : (m,)
        Of the councils.
    lasting
        Part of the distance from the middle that is left.
    middle
        Log odds of the local share towards which councils go.
    new : (m,) float64
        What is new, in log odds.
    """
    odds = middle + lasting * (log_odds(mix[:, LOCAL] * seats, seats) - middle) + new
    local = np.clip((seats + 2.0 * _HALF) / (1.0 + np.exp(-odds)) - _HALF, 0.0, seats) / seats
    others = 1.0 - mix[:, LOCAL]
    # Of a council that was wholly local the others come from national lists.
    rest = np.where(others[:, None] > 1e-9, mix / np.maximum(others, 1e-12)[:, None], np.array([1.0, 0.0, 0.0]))
    result: Floats = rest * (1.0 - local)[:, None]
    result[:, LOCAL] = local
    return result
