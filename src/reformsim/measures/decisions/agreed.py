"""Provinces that act together: who, on which tasks, and how far that spares them agreeing anew."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Bools, Floats, Ints


class Agreed(NamedTuple):
    """Arrangements of provinces of all snapshots, F in number.

    Attributes
    ----------
    snap : (F,) int64
        Snapshot of each.
    member : (F, P) bool
        Provinces in it.
    tasks : (F, K) bool
        Tasks on which they act together.
    relief : (F,) float64
        Part of the cost of agreeing that it saves: ``coordination.agreement_relief`` where they bound themselves,
        ``coordination.agenda_relief`` where not, less by ``coordination.fading`` each year since.
    """

    snap: Ints
    member: Bools
    tasks: Bools
    relief: Floats


@once
def arrangements(s: Snapshots) -> Agreed | None:
    """All arrangements of provinces; ``None`` where there is none."""
    every = [(at, one) for at, shot in enumerate(s.shots) for one in shot.arrangements]
    if not every:
        return None
    at = np.array([snap for snap, _ in every])
    member = np.zeros((len(every), s.provinces), bool)
    for row, (_, one) in zip(member, every, strict=True):
        row[list(one.provinces)] = True
    relief = np.where(
        [one.binding for _, one in every],
        s.weight("coordination.agreement_relief")[at],
        s.weight("coordination.agenda_relief")[at],
    )
    age = s.year[at] - np.array([one.founded for _, one in every])
    relief *= np.exp(-s.weight("coordination.fading")[at] * age)
    return Agreed(at, member, np.array([one.tasks for _, one in every]), relief)
