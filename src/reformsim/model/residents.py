"""Residents as the model knows them: they vote, and they compare their municipality with its neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.model.world import World

Floats = NDArray[np.float64]


def turnout(world: World) -> Floats:
    """Turnout at the last council election of each living municipality, share of voters, shape (m,).

    The national figure of law table ``council_turnout`` (an observation; with ``law: at_start`` that of the first
    day goes on), less ``residents.merger_turnout`` where the municipality was formed after the first day: the loss
    lasts for at least five elections (Allers et al. 2021), so to the end of any horizon used here. Mergers before
    the first day are in the observed figure already.
    """
    state = world.state
    usual = world.law.value("council_turnout", world.today)
    formed = state.founded[state.live] > world.territory.year
    result: Floats = np.maximum(usual - world.behaviour["residents.merger_turnout"] * formed, 0.0)
    return result


def own_policy(world: World) -> Floats:
    """Part of a task's policy that a municipality still sets by itself, shape (K,), 0-1.

    National frames bind a part where the Rijk has a say (``residents.national_frames``), and competition for
    residents and firms another part everywhere (``residents.policy_competition``).
    """
    framed = world.behaviour["residents.national_frames"] * world.state.involved[:, 0]
    result: Floats = np.asarray((1.0 - framed) * (1.0 - world.behaviour["residents.policy_competition"]), np.float64)
    return result
