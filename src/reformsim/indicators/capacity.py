"""Uitvoeringskracht (implementation capacity): can each government carry its tasks?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View, once
from reformsim.tasks import load_tasks

SOURCE = "note 13/22; model: adequacy 1 / (1 + (s / S)^g) weighted by task budget"


def mean(view: View) -> float:
    """Capacity of municipalities, mean over inhabitants."""
    return view.by_people(view.state.capacity.take(view.live))


def weakest_tenth(view: View) -> float:
    """Mean capacity of the municipalities in which the tenth of inhabitants worst served live."""
    level = view.state.capacity.take(view.live)
    order = level.argsort(kind="stable")
    people = view.people.take(order)
    before = people.cumsum() - people
    part = np.minimum(np.maximum(0.1 * view.inhabitants - before, 0.0), people)
    return float(part @ level.take(order) / part.sum())


def below(view: View) -> float:
    """Share of inhabitants times budget of municipal tasks carried out below the threshold."""
    return view.by_people((view.budget * view.inadequate).sum(axis=1) / view.budgets)


@once
def below_each(view: View) -> NDArray[np.float64]:
    """Share of inhabitants whose municipality carries each task below the threshold, shape (K,)."""
    result: NDArray[np.float64] = view.people @ view.inadequate / view.inhabitants
    return result


def below_by_task(position: int) -> Callable[[View], float]:
    """Share of inhabitants whose municipality carries a task below the threshold (0 where it is not municipal)."""

    def share(view: View) -> float:
        return float(below_each(view)[position])

    return share


def provincial(view: View) -> float:
    """Capacity of provinces, mean over inhabitants."""
    state = view.state
    people = view.by_province
    return float(state.province_capacity @ people / people.sum())


INDICATORS = (
    Indicator(
        "capacity_mean",
        "0-1",
        "Implementation capacity",
        "Uitvoeringskracht",
        "Adequacy of municipal tasks at the scale at which they are carried out, weighted by budget, lowered by new "
        "tasks and recent mergers; mean over inhabitants.",
        "higher",
        SOURCE,
        mean,
        lambda v: v.state.capacity[v.live],
        headline=True,
        items=(78,),
    ),
    Indicator(
        "capacity_weakest_tenth",
        "0-1",
        "Capacity, weakest tenth",
        "Uitvoeringskracht, zwakste tiende",
        "Mean capacity for the tenth of inhabitants in the weakest municipalities.",
        "higher",
        SOURCE,
        weakest_tenth,
    ),
    Indicator(
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
        Indicator(
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
    Indicator(
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
