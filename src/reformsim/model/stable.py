"""Which of the coalitions that every member wants come about: a stable partition."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def stable_partition(members: NDArray[np.integer], utility: NDArray[np.float64]) -> list[int]:
    """Choose disjoint coalitions such that no member has a better open alternative.

    Top coalitions first (Banerjee, Konishi & Sönmez 2001): a coalition that every one of its members prefers
    to all others still open comes about, its members leave, and so on. Where preferences run in a circle and
    no such coalition exists, the one whose least eager member is most eager comes about.

    Parameters
    ----------
    members : (S, K) int
        Rows, padded with -1.
    utility : (S, K) float64
        Each member's utility of the coalition, above that of staying alone (0); padded places are ignored.

    Returns
    -------
    list of int
        Positions of the coalitions that come about, in the order they were chosen.
    """
    open_sets = [
        (s, [(int(r), float(u)) for r, u in zip(members[s], utility[s], strict=True) if r >= 0])
        for s in range(len(members))
    ]
    open_sets = [(s, pairs) for s, pairs in open_sets if min(u for _, u in pairs) > 0]
    chosen: list[int] = []
    while open_sets:
        best: dict[int, float] = {}
        for _, pairs in open_sets:
            for row, u in pairs:
                best[row] = max(u, best.get(row, -np.inf))
        top = [(s, pairs) for s, pairs in open_sets if all(u >= best[row] for row, u in pairs)] or open_sets
        winner, pairs = max(top, key=lambda one: (min(u for _, u in one[1]), -one[0]))
        chosen.append(winner)
        taken = {row for row, _ in pairs}
        open_sets = [(s, p) for s, p in open_sets if not any(row in taken for row, _ in p)]
    return chosen
