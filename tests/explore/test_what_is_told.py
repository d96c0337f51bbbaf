"""What an exploration tells of models whose answer is known: drivers, ranges, rules, boxes, regret, worth."""

from __future__ import annotations

import sys
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from reformsim import Exploration, compare, explore
from reformsim.errors import RunError, UnknownNameError
from tests.explore import known_models as known

DRAWS = 256
AMONG = (*known.X, "cooperation.grip_views", "decisions.spread", "staff.cost", "capacity.staff")
"""What is drawn: what the models read, and weights that do nothing."""


@pytest.fixture(scope="module")
def of_noisy() -> Exploration:
    given = {"draws": DRAWS, "parameters": AMONG, "measures": (known.LOWER,)}
    return explore(known.scenario(), **given, simulate=known.noisy)


@pytest.fixture(scope="module")
def of_decision() -> Exploration:
    given = {"draws": DRAWS, "parameters": AMONG, "measures": (known.HIGHER, known.NEITHER)}
    return explore([known.scenario("base"), known.scenario("other")], **given, simulate=known.decision)


@pytest.fixture(scope="module")
def of_box() -> Exploration:
    given = {"draws": DRAWS, "parameters": AMONG, "measures": (known.LOWER, known.NEITHER)}
    return explore([known.scenario("base"), known.scenario("other")], **given, simulate=known.boxed)


# --- ranges and drivers ------------------------------------------------------------------------------------


def test_draws_and_outcomes_are_tables_with_a_row_for_every_simulation(of_decision):
    rows = DRAWS + DRAWS // 4
    assert list(of_decision.draws.columns) == ["draw", "parameters", "chance", "sample", *of_decision.factors.names]
    assert len(of_decision.draws) == rows and of_decision.draws["chance"].is_unique
    assert list(of_decision.outcomes.columns) == ["scenario", "draw", known.NEITHER, known.HIGHER]
    assert of_decision.outcomes["scenario"].value_counts().to_dict() == {"base": rows, "other": rows}


def test_every_draw_is_the_same_in_all_scenarios(of_decision):
    """The level of 'other' without its gain is that of 'base', so the difference does not know x4."""
    effect = of_decision.of(known.HIGHER)
    x = known.unit
    drawn = [x(of_decision.scenario_at(draw, "other")[0]) for draw in range(20)]
    z = norm.ppf([one[:2] for one in drawn])
    chance = [known.normal(5, draw) for draw in range(20)]
    assert effect[:20] == pytest.approx(known.MEAN + z @ known.SLOPES + chance, abs=0.02)


def test_every_fourth_draw_is_simulated_again_with_other_chance(of_noisy):
    draws = of_noisy.draws
    again = draws[draws.duplicated("parameters")]
    assert len(again) == DRAWS // 4 and not again["sample"].any()
    twins = draws.loc[again["parameters"].to_numpy(), list(of_noisy.factors.names)].to_numpy()
    assert (twins == again[list(of_noisy.factors.names)].to_numpy()).all()


def test_draws_may_have_as_many_chances_as_one_likes():
    given = {"draws": 8, "replicates": 3, "parameters": AMONG[:2], "measures": (known.LOWER,)}
    draws = explore(known.scenario(), **given, simulate=known.noisy).draws
    assert draws["parameters"].tolist() == np.repeat(np.arange(8), 3).tolist() and draws["sample"].all()


def test_bands_tell_chance_from_assumptions(of_noisy):
    """2 x1 + x2 + normal / 2: 5/8 of the variance are assumptions, 3/8 chance."""
    bands = of_noisy.bands().set_index("source")
    assert bands.at["chance", "share"] == pytest.approx(3 / 8, abs=0.12)
    assert bands.at["chance", "share_low"] < bands.at["chance", "share"] < bands.at["chance", "share_high"]
    assert bands.at["assumed", "share"] == pytest.approx(5 / 8, abs=0.12)
    assert bands.at["unseen", "share"] == pytest.approx(0.0, abs=0.15)
    assert bands["method"].to_dict() == {
        "all": "draws", "chance": "repeated", "assumed": "regression", "unseen": "rest",
    }  # fmt: skip
    assert bands.at["assumed", "low"] == pytest.approx(0.52 + 0.2, abs=0.25)
    assert bands.at["all", "low"] < bands.at["assumed", "low"] < bands.at["chance", "low"]


def test_a_tornado_has_the_expected_outcome_at_both_ends_of_every_parameter(of_noisy):
    """Along 80 % of x1 the outcome rises by 1.6, along x2 by 0.8, whatever else; from a mean of 1.5."""
    table = of_noisy.tornado(known.LOWER)
    assert table["parameter"].tolist()[:2] == list(known.X[:2])
    first, second = table.iloc[0], table.iloc[1]
    assert first["at_high"] - first["at_low"] == pytest.approx(1.6, abs=0.15)
    assert second["at_high"] - second["at_low"] == pytest.approx(0.8, abs=0.15)
    assert first["at_low_from"] < 0.7 < first["at_low_to"] and first["at_high_from"] < 2.3 < first["at_high_to"]
    assert first["share"] == pytest.approx(1 / 2, abs=0.1) and table.attrs["mean"] == pytest.approx(1.5, abs=0.05)
    assert table.attrs["skill"] == pytest.approx(5 / 8, abs=0.1)


def test_parameters_that_do_nothing_are_not_told_as_drivers(of_noisy):
    table = of_noisy.tornado(known.LOWER).set_index("parameter")
    assert table.index[table["seen"]].tolist() == list(known.X[:2])


def test_an_outcome_that_a_single_draw_moves_is_told_without_a_driver():
    from reformsim.experiment.explore.fitted.surrogate import cross_fit, fit

    unit = np.random.default_rng(1).random((16, 3))
    outcome = np.where(np.arange(16) == 5, 1.0, 0.0)
    assert fit(unit, outcome).terms == () and cross_fit(unit, outcome).skill <= 0.0


@pytest.mark.parametrize(("lang", "said"), [("en", "replicates of a comparison"), ("nl", "herhalingen van een")])
def test_the_draws_of_a_comparison_are_summed_up_in_words(lang, said):
    pair = [known.scenario(name, measures=(known.LOWER,)) for name in ("base", "other")]
    found = Exploration.from_results(compare(pair, replicates=16, simulate=known.boxed))
    assert said in found.summary(lang).splitlines()[0]


def test_units_and_sources_of_parameters_are_told(of_noisy):
    row = of_noisy.parameters.set_index("parameter").loc[known.X[0]]
    assert (row["source"], row["unit"]) == ("assumed", "share")
    assert row["low"] < row["median"] < row["high"]


def test_what_is_estimated_is_drawn_jointly_and_told_so():
    result = explore(known.scenario(), draws=8, measures=(known.LOWER,), simulate=known.noisy)
    table = result.parameters
    assert set(table.loc[table["jointly"], "source"]) == {"estimated"} and table["jointly"].sum() == 33
    assert set(table["parameter"]) == set(known.names_drawn())


def test_a_joint_parameter_is_known_with_what_it_goes_with():
    """Of two weights of the posterior that go together, both tell of an outcome that only one of them moves."""
    from reformsim.experiment.explore.design import Design, rows_of
    from reformsim.experiment.explore.sampled import Factors, Sampled
    from reformsim.experiment.explore.worth import removed

    design = Design("lhs", ("a.one", "a.two", "b.else"), 256, 1)
    rows = rows_of(design)
    z = norm.ppf(rows.unit)
    values = np.column_stack([z[:, 0], 0.8 * z[:, 0] + 0.6 * z[:, 1], z[:, 2]])
    factors = Factors(design, rows, values, ("estimated",) * 3, ("",) * 3, (-1, -1, 2))
    data = Sampled(factors, values[:, 1] + 0.5 * values[:, 2])
    assert removed(data, [1]) == pytest.approx(0.8, abs=0.06) and removed(data, [2]) == pytest.approx(0.2, abs=0.06)
    assert removed(data, [0]) == pytest.approx(0.8 * 0.64, abs=0.1)
    assert removed(data, [0, 1]) == pytest.approx(0.8, abs=0.06)


def test_another_year_or_the_mean_over_all_can_be_told(of_noisy):
    last, first, mean = (of_noisy.at(year).of(known.LOWER) for year in (2012, 2011, "horizon"))
    assert first == pytest.approx(last / 2.0) and mean == pytest.approx(0.75 * last)
    with pytest.raises(RunError, match="year 2030 is not in the run; it has 2011 to 2012"):
        of_noisy.at(2030)


def test_tables_may_be_of_some_indicators_alone(of_box):
    some = of_box.only([known.LOWER])
    assert set(some.bands()["indicator"]) == {known.LOWER} and list(some.outcomes.columns)[2:] == [known.LOWER]
    assert (some.of(known.NEITHER) == of_box.of(known.NEITHER)).all(), "the others can still be asked for"
    with pytest.raises(UnknownNameError, match="unknown indicator 'municipality'"):
        of_box.only("municipality")


# --- when is one better ------------------------------------------------------------------------------------


def test_rules_say_where_one_is_better(of_box):
    """x1 above 0.6 and x2 at most 0.7, in values of the weights that stand for them: 28 % of the draws."""
    better = of_box.when_better("other", "base", known.LOWER)
    assert better.share == pytest.approx(0.28, abs=0.02) and better.same == 0.0
    rules = better.rules
    (rule,) = [one for one in rules.rules if one.better]
    table = known.scenario().behaviour_values().parameters
    expected = {(known.X[0], False): 0.6, (known.X[1], True): 0.7}
    found = {(limit.parameter, limit.below): limit.value for limit in rule.limits}
    assert found.keys() == expected.keys()
    for (name, side), value in found.items():
        width = table[name].high - table[name].low
        at = float(table[name].distribution.ppf(np.array([expected[name, side]]))[0])
        assert value == pytest.approx(at, abs=0.03 * width)
    assert rule.purity == rule.coverage == 1.0 and rules.accuracy > 0.93 > rules.guess and rules.tells


def test_rules_stand_in_words_in_both_languages(of_box):
    better = of_box.when_better("other", "base", known.LOWER)
    english, dutch = better.words(), better.words("nl")
    assert english.startswith(
        "other is better than base in 30 % of the draws: Administrators, all offices. Mostly when "
    )
    assert f"autonomy that a veto over the budget keeps ({known.X[0]}) is above " in english
    assert f"({known.X[1]}) is at most " in english
    assert f"autonomie die een veto op de begroting behoudt ({known.X[0]}) hoger is dan " in dutch
    assert "van de trekkingen beter dan base" in dutch
    assert "the same answer for all draws in 70 %" in english


def test_rules_that_know_no_more_than_a_guess_are_not_told():
    """Whether chance is above nought no parameter knows."""
    from reformsim.experiment.explore.rules import find_rules

    values = np.random.default_rng(1).random((200, 4))
    wanted = np.random.default_rng(2).random(200) > 0.45
    found = find_rules(values, ["a", "b", "c", "d"], wanted, lambda seen: range(4), 1)
    assert not found.tells and found.accuracy < found.guess + 1e-12


def test_a_leaf_that_a_split_tells_apart_for_nothing_is_put_together_again(of_box):
    for one, other in pairwise(of_box.when_better("other", "base", known.LOWER).rules.rules):
        assert one.better or not other.better
    assert sum(rule.mass for rule in of_box.when_better("other", "base", known.LOWER).rules.rules) == pytest.approx(1.0)


def test_prim_finds_the_box_and_says_how_sure_it_is(of_box):
    box = of_box.when_better("other", "base", known.LOWER).box
    assert box is not None and box.sides["parameter"].tolist() == sorted(known.X[:2])
    assert box.coverage > 0.9 and box.density > 0.9 and box.base == pytest.approx(0.28, abs=0.02)
    assert box.unseen_coverage > 0.8 and box.unseen_density > 0.8
    qp = box.sides[["qp_low", "qp_high"]].min(axis=1)
    assert (qp < 1e-6).all()
    inside = box.holds(of_box.factors.values, of_box.factors.names)
    sample = of_box.factors.rows.sample
    assert inside[sample].mean() == pytest.approx(box.mass)


def test_without_ema_workbench_boxes_say_how_to_get_it(of_box, monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", None)
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    better = of_box.when_better("other", "base", known.LOWER)
    with pytest.raises(RunError, match=r"ema-workbench, which is not installed .*; pip install 'reformsim\[explore\]'"):
        _ = better.box
    with pytest.raises(RunError, match="ema-workbench"):
        explore(known.scenario(), boxes=True, simulate=known.noisy)


def test_who_is_better_in_no_draw_or_all_is_told_without_a_rule(of_box):
    better = of_box.when_better("base", "base", known.LOWER)
    assert (better.share, better.same, better.box) == (0.0, 1.0, None)
    assert better.words() == "base is better than base in no draw: Administrators, all offices."


def test_of_a_measure_without_a_better_way_no_scenario_is_better(of_box):
    with pytest.raises(RunError, match="of 'municipalities' neither more nor less is better, so no scenario is"):
        of_box.when_better("other", "base", known.NEITHER)


# --- regret, thresholds, robustness ------------------------------------------------------------------------


def test_regret_is_what_the_best_of_the_draw_was_better_by(of_box):
    """'other' is 5 better in 28 % of the draws, and 4 + x1 worse in the rest."""
    table = of_box.regret().set_index("scenario")
    assert table.at["base", "most"] == 5.0 and table.at["base", "mean"] == pytest.approx(5.0 * 0.28, abs=0.1)
    assert table.at["other", "most"] == pytest.approx(5.0, abs=0.05)
    assert table.at["base", "best_in"] == pytest.approx(0.72, abs=0.02) == 1.0 - table.at["other", "best_in"]
    assert set(table["unit"]) == {"persons"} and set(table["indicator"]) == {known.LOWER}


def test_satisficing_counts_the_draws_in_which_a_threshold_holds(of_box):
    usual = of_box.satisficing().set_index("scenario")["holds_in"]
    assert usual["base"] == 1.0 and usual["other"] == pytest.approx(0.28, abs=0.02)
    asked = of_box.satisficing({known.LOWER: 99.0}).set_index("scenario")
    assert asked.at["base", "holds_in"] == 0.0 and asked.at["other", "threshold"] == 99.0
    assert asked.at["other", "holds_in"] == pytest.approx(0.28, abs=0.02)
    with pytest.raises(UnknownNameError, match="administrators_total"):
        of_box.satisficing({"administrator_total": 99.0})


def test_the_table_of_robustness_has_every_scenario_beside_the_others(of_box):
    table = of_box.robustness()
    assert table[["indicator", "scenario"]].drop_duplicates().shape[0] == 4
    row = table.set_index(["indicator", "scenario"]).loc[(known.LOWER, "other")]
    assert row["mean_regret"] == pytest.approx(0.72 * 4.4, abs=0.3) and row["holds_in"] == pytest.approx(0.28, abs=0.02)
    none = table.set_index(["indicator", "scenario"]).loc[(known.NEITHER, "other")]
    assert none["median"] == 400.0 and np.isnan(none["mean_regret"])


def test_a_single_scenario_has_no_regret(of_noisy):
    with pytest.raises(RunError, match="regret and thresholds are of several scenarios; this exploration has one"):
        of_noisy.regret()


# --- worth of knowing --------------------------------------------------------------------------------------


def closed_form(slopes: np.ndarray) -> float:
    """Worth of knowing the terms of a normal gain (Raiffa & Schlaifer 1961): the unit normal loss."""
    spread = float(np.sqrt((slopes**2).sum()))
    return known.MEAN * norm.cdf(known.MEAN / spread) + spread * norm.pdf(known.MEAN / spread)


@pytest.mark.parametrize("which", [(0,), (1,), (0, 1)])
def test_the_worth_of_knowing_is_that_of_the_closed_form(of_decision, which):
    value = of_decision.worth_of([known.X[i] for i in which], known.HIGHER)
    truth = closed_form(known.SLOPES[list(which)])
    assert value.low < truth < value.high and value.value == pytest.approx(truth, abs=0.1)
    assert value.unseen == pytest.approx(truth, abs=0.15) and value.high - value.low < 0.4


def test_knowing_what_does_nothing_is_worth_nothing(of_decision):
    value = of_decision.worth_of(["staff"], known.HIGHER)
    assert abs(value.value) < 0.03 and value.low <= 0.0 + 1e-9
    assert of_decision.removed(["staff"], known.HIGHER) == pytest.approx(0.0, abs=0.03)


def test_no_study_is_worth_more_than_knowing_all_with_chance(of_decision):
    all_known = of_decision.worth_of(known.X, known.HIGHER)
    spread = np.sqrt((known.SLOPES**2).sum() + known.NOISE**2)
    truth = known.MEAN * norm.cdf(known.MEAN / spread) + spread * norm.pdf(known.MEAN / spread)
    assert all_known.most == pytest.approx(truth, abs=0.15) and all_known.value <= all_known.most


def test_the_variance_that_knowing_removes_is_that_of_the_formula(of_decision):
    whole = float((known.SLOPES**2).sum() + known.NOISE**2)
    for i, slope in enumerate(known.SLOPES):
        assert of_decision.removed([known.X[i]], known.HIGHER) == pytest.approx(slope**2 / whole, abs=0.07)


def test_studies_are_ranked_by_what_they_tell(of_decision):
    table = of_decision.worth()
    assert table["rank"].is_monotonic_increasing and table["study"].iloc[0] == "why_cooperate"
    first = table[(table["rank"] == 1) & (table["indicator"] == known.HIGHER)].iloc[0]
    assert first["removed"] == pytest.approx(5 / 6, abs=0.07) and first["about"] == 3
    assert first["low"] < closed_form(known.SLOPES) < first["high"]
    assert table.loc[table["indicator"] == known.NEITHER, "value"].isna().all()


def test_every_weight_that_is_drawn_is_the_matter_of_a_study():
    from reformsim.behaviour import load_mechanisms
    from reformsim.experiment.explore.studies import load_studies, studied
    from reformsim.experiment.explore.unknowns import source_of
    from reformsim.scenario import Scenario
    from reformsim.scenario.assumptions import Assumptions

    every = Scenario(
        name="all", horizon={"start": 2011, "end": 2012}, mechanisms=dict.fromkeys(load_mechanisms(), True)
    )
    names = Assumptions.of(every).names
    by_study = studied(names, [source_of(name) for name in names])
    assert sorted(at for positions in by_study.values() for at in positions) == list(range(len(names)))
    assert set(by_study) | {"package"} == set(load_studies())


# --- what a run has anyway ---------------------------------------------------------------------------------


def test_a_comparison_is_an_exploration_of_the_draws_that_it_has_anyway():
    scenarios = [known.scenario(name, measures=(known.LOWER, known.NEITHER)) for name in ("base", "other")]
    result = compare(scenarios, replicates=128, simulate=known.boxed)
    told = Exploration.from_results(result)
    assert told.design.kind == "replicates" and len(told.factors.names) == len(known.names_drawn())
    assert told.tornado(known.LOWER)["parameter"].tolist()[0] == known.X[0]
    assert told.factors.rows.sample.sum() == 96 and told.bands().set_index("source").at["chance", "share"] == 0.0
    assert told.summary().startswith("other beside base, 2012: 128 draws of ")
    assert "Chance makes 0 % of the variance." in told.summary()
    fixed = compare(scenarios, replicates=8, assumptions="fixed", simulate=known.boxed)
    with pytest.raises(RunError, match="nothing to explore"):
        Exploration.from_results(fixed)


# --- words -------------------------------------------------------------------------------------------------


def test_the_summary_names_ranges_drivers_rules_and_studies(of_box):
    text = of_box.summary()
    lines = text.split("\n")
    assert lines[0] == "other beside base, 2012: 320 draws of 9 assumptions and of chance (Latin hypercube)"
    assert lines[2] == "Effect of other:"
    assert (
        f"Hangs on: autonomy that a veto over the budget keeps ({known.X[0]}) " in text
        and "Chance makes 0 % of the variance." in text
    )
    assert "other is better than base in 30 % of the draws" in text
    assert "What to find out first:" in text and "1. What cooperation asks of councils and staff: ask councils" in text


def test_the_summary_is_the_same_in_dutch_but_for_the_words(of_box):
    english, dutch = of_box.summary(), of_box.summary("nl")
    assert english.count("\n") == dutch.count("\n") and "Hangt af van" in dutch and "Effect van other:" in dutch
    with pytest.raises(UnknownNameError, match="unknown language 'de'"):
        of_box.summary("de")


def test_tables_begin_with_what_they_are_of(of_box):
    bands = of_box.bands()
    assert list(bands.columns[:4]) == ["scenario", "what", "indicator", "unit"]
    assert bands[["scenario", "what"]].drop_duplicates().to_numpy().tolist() == [["base", "level"], ["other", "effect"]]
    assert isinstance(bands, pd.DataFrame)
