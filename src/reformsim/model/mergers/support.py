"""Whose consent to a merger the rules in force ask for, who may start one from above, and what pushes it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.model.capacity.presence import push_of_provinces
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.framework import norm_by_row
from reformsim.model.mergers.search import chance
from reformsim.model.mergers.together import crosses
from reformsim.model.world import World

Floats = NDArray[np.float64]


def push(world: World, c: Candidates) -> Floats:
    """Support of the province for a merger within it, and the pressure of a minimum size on members below it.

    A coalition that would itself stay below the minimum relieves half of the pressure only.
    """
    state, behaviour, rules = world.state, world.behaviour, world.rules
    push = behaviour["merger.province_push"] * push_of_provinces(world)
    value: Floats = np.asarray(push * ~crosses(c.members, state.province), np.float64)
    value = value + behaviour["merger.track"] * rules["policy.track_bias"]
    if rules["merger.minimum_inhabitants"] is not None:
        inside = c.members >= 0
        norm = norm_by_row(world)[c.members]
        people = np.where(inside, state.population[c.members], 0)
        below = (inside & (people < norm)).sum(axis=1) / c.size
        reached = np.where(people.sum(axis=1) >= np.where(inside, norm, 0.0).max(axis=1), 1.0, 0.5)
        value = value + behaviour["merger.norm_pressure"] * below * reached
    return value


def most_push(world: World) -> float:
    """No coalition is pushed by more than this under the rules in force."""
    behaviour, rules = world.behaviour, world.rules
    norm = behaviour["merger.norm_pressure"] * (rules["merger.minimum_inhabitants"] is not None)
    track = behaviour["merger.track"] * max(rules["policy.track_bias"], 0.0)
    return float(behaviour["merger.province_push"] * push_of_provinces(world) + norm + track)


def majority_suffices(world: World) -> bool:
    """Whether the rules in force ask for less than the consent of every member."""
    rules = world.rules
    return rules["merger.min_support"] is not None or rules["merger.consent"] == "majority"


def consent_of(world: World, c: Candidates, member: Floats) -> Floats:
    """Value of the least eager member whose consent is needed, shape (S,)."""
    support = world.rules["merger.min_support"]
    if not majority_suffices(world):
        return member.min(axis=1)
    order = np.argsort(-member, axis=1, kind="stable")
    weight = np.where(c.members >= 0, world.state.population[c.members].astype(float), 0.0)
    held = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    # The padded places are infinite and come first in this order, with weight 0.
    all_held = held[:, -1:]
    at = (held <= all_held / 2.0 if support is None else held < support * all_held).sum(axis=1)
    result: Floats = np.take_along_axis(np.take_along_axis(member, order, axis=1), at[:, None], axis=1)[:, 0]
    return result


def above_allowed(world: World) -> bool:
    """Whether a province or the minister may start a merger."""
    return bool({"province", "minister"} & set(world.rules["merger.initiators"]))


def above_allowance(world: World) -> float:
    """How much larger than the chance from below that of starting in any way may be."""
    return 2.0 if above_allowed(world) else 1.0


def from_above(world: World, c: Candidates, common: Floats, member: Floats) -> Floats:
    """Chance of a start by the province (within it) or the minister: no member's consent is needed."""
    initiators = world.rules["merger.initiators"]
    inside = c.members >= 0
    mean = np.where(inside, member, 0.0).sum(axis=1) / c.size
    reach = np.full(len(c), "minister" in initiators)
    if "province" in initiators:
        reach |= ~crosses(c.members, world.state.province)
    result: Floats = reach * chance(common + mean + world.behaviour["merger.province_constant"])
    return result
