"""Phase 5: what the law obliges to, whose seats come together, who leaves, what ends, and who looks for partners."""

from __future__ import annotations

from reformsim.model.cooperation.bringing_together import bring_together
from reformsim.model.cooperation.departures import end, leave
from reformsim.model.cooperation.memberships import dissolve_empty
from reformsim.model.cooperation.obligations import fulfil_obligations
from reformsim.model.cooperation.regrouping import regroup
from reformsim.model.cooperation.scope import drift, hand_back, take_back
from reformsim.model.cooperation.seeking import seek
from reformsim.model.world import World
from reformsim.world.neighbours import Graph


def cooperate(world: World, graph: Graph, *, voluntary: bool = True) -> None:
    """One year of cooperation: obligations, seats brought together, leaving, ending, seeking; counts are kept up.

    Parameters
    ----------
    world
        The world of the run.
    graph
        Neighbours of the municipalities, across land and water.
    voluntary
        Whether municipalities also bring seats together, seek, leave and end cooperation by themselves this year.
    """
    state = world.state
    touched = fulfil_obligations(world)
    if voluntary:
        touched |= bring_together(world) | leave(world) | end(world) | regroup(world)
        touched |= take_back(world) | hand_back(world) | drift(world) | seek(world, graph)
    for body in dissolve_empty(state, touched):
        world.tell("body_dissolved", state.bodies.names[body], (), "fewer than two members left")
