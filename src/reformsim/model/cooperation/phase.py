"""Phase 5: what the law obliges to, whose seats come together, who leaves, what ends, who founds and who joins."""

from __future__ import annotations

from reformsim.model.cooperation.boards.contributing import set_contributions
from reformsim.model.cooperation.boards.extending import extend
from reformsim.model.cooperation.boards.merging import merge_voluntarily
from reformsim.model.cooperation.bringing_together import bring_together
from reformsim.model.cooperation.departures import end, leave
from reformsim.model.cooperation.founding import found
from reformsim.model.cooperation.joining import join
from reformsim.model.cooperation.memberships import dissolve_empty
from reformsim.model.cooperation.obligations import fulfil_obligations
from reformsim.model.cooperation.regrouping import regroup
from reformsim.model.cooperation.scope import drift, hand_back, take_back
from reformsim.model.cooperation.terms import ties
from reformsim.model.world import World
from reformsim.world.neighbours import Graph


def cooperate(world: World, graph: Graph, *, voluntary: bool = True) -> None:
    """One year of cooperation: obligations, seats brought together, leaving, ending, joining, founding.

    Counts are kept up.

    Parameters
    ----------
    world
        The world of the run.
    graph
        Neighbours of the municipalities, across land and water.
    voluntary
        Whether municipalities also bring seats together, found, join, leave and end bodies by themselves this year.
    """
    state = world.state
    touched = fulfil_obligations(world)
    if voluntary:
        touched |= bring_together(world) | leave(world) | end(world, graph) | regroup(world)
        if "bodies_merge" in world.acting:
            touched |= merge_voluntarily(world)
        touched |= take_back(world) | hand_back(world) | drift(world)
        if "bodies_extend" in world.acting:
            touched |= extend(world)
        if "bodies_contribute" in world.acting:
            set_contributions(world)
        tied = ties(world)
        touched |= join(world, graph, tied) | found(world, graph, tied)
    for body in dissolve_empty(state, touched):
        world.tell("body_dissolved", state.bodies.names[body], (), "fewer than two members left")
