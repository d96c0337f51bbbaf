"""What becomes of reforms in Parliament, and in which order those of one day are carried out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np

from reformsim.behaviour import Behaviour
from reformsim.history.outcome import Reform
from reformsim.levers.base import Lever
from reformsim.levers.changes import AlignTasks, AmendLaw, Change, MergeProvinces, MoveTask, PlaceTasksLow, SetRule
from reformsim.levers.changes_by_name import (
    AddTask,
    AssignTask,
    LeaveBody,
    MergeBodies,
    MergeMunicipalities,
    MoveBorder,
    SplitMunicipality,
)
from reformsim.territory import Territory
from reformsim.world.streams import Streams, key_of

ADVICE = {"positive": 1.0, "none": 0.0, "negative": -1.0}
RANK: dict[type, int] = {
    SetRule: 0,
    AmendLaw: 0,
    AddTask: 0,
    MoveTask: 1,
    AlignTasks: 2,
    PlaceTasksLow: 3,
    SplitMunicipality: 4,
    MoveBorder: 5,
    MergeMunicipalities: 6,
    LeaveBody: 8,
    MergeBodies: 9,
    AssignTask: 10,
    MergeProvinces: 11,
}
"""Order within a day: law, rules and new tasks, tasks that move, municipalities, bodies (from 7 on), then provinces."""
BY_NAME = (SplitMunicipality, MoveBorder, MergeMunicipalities, LeaveBody, MergeBodies, AssignTask)
"""Words that name municipalities or bodies: those of one kind and day have an order of their own, not the file's."""


class Step(NamedTuple):
    """One change of a reform on the day it takes effect."""

    day: date
    reform: str
    change: Change


def decided(
    levers: Iterable[Lever], last_year: int, territory: Territory, streams: Streams, behaviour: Behaviour
) -> tuple[Reform, ...]:
    """Draw the fate of every reform that is announced within the horizon and touches something.

    A reform without a passage is enacted on its date. Otherwise its chance is moved on the logit scale by the advice
    of advisers times ``politics.advice``; chance and delay are drawn from the lever's id alone.

    Returns
    -------
    tuple of Reform
        In the order of the file.
    """
    made = []
    for lever in levers:
        if lever.date.year > last_year:
            continue
        enacted = _enacted(lever, streams, behaviour["politics.advice"])
        late = lever if enacted in (None, lever.date) else lever.model_copy(update={"date": enacted})
        changes = late.changes(territory)
        if changes:
            name = lever.id or lever.lever
            made.append(Reform(name, lever.date, enacted, changes if enacted is not None else ()))
    return tuple(made)


def in_order(reforms: Iterable[Reform], last_year: int) -> tuple[Step, ...]:
    """Changes in the order in which they are carried out: by day, then by :data:`RANK`, then as in the file.

    Those of :data:`BY_NAME` do not follow the file.
    """
    reached = [(r.enacted, r) for r in reforms if r.enacted is not None and r.enacted.year <= last_year]
    steps = [Step(day, r.id, c) for day, r in reached for c in r.changes]

    def place(step: Step) -> tuple[date, int, str]:
        change = step.change
        return step.day, RANK.get(type(change), 7), repr(change) if isinstance(change, BY_NAME) else ""

    return tuple(sorted(steps, key=place))


def _enacted(lever: Lever, streams: Streams, weight: float) -> date | None:
    passage = lever.passage
    if passage is None:
        return lever.date
    key = np.array([key_of(lever.id or lever.lever)], np.uint64)
    chance = passage.chance
    if 0.0 < chance < 1.0:
        logit = math.log(chance / (1.0 - chance)) + weight * ADVICE[passage.advice]
        chance = 1.0 / (1.0 + math.exp(-logit))
    if streams.uniform("politics.passage", 0, key)[0] >= chance:
        return None
    more = int(streams.uniform("politics.delay", 0, key)[0] * (passage.delay_spread + 1))
    return _later(lever.date, passage.delay_years + more)


def _later(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last) if years else day
