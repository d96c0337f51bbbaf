"""The scale at which every task is carried out: the inhabitants served by whoever carries it out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats, Ints
from reformsim.tasks import PROVINCIE, REGIO, RIJK, WATERSCHAP


@once
def inhabitants_served(s: Snapshots) -> Floats:
    """Inhabitants served by whoever carries each task out for each municipality, shape (N, K).

    - A municipality on its own: its inhabitants.
    - A body: those of all municipalities for which it carries the task out, or carries it in its own right.
    - A province: those of the municipalities in it whose task it carries.
    - A water board: those of the mean water board.
    - The Rijk: those of the territory.
    """
    tasks = s.carrier.shape[1]
    scale = np.repeat(s.people, tasks).reshape(-1, tasks)
    boards = s.inhabitants / np.maximum(s.living_boards, 1.0)
    for layer, served in ((RIJK, s.inhabitants), (WATERSCHAP, boards)):
        np.copyto(scale, s.each(served)[:, None], where=s.carrier == layer)
    at, task = (s.carrier == PROVINCIE).nonzero()
    scale[at, task] = _together(s, at, s.province_place.take(at) * tasks + task)
    at, task = (s.municipal & s.shared).nonzero()
    body = s.executor[at, task] + s.body_start.take(s.snap).take(at)
    scale[at, task] = _together(s, at, body * tasks + task)
    at, body, task = s.regional_tasks
    own = (s.carrier[at, task] == REGIO) & s.body_alive.take(body)
    at, body, task = at[own], body[own], task[own]
    scale[at, task] = _together(s, at, body * tasks + task)
    return scale


def _together(s: Snapshots, at: Ints, label: NDArray[np.integer]) -> Floats:
    """Inhabitants of some municipalities (positions among the N), those with one label together, shape (n,)."""
    people = np.bincount(label, weights=s.people.take(at)).astype(np.float64, copy=False)
    return people.take(label)
