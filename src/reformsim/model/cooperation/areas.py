"""What areas do in the model: they draw municipalities into cooperation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.model.world import World


def area_pull(world: World, rows: NDArray[np.integer]) -> Floats:
    """What draws municipalities into sharing tasks beyond their own taste, in logits, shape of ``rows``.

    A binding cooperation they are members of (rule ``cooperation.binding_strength``).
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
    return pull
