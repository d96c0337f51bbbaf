"""Uitvoeringskracht (implementation capacity): can each government carry its tasks?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.municipalities import padded
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.tasks import load_tasks

SOURCE = "note 13/22; model: adequacy 1 / (1 + (s / S)^g) weighted by task budget"


def weakest_tenth(s: Snapshots) -> Floats:
    """Mean capacity of the municipalities in which the tenth of inhabitants worst served live, shape (S,)."""
    level = s.along("capacity")
    order = np.lexsort((level, s.snap))  # From the weakest, within each snapshot.
    people = s.people.take(order)
    # People are whole numbers: their running sum over all snapshots is exact.
    before = people.cumsum() - people - s.each(s.inhabitants.cumsum() - s.inhabitants)
    part = np.minimum(np.maximum(s.each(0.1 * s.inhabitants) - before, 0.0), people)
    return s.total(part * level.take(order)) / s.total(part)


def below(s: Snapshots) -> Floats:
    """Share of inhabitants times budget of municipal tasks carried out below the threshold, shape (S,)."""
    return s.by_people(s.weighted(s.inadequate, s.prices) / s.budgets)


@once
def below_each(s: Snapshots) -> Floats:
    """Share of inhabitants whose municipality carries each task below the threshold, shape (S, K)."""
    return s.total(s.inadequate * s.people[:, None]) / s.inhabitants[:, None]


def below_by_task(position: int) -> Callable[[Snapshots], Floats]:
    """Share of inhabitants whose municipality carries a task below the threshold (0 where it is not municipal)."""

    def share(s: Snapshots) -> Floats:
        return below_each(s)[:, position]

    return share


def provincial(s: Snapshots) -> Floats:
    """Capacity of provinces, mean over inhabitants, shape (S,)."""
    capacity = padded([shot.province_capacity for shot in s.shots], s.provinces)
    return (capacity * s.by_province).sum(axis=1) / s.by_province.sum(axis=1)


MEASURES = (
    Measure(
        "capacity_mean",
        "0-1",
        "Implementation capacity",
        "Uitvoeringskracht",
        "Adequacy of municipal tasks at the scale at which they are carried out, weighted by budget, lowered by new "
        "tasks and recent mergers; mean over inhabitants.",
        "higher",
        SOURCE,
        lambda s: s.by_people(s.along("capacity")),
        lambda s: s.along("capacity"),
        headline=True,
        items=(78,),
    ),
    Measure(
        "capacity_weakest_tenth",
        "0-1",
        "Capacity, weakest tenth",
        "Uitvoeringskracht, zwakste tiende",
        "Mean capacity for the tenth of inhabitants in the weakest municipalities.",
        "higher",
        SOURCE,
        weakest_tenth,
    ),
    Measure(
        "below_threshold_share",
        "share",
        "Tasks below adequacy",
        "Taken onder de drempel",
        "Share of the municipal budget in tasks carried out below the threshold, mean over inhabitants.",
        "lower",
        SOURCE,
        below,
        headline=True,
        items=(78,),
    ),
    *(
        Measure(
            f"below_threshold.{task.id}",
            "share",
            f"Inadequate: {task.name_en}",
            f"Onder de drempel: {task.name_nl}",
            "Share of inhabitants whose municipality carries the task and does so below the threshold of adequacy.",
            "lower",
            SOURCE,
            below_by_task(k),
        )
        for k, task in enumerate(load_tasks().tasks)
    ),
    Measure(
        "provincial_capacity",
        "0-1",
        "Capacity of provinces",
        "Uitvoeringskracht van provincies",
        "Adequacy of provincial tasks at the scale of the province's inhabitants, weighted by budget; mean over "
        "inhabitants.",
        "higher",
        SOURCE,
        provincial,
    ),
)
