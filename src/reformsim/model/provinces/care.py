"""Cooperation that fails to emerge: provinces push it where much is lacking, or where the law asks for a body.

A province cannot found a body for municipalities. What it may order (Wgr art. 99-100) asks for a request of one of them
and a weighty public interest, and is the ladder of :mod:`reformsim.model.cooperation.obligations`; how often it was
used is not known. What is left to it is to press: municipalities then begin and join bodies more often in regions where
more capacity is lacking than in the country, and form a body that the law asks for sooner.
"""

from __future__ import annotations

import math

import numpy as np

from reformsim.arrays import Floats, Ints
from reformsim.model.cooperation.terms import AREAS, LACKING, starting_terms
from reformsim.model.world import World

CARE = "province_cooperation"
"""The mechanism by which provinces push cooperation."""


def care_of(world: World) -> Floats:
    """How hard each province presses, (P,), at least nought: logits for a region that lacks twice the country's.

    Drawn once a run about ``province.care``, keyed by the province's code.
    """
    behaviour = world.behaviour
    own = world.streams.bounded_normal("province.care", 0, world.state.provinces.keys)
    result: Floats = np.maximum(behaviour["province.care"] + behaviour["province.care_spread"] * own, 0.0)
    return result


def regions_of(world: World) -> Ints:
    """Region of each living municipality, (m,): of cooperation where the map has such regions, else its province."""
    state = world.state
    live = state.live
    division = world.territory.divisions.get(AREAS[0])
    label = state.province[live] if division is None else division.label[state.leader[live]]
    return np.unique(np.asarray(label, np.int64), return_inverse=True)[1]


def lacking(world: World) -> Floats:
    """How much more capacity is lacking around each living municipality than in the country, (m,), at least nought.

    Of what municipalities do alone, share of the budget, mean of a region by inhabitants; relative to that of the
    country. A region that lacks twice as much has one.
    """
    live = world.state.live
    lack = starting_terms(world, live.astype(np.int64))[:, 1] + LACKING
    return relative_lack(lack, world.state.population[live].astype(float), regions_of(world))


def relative_lack(lack: Floats, people: Floats, region: Ints) -> Floats:
    """The same from what is lacking, inhabitants and regions (from 0 on) of municipalities, (m,) each.

    Examples
    --------
    >>> relative_lack(np.array([0.3, 0.1]), np.array([10.0, 10.0]), np.array([0, 1])).round(3).tolist()
    [0.5, 0.0]
    """
    whole = float(lack @ people) / max(float(people.sum()), 1.0)
    if whole <= 0.0:
        return np.zeros(len(lack))
    mean = np.bincount(region, weights=lack * people) / np.maximum(np.bincount(region, weights=people), 1.0)
    result: Floats = np.maximum(mean[region] / whole - 1.0, 0.0)
    return result


def pressed(world: World, rows: Ints) -> Floats | float:
    """By what the rates of founding and joining of municipalities are multiplied, shape of ``rows``; 1 when off."""
    if CARE not in world.acting:
        return 1.0
    state = world.state
    factor = np.ones(len(state.alive))
    factor[state.live] = np.exp(care_of(world)[state.province[state.live]] * lacking(world))
    result: Floats = factor[rows]
    return result


def sooner(world: World, rows: Ints, usual: float) -> float:
    """Yearly chance that the municipalities of a region form a body that the law asks for, if the province presses.

    On the logit scale the care of the province in which most of their inhabitants live is added to the usual chance;
    the usual chances 0 and 1 stay what they are.
    """
    if CARE not in world.acting or usual in (0.0, 1.0) or not len(rows):
        return usual
    state = world.state
    people = np.bincount(state.province[rows], weights=state.population[rows].astype(float))
    care = float(care_of(world)[int(np.argmax(people))])
    return 1.0 / (1.0 + math.exp(-(math.log(usual / (1.0 - usual)) + care)))
