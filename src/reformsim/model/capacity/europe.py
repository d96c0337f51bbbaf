"""European directives: they come, wait, and are carried out by decentral authorities (note 7/22, 15/22)."""

from __future__ import annotations

from reformsim.model.world import World


def execute_directives(world: World) -> None:
    """Let this year's directives arrive, and carry a share of those waiting out.

    A flow without chance: early dialogue and the input of the umbrella organisations lower the work of each
    directive and let fewer wait; the test on subsidiarity lets fewer come. The stock of the first day is the one
    that stays the same if nothing changes.
    """
    weights, rules, d = world.behaviour, world.rules, world.state.directives
    stopped = weights["europe.subsidiarity_effect"] * rules["europe.subsidiarity"]
    coming = weights["europe.directive_rate"] * weights["europe.execution_share"]
    dialogue = 1.0 - weights["europe.early_effect"] * rules["europe.dialogue"]
    umbrella = 1.0 - weights["europe.umbrella_effect"] * rules["europe.umbrella"]
    prepared = dialogue * umbrella
    unhandled = 1.0 - weights["europe.execution_rate"]
    first = not d.started
    if first:
        d.started = True
        d.waiting = coming * unhandled / (1.0 - unhandled)
    d.arrived = coming * (1.0 - stopped)
    at_hand = d.waiting + d.arrived
    d.executed = at_hand * (1.0 - unhandled * prepared)
    d.waiting = at_hand - d.executed
    d.work = prepared
    if first:
        d.first_load = coming / (1.0 - unhandled)


def has_a_say(world: World) -> tuple[str, ...]:
    """Tasks on which the European Union counts as a layer with a say."""
    return tuple(t.id for t in world.tasks if t.eu) if world.rules["europe.layer"] else ()
