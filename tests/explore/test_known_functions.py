"""Designs and indices on functions whose answer is known, through the whole path: draw, simulate, keep, tell."""

from __future__ import annotations

import numpy as np
import pytest

import reformsim
from reformsim import explore
from reformsim.errors import RunError
from tests.explore import known_models as known

BASE_POINTS = 128


def by_factor(table, column):
    return dict(zip(table["factor"], table[column], strict=True))


@pytest.fixture(scope="module")
def of_ishigami(tmp_path_factory):
    out = tmp_path_factory.mktemp("explored") / "ishigami"
    given = {"design": "sobol", "draws": BASE_POINTS, "parameters": known.X[:3], "measures": (known.LOWER,)}
    explore(known.scenario(), **given, out=out, simulate=known.ishigami)
    return reformsim.exploration(out)


def test_sobols_indices_of_the_ishigami_function_are_those_of_its_formula(of_ishigami):
    """Ishigami & Homma 1990: with a = 7, b = 0.1 first order 0.314, 0.442, 0 and total 0.558, 0.442, 0.244."""
    table = of_ishigami.indices()
    first, total = by_factor(table, "first"), by_factor(table, "total")
    for name, one, whole in zip(known.X, (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437), strict=False):
        assert first[name] == pytest.approx(one, abs=0.1) and total[name] == pytest.approx(whole, abs=0.1)
    assert first["chance"] == total["chance"] == 0.0


def test_the_intervals_of_indices_hold_the_truth(of_ishigami):
    row = of_ishigami.indices().set_index("factor").loc[known.X[1]]
    assert row["first_low"] < 0.4424 < row["first_high"] and row["total_low"] < 0.4424 < row["total_high"]
    assert row["first_high"] - row["first_low"] < 0.4


def test_sobols_indices_of_the_g_function_are_those_of_its_formula():
    """Saltelli & Sobol 1995: the variance of each factor alone is 1 / (3 (1 + a)^2)."""
    given = {"design": "sobol", "draws": BASE_POINTS, "parameters": known.X[:4], "measures": (known.LOWER,)}
    found = by_factor(explore(known.scenario(), **given, simulate=known.g_function).indices(), "first")
    parts = 1.0 / (3.0 * (1.0 + known.G) ** 2)
    whole = np.prod(1.0 + parts) - 1.0
    for name, part in zip(known.X, parts, strict=False):
        assert found[name] == pytest.approx(part / whole, abs=0.08)


def test_chance_has_an_index_of_its_own():
    """2 x1 + x2 + normal / 2: variances 4/12, 1/12 and 1/4, so 1/2, 1/8 and 3/8 of the whole."""
    given = {"design": "sobol", "draws": BASE_POINTS, "parameters": known.X[:2], "measures": (known.LOWER,)}
    found = by_factor(explore(known.scenario(), **given, simulate=known.noisy).indices(), "total")
    assert found[known.X[0]] == pytest.approx(1 / 2, abs=0.08)
    assert found[known.X[1]] == pytest.approx(1 / 8, abs=0.04)
    assert found["chance"] == pytest.approx(3 / 8, abs=0.08)


def test_groups_are_moved_as_one():
    given = {"design": "sobol", "draws": BASE_POINTS, "groups": "name", "parameters": known.X[:3]}
    result = explore(known.scenario(measures=(known.LOWER,)), **given, measures=(known.LOWER,), simulate=known.ishigami)
    found = by_factor(result.indices(), "total")
    assert set(found) == {"cooperation", "decisions", "chance"}
    assert found["cooperation"] == pytest.approx(1.0, abs=0.1) and found["decisions"] == pytest.approx(0.2437, abs=0.06)


def test_by_source_the_shares_of_sobol_are_bands():
    given = {"design": "sobol", "draws": 128, "groups": "source", "parameters": ["merger", *known.X[:2]]}
    result = explore(known.scenario(), **given, measures=(known.LOWER,), simulate=known.noisy)
    bands = result.bands().set_index("source")
    assert bands.at["chance", "share"] == pytest.approx(3 / 8, abs=0.15)
    assert bands.at["assumed", "share"] == pytest.approx(5 / 8, abs=0.2)
    assert bands.at["estimated", "share"] == 0.0 and set(bands["method"]) == {"draws", "sobol", "rest"}


def test_screening_finds_what_moves_an_outcome_and_by_how_much():
    """Of 2 x1 + x2 + normal / 2 the change along 90 % of the range is 1.8, 0.9, and nothing of the rest."""
    given = {"design": "morris", "draws": 20, "parameters": known.X, "measures": (known.LOWER,)}
    table = explore(known.scenario(), **given, simulate=known.noisy).screening()
    star, sigma = by_factor(table, "mu_star"), by_factor(table, "sigma")
    assert star[known.X[0]] == pytest.approx(1.8, abs=1e-3) and star[known.X[1]] == pytest.approx(0.9, abs=1e-3)
    assert star[known.X[2]] == pytest.approx(0.0, abs=1e-9)
    assert 0.2 < star["chance"] < 1.6 and sigma["chance"] > 0.2, "chance is another one in every trajectory"
    assert table["factor"].tolist()[0] == known.X[0]


def test_interactions_show_as_spread_of_the_elementary_effects():
    given = {"design": "morris", "draws": 20, "parameters": known.X[:3], "measures": (known.LOWER,)}
    table = explore(known.scenario(), **given, simulate=known.ishigami).screening().set_index("factor")
    third = table.loc[known.X[2]]
    assert third["sigma"] > 2.0 * abs(third["mu"]) and third["mu_star_low"] < third["mu_star"] < third["mu_star_high"]


def test_the_middle_of_a_distribution_is_where_parameters_stay_that_are_not_explored():
    result = explore(known.scenario(), draws=8, parameters=known.X[:1], measures=(known.LOWER,), simulate=known.noisy)
    there, _ = result.scenario_at(3)
    default = known.scenario().behaviour_values()
    values = there.behaviour_values()
    assert values[known.X[0]] == result.draws[known.X[0]][3] != default[known.X[0]]
    assert all(values[name] == pytest.approx(default[name]) for name in known.X[1:])


@pytest.mark.parametrize(("design", "method", "told"), [
    ("lhs", "screening", "screening needs another design: explore with --design morris (in Python design='morris')"),
    ("morris", "indices", "Sobol's indices need another design: explore with --design sobol "
     "(in Python design='sobol')"),
    ("morris", "bands", "Morris' trajectories screen, and are no sample of what may be: "
     "explore with --design lhs for this"),
])  # fmt: skip
def test_an_analysis_that_the_design_does_not_allow_says_which_does(design, method, told):
    given = {"design": design, "draws": 8, "parameters": known.X[:2], "measures": (known.LOWER,)}
    result = explore(known.scenario(), **given, simulate=known.noisy)
    with pytest.raises(RunError) as error:
        getattr(result, method)()
    assert str(error.value) == told
