"""Provinces that merge of their own accord: an initiative, both councils, the Act, and the years that it takes."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.model.provinces import merging
from reformsim.model.world import World
from tests.model.worlds import bare, events, world_of

SURE = {
    "province__merger_initiative": 1.0,
    "province__merger_consent": 1.0,
    "province__merger_act": 1.0,
}


def acting(*names: str, **weights: float) -> World:
    world = world_of(bare(), **weights)
    world.acting = frozenset(names)
    return world


def at(world: World, year: int, first: int = 2011) -> list[str]:
    """Codes of the provinces that exist when the phase of a year is over."""
    world.state.year = year
    merging.merge_of_own_accord(world, first)
    p = world.state.provinces
    return [code for code, alive in zip(p.codes, p.alive, strict=True) if alive]


def test_the_two_toy_provinces_are_neighbours():
    world = acting()
    assert [one.tolist() for one in merging.neighbouring(world)] == [[0], [1]]


def test_an_initiative_that_all_agree_to_takes_effect_after_the_terms_of_the_act():
    world = acting(merging.MERGING, **SURE)
    took = merging.years_taken(world)
    assert took == 3, "27.5 months: six, three and two weeks, views, the council, the minister and Parliament"
    before = at(world, 2011 + took - 1)
    assert len(before) == 2, "no initiative is older than the run"
    assert len(at(world, 2011 + took)) == 1
    people = world.state.unit_population.sum()
    new = world.state.provinces.codes[-1]
    assert (world.state.unit_province == len(world.state.provinces.codes) - 1).all()
    assert people == 290_000
    assert new not in before
    assert events(world, "provinces_merged") == [tuple(sorted(before))]


@pytest.mark.parametrize("refuses", list(SURE))
def test_without_initiative_consent_or_act_provinces_stay(refuses):
    world = acting(merging.MERGING, **(SURE | {refuses: 0.0}))
    assert len(at(world, 2020)) == 2


def test_off_provinces_stay_whatever_the_weights():
    assert len(at(acting(**SURE), 2020)) == 2


def test_both_councils_are_asked_each_by_a_draw_of_its_own():
    world = acting(merging.MERGING, **(SURE | {"province__merger_consent": 0.5}))
    agreed = np.concatenate([merging.attempts(world, year).agreed for year in range(2011, 2111)])
    assert 0.3 < agreed.mean() < 0.7
    assert 0.1 < agreed.all(axis=1).mean() < 0.4, "about a quarter: one does not follow the other"


def test_a_new_province_has_a_name_of_both_and_a_code_of_its_own():
    world = acting(merging.MERGING, **SURE)
    at(world, 2014)
    p = world.state.provinces
    assert len(set(p.codes)) == len(p.codes) == 3
    assert all(name in p.names[-1] for name in p.names[:2])
    assert p.seats[-1] >= p.seats[:2].max(), "the council that its inhabitants give it (Provinciewet art. 8)"
