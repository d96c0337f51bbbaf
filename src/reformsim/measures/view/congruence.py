"""How far the circles of cooperation in which a municipality sits differ."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

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
    """1 - Jaccard similarity of the member sets of a municipality's bodies, as a ratio of sums over pairs of bodies.

    With d bodies of sizes m_b around municipality i, the sum over ordered pairs (b, c), b != c, of common
    members divided by the sum of united members. Common members are counted through co-memberships:
    sum over pairs of |b and c| = sum over partners j of R_ij^2, with R_ij the number of bodies that i and j share.

    Returns
    -------
    ndarray of float64, shape (N,)
        0 where all bodies have the same members (or there are fewer than two), near 1 where they hardly overlap.
    """
    degree, sizes, squares = np.empty((3, len(seats.snap)))
    end = int(seats.snap.max(initial=-1)) + 1
    for first in range(0, end, AT_ONCE):
        here = slice(*seats.snap.searchsorted((first, first + AT_ONCE)))
        degree[here], sizes[here], squares[here] = _sums(seats, here, first, min(first + AT_ONCE, end))
    # Pairs of a body with itself are taken out: they share and unite all their members.
    common = squares + degree**2 - sizes
    united = 2.0 * degree * sizes - 2.0 * sizes - common
    result: Floats = np.where(degree >= 2, 1.0 - common / np.maximum(united, 1.0), 0.0)
    return result


def _sums(seats: Seats, here: slice, first: int, last: int) -> Floats:
    """Of the municipalities of some snapshots: bodies, their members, and the squared number of shared bodies; (3, n).

    The last is summed over the other partners. The pairs of a circle, a set of members, are counted once for all
    bodies and snapshots that have it.
    """
    known, who = np.unique(seats.key[here], return_inverse=True)
    bodies = np.arange(*seats.body_snap.searchsorted((first, last)))
    bodies = bodies.compress(seats.size.take(bodies) > 0)
    if not len(bodies):
        return np.zeros((3, len(who)))
    start: Ints = (seats.size.cumsum() - seats.size).take(bodies)
    size, begin = seats.size.take(bodies), int(start[0])
    member = seats.member[begin : begin + int(size.sum())] - here.start
    # Keys are random: circles have the same sum of their squares where they have the same members.
    sums = np.add.reduceat((known * known).take(who).take(member), start - begin)
    snap, snaps = seats.body_snap.take(bodies), last - first
    circle = _circles(sums, snap - first, bodies - seats.body_snap.searchsorted(snap))
    example = np.empty(circle.max() + 1, np.int64)
    example[circle] = np.arange(len(bodies))
    held = np.bincount(circle * snaps + snap - first, minlength=len(example) * snaps).reshape(len(example), snaps)
    size = size.take(example)
    before: Ints = size.cumsum() - size
    sitting = who.take(member.take(np.arange(int(size.sum())) + (start.take(example) - begin - before).repeat(size)))
    of_circle = np.concatenate([[0], size.cumsum()])
    seated = csc_array((np.ones(len(sitting)), sitting, of_circle), shape=(len(known), len(example)))
    pair, number = _pairs(sitting, size, len(known)), size * (size - 1) // 2
    met, at = _numbered(pair, len(known) ** 2)
    of_circle = np.concatenate([[0], number.cumsum()])
    of_pair = csc_array((np.ones(len(pair), np.float32), at, of_circle), shape=(len(met), len(example)))
    shared = of_pair @ held.astype(np.float32)
    shared *= shared
    both = np.stack(np.divmod(met, len(known)), axis=1).ravel()
    ends = csc_array((np.ones(len(both)), both, np.arange(0, len(both) + 1, 2)), shape=(len(known), len(met)))
    found = seated @ held, seated @ (held * size[:, None]), ends @ shared
    return np.stack(found)[:, who, seats.snap[here] - first]


def _circles(sums: NDArray[np.uint64], snap: Ints, number: Ints) -> Ints:
    """Number of the circle of each body, from the sum of the squared keys of its members.

    Parameters
    ----------
    sums, snap, number : (B,)
        Sum, snapshot from 0, and number of each body in its snapshot: most bodies have in a snapshot the members that
        the body of the same number had in the one before, and need not be sorted.
    """
    shape = int(snap.max()) + 1, int(number.max()) + 1
    table, there = np.zeros(shape, np.uint64), np.zeros(shape, bool)
    table[snap, number], there[snap, number] = sums, True
    fresh = there.copy()
    fresh[1:] &= (table[1:] != table[:-1]) | ~there[:-1]
    label = np.zeros(shape, np.int64)
    label[fresh] = np.unique(table[fresh], return_inverse=True)[1]
    since = np.maximum.accumulate(np.where(fresh, np.arange(len(table))[:, None], 0), axis=0)
    result: Ints = label[since[snap, number], number]
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
