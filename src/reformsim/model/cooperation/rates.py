"""How policy moves the rates of cooperation, beside the terms that are estimated."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Floats, Ints
from reformsim.model.accounts import FINANCES_DECIDE
from reformsim.model.capacity.presence import push_of_provinces
from reformsim.model.cooperation.areas import area_pull
from reformsim.model.provinces.care import pressed
from reformsim.model.world import World


def pulled(world: World, rows: Ints) -> Floats:
    """By what the rates of founding and joining of municipalities are multiplied, shape of ``rows``.

    Provinces push, a policy favours one of the two tracks, knowledge is spread, areas draw their members, provinces
    press where much is lacking, and weak finance tells (mechanism ``finances_decide``); 1 where nothing of this holds.
    """
    behaviour, rules = world.behaviour, world.rules
    common = 1.0 + push_of_provinces(world)
    common *= 1.0 - behaviour["cooperation.track"] * rules["policy.track_bias"]
    common *= 1.0 + behaviour["cooperation.learning"] * rules["cooperation.knowledge"]
    result: Floats = max(common, 0.0) * np.exp(area_pull(world, rows)) * pressed(world, rows)
    if FINANCES_DECIDE in world.acting:
        result *= np.exp(world.behaviour["cooperation.weak_finance"] * weak_beyond_usual(world, rows))
    return result


def weak_beyond_usual(world: World, rows: Ints) -> Floats:
    """Whether solvency is weak by the books, less the part of all municipalities that is, shape of ``rows``."""
    books, live = world.state.accounts, world.state.live
    assert books is not None, "finances_decide needs accounts"
    weak = books.weak
    result: Floats = weak[rows] - weak[live].mean()
    return result


def crossing(world: World, label: Ints | None, own: Ints, other: Ints) -> Floats:
    """What partners across the regions of a master division lose in logits, by pairs of rows; 0 without such regions.

    Parameters
    ----------
    label : (R,) int64
        Region of each row (``regrouping.master_regions``), ``None`` without a master division.
    """
    if label is None:
        return np.zeros(np.broadcast(own, other).shape)
    strength = world.behaviour["cooperation.crossing_cost"] * world.rules["cooperation.master_strength"]
    result: Floats = strength * (label[own] != label[other])
    return result
