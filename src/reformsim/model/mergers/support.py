"""Whose consent to a merger the rules in force ask for, who may start one from above, and what pushes it."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.model.capacity.presence import push_of_provinces
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.framework import norm_by_row
from reformsim.model.mergers.search import chance
from reformsim.model.mergers.together import crosses
from reformsim.model.world import World


def push(world: World, c: Candidates) -> Floats:
    """What policy adds to values: the province's support, a bias for mergers, pressure of a minimum size, (S,)."""
    return common_push(world, c) + norm_push(world, c)


def common_push(world: World, c: Candidates) -> Floats:
    """Support of the province for a merger within it, and a policy for or against mergers, (S,)."""
    behaviour, rules = world.behaviour, world.rules
    province = behaviour["merger.province_push"] * push_of_provinces(world)
    result: Floats = np.asarray(province * ~crosses(c.members, world.state.province), np.float64)
    return result + behaviour["merger.track"] * rules["policy.track_bias"]


def norm_push(world: World, c: Candidates) -> Floats | float:
    """Pressure of a minimum size, (S,): how far a coalition brings its members that are below it towards it.

    Each counts by the logarithm of what the coalition, no further than to the norm, has more inhabitants than it has
    alone; nobody is pressed beyond the norm. So a coalition that stays below it has its members pressed on.
    """
    if world.rules["merger.minimum_inhabitants"] is None:
        return 0.0
    columns = c.members.T
    inside = columns >= 0
    norm = np.where(inside, norm_by_row(world)[columns], 0.0)
    people = np.where(inside, np.maximum(world.state.population[columns], 1), 1).astype(float)
    whole = np.where(inside, people, 0.0).sum(axis=0)
    gained = np.log(np.maximum(np.minimum(whole, norm) / people, 1.0)).sum(axis=0) / c.size
    result: Floats = world.behaviour["merger.norm_pressure"] * gained
    return result


def most_push(world: World) -> float:
    """No coalition is pushed by more than this beside a minimum size, under the rules in force."""
    behaviour = world.behaviour
    track = behaviour["merger.track"] * max(world.rules["policy.track_bias"], 0.0)
    return float(behaviour["merger.province_push"] * push_of_provinces(world) + track)


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


def consent_given(world: World, c: Candidates, agrees: Bools) -> Bools:
    """Whether the consent that the rules ask for is given by the members that agree, (S,).

    Parameters
    ----------
    agrees : (S, K) bool
        By place; padded places are not read.
    """
    inside, least = c.members >= 0, world.rules["merger.min_support"]
    if not majority_suffices(world):
        return np.asarray((agrees | ~inside).all(axis=1))
    people = np.where(inside, world.state.population[c.members].astype(float), 0.0)
    held = np.where(agrees, people, 0.0).sum(axis=1) / people.sum(axis=1)
    result: Bools = held > 0.5 if least is None else held >= least
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
