"""The parts of the estimate by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reformsim.behaviour import load_behaviour
from reformsim.behaviour.estimates import load_estimates
from reformsim.behaviour.parameters import load_parameters
from reformsim.errors import DataError, RunError
from reformsim.estimation.fit import log_mean_taste, survival
from reformsim.estimation.fitness import auc, average_precision
from reformsim.estimation.level import find_level
from reformsim.model.mergers.together import enclosed_share
from reformsim.model.mergers.worth import SET_TERMS, set_features
from reformsim.world.neighbours import Graph
from tests.model.mergers.test_merger_worth import around, sets
from tests.model.worlds import toy, world_of


def test_the_enclosed_share_by_hand():
    """A line of three: 0-1 share 4 km, 1-2 share 6 km; 0 has 2 km more with 3, and 3 nothing else.

    Pair (0, 1): borders 6 + 10 = 16 km, of which 2 x 4 between them. Triple: 6 + 10 + 6 = 22, of which 2 x 10.
    """
    graph = Graph(
        np.array([0, 2, 4, 5, 6]),
        np.array([1, 3, 0, 2, 1, 0], np.int32),
        np.array([4.0, 2.0, 4.0, 6.0, 6.0, 2.0]),
    )
    assert enclosed_share(sets((0, 1), (0, 1, 2)).members, graph) == pytest.approx([8 / 16, 20 / 22])
    column = [name for name, _ in SET_TERMS].index("merger.enclosed")
    assert set_features(sets((0, 1)), around(graph=graph))[0, column] == pytest.approx(0.5)
    assert set_features(sets((0, 1)), around())[0, column] == 0.0


def test_how_small_the_smallest_member_is_by_hand():
    """Against a median of 20,000: 10,000 inhabitants are half of it, 20,000 just it."""
    column = [name for name, _ in SET_TERMS].index("merger.small")
    small = set_features(sets((0, 1), (0, 1, 2), (2, 3)), around(median=20_000.0))[:, column]
    assert small == pytest.approx([1 / 1.25, 1 / 1.25, 1 / 2])


def test_what_tastes_add_is_the_log_of_the_mean_of_their_exponential():
    """Against the mean over many draws from the model's own streams."""
    behaviour = load_behaviour().override({"merger.taste_spread": 0.7, "merger.pair_taste_spread": 0.9})
    keys = np.arange(3_000_000, dtype=np.uint64)
    draws = world_of(toy()).streams.bounded_normal("test.taste", 0, keys).reshape(-1, 6)
    for size in (2, 3):
        pairs = size * (size - 1) // 2
        taste = 0.7 * draws[:, :size].mean(axis=1) + 0.9 * draws[:, size : size + pairs].mean(axis=1)
        by_hand = math.log(np.exp(taste).mean())
        assert log_mean_taste(np.array([size]), behaviour)[0] == pytest.approx(by_hand, abs=0.005)


def test_a_procedure_survives_all_three_stages():
    broken = {"merger.break_off_design": 0.25, "merger.break_off_advice": 0.1, "merger.break_off_act": 0.03}
    assert survival(load_behaviour().override(broken)) == pytest.approx(0.75 * 0.9 * 0.97)


def test_the_area_under_the_curve_by_hand():
    """Of the four pairs (event, none) three are in order and one is a tie: 3.5 of 4."""
    truth, score = np.array([True, False, True, False]), np.array([0.9, 0.2, 0.5, 0.5])
    assert auc(truth, score) == pytest.approx(3.5 / 4)
    assert math.isnan(auc(np.array([False, False]), np.array([1.0, 2.0])))


def test_the_average_precision_by_hand():
    """Events at places 1 and 3 of 4: (1/1 + 2/3) / 2. With a tie of place 2 and 3, both stand at place 3."""
    truth = np.array([True, False, True, False])
    assert average_precision(truth, np.array([0.9, 0.8, 0.7, 0.1])) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(truth, np.array([0.9, 0.7, 0.7, 0.1])) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(truth, np.array([0.1, 0.9, 0.8, 0.7])) == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert math.isnan(average_precision(np.array([False]), np.array([1.0])))


def test_the_level_is_found_where_the_number_lost_rises_less_than_the_constant():
    shift = find_level(lambda s: 40.0 * math.exp(0.8 * s), 71.0)
    assert 40.0 * math.exp(0.8 * shift) == pytest.approx(71.0, rel=0.01)


def test_a_level_that_does_not_exist_is_told():
    with pytest.raises(RunError, match="no level of the constant was found at which 71 municipalities are lost"):
        find_level(lambda s: 0.0, 71.0)


def test_a_parameter_without_value_or_estimate_is_told_at_its_place(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text("a.b:\n  {low: 0.0, high: 1.0, unit: x, source: assumption, meaning: y}\n", "utf-8")
    with pytest.raises(DataError, match=r"a\.b\.value: is missing, and there is no estimate"):
        load_parameters(path)


def test_a_broken_file_of_estimates_is_told_at_its_place(tmp_path):
    path = tmp_path / "e.yaml"
    path.write_text(
        "territory: x\nfirst: 2004\nlast: 2011\nevents: 3\ncontrols: 5\nlevel: 0.0\n"
        "parameters:\n  a.b: {value: 1.0, error: 0.0}\n",
        "utf-8",
    )
    with pytest.raises(DataError, match=r"8:\d+: parameters\.a\.b\.error: "):
        load_estimates(path)


JOINT = """\
territory: x
first: 2004
last: 2011
events: 3
controls: 5
level: 0.0
parameters:
  a.b: {value: 1.0, error: 0.5}
  a.c: {value: 2.0, error: 2.0}
correlations:
  a.b: []
  a.c: [0.5]
"""


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("[0.5]", "[0.5, 0.1]", "12:3: correlations.a.c: expected 1 numbers, not 2"),
        ("[0.5]", "[1.5]", "12:3: correlations.a.c: expected numbers between -1 and 1"),
        ("  a.b: []\n", "", "10:1: correlations: expected the parameters in their order: a.b, a.c"),
    ],
)
def test_correlations_that_are_none_are_told_at_their_place(tmp_path, good, bad, message):
    path = tmp_path / "e.yaml"
    path.write_text(JOINT.replace(good, bad), "utf-8")
    with pytest.raises(DataError) as error:
        load_estimates(path)
    assert message in [str(one).removeprefix(str(path) + ":") for one in error.value.problems]


def test_errors_and_correlations_make_the_covariance_of_the_posterior(tmp_path):
    path = tmp_path / "e.yaml"
    path.write_text(JOINT, "utf-8")
    assert load_estimates(path).covariance.tolist() == [[0.25, 0.5], [0.5, 4.0]]


def test_an_estimate_outside_the_prior_range_is_told(tmp_path):
    table, estimates = tmp_path / "p.yaml", tmp_path / "e.yaml"
    table.write_text("a.b:\n  {low: 0.0, high: 1.0, unit: x, source: assumption, meaning: y}\n", "utf-8")
    estimates.write_text(
        "territory: x\nfirst: 2004\nlast: 2011\nevents: 3\ncontrols: 5\nlevel: 0.0\n"
        "parameters:\n  a.b: {value: 1.5, error: 0.5}\n",
        "utf-8",
    )
    with pytest.raises(DataError, match=r"1\.5 is outside its own range, 0 to 1"):
        load_parameters(table, load_estimates(estimates))
    inside = replace_value(load_estimates(estimates), 0.5)
    assert load_parameters(table, inside)["a.b"] == 0.5


def replace_value(estimates, value):
    one = estimates.parameters["a.b"].model_copy(update={"value": value})
    return estimates.model_copy(update={"parameters": {"a.b": one}})
