"""Municipalities formed by a merger bring seats together: of several bodies for a subject they leave the lesser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reformsim.model.world import World
from reformsim.world.bodies import Bodies, run_starts

Numbers = NDArray[np.integer]


class Ranked(NamedTuple):
    """Seats of municipalities by subject: those of one municipality and subject together, the one to keep first.

    Parameters
    ----------
    row, task, body : (n,)
    lesser : (n,) bool
        May be left, with a body to keep before it.
    kept : (n,)
        The body to keep.
    """

    row: Numbers
    task: Numbers
    body: Numbers
    lesser: NDArray[np.bool_]
    kept: Numbers


def bring_together(world: World, chance: float | None = None) -> set[int]:
    """Let municipalities that were formed by a merger leave lesser bodies for one subject; returns their rows.

    Of several bodies with a say in one subject each voluntary one but the greatest is left with chance
    ``merger.leaves_lesser`` a year, from the year of the merger on. What the law asks for and what carries its tasks in
    its own right cannot be left, and goes before the others. A task that the body carried out goes to the one that is
    kept.

    Parameters
    ----------
    chance
        In place of ``merger.leaves_lesser``.
    """
    state, bodies = world.state, world.state.bodies
    formed = state.live[state.n_units[state.live] > 1]
    seats = ranked(bodies, formed, len(state.alive))
    keys = state.key[seats.row] + bodies.key[seats.body]
    chance = world.behaviour["merger.leaves_lesser"] if chance is None else chance
    drawn = seats.lesser & (world.streams.uniform("cooperation.bring_together", state.year, keys) < chance)
    kept: dict[tuple[int, int], dict[int, int]] = {}
    for row, task, body, other in np.stack([seats.row, seats.task, seats.body, seats.kept])[:, drawn].T.tolist():
        kept.setdefault((row, body), {})[task] = other
    # A body with several subjects may be the greater for one and the lesser for another: it is left another year.
    needed = {(row, other) for (row, _), others in kept.items() for other in others.values()}
    left = sorted(kept.keys() - needed)
    for row, body in left:
        _hand_over(world, row, body, kept[row, body])
        names = ", ".join(dict.fromkeys(bodies.names[other] for other in kept[row, body].values()))
        world.tell("body_left", bodies.names[body], (state.codes[row],), f"one body for a subject: {names}")
    if left:
        rows, gone = np.array(left).T
        bodies.remove_pairs(gone, rows)
    return {row for row, _ in left}


def ranked(bodies: Bodies, rows: Numbers, most: int) -> Ranked:
    """Rank the bodies in which some municipalities sit, by municipality and subject.

    First what cannot be left, then the body with most members; of two with as many, the one with the lower key.

    Parameters
    ----------
    rows
        Municipalities.
    most
        Rows that there are.
    """
    chosen = np.zeros(most, bool)
    chosen[rows] = True
    at = chosen.take(bodies.edge_row).nonzero()[0]
    seat, task = bodies.say[bodies.edge_body[at]].nonzero()
    row, body = bodies.edge_row[at[seat]], bodies.edge_body[at[seat]]
    free = ~(bodies.obliged | bodies.carries | bodies.regional)[body]
    order = np.lexsort((bodies.key[body], -bodies.sizes()[body], free, task, row))
    row, task, body, free = row[order], task[order], body[order], free[order]
    starts = run_starts(row.astype(np.int64) * bodies.say.shape[1] + task)
    first = np.zeros(len(row), bool)
    first[starts] = True
    return Ranked(row, task, body, free & ~first, body[starts][first.cumsum() - 1])


def _hand_over(world: World, row: int, body: int, kept: Mapping[int, int]) -> None:
    """Let the bodies kept, by task, carry out what another did; what they cannot, the municipality does itself."""
    state, bodies = world.state, world.state.bodies
    for task in np.flatnonzero(state.executor[row] == body).tolist():
        other = kept.get(task, -1)
        if other < 0 or bodies.carries[other]:
            other = -1
        elif not bodies.tasks[other, task]:
            bodies.tasks[other, task] = True
            world.tell("body_extended", bodies.names[other], (state.codes[row],), world.tasks.ids[task])
        state.executor[row, task] = other
