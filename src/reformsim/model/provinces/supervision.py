"""Financial supervision: whether a province puts a municipality under preventive supervision (Gemeentewet art. 203).

Supervision is repressive unless the budget is not in structural and real balance and its estimates do not restore that
in the years that follow (law table ``supervision_preventive``; not read again). That is a judgement of the province,
and provinces need not judge alike: with mechanism ``province_supervision`` each has a strictness of its own, in
logarithms of what it wants to see covered by savings. No record of these judgements by province is in the data, so its
spread is an assumption; without the mechanism all judge alike.
"""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.model.world import World

SUPERVISION = "province_supervision"
"""The mechanism by which provinces differ in it."""
ROUNDING = 1e-6
"""Share of spending below which a deficit is none."""


def preventive(
    at_ease: Bools,
    left: Floats,
    needed: Floats,
    free: Floats,
    equity: Floats,
    spending: Floats,
    strict: Floats | float = 0.0,
) -> Bools:
    """Whether municipalities come under preventive supervision, (m,).

    Parameters
    ----------
    at_ease : (m,) bool
        Savings bridge the deficit for the years of the estimates, and nobody watched this year.
    left : (m,) float64
        Structural deficit that remains after what is decided this year, euro; at least nought.
    needed : (m,) float64
        What savings would have to bridge until it is closed, euro.
    free : (m,) float64
        Savings above the floor, euro.
    equity, spending : (m,) float64
        Euro.
    strict : (m,) float64
        Strictness of the municipality's province: it wants exp(strict) times what is needed to be there.
    """
    uncovered = needed * np.exp(strict) > free
    result: Bools = ~at_ease & (left > ROUNDING * spending) & uncovered | (equity < 0)
    return result


def strictness(world: World) -> Floats:
    """Strictness of each province, (P,): drawn once a run, with mean nought, keyed by its code; nought when off."""
    keys = world.state.provinces.keys
    if SUPERVISION not in world.acting:
        return np.zeros(len(keys))
    spread = world.behaviour["province.strictness_spread"]
    result: Floats = spread * world.streams.bounded_normal("province.strictness", 0, keys)
    return result


def strict_for(world: World) -> Floats:
    """Strictness that each living municipality meets with, (m,)."""
    state = world.state
    result: Floats = strictness(world)[state.province[state.live]]
    return result
