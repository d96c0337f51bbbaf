"""What a task loses by its scale: the curve, its corners, and the studies that it must reproduce."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.tasks import THIN, full_time, load_tasks, lost
from reformsim.tasks.scale import REFERENCE, STAFF_EXPONENT

TASKS = load_tasks()
depths = st.floats(0.0, 0.99)
half_lives = st.floats(1_000.0, 200_000.0)
optima = st.one_of(st.just(math.inf), st.floats(1_000.0, 1e6))
scales = st.floats(0.0, 20e6)


def of(task: str, scale: float) -> float:
    """Give what a task of the catalogue loses at a scale."""
    k = TASKS[task]
    return float(lost(scale, k.depth, k.half_life, k.optimum, k.rise))


def test_every_half_life_more_halves_what_is_lost_where_there_is_no_optimum():
    assert lost([0, 10_000, 20_000, 30_000], 0.4, 10_000) == pytest.approx([0.4, 0.2, 0.1, 0.05])


def test_with_an_optimum_the_loss_begins_at_its_depth_and_is_nought_there():
    # 2^-2 is left at the optimum: (1 - 1/4) / (3/4), (1/2 - 1/4) / (3/4) and nought, times 0.3
    assert lost([0, 10_000, 20_000], 0.3, 10_000, 20_000) == pytest.approx([0.3, 0.1, 0.0])


def test_at_twice_the_optimum_half_of_the_rise_is_lost_and_at_three_times_two_thirds():
    assert lost([20_000, 40_000, 60_000], 0.3, 10_000, 20_000, 0.3) == pytest.approx([0.0, 0.15, 0.2])


def test_tasks_and_places_give_a_table():
    table = lost(np.array([[5_000.0], [50_000.0]]), TASKS.depth, TASKS.half_life, TASKS.optimum, TASKS.rise)
    assert table.shape == (2, len(TASKS))
    assert table[0, TASKS.index("taxes")] == pytest.approx(of("taxes", 5_000))


@given(scales, depths, half_lives, optima, depths)
def test_a_loss_is_never_negative_and_never_the_whole_euro(scale, depth, half_life, optimum, rise):
    share = float(lost(scale, depth, half_life, optimum, rise))
    assert 0.0 <= share <= max(depth, rise) + 1e-12


@given(scales, scales, depths, half_lives, optima, depths)
def test_a_loss_falls_to_the_optimum_and_rises_after_it(one, other, depth, half_life, optimum, rise):
    small, large = sorted((one, other))
    at_small, at_large = lost([small, large], depth, half_life, optimum, rise)
    if large <= optimum:
        assert at_large <= at_small + 1e-12
    elif small >= optimum:
        assert at_large >= at_small - 1e-12


@given(depths, half_lives, st.floats(1_000.0, 1e6), depths)
def test_nothing_is_lost_at_the_optimum_and_the_curve_has_no_jump_there(depth, half_life, optimum, rise):
    assert lost(optimum, depth, half_life, optimum, rise) == 0.0
    around = lost([optimum * (1 - 1e-6), optimum * (1 + 1e-6)], depth, half_life, optimum, rise)
    assert np.all(around < 1e-4)


@given(scales, half_lives, optima)
def test_without_a_depth_or_a_rise_no_scale_loses_anything(scale, half_life, optimum):
    assert lost(scale, 0.0, half_life, optimum, 0.0) == 0.0


POINTS = 0.05


@pytest.mark.parametrize(("inhabitants", "published"), [(10_000, 0.30), (60_000, 0.0)])
def test_local_taxes_lose_what_was_published_of_dutch_tax_offices(inhabitants, published):
    """Niaounakis and Blank 2017, abstract: up to 30 % inefficient at 10,000; largely exhausted at 60,000."""
    assert of("taxes", inhabitants) == pytest.approx(published, abs=POINTS)


def inefficiency(inhabitants: float) -> float:
    """Give the share lost by a frontier in which the log of the excess cost falls in proportion to size.

    Through the two published points: 30 % of a euro at 10,000 inhabitants, and at 60,000 3 % (our figure for "largely
    exhausted").
    """
    small, large = -math.log(1 - 0.30), -math.log(1 - 0.03)
    return 1 - math.exp(-small * (large / small) ** ((inhabitants - 10_000) / 50_000))


@pytest.mark.parametrize("inhabitants", [5_000, 10_000, 20_000, 60_000])
def test_between_and_below_the_published_points_local_taxes_follow_a_frontier_through_them(inhabitants):
    """Nothing is published (that we could read) at 5,000 and 20,000: these two are worked out, not measured."""
    assert of("taxes", inhabitants) == pytest.approx(inefficiency(inhabitants), abs=POINTS)


def test_joining_a_tax_office_at_twenty_thousand_saves_about_the_fifteen_per_cent_found_for_cooperation():
    """Allers and De Greef 2018, as reported: tax collection some 15 % cheaper where municipalities cooperate."""
    assert of("taxes", 20_000) - of("taxes", 150_000) == pytest.approx(0.15, abs=POINTS)


def test_overhead_saves_a_tenth_from_the_mean_danish_municipality_before_its_reform_to_that_after():
    """Blom-Hansen, Houlberg and Serritzlew 2014: about 10 %; the sizes are from general knowledge."""
    assert of("back_office", 20_000) - of("back_office", 55_000) == pytest.approx(0.10, abs=0.01)


def test_overhead_is_cheapest_at_the_size_of_bikker_and_van_der_linde_and_dearer_in_the_largest_cities():
    assert of("back_office", 66_260) == 0.0
    assert of("back_office", 4 * 66_260) == pytest.approx(of("back_office", 66_260 / 4), abs=0.005)


def test_only_taxes_and_overhead_lose_by_scale_unless_an_assumption_says_so():
    assert {task.id for task in TASKS if task.depth or task.rise} == {"taxes", "back_office"}


def test_every_range_of_a_curve_holds_its_value_and_that_of_a_task_without_evidence_begins_at_nought():
    for task in TASKS:
        for name in ("depth", "half_life", "rise", "staff"):
            origin = getattr(task.sources, name)
            assert origin.low <= getattr(task, name) <= origin.high
        if not task.depth:
            assert task.sources.depth.low == 0.0
        assert (task.sources.optimum.low is None) == math.isinf(task.optimum)


COUNTED = 6.21  # median of 181 municipalities of 20,000 to 50,000 inhabitants, about 2014
REST = 0.56  # governance, public order, land and other fields, which are no task of the catalogue
BODIES = {
    "safety": 0.638,
    "public_health": 0.244,
    "environmental_permits": 0.250,
    "spatial_planning": 0.052,
    "regional_economy": 0.052,
    "regional_transport": 0.104,
}  # counted in joint bodies and provinces
NOT_MUNICIPAL = ("nature", "wadden_fund", "police", "water_management")


def test_staff_of_municipal_tasks_adds_up_to_the_people_counted_in_municipalities():
    own = sum(task.staff - BODIES.get(task.id, 0.0) for task in TASKS if task.id not in NOT_MUNICIPAL)
    assert own + REST == pytest.approx(COUNTED, abs=0.1)
    assert 6.0 <= own + REST <= 8.0


def test_ten_thousand_inhabitants_have_less_than_one_person_for_taxes_and_six_for_roads():
    assert full_time(10_000, TASKS["taxes"].staff) == pytest.approx(0.91)
    assert full_time(10_000, TASKS["roads"].staff) == pytest.approx(6.2)
    assert full_time(22_500, TASKS["taxes"].staff) > THIN


def test_larger_municipalities_have_more_people_per_inhabitant_by_the_exponent():
    grown = full_time([REFERENCE, 2 * REFERENCE], 1.0, STAFF_EXPONENT)
    assert grown == pytest.approx([30.0, 60.0 * 2**STAFF_EXPONENT])


@given(st.floats(1.0, 20e6), st.floats(1.0, 20e6), st.floats(0.0, 50.0), st.floats(-0.5, 0.5))
def test_more_inhabitants_never_make_a_task_thinner(one, other, staff, exponent):
    small, large = sorted((one, other))
    assert full_time(small, staff, exponent) <= full_time(large, staff, exponent) + 1e-9
