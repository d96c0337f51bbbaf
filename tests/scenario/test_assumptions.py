"""What is drawn in a scenario: which distribution, and the same draw whatever is drawn beside it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.behaviour import load_behaviour
from reformsim.behaviour.distributions import Joint, TwoPiece
from reformsim.levers.figures import figures, with_figures
from reformsim.scenario import Assumptions, Scenario, applied, load_scenario

YEARS = {"start": 2011, "end": 2014}
PUSH = {"lever": "province_push", "id": "push", "date": "2012-01-01", "source": "assumption", "strength": 0.4}


def scenario(**values) -> Scenario:
    return Scenario(**{"name": "some", "horizon": YEARS, **values})


ordered = st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3).map(sorted)


@given(ordered, st.lists(st.floats(0.0, 1.0), min_size=2, max_size=9).map(sorted))
def test_an_assumed_weight_has_its_default_as_median_and_never_leaves_its_range(range_, shares):
    low, middle, high = range_
    values = TwoPiece(low, middle, high).ppf(np.array(shares))
    assert TwoPiece(low, middle, high).ppf(np.array([0.5])) == pytest.approx(middle)
    assert (np.diff(values) >= -1e-9).all() and low <= values.min() <= values.max() <= high


def test_the_shorter_side_falls_in_a_straight_line_and_the_longer_one_meets_it_without_a_jump():
    """By hand: sides of 1 and 2, so powers 2 and 4; mass within a hair of the middle is the same on both sides."""
    one = TwoPiece(0.0, 1.0, 3.0)
    assert one.ppf(np.array([0.125])) == pytest.approx(1.0 * 0.25**0.5)
    assert one.ppf(np.array([1.0 - 0.5 * 0.5**4])) == pytest.approx(3.0 - 2.0 * 0.5)
    left, right = one.ppf(np.array([0.4999, 0.5001]))
    assert 1.0 - left == pytest.approx(right - 1.0, rel=1e-3)


def test_a_weight_whose_default_is_an_end_of_its_range_is_as_likely_as_not_just_that():
    """Half of the mass at the end, the other half ever thinner to the other end, as on the longest side: power 8."""
    found = TwoPiece(0.0, 0.0, 2.0).ppf(np.array([0.0, 0.2, 0.5, 0.75, 1.0]))
    assert found[:3].tolist() == [0.0, 0.0, 0.0] and found[4] == 2.0
    assert found[3] == pytest.approx(2.0 - 2.0 * 0.5 ** (1 / 8))
    assert TwoPiece(0.0, 1.0, 1.0).ppf(np.array([0.5, 0.9])).tolist() == [1.0, 1.0]


def test_estimated_weights_are_drawn_with_the_covariance_of_their_posterior():
    """Without truncation; 4,096 draws, so each entry to a twentieth of its scale."""
    joint = load_behaviour().joint
    wide = np.full(len(joint.names), np.inf)
    unit = Assumptions.of(scenario(), "estimated").unit(range(2**12))
    drawn = Joint(joint.names, joint.mode, joint.covariance, -wide, wide).ppf(unit)
    scale = np.sqrt(np.diag(joint.covariance))
    assert np.abs((np.cov(drawn.T) - joint.covariance) / np.outer(scale, scale)).max() < 0.05
    assert np.abs((drawn.mean(axis=0) - joint.mode) / scale).max() < 0.03
    assert np.abs(np.corrcoef(drawn.T) - np.eye(len(scale))).max() > 0.5, "or the correlations were lost"


def test_a_truncated_posterior_stays_in_its_range_and_the_constant_makes_up_for_what_was_cut_off():
    joint = load_behaviour().joint
    last = joint.names.index("merger.constant")
    assert {name.partition(".")[0] for name in joint.names[:last]} == {"merger"}, "the constant is drawn after them"
    drawn = joint.ppf(Assumptions.of(scenario(), "estimated").unit(range(2**12)))
    assert (joint.low <= drawn.min(axis=0)).all() and (drawn.max(axis=0) <= joint.high).all()
    before = np.linalg.solve(joint.covariance[:last, :last], joint.covariance[:last, last])
    expected = joint.mode[last] + (drawn[:, :last] - joint.mode[:last]) @ before
    left = np.sqrt(joint.covariance[last, last] - joint.covariance[last, :last] @ before)
    assert abs((drawn[:, last] - expected).mean()) < 0.02 * left
    assert (drawn[:, last] - expected).std() == pytest.approx(left, rel=0.02)


def test_the_default_is_the_median_of_the_draws_of_every_weight():
    """Within 3 % of the range over 1,024 draws; a truncated posterior shifts its own by a sixth of an error at most."""
    unknown, table = Assumptions.of(scenario()), load_behaviour().parameters
    middle = np.median(unknown.from_unit(unknown.unit(range(1024))), axis=0)
    for name, found in zip(unknown.names, middle, strict=True):
        one = table[name]
        near = 0.03 * (one.distribution.high - one.distribution.low) if one.error is None else one.error / 6.0
        assert abs(found - one.value) <= near, name


def test_what_the_analyst_chooses_is_never_drawn():
    chosen = {name for name, one in load_behaviour().parameters.items() if one.kind == "chosen"}
    assert {"money.discount_rate", "balance.efficiency", "compactness.rules", "capacity.threshold"} < chosen
    assert not chosen & set(Assumptions.of(scenario()).names)
    with pytest.raises(ValueError, match="chosen by the analyst, not unknown, and never drawn"):
        scenario(uncertainties={"money.discount_rate": {"low": 0.0, "high": 0.07}})


def test_the_modes_draw_nothing_what_is_estimated_or_everything():
    table = load_behaviour().parameters
    by_mode = {mode: Assumptions.of(scenario(), mode).names for mode in ("fixed", "estimated", "all")}
    assert by_mode["fixed"] == ()
    assert {table[name].kind for name in by_mode["estimated"]} == {"estimated"} and len(by_mode["estimated"]) == 33
    idle = {name for name, one in table.items() if one.mechanism and one.mechanism not in scenario().acting}
    assert set(by_mode["all"]) == {name for name, one in table.items() if one.kind != "chosen"} - idle
    assert Assumptions.of(scenario(assumptions="fixed")).values(3) == {}


@settings(max_examples=20)
@given(st.integers(0, 5000), st.lists(st.integers(0, 5000), max_size=5))
def test_a_draw_is_the_same_alone_and_among_any_others_in_any_order(one, others):
    unknown = Assumptions.of(scenario())
    among = unknown.unit([*others, one])
    assert (among[-1] == unknown.unit([one])[0]).all()
    assert unknown.values(one) == Assumptions.of(scenario()).values(one)


def test_draws_fill_the_ranges_more_evenly_than_chance_and_weights_do_not_go_together():
    """The distance of 128 draws from an even spread (Kolmogorov's); of independent numbers it would be 0.077."""
    unit = Assumptions.of(scenario()).unit(range(128))
    steps = np.arange(1, 129)[:, None] / 128
    ordered = np.sort(unit, axis=0)
    apart = np.maximum(steps - ordered, ordered - steps + 1 / 128).max(axis=0)
    assert apart[:13].mean() < 0.035 and apart.mean() < 0.077
    assert np.abs(np.corrcoef(unit.T) - np.eye(unit.shape[1])).max() < 0.4


def test_another_seed_has_other_draws():
    one, other = (Assumptions.of(scenario(seed=seed)).values(0) for seed in (1, 2))
    assert one.keys() == other.keys() and all(one[name] != other[name] for name in ("merger.finance", "merger.extent"))


def test_every_scenario_has_the_same_draw_of_what_it_does_not_set_itself():
    """Also of estimated weights beside one that is set, which are drawn jointly with it in the other scenario."""
    free = Assumptions.of(scenario())
    held = Assumptions.of(scenario(behaviour={"merger.extent": 1.0, "capacity.steepness": 0.0}, levers=[PUSH]))
    assert "capacity.steepness" not in held.names
    for index in (0, 1, 77, 200):
        ours, theirs = free.values(index), held.values(index)
        assert theirs.pop("merger.extent") == 1.0
        assert {name: ours[name] for name in theirs} == theirs


def test_what_a_scenario_sets_is_fixed_unless_it_calls_it_uncertain_too():
    own = {"behaviour": {"merger.finance": 0.5}}
    assert "merger.finance" not in Assumptions.of(scenario(**own)).names
    both = scenario(**own, uncertainties={"merger.finance": {"low": 0.4, "high": 0.6}})
    drawn = [Assumptions.of(both).values(at)["merger.finance"] for at in range(256)]
    assert 0.4 <= min(drawn) < 0.42 and 0.58 < max(drawn) <= 0.6 and np.median(drawn) == pytest.approx(0.5, abs=0.01)
    unknown = Assumptions.of(both)
    assert applied(both, unknown.values(7)).behaviour["merger.finance"] == drawn[7]


def test_a_narrower_range_of_an_estimated_weight_truncates_its_posterior():
    narrow = scenario(uncertainties={"merger.extent": {"low": 1.05, "high": 1.15}})
    drawn = [Assumptions.of(narrow).values(at)["merger.extent"] for at in range(64)]
    assert min(drawn) == 1.05 and max(drawn) == 1.15


def test_a_figure_of_a_lever_is_drawn_about_what_the_scenario_says_and_put_into_it():
    given_ = scenario(levers=[PUSH], uncertainties={"push.strength": {"low": 0.2, "high": 1.0}})
    unknown = Assumptions.of(given_)
    assert unknown.names[-1] == "push.strength"
    drawn = [unknown.values(at)["push.strength"] for at in range(400)]
    assert 0.2 <= min(drawn) < 0.25 and 0.7 < max(drawn) <= 1.0 and np.median(drawn) == pytest.approx(0.4, abs=0.03)
    there = applied(given_, unknown.values(5))
    assert there.levers[0].strength == drawn[5] and there.assumptions == "fixed" and not there.uncertainties
    assert "push.strength" not in Assumptions.of(given_, "estimated").names


def test_a_weight_that_older_results_drew_and_that_is_gone_has_no_say():
    given_ = scenario(levers=[PUSH])
    assert applied(given_, {"merger.of_old": 3.0}) == applied(given_, {})


def test_figures_inside_a_lever_are_named_with_points_and_whole_ones_stay_whole():
    lever = next(one for one in load_scenario("note-2011").levers if one.id == "smaller_councils")
    assert figures(lever) == {"delta.le40k": -2, "delta.gt40k": -4}
    other = with_figures(lever, {"delta.gt40k": -2.6})
    assert figures(other) == {"delta.le40k": -2, "delta.gt40k": -3} and other.date == lever.date
    with pytest.raises(KeyError):
        with_figures(lever, {"delta.none": 1.0})


def test_a_drawn_whole_number_is_told_as_the_whole_number_that_is_used():
    norm = {"lever": "minimum_size", "date": "2013-01-01", "inhabitants": 25_000, "source": "assumption"}
    unsure = scenario(levers=[norm], uncertainties={"minimum_size.inhabitants": {"low": 20_000, "high": 40_000}})
    unknown = Assumptions.of(unsure)
    for at in range(8):
        drawn = unknown.values(at)
        told = drawn["minimum_size.inhabitants"]
        assert told == int(told) == applied(unsure, drawn).levers[0].inhabitants


def test_points_of_the_unit_cube_become_values_row_by_row():
    unknown = Assumptions.of(scenario(levers=[PUSH], uncertainties={"push.strength": {"low": 0.2, "high": 1.0}}))
    half = unknown.from_unit(np.full((2, len(unknown.names)), 0.5))
    defaults = [*(load_behaviour()[name] for name in unknown.names[:-1]), 0.4]
    assert half == pytest.approx(np.array([defaults, defaults]))
