"""Tasks that a scenario adds: a place in the catalogue from the first day on, carried and paid from their date on."""

from __future__ import annotations

import math
from collections.abc import Iterable

from reformsim.history.outcome import Reform
from reformsim.levers.changes_by_name import AddTask
from reformsim.model.world import World
from reformsim.tasks import LAYERS, Origin, Task, TaskCatalogue, TaskSources


def with_new_tasks(catalogue: TaskCatalogue, reforms: Iterable[Reform], last_year: int) -> TaskCatalogue:
    """Give a catalogue with the tasks that reforms add up to and including a year behind its own, by day and id."""
    added = [
        (one.enacted, change.task, change)
        for one in reforms
        if one.enacted is not None and one.enacted.year <= last_year
        for change in one.changes
        if isinstance(change, AddTask)
    ]
    if not added:
        return catalogue
    new = tuple(_task(change) for _, _, change in sorted(added, key=lambda one: one[:2]))
    return TaskCatalogue((*catalogue.tasks, *new), catalogue.coming, len(new))


def add_task(world: World, change: AddTask, lever: str) -> None:
    """Let a layer carry a task that it did not have, and pay for it."""
    state, k = world.state, world.tasks.index(change.task)
    state.carrier[: state.next_row, k] = LAYERS.index(change.carrier)
    state.involved[k] = [layer in change.involved for layer in LAYERS]
    people = float(state.unit_population.sum()) if change.whole else 1.0
    state.finances.need[k] = state.budget[k] = change.budget / people
    state.finances.earmarked[k] = change.earmarked
    world.tell("task_added", change.task, (), f"to {change.carrier} ({lever})")


def _task(change: AddTask) -> Task:
    """The task as the catalogue has it: without budget, for it is not in the basket of the first day."""
    origin = Origin("scenario", change.source, "")
    sources = TaskSources(origin, origin, origin, origin, origin, origin, origin, origin, origin)
    return Task(
        id=change.task,
        name_en=change.name_en,
        name_nl=change.name_nl,
        domain=change.domain,
        carrier=change.carrier,
        involved=(),
        budget=0.0,
        efficient_scale=change.efficient_scale,
        complexity=change.complexity,
        depth=change.depth,
        half_life=change.half_life,
        optimum=math.inf if change.optimum is None else change.optimum,
        rise=change.rise,
        staff=change.staff,
        division=None,
        forms=change.forms,
        sources=sources,
        note="a task of the scenario's own",
    )
