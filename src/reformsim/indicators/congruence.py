"""How far the circles of cooperation in which a municipality sits differ."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]


def incongruence(edge_body: Ints, edge_row: Ints, rows: Ints, n_rows: int) -> NDArray[np.float64]:
    """1 - Jaccard likeness of the member sets of a municipality's bodies, as a ratio of sums over pairs of bodies.

    With d bodies of sizes m_b around municipality i, the sum over ordered pairs (b, c), b != c, of common
    members divided by the sum of united members. Common members are counted through co-memberships:
    sum over pairs of |b and c| = sum over partners j of R_ij^2, with R_ij the number of bodies that i and j share.

    Parameters
    ----------
    edge_body, edge_row : (E,) int32
        Memberships, sorted by body.
    rows : (m,) int32
        Municipalities wanted.
    n_rows
        Number of rows.

    Returns
    -------
    ndarray of float64, shape (m,)
        0 where all bodies have the same members (or there are fewer than two), near 1 where they hardly overlap.
    """
    if not len(edge_body):
        return np.zeros(len(rows))
    place = np.zeros(n_rows, np.int32)
    place[rows] = np.arange(len(rows))
    edge_row, n_rows = place[edge_row], len(rows)
    first = np.flatnonzero(np.concatenate([[True], edge_body[1:] != edge_body[:-1]]))
    size = np.diff(np.append(first, len(edge_body)))
    own_size = np.repeat(size, size)
    # Each unordered pair of members of a body once: a member with those that follow it.
    following = own_size - 1 - (np.arange(len(edge_row)) - np.repeat(first, size))
    a = np.repeat(np.arange(len(edge_row)), following)
    within = np.arange(len(a)) - np.repeat(np.cumsum(following) - following, following)
    b = edge_row[a + 1 + within]
    degree = np.bincount(edge_row, minlength=n_rows).astype(float)
    sizes = np.bincount(edge_row, weights=own_size, minlength=n_rows)
    common = _squares(edge_row[a].astype(np.int64), b, n_rows) + degree**2
    # Pairs of a body with itself are taken out: they share and unite all their members.
    common = common - sizes
    united = 2.0 * degree * sizes - 2.0 * sizes - common
    result: NDArray[np.float64] = np.where(degree >= 2, 1.0 - common / np.maximum(united, 1.0), 0.0)
    return result


def _squares(a: NDArray[np.int64], b: Ints, n_rows: int) -> NDArray[np.float64]:
    """Sum over other partners of the squared number of shared bodies, shape (n_rows,), from unordered pairs."""
    pair = a * n_rows + b
    if n_rows <= 2000:
        shared = np.bincount(pair, minlength=n_rows * n_rows).reshape(n_rows, n_rows)
        # A pair may come in either order, in different bodies.
        shared = shared + shared.T
        return np.einsum("ij,ij->i", shared, shared).astype(np.float64)
    low, high = np.minimum(a, b), np.maximum(a, b)
    key, count = np.unique(low * n_rows + high, return_counts=True)
    square = count.astype(float) ** 2
    one = np.bincount(key // n_rows, weights=square, minlength=n_rows)
    other = np.bincount(key % n_rows, weights=square, minlength=n_rows)
    return (one + other).astype(np.float64)
