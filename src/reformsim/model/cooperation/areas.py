"""What areas do in the model: they draw municipalities into cooperation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.model.world import World
from reformsim.world.commuting import staying, work_at_home

Floats = NDArray[np.float64]


def area_pull(world: World, rows: NDArray[np.integer]) -> Floats:
    """What draws municipalities into sharing tasks beyond their own taste, in logits, shape of ``rows``.

    A binding cooperation they are members of (rule ``cooperation.binding_strength``), and the share of their
    workers who work elsewhere.
    """
    state, behaviour = world.state, world.behaviour
    pull = np.zeros(len(rows))
    strength = float(world.rules["cooperation.binding_strength"])
    if strength > 0.0:
        bodies = state.bodies
        _, place = bodies.seats(np.array(bodies.of_kind("binding_cooperation"), np.int64))
        bound = np.zeros(len(state.alive), bool)
        bound[bodies.edge_row[place]] = True
        pull += behaviour["cooperation.binding_pull"] * strength * bound[rows]
    if behaviour["cooperation.commuting"] != 0.0:
        territory, decline = world.territory, behaviour["commuting.decline"]
        stays = staying(territory, behaviour["commuting.reach_km"], state.owner)
        years = state.year - territory.year
        home = work_at_home(stays, state.owner, state.unit_population, years, decline, len(state.alive))
        pull += behaviour["cooperation.commuting"] * (1.0 - home[rows])
    return pull
