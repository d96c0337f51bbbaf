"""Which tasks municipalities carry, as the events of results tell it; the results hold no table of carriers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from reformsim.experiment import Run
    from reformsim.territory import Territory

MUNICIPAL = "gemeente"


def municipal(run: Run, land: Territory | None) -> NDArray[np.bool_]:
    """Say whether municipalities carry each task in the first and in the last year, (replicates, 2, tasks).

    Parameters
    ----------
    land
        Its territory; without it what bodies that were abolished left to municipalities is not known.
    """
    from reformsim.tasks import load_tasks

    catalogue = load_tasks()
    found = np.tile([task.carrier == MUNICIPAL for task in catalogue.tasks], (run.replicates, 2, 1))
    place, left = {number: at for at, number in enumerate(run.numbers)}, _left(run, land)
    for piece in run.pieces:
        for replicate, year, kind, subject, _, detail in piece.events:
            moved: dict[str, bool] = {}
            if kind == "task_moved":
                moved = {subject: detail.startswith(f"to {MUNICIPAL} ")}
            elif kind == "bodies_abolished":
                moved = dict.fromkeys(left.get(detail, ()), True)
            for task, here in moved.items():
                found[place[replicate], 0 if year == run.years[0] else 1 :, catalogue.index(task)] = here
    return found


def _left(run: Run, land: Territory | None) -> dict[str, list[str]]:
    """Tasks that bodies leave to municipalities when a lever abolishes them, by the id of the lever."""
    from reformsim.levers.changes import AbolishBodies

    if land is None:
        return {}
    return {
        lever.id: [
            task
            for change in lever.stated_changes(land)
            if isinstance(change, AbolishBodies)
            for task, layer in change.tasks_to
            if layer == MUNICIPAL
        ]
        for lever in run.scenario.levers
    }
