"""Scores by hand on small cases: what a perfect, a useless and a middling forecaster get."""

from __future__ import annotations

from collections import Counter
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.hindcast import scoring

HAPPENED = np.array([True, False, False, True])
PERFECT = np.array([1.0, 0.0, 0.0, 1.0])
USELESS = np.full(4, 0.5)


def test_the_crps_of_a_single_value_is_its_error():
    assert scoring.crps(np.array([415]), 408) == 7.0


def test_the_crps_of_a_small_ensemble_by_hand():
    # |1-2|, |3-2|, |5-2| have the mean 5/3; the nine differences add up to 2 (2 + 2 + 4) = 16, half their mean is 8/9.
    assert scoring.crps(np.array([3.0, 1.0, 5.0]), 2.0) == pytest.approx(5 / 3 - 8 / 9)


def test_an_ensemble_that_is_right_and_sure_has_a_crps_of_nought():
    assert scoring.crps(np.full(20, 380), 380) == 0.0


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=12), st.floats(-50, 50))
def test_the_crps_is_the_integral_of_the_squared_distance_to_the_step(values, real):
    x = np.array(values)
    edges = np.unique(np.concatenate([x, [real]]))
    middle = (edges[1:] + edges[:-1]) / 2
    below = (x[None, :] <= middle[:, None]).mean(axis=1)
    area = float((np.diff(edges) * (below - (middle >= real)) ** 2).sum())
    assert scoring.crps(x, real) == pytest.approx(area, abs=1e-9)


def test_the_band_leaves_a_tenth_out_on_each_side():
    middle, low, high = scoring.band(np.arange(11)[:, None])
    assert (middle[0], low[0], high[0]) == (5.0, 1.0, 9.0)


def test_a_perfect_forecaster_of_chances():
    assert scoring.auc(PERFECT, HAPPENED) == 1.0
    assert scoring.average_precision(PERFECT, HAPPENED) == 1.0
    assert scoring.brier(PERFECT, HAPPENED) == 0.0


def test_a_useless_forecaster_has_half_the_area_the_base_rate_and_a_quarter():
    assert scoring.auc(USELESS, HAPPENED) == 0.5
    assert scoring.average_precision(USELESS, HAPPENED) == 0.5
    assert scoring.brier(USELESS, HAPPENED) == 0.25


def test_the_brier_score_by_hand():
    assert scoring.brier(np.array([0.9, 0.2, 0.4, 0.3]), HAPPENED) == pytest.approx((0.01 + 0.04 + 0.16 + 0.49) / 4)


def test_where_nothing_happened_there_is_no_area_and_no_precision():
    nothing = np.zeros(4, bool)
    assert isnan(scoring.auc(USELESS, nothing)) and isnan(scoring.average_precision(USELESS, nothing))
    assert scoring.brier(USELESS, nothing) == 0.25


def test_sizes_a_factor_two_apart_lie_the_log_of_two_apart():
    people = np.array([1000, 1000])
    assert scoring.size_distance(people, np.array([0, 0]), np.array([0, 1])) == pytest.approx(np.log(2))
    assert scoring.size_distance(people, np.array([5, 7]), np.array([0, 1])) == 0.0


def test_maps_that_are_the_same_but_for_the_labels_agree():
    assert scoring.map_agreement(np.array([7, 7, 3, 2]), np.array([0, 0, 1, 2])) == 1.0
    assert scoring.map_agreement(np.array([0, 1, 2, 3]), np.array([0, 0, 1, 2])) == 0.0


def test_coalitions_are_the_labels_that_come_twice_or_more():
    assert scoring.coalitions(np.array([4, 1, 4, 2, 1, 4])) == {frozenset({0, 2, 5}), frozenset({1, 4})}


def sets(*names: str) -> list[frozenset[int]]:
    return [frozenset(map(ord, name)) for name in names]


def test_real_coalitions_are_looked_for_among_the_most_frequent():
    ab, cd, ef = sets("ab", "cd", "ef")
    found = Counter({ab: 5, cd: 3, ef: 1})
    assert scoring.hit_rate(found, {ab, ef}, 2) == 0.5
    assert scoring.hit_rate(found, {ab, ef}, 3) == 1.0
    assert scoring.hit_rate(Counter(), {ab}, 1) == 0.0


def test_of_equally_frequent_coalitions_each_counts_for_its_chance_of_a_place():
    ab, cd, ef, gh = sets("ab", "cd", "ef", "gh")
    found = Counter({ab: 5, cd: 2, ef: 2, gh: 2})
    # Two places: one for ab, one for three that came about equally often.
    assert scoring.hit_rate(found, {cd, gh}, 2) == pytest.approx((1 / 3 + 1 / 3) / 2)


def test_reliability_puts_equal_chances_in_one_part():
    chance = np.repeat([0.0, 0.2, 0.8], [6, 2, 2])
    happened = np.array([0, 0, 0, 0, 0, 0, 0, 1, 1, 1], bool)
    bins = scoring.reliability(chance, happened)
    assert [(one.cases, one.forecast, one.happened) for one in bins] == [(6, 0.0, 0.0), (2, 0.2, 0.5), (2, 0.8, 1.0)]
    assert scoring.reliability_gap(bins) == pytest.approx(0.3)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80))
def test_the_parts_hold_every_case_once(cases):
    chance, happened = (np.array(column) for column in zip(*cases, strict=True))
    bins = scoring.reliability(chance, happened.astype(bool))
    assert sum(one.cases for one in bins) == len(cases) and len(bins) <= 10
    assert sum(one.cases * one.happened for one in bins) == pytest.approx(happened.sum())


def test_the_log_score_by_hand_knows_no_impossible():
    chance = np.array([0.5, 0.0, 0.25, 0.0])
    found = scoring.log_score(chance, HAPPENED, 0.01)
    assert found == pytest.approx(-(np.log(0.5) + np.log(0.99) + np.log(0.75) + np.log(0.01)) / 4)


def test_the_quantile_score_by_hand():
    # At the median half the distance counts; at 0.1 a value above it a tenth, below it nine tenths.
    assert scoring.quantile_score(np.array([5.0]), np.array([0.5]), 8.0) == pytest.approx(2 * 0.5 * 3)
    assert scoring.quantile_score(np.array([5.0]), np.array([0.1]), 8.0) == pytest.approx(2 * 0.1 * 3)
    assert scoring.quantile_score(np.array([5.0]), np.array([0.1]), 2.0) == pytest.approx(2 * 0.9 * 3)


def test_the_quantile_score_of_many_levels_is_the_crps():
    values = np.random.default_rng(1).normal(380, 5, 4000)
    levels = (np.arange(2000) + 0.5) / 2000
    found = scoring.quantile_score(np.quantile(values, levels), levels, 371.0)
    assert found == pytest.approx(scoring.crps(values, 371.0), rel=1e-3)
