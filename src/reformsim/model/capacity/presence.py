"""Officials who are there for a task: those of the first day, less whom other work takes, more whom it sets free."""

from __future__ import annotations

import math

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.model.world import World
from reformsim.tasks import LAYERS, PROVINCIE, RIJK

ROUNDING = 1e-9
"""A workload this near to that of the first day is the same one."""


def at_the_task(share: float, workload: float) -> float:
    """Officials who are at their task relative to the first day, at least 0.

    Parameters
    ----------
    share
        Part of them whom other work took on the first day, 0-1.
    workload
        That other work, per official, relative to the first day.
    """
    return max(1.0 + share * (1.0 - workload), 0.0)


def staff_per_thousand(world: World, marked: Bools) -> float:
    """Full-time people of the marked tasks (K,) per 1,000 inhabitants, where another layer than the Rijk carries them.

    By ``staff`` of the task catalogue; that it rises with size is left out, for only a ratio is wanted.
    """
    state = world.state
    decentral = state.carrier[state.live] != RIJK
    people = state.population[state.live]
    return float(people @ (decentral * (world.tasks.staff * marked)).sum(axis=1) / people.sum())


def workload(world: World) -> float:
    """Work of the directives of the year, per official of the tasks bound by acts of the Union; 1 on the first day."""
    d = world.state.directives
    staff = staff_per_thousand(world, np.asarray(world.tasks.european, bool))
    if not (d.first_done and d.first_staff and staff):
        return 1.0
    ratio = (d.done / d.first_done) / (staff / d.first_staff)
    return 1.0 if math.isclose(ratio, 1.0, rel_tol=ROUNDING) else ratio


def presence(world: World) -> Floats:
    """Officials at work on each task relative to the first day, by the layer that carries it, (layers, K).

    Two things take them from their task, or leave them at it. Directives that decentral authorities carry out take
    ``europe.staff_share`` of the officials of the tasks that acts of the Union bind, and more or fewer as there is more
    or less work to each of them. National rules: where the Rijk has a say in what another layer carries,
    ``rules.staff_share`` of the officials see to its rules, and come free as these are scrapped. The officials of the
    Rijk itself stay where they are.
    """
    state, weights = world.state, world.behaviour
    at_work = at_the_task(weights["europe.staff_share"], workload(world))
    scrapped = weights["rules.staff_share"] * world.rules["burden.rules_cut"]
    there = np.where(world.tasks.european, at_work, 1.0)
    there *= np.where(state.involved[:, RIJK], 1.0 + scrapped, 1.0)
    result = np.broadcast_to(there, (len(LAYERS), len(there))).copy()
    result[RIJK] = 1.0
    return result


def push_of_provinces(world: World) -> float:
    """How hard provinces push cooperation and mergers: rule ``province.push``, as far as they have officials for it.

    In proportion to the officials of provinces relative to the first day; that pushing is their work is an assumption.
    """
    return float(world.rules["province.push"] * world.state.finances.staff[PROVINCIE])
