"""Who carries what: profiles of the layers, tasks as low as their scale allows, and the waves of tasks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reformsim.levers.changes import MoveTask
from reformsim.model.world import World
from reformsim.tasks import GEMEENTE, LAYERS, PROVINCIE, RIJK
from reformsim.world.streams import key_of


def moves_to_profile(world: World) -> tuple[MoveTask, ...]:
    """The moves after which each task of a profile lies with its layer, in the order of the catalogue."""
    layer_of, state = world.profile, world.state
    return tuple(
        MoveTask(task, layer_of[task])
        for k, task in enumerate(world.tasks.ids)
        if task in layer_of and (state.carrier[state.live, k] != LAYERS.index(layer_of[task])).any()
    )


def close_households(world: World) -> None:
    """Take the formal say of provinces in what lies outside their profile, if their household is closed.

    Rule ``profiles.closed_household`` (Rutte II wished it; the note keeps it open, 9/22). What they carry they keep.
    """
    if not world.rules["profiles.closed_household"]:
        return
    own, state = set(world.rules["profiles.province"]), world.state
    for k, task in enumerate(world.tasks.ids):
        if task not in own and not (state.carrier[state.live, k] == PROVINCIE).any():
            state.involved[k, PROVINCIE] = False


def moves_to_the_lowest(world: World, reach: float) -> tuple[MoveTask, ...]:
    """The moves after which tasks of Rijk and provinces lie as low as their efficient scale allows (note 11/22)."""
    state = world.state
    people = state.unit_population.astype(float)
    municipal = state.population[state.owner].astype(float)
    provincial = np.bincount(state.unit_province, weights=people)[state.unit_province]
    moves = []
    for k, task in enumerate(world.tasks.ids):
        carriers = set(np.unique(state.carrier[state.live, k]).tolist())
        if not carriers <= {RIJK, PROVINCIE}:
            continue
        for layer, scale in ((GEMEENTE, municipal), (PROVINCIE, provincial)):
            if people[scale >= state.efficient_scale[k]].sum() >= reach * people.sum():
                if carriers != {layer}:
                    moves.append(MoveTask(task, LAYERS[layer]))
                break
    return tuple(moves)


def waves(world: World) -> Iterator[tuple[str, MoveTask]]:
    """Tasks that move this year without a reform of the scenario: the reason, and the move.

    With ``tasks.drift`` a task of the Rijk or the provinces goes to the municipalities, with ``politics.reversal``
    one that was decentralised goes back to the layer that had it; both a chance per task and year.
    """
    drift, reversal = world.behaviour["tasks.drift"], world.behaviour["politics.reversal"]
    if not drift and not reversal:
        return
    state, year = world.state, world.state.year
    for k, task in enumerate(world.tasks.ids):
        carriers = set(np.unique(state.carrier[state.live, k]).tolist())
        first, key = int(world.tasks.carrier_index[k]), np.array([key_of(task)], np.uint64)
        goes = float(world.streams.uniform("task_drift", year, key)[0]) < drift
        returns = float(world.streams.uniform("task_reversal", year, key)[0]) < reversal
        if goes and carriers <= {RIJK, PROVINCIE} and state.involved[k, GEMEENTE]:
            yield "wave of decentralisation", MoveTask(task, "gemeente")
        elif returns and first in (RIJK, PROVINCIE) and first not in carriers and carriers <= {PROVINCIE, GEMEENTE}:
            yield "centralised again", MoveTask(task, LAYERS[first])


def grow_scales(world: World) -> None:
    """Let problems outgrow borders: efficient scales grow by ``tasks.spillover_growth`` a year."""
    growth = world.behaviour["tasks.spillover_growth"]
    if growth:
        world.state.efficient_scale *= 1.0 + growth
