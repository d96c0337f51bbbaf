"""How far the circles of cooperation in which a municipality sits differ."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Ints = NDArray[np.integer]
Floats = NDArray[np.float64]
MOST_TABLED = 1000
"""Municipalities for which a table of every pair is quicker than a list of the pairs that share a body."""


def incongruence(body: Ints, member: Ints, size: Ints, m: int) -> Floats:
    """1 - Jaccard likeness of the member sets of a municipality's bodies, as a ratio of sums over pairs of bodies.

    With d bodies of sizes m_b around municipality i, the sum over ordered pairs (b, c), b != c, of common
    members divided by the sum of united members. Common members are counted through co-memberships:
    sum over pairs of |b and c| = sum over partners j of R_ij^2, with R_ij the number of bodies that i and j share.

    Parameters
    ----------
    body, member : (E,) int
        Memberships, sorted by body and then member: number of the body, position of the municipality (0 to m - 1).
    size : (B,) int64
        Members of each body.
    m
        Number of municipalities.

    Returns
    -------
    ndarray of float64, shape (m,)
        0 where all bodies have the same members (or there are fewer than two), near 1 where they hardly overlap.
    """
    if not len(body):
        return np.zeros(m)
    degree = np.bincount(member, minlength=m).astype(float)
    sizes = np.bincount(member, weights=size.take(body), minlength=m)
    squares = _tabled(body, member, size, m) + degree**2 if m <= MOST_TABLED else _listed(member, size, m)
    # Pairs of a body with itself are taken out: they share and unite all their members.
    common = squares - sizes
    united = 2.0 * degree * sizes - 2.0 * sizes - common
    result: Floats = np.where(degree >= 2, 1.0 - common / np.maximum(united, 1.0), 0.0)
    return result


def _tabled(body: Ints, member: Ints, size: Ints, m: int) -> Floats:
    """Sum over other partners of the squared number of shared bodies, shape (m,), by a table of all pairs."""
    at, end = np.arange(len(member)), size.cumsum().take(body)
    # Each unordered pair of members of a body once: a member with those that follow it, so the lower one first.
    following = end - 1 - at
    pairs = following.cumsum()
    second = np.arange(pairs[-1])
    second += (at + 1 - (pairs - following)).repeat(following)
    pair = (member * m).repeat(following)
    pair += member.take(second)
    shared = np.bincount(pair, minlength=m * m)
    shared *= shared
    table = shared.reshape(m, m)
    return (table.sum(axis=0) + table.sum(axis=1)).astype(np.float64)


def _listed(member: Ints, size: Ints, m: int) -> Floats:
    """Sum over all partners, itself included, of the squared number of shared bodies, shape (m,), by a sparse product.

    Its time and memory grow with the pairs that share a body, which grow with m, not with its square.
    """
    start = np.concatenate([[0], np.cumsum(size)])
    members = csr_array((np.ones(len(member), np.int32), member, start), shape=(len(size), m))
    shared = members.T.tocsr() @ members
    squares = np.concatenate([[0], np.cumsum(shared.data.astype(np.int64) ** 2)])
    result: Floats = np.diff(squares[shared.indptr]).astype(np.float64)
    return result
