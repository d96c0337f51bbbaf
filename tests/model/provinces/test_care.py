"""Provinces that press for cooperation: where more is lacking than elsewhere, and where the law asks for a body."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reformsim.model.cooperation.founding import starting_chance
from reformsim.model.cooperation.rates import pulled
from reformsim.model.provinces import care
from reformsim.model.world import World
from tests.model.worlds import bare, world_of


def acting(*names: str, **weights: float) -> World:
    world = world_of(bare(), **weights)
    world.acting = frozenset(names)
    return world


def rows(world: World) -> np.ndarray:
    return world.state.live.astype(np.int64)


def test_what_is_lacking_is_held_against_the_country_by_hand():
    """Two regions of as many inhabitants: 0.3 and 0.1 of the budget lacks, 0.2 in the mean."""
    lack = np.array([0.4, 0.2, 0.1])
    people, region = np.array([5.0, 5.0, 10.0]), np.array([0, 0, 1])
    assert care.relative_lack(lack, people, region) == pytest.approx([0.5, 0.5, 0.0])


SHARES = arrays(float, 6, elements=st.floats(0.0, 1.0))


@given(SHARES)
def test_where_regions_are_alike_nobody_is_pressed(lack):
    alike = care.relative_lack(lack, np.ones(6), np.zeros(6, np.int64))
    assert alike == pytest.approx(np.zeros(6), abs=1e-9)


@given(SHARES, st.floats(0.5, 2.0))
def test_only_the_differences_between_regions_count(lack, times):
    region = np.array([0, 0, 1, 1, 2, 2])
    assert care.relative_lack(lack * times, np.ones(6), region) == pytest.approx(
        care.relative_lack(lack, np.ones(6), region), abs=1e-9
    )


def test_off_nothing_is_pressed_and_on_only_regions_that_lack_more():
    off, on = acting(), acting("province_cooperation", province__care=1.0, province__care_spread=0.0)
    before, after = pulled(off, rows(off)), pulled(on, rows(on))
    assert (before == 1.0).all()
    more = care.lacking(on)
    assert more.max() > 0.0 == more.min()
    assert after == pytest.approx(np.exp(more))
    assert ((starting_chance(on, rows(on)) > starting_chance(off, rows(off))) == (more > 0.0)).all()


def test_a_province_without_care_presses_nobody():
    world = acting("province_cooperation", province__care=0.0, province__care_spread=0.0)
    assert pulled(world, rows(world)).tolist() == [1.0] * 12
    assert care.sooner(world, rows(world), 0.2) == pytest.approx(0.2)


def test_provinces_differ_in_care_and_none_holds_cooperation_back():
    world = acting("province_cooperation", province__care=1.5, province__care_spread=0.5)
    own = care.care_of(world)
    assert own[0] != own[1]
    held = acting("province_cooperation", province__care=0.0, province__care_spread=1.0)
    assert care.care_of(held).min() >= 0.0


def test_a_body_that_the_law_asks_for_comes_sooner_where_the_province_presses():
    """A chance of a fifth is odds of 1 to 4; a care of ln 2 makes it 2 to 4."""
    world = acting("province_cooperation", province__care=np.log(2.0), province__care_spread=0.0)
    assert care.sooner(world, rows(world), 0.2) == pytest.approx(1.0 / 3.0)
    assert [care.sooner(world, rows(world), sure) for sure in (0.0, 1.0)] == [0.0, 1.0]
    assert care.sooner(acting(), rows(world), 0.2) == 0.2
