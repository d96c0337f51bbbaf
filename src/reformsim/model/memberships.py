"""Keeping count of who sits in what: memberships and authorities per subject, for the rows that changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.world.state import State


def recount(state: State, rows: NDArray[np.integer]) -> None:
    """Recount memberships and bodies with a say per task for some municipality rows.

    Parameters
    ----------
    state
        Its ``memberships`` (R,), ``authorities`` and ``tiers`` (R, K) are set for the rows given.
    rows
        Rows to recount; dead ones become zero.
    """
    bodies = state.bodies
    wanted = np.zeros(len(state.alive), bool)
    wanted[rows] = True
    pick = wanted[bodies.edge_row]
    body, row = bodies.edge_body[pick], bodies.edge_row[pick]
    state.memberships[rows] = 0
    state.authorities[rows] = 0
    state.tiers[rows] = False
    if len(row):
        order = np.argsort(row, kind="stable")
        row, body = row[order], body[order]
        present, starts = np.unique(row, return_index=True)
        state.memberships[present] = np.diff(np.append(starts, len(row)))
        say = bodies.say[body]
        state.authorities[present] = np.add.reduceat(say.astype(np.int32), starts, axis=0)
        state.tiers[present] = np.logical_or.reduceat(say & bodies.carries[body, None], starts, axis=0)


def dissolve_empty(state: State) -> list[int]:
    """Dissolve living bodies with fewer than two members; returns their numbers, ascending.

    Wgr art. 41 (Wet arhi): an arrangement between municipalities that have all become one lapses.
    """
    bodies = state.bodies
    small = bodies.alive[: bodies.count] & (bodies.sizes() < 2)
    gone = [int(b) for b in np.flatnonzero(small)]
    if gone:
        dissolve(state, gone)
    return gone


def dissolve(state: State, gone: list[int]) -> None:
    """Take bodies out of the world: no members, no tasks carried out for anyone."""
    bodies = state.bodies
    mark = np.zeros(bodies.count, bool)
    mark[gone] = True
    bodies.alive[gone] = False
    edges = mark[bodies.edge_body]
    touched = np.unique(bodies.edge_row[edges])
    bodies.remove_members(edges)
    block = state.executor[touched]
    state.executor[touched] = np.where((block >= 0) & mark[block], -1, block)
    recount(state, touched)
    state.bodies_version += 1
