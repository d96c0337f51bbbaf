"""European directives: they come, wait, and are carried out by decentral authorities (note 7/22, 15/22)."""

from __future__ import annotations

import numpy as np

from reformsim.model.capacity.presence import staff_per_thousand
from reformsim.model.world import World
from reformsim.tasks import GEMEENTE, LAYERS, PROVINCIE, RIJK, WATERSCHAP

REPRESENTED = (GEMEENTE, PROVINCIE, WATERSCHAP)
"""Layers whose umbrella organisations (VNG, IPO, union of water boards) take part in Dutch input (note 15/22)."""


def bound_share(world: World, layers: tuple[int, ...]) -> float:
    """Share of what the tasks bound by acts of the Union ask that these layers carry, by inhabitants, 0-1.

    Which acts bind which task: ``eu`` of the task catalogue. 0 where no act binds any task.
    """
    state = world.state
    asked = state.finances.need * world.tasks.european
    carried = (np.isin(state.carrier[state.live], layers) * asked).sum(axis=1)
    people = state.population[state.live].astype(float)
    return float(people @ carried / max(float(people.sum() * asked.sum()), 1e-12))


def execute_directives(world: World) -> None:
    """Let this year's directives arrive, and carry a share of those waiting out.

    A flow without chance: early dialogue and the input of the umbrella organisations lower the work of each
    directive and let fewer wait; the test on subsidiarity lets fewer come. The stock of the first day is the one
    that stays the same if nothing changes. More directives come to decentral authorities as they carry more of the
    tasks that acts of the Union bind, and fewer as the Rijk takes such tasks back. The umbrella organisations speak for
    their members: their input counts by what part of these tasks, as far as they are decentral, those carry.
    """
    weights, rules, d = world.behaviour, world.rules, world.state.directives
    stopped = weights["europe.subsidiarity_effect"] * rules["europe.subsidiarity"]
    usual = weights["europe.directive_rate"] * weights["europe.execution_share"]
    decentral = bound_share(world, tuple(layer for layer in range(len(LAYERS)) if layer != RIJK))
    first, d.started = not d.started, True
    if first:
        d.first_carried = decentral
    coming = usual * (decentral / d.first_carried if d.first_carried else 1.0)
    dialogue = 1.0 - weights["europe.early_effect"] * rules["europe.dialogue"]
    heard = rules["europe.umbrella"] * bound_share(world, REPRESENTED) / max(decentral, 1e-12)
    umbrella = 1.0 - weights["europe.umbrella_effect"] * heard
    prepared = dialogue * umbrella
    unhandled = 1.0 - weights["europe.execution_rate"]
    if first:
        d.waiting = coming * unhandled / (1.0 - unhandled)
    d.arrived = coming * (1.0 - stopped)
    at_hand = d.waiting + d.arrived
    d.executed = at_hand * (1.0 - unhandled * prepared)
    d.waiting = at_hand - d.executed
    d.work = prepared
    if first:
        d.first_load = coming / (1.0 - unhandled)
        d.first_done = coming
        d.first_staff = staff_per_thousand(world, np.asarray(world.tasks.european, bool))


def has_a_say(world: World) -> tuple[str, ...]:
    """Tasks on which the European Union counts as a layer with a say."""
    return tuple(t.id for t in world.tasks if t.eu) if world.rules["europe.layer"] else ()
