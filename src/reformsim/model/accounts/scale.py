"""At which scale municipalities have their tasks carried out: inhabitants served, for what is lost to scale."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Floats
from reformsim.tasks import TaskCatalogue
from reformsim.world.state import State


def served(state: State) -> Floats:
    """Inhabitants served by whoever carries a municipal task out for each living municipality, (m, K).

    The municipality itself, or a body: all for which it carries the task out.
    """
    executor, people = state.executor[state.live], state.population[state.live].astype(float)
    tasks = executor.shape[1]
    scale = np.repeat(people, tasks).reshape(-1, tasks)
    at, task = (executor >= 0).nonzero()
    if len(at):
        label = executor[at, task].astype(np.int64) * tasks + task
        scale[at, task] = np.bincount(label, weights=people[at])[label]
    return scale


def curves_of(tasks: TaskCatalogue) -> tuple[Floats, Floats, Floats, Floats]:
    """Give depth, half-life, optimum and rise of each task, (K,) each."""
    return tasks.depth, tasks.half_life, tasks.optimum, tasks.rise
