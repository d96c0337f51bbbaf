"""What the law ends by itself: institutions it no longer allows cease on the day it says so.

A scenario with ``law: enacted`` reads what was really enacted later. A lever that does the same earlier goes first;
after it there is nothing left to end.
"""

from __future__ import annotations

from reformsim.law import Law
from reformsim.levers.changes import AbolishBodies, AbolishSubMunicipal, MoveTask
from reformsim.model.government.reforms import carry_out
from reformsim.model.world import World
from reformsim.tasks import LAYERS

BY_LAW = "by law"
"""How the event log names what no lever did."""


def apply_statute(world: World) -> None:
    """End the sub-municipal councils and plusregio's that the law in force at the end of the year does not allow.

    What a plusregio carried falls to the layer of the task catalogue (transport to the provinces), unless a reform
    has moved the task. Tasks that the law gives to another layer in this year go there, with their money and whoever
    has a say then.
    """
    councils = world.state.sub_municipal
    if (councils.alive & councils.council_tier).any() and _forbidden(world, "sub_municipal_councils_allowed"):
        carry_out(world, AbolishSubMunicipal(), BY_LAW)
    for step in world.tasks.coming:
        if step.day.year == world.state.year and _elsewhere(world, step.task, step.carrier):
            carry_out(world, MoveTask(step.task, step.carrier, step.involved), BY_LAW)
    if world.state.bodies.of_kind("plusregio") and _forbidden(world, "wgr_plus_allowed"):
        carry_out(world, AbolishBodies("plusregio"), BY_LAW)


def _elsewhere(world: World, task: str, carrier: str) -> bool:
    """Whether a task is not everywhere with a layer."""
    carried = world.state.carrier[world.state.live, world.tasks.index(task)]
    return bool((carried != LAYERS.index(carrier)).any())


def _forbidden(world: World, table: str) -> bool:
    """Whether a switch of the law is off; a table that does not reach back so far forbids nothing."""
    law: Law = world.law
    return law.in_force(table, world.today) and not law.value(table, world.today)
