"""Keeping count of who sits in what: memberships and authorities per subject, for the rows that changed."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from reformsim.tasks import GEMEENTE, REGIO
from reformsim.world.state import State


def recount(state: State, rows: NDArray[np.integer]) -> None:
    """Recount memberships and bodies with a say per task for some municipality rows.

    Parameters
    ----------
    state
        Its ``memberships`` (R,), ``authorities``, ``tiers`` (R, K) and ``ceded`` are set for the rows given.
    rows
        Rows to recount, each once; dead ones become zero.
    """
    bodies, number = state.bodies, len(rows)
    place = np.full(len(state.alive), -1)
    place[rows] = np.arange(number)
    edge = (place >= 0).take(bodies.edge_row).nonzero()[0]
    body, at = bodies.edge_body[edge], place[bodies.edge_row[edge]]
    say = bodies.say.take(body, axis=0)
    state.memberships[rows] = np.bincount(at, minlength=number)
    state.authorities[rows] = _by_subject(say, at, number)
    state.tiers[rows] = False
    state.ceded[rows] = False
    # Few bodies carry tasks in their own right.
    own = bodies.carries[body].nonzero()[0]
    if len(own):
        state.tiers[rows] = _by_subject(say[own], at[own], number) > 0
        own = own[bodies.cedes[body[own]].any(axis=1)]
        e, task = bodies.tasks[body[own]].nonzero()
        of_task, layer = bodies.cedes[body[own[e]]].nonzero()
        state.ceded[rows[at[own[e[of_task]]]], task[of_task], layer] = True


def _by_subject(say: NDArray[np.bool_], at: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    """How many memberships have a say, per municipality and task, shape (number, K).

    Parameters
    ----------
    say : (E, K) bool
        On which tasks the body of each membership has a say: mostly one.
    at : (E,) int64
        Municipality of each membership, from 0 to ``number`` - 1.
    """
    tasks = say.shape[1]
    edge, task = np.divmod(say.ravel().nonzero()[0], tasks)
    return np.bincount(at[edge] * tasks + task, minlength=number * tasks).reshape(number, tasks)


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
    concerned = np.zeros(len(state.alive), bool)
    concerned[rows] = True
    carrying = bodies.carries[: bodies.count].nonzero()[0]
    members, place = bodies.seats(carrying)
    seat, task = bodies.tasks[carrying.repeat(members)].nonzero()
    row = bodies.edge_row[place[seat]]
    row, task = row[concerned[row]], task[concerned[row]]
    carried = np.zeros(state.carrier.shape, bool)
    carried[row, task] = True
    at, lost = ((state.carrier[rows] == REGIO) & ~carried[rows]).nonzero()
    state.carrier[rows[at], lost] = np.where(fallback == REGIO, GEMEENTE, fallback)[lost]
    state.carrier[row, task], state.executor[row, task] = REGIO, -1


def dissolve_empty(state: State, changed: Collection[int] = ()) -> list[int]:
    """Dissolve living bodies with fewer than two members; returns their numbers, ascending.

    Wgr art. 41 (Wet arhi): an arrangement between municipalities that have all become one lapses. Their members are
    recounted, and so are the rows that ``changed`` before.
    """
    bodies = state.bodies
    small = bodies.alive[: bodies.count] & (bodies.sizes() < 2)
    gone: list[int] = small.nonzero()[0].tolist()
    left = take_out(state, gone) if gone else np.zeros(0, np.int64)
    rows = np.array(sorted({*changed, *left.tolist()}), np.int64)
    if len(rows):
        recount(state, rows)
    return gone


def dissolve(state: State, gone: list[int]) -> None:
    """Take bodies out of the world: no members, no tasks carried out for anyone."""
    recount(state, take_out(state, gone))


def take_out(state: State, gone: list[int]) -> NDArray[np.int64]:
    """Take bodies out of the world; returns the rows of their members, which are to be recounted this year.

    Their ``memberships`` are counted at once: how much the members of a body have to attend to tells in its scale.
    """
    bodies = state.bodies
    bodies.alive[gone] = False
    _, place = bodies.seats(np.array(gone, np.int64))
    touched = np.unique(bodies.edge_row[place]).astype(np.int64)
    leaving = np.zeros(len(bodies.edge_row), bool)
    leaving[place] = True
    bodies.remove_members(leaving)
    mark = np.zeros(bodies.count + 1, bool)  # The last is for tasks that no body carries out.
    mark[gone] = True
    block = state.executor[touched]
    state.executor[touched] = np.where(mark[block], -1, block)
    state.memberships[touched] = np.bincount(bodies.edge_row, minlength=len(state.alive))[touched]
    return touched
