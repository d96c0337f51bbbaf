"""Keeping count of who sits in what: memberships and authorities per subject, for the rows that changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.tasks import LAYERS
from reformsim.world.state import State

GEMEENTE, REGIO = LAYERS.index("gemeente"), LAYERS.index("regio")


def recount(state: State, rows: NDArray[np.integer]) -> None:
    """Recount memberships and bodies with a say per task for some municipality rows.

    Parameters
    ----------
    state
        Its ``memberships`` (R,), ``authorities``, ``tiers`` (R, K) and ``ceded`` are set for the rows given.
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
    state.ceded[rows] = False
    if len(row):
        order = np.argsort(row, kind="stable")
        row, body = row[order], body[order]
        present, starts = np.unique(row, return_index=True)
        state.memberships[present] = np.diff(np.append(starts, len(row)))
        say = bodies.say[body]
        state.authorities[present] = np.add.reduceat(say.astype(np.int32), starts, axis=0)
        state.tiers[present] = np.logical_or.reduceat(say & bodies.carries[body, None], starts, axis=0)
        ceding = np.flatnonzero(bodies.cedes[body].any(axis=1) & bodies.carries[body])
        for at in ceding:
            b = body[at]
            state.ceded[row[at]] |= bodies.tasks[b][:, None] & bodies.cedes[b][None, :]


def carry_regionally(state: State, rows: NDArray[np.integer], fallback: NDArray[np.integer]) -> None:
    """Let regions carry, in some municipality rows, exactly what a living body there carries in its own right.

    Parameters
    ----------
    state
        Its ``carrier`` and ``executor`` (R, K) are set for the rows given.
    rows
        Rows whose bodies came, went or fell together.
    fallback : (K,)
        Layer that a task falls back to where no body carries it any more; where that is a region itself, the
        task falls to the municipalities, whose body it was.
    """
    bodies = state.bodies
    own = bodies.carries[bodies.edge_body]
    regional = np.zeros(state.carrier.shape, bool)
    np.logical_or.at(regional, bodies.edge_row[own], bodies.tasks[bodies.edge_body[own]])
    before, fallback = state.carrier[rows], np.where(fallback == REGIO, GEMEENTE, fallback)
    state.carrier[rows] = np.where(regional[rows], REGIO, np.where(before == REGIO, fallback, before))
    state.executor[rows] = np.where(regional[rows], -1, state.executor[rows])


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
