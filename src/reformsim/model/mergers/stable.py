"""Which of the coalitions that every member wants come about: a stable partition."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats


def stable_partition(members: NDArray[np.integer], utility: Floats) -> list[int]:
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
    wanted = np.flatnonzero(np.where(members >= 0, utility, np.inf).min(axis=1, initial=np.inf) > 0)
    rows, utilities = members[wanted].tolist(), utility[wanted].tolist()
    open_sets = {
        s: {r: u for r, u in zip(row, own, strict=True) if r >= 0}
        for s, row, own in zip(wanted.tolist(), rows, utilities, strict=True)
    }
    # By eagerness of the least eager member, then by place: all open coalitions, and those on top for every member.
    # A coalition on top stays there until it is closed, since nothing is ever added.
    all_by_rank = sorted((-min(own.values()), s) for s, own in open_sets.items())
    by_row: dict[int, list[tuple[float, int]]] = {}
    for s, own in open_sets.items():
        for r, u in own.items():
            by_row.setdefault(r, []).append((u, s))
    for choices in by_row.values():
        choices.sort()
    top = [(rank, s) for rank, s in all_by_rank if _on_top(s, open_sets, by_row)]
    known = {s for _, s in top}
    ranked, chosen = iter(all_by_rank), list[int]()
    while open_sets:
        while top and top[0][1] not in open_sets:
            heappop(top)
        winner = heappop(top)[1] if top else next(s for _, s in ranked if s in open_sets)
        chosen.append(winner)
        taken = open_sets[winner]
        closed = {s for r in taken for _, s in by_row.pop(r) if s in open_sets}
        touched = {r for s in closed for r in open_sets.pop(s)} - taken.keys()
        for s in sorted({s for r in touched for s in _best_of(r, open_sets, by_row)} - known):
            if _on_top(s, open_sets, by_row):
                known.add(s)
                heappush(top, (-min(open_sets[s].values()), s))
    return chosen


Sets = Mapping[int, Mapping[int, float]]


def _best_of(row: int, open_sets: Sets, by_row: Mapping[int, list[tuple[float, int]]]) -> list[int]:
    """Open coalitions that a member likes best (several if it likes them as much); none if none is open to it."""
    choices = by_row[row]
    while choices and choices[-1][1] not in open_sets:
        choices.pop()
    best = takewhile(lambda choice: choice[0] == choices[-1][0], reversed(choices))
    return [s for _, s in best if s in open_sets]


def _on_top(s: int, open_sets: Sets, by_row: Mapping[int, list[tuple[float, int]]]) -> bool:
    """Whether each of its members likes no open coalition better."""
    return all(s in _best_of(row, open_sets, by_row) for row in open_sets[s])
