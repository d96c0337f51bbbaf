"""How far the circles of cooperation in which a municipality sits differ."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
AT_ONCE = 32
"""Snapshots counted together: enough that little is counted twice, few enough to bound memory."""
MOST_MARKED = 10_000_000
"""Numbers that may be marked in a table, which is quicker than sorting them."""


class Seats(NamedTuple):
    """Who sits where, in S snapshots one behind the other.

    Parameters
    ----------
    body, member : (E,) int
        Memberships, sorted by body and then member: positions among the B bodies and the N municipalities.
    size, body_snap : (B,) int
        Members of each body, and its snapshot, ascending.
    key : (N,) uint64
        Number of the municipality, the same in all snapshots.
    snap : (N,) int
        Snapshot of each municipality, ascending.
    """

    body: Ints
    member: Ints
    size: Ints
    body_snap: Ints
    key: NDArray[np.uint64]
    snap: Ints


def incongruence(seats: Seats) -> Floats:
    """1 - Jaccard likeness of the member sets of a municipality's bodies, as a ratio of sums over pairs of bodies.

    With d bodies of sizes m_b around municipality i, the sum over ordered pairs (b, c), b != c, of common
    members divided by the sum of united members. Common members are counted through co-memberships:
    sum over pairs of |b and c| = sum over partners j of R_ij^2, with R_ij the number of bodies that i and j share.

    Returns
    -------
    ndarray of float64, shape (N,)
        0 where all bodies have the same members (or there are fewer than two), near 1 where they hardly overlap.
    """
    places = len(seats.snap)
    degree = np.bincount(seats.member, minlength=places).astype(float)
    sizes = np.bincount(seats.member, weights=seats.size.repeat(seats.size), minlength=places)
    squares = np.empty(places)
    end = int(seats.snap.max(initial=-1)) + 1
    for first in range(0, end, AT_ONCE):
        here = slice(*seats.snap.searchsorted((first, first + AT_ONCE)))
        squares[here] = _squares(seats, here, first, min(first + AT_ONCE, end))
    # Pairs of a body with itself are taken out: they share and unite all their members.
    common = squares + degree**2 - sizes
    united = 2.0 * degree * sizes - 2.0 * sizes - common
    result: Floats = np.where(degree >= 2, 1.0 - common / np.maximum(united, 1.0), 0.0)
    return result


def _squares(seats: Seats, here: slice, first: int, last: int) -> Floats:
    """Sum over the other partners of the squared number of shared bodies, of the municipalities of some snapshots.

    The pairs of a circle, a set of members, are counted once for all bodies and snapshots that have it.
    """
    known, who = np.unique(seats.key[here], return_inverse=True)
    bodies = np.arange(*seats.body_snap.searchsorted((first, last)))
    bodies = bodies.compress(seats.size.take(bodies) > 0)
    if not len(bodies):
        return np.zeros(len(who))
    start: Ints = (seats.size.cumsum() - seats.size).take(bodies)
    size, begin = seats.size.take(bodies), int(start[0])
    member = seats.member[begin : begin + int(size.sum())] - here.start
    # Keys are random: circles have the same sum of their squares where they have the same members.
    sums = np.add.reduceat((known * known).take(who).take(member), start - begin)
    circles, circle = np.unique(sums, return_inverse=True)
    example = np.empty(len(circles), np.int64)
    example[circle] = np.arange(len(bodies))
    snaps = last - first
    held = np.bincount(circle * snaps + seats.body_snap.take(bodies) - first, minlength=len(example) * snaps)
    size = size.take(example)
    before: Ints = size.cumsum() - size
    sitting = who.take(member.take(np.arange(int(size.sum())) + (start.take(example) - begin - before).repeat(size)))
    pair, number = _pairs(sitting, size, len(known)), size * (size - 1) // 2
    met, at = _numbered(pair, len(known) ** 2)
    of_circle = np.concatenate([[0], number.cumsum()])
    of_pair = csc_array((np.ones(len(pair), np.float32), at, of_circle), shape=(len(met), len(example)))
    shared = of_pair @ held.reshape(len(example), snaps).astype(np.float32)
    shared *= shared
    ends = csr_array(
        (np.ones(2 * len(met)), (np.concatenate(np.divmod(met, len(known))), np.tile(np.arange(len(met)), 2))),
        shape=(len(known), len(met)),
    )
    result: Floats = (ends @ shared)[who, seats.snap[here] - first]
    return result


def _pairs(sitting: Ints, size: Ints, known: int) -> Ints:
    """Every pair of members of circles once, one circle behind the other: a pair a < b is the number a * known + b.

    Parameters
    ----------
    sitting
        The members of each circle, one circle behind the other.
    size
        Members of each circle.
    known
        Above the number of any member.
    """
    at = np.arange(len(sitting))
    # A member with those that follow it.
    following = size.cumsum().repeat(size) - 1 - at
    passed: Ints = following.cumsum() - following
    second = np.arange(int(following.sum())) + (at + 1 - passed).repeat(following)
    one, other = sitting.repeat(following), sitting.take(second)
    return np.minimum(one, other) * known + np.maximum(one, other)


def _numbered(values: Ints, below: int) -> tuple[Ints, Ints]:
    """The different values, ascending, and the position of each value among them."""
    if below > MOST_MARKED:
        return np.unique(values, return_inverse=True)
    table = np.zeros(below, np.int64)
    table[values] = 1
    different = table.nonzero()[0]
    table[different] = np.arange(len(different))
    return different, table.take(values)
