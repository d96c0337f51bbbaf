"""What an effect rests on: each source switched off in a real run, on the toy province by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reformsim import attribute, compare, load_results, load_territory
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.attribution.beside import attributable
from reformsim.experiment.attribution.origin import origin
from reformsim.experiment.attribution.sources import SOURCES
from reformsim.experiment.replicate import simulate
from reformsim.levers.changes import Change, Word
from reformsim.model.government.sources import part_of
from reformsim.model.rules import rule_table
from reformsim.scenario import Scenario
from tests.model.worlds import TOY

COUNCILS = {"lever": "smaller_councils", "date": "2012-01-01", "delta": {"le40k": -2, "gt40k": -4}, "source": "a bill"}
DISCOUNT = {"lever": "budget_cut", "date": "2012-01-01", "layer": "gemeente", "share": 0.1, "source": "assumption"}
PUSH = {"lever": "province_push", "date": "2012-01-01", "strength": 1.0, "source": "assumption"}
LIMIT = {"lever": "merger_limit", "date": "2011-06-01", "max_per_year": 0, "source": "assumption"}
YOUTH = {
    "lever": "decentralise_task",
    "date": "2013-01-01",
    "task": "youth_care",
    "carrier": "gemeente",
    "involved": ["gemeente"],
    "discount": 0.2,
    "source": "assumption",
}
KNOWLEDGE = {"lever": "knowledge_support", "date": "2012-01-01", "level": 1.0, "source": "assumption"}
PACKAGE = (COUNCILS, DISCOUNT, PUSH, LIMIT, YOUTH, KNOWLEDGE)


def toy_with(*levers: dict[str, Any], until: int = 2018, **also: Any) -> Scenario:
    horizon = {"start": 2011, "end": until}
    return Scenario(name="toy", territory=str(TOY), horizon=horizon, replicates=3, levers=levers, **also)


def parts(scenario: Scenario, indicator: str, year: int = 2018) -> dict[str, float]:
    table = attribute(scenario, by="source", measures=(indicator,)).sources()
    row = table[(table["year"] == year) & (table["indicator"] == indicator)].iloc[0]
    return {name: float(row[name]) for name in (*SOURCES, "whole")} | {"origin": row["origin"]}


# --- one source at a time ----------------------------------------------------------------------------------


def test_councillors_by_a_bill_are_law_and_nothing_else():
    found = parts(toy_with(COUNCILS, mergers="simulated"), "councillors", 2014)
    assert found["origin"] == "statutes" and found["statutes"] < 0
    assert found["figures"] == pytest.approx(0, abs=1e-9)


def test_a_cut_that_the_scenario_types_in_is_put_in():
    """A tenth of what municipalities get is the whole effect, whatever they decide."""
    found = parts(toy_with(DISCOUNT), "spending_per_inhabitant", 2013)
    assert found["origin"] == "figures"
    assert found["statutes"] == pytest.approx(0, abs=1e-9) and abs(found["figures"]) > 0.9 * abs(found["whole"])


def test_a_task_that_moves_with_a_discount_is_split_into_law_and_figure():
    scenario = toy_with(YOUTH)
    law, figures = (simulate(scenario.model_copy(update={"reforms": part}), 0) for part in ("law", "figures"))
    bare, whole = simulate(scenario.only(()), 0), simulate(scenario, 0)
    at = list(whole.indicators).index("spending_per_inhabitant")
    spent = [record.values[2, at] for record in (bare, law, figures, whole)]
    # The discount alone is a discount on a task that stays where it was.
    assert spent[1] == pytest.approx(spent[0], rel=1e-2) and spent[2] < spent[0] - 1
    assert spent[3] - spent[0] == pytest.approx(spent[2] - spent[0] + spent[1] - spent[0], abs=0.5)


def test_mergers_that_a_law_forbids_take_law_and_behaviour_alike():
    """No merger may start: without the law, or with the mergers of the world without it, nothing changes."""
    found = parts(toy_with(LIMIT, until=2025), "municipalities", 2025)
    assert found["whole"] > 0
    assert found["statutes"] == pytest.approx(found["estimated"], abs=0.5) and found["estimated"] > 0
    assert found["figures"] == 0


def test_a_strength_that_works_through_an_assumed_weight_is_figure_and_assumption_alike():
    found = parts(toy_with(KNOWLEDGE), "transaction_cost")
    assert found["figures"] < 0 and found["assumed"] == pytest.approx(found["figures"], rel=0.05)
    assert found["statutes"] == pytest.approx(0, abs=1e-9)


def test_a_scenario_that_has_the_mergers_of_itself_without_levers_does_not_differ_from_itself():
    bare = toy_with(until=2025)
    followed = bare.model_copy(update={"mergers": "unreformed"})
    mine, theirs = simulate(bare, 1), simulate(followed, 1)
    assert np.array_equal(mine.values, theirs.values, equal_nan=True) and mine.events == theirs.events


def test_under_mergers_of_the_unreformed_world_no_reform_changes_the_map():
    scenario = toy_with(*PACKAGE, until=2025, mergers="unreformed")
    at = list(simulate(scenario, 0).indicators).index("municipalities")
    for replicate in range(3):
        mine, bare = simulate(scenario, replicate), simulate(scenario.only(()), replicate)
        assert np.array_equal(mine.values[:, at], bare.values[:, at])


# --- all of them -------------------------------------------------------------------------------------------


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(0, len(PACKAGE) - 1), min_size=1), st.integers(0, 99))
def test_the_parts_of_any_package_add_up_to_its_whole_effect(which, seed):
    scenario = toy_with(*(PACKAGE[i] for i in sorted(which)), until=2014, seed=seed)
    result = attribute(scenario, by="source", replicates=2, measures=("headline",), assumptions="fixed")
    effects, whole = result.effects.sum(axis=0), result.whole
    assert np.allclose(effects, whole, rtol=1e-9, atol=1e-7, equal_nan=True)
    bare = [simulate(scenario.only(()).model_copy(update={"measures": ("headline",)}), r).values for r in range(2)]
    full = [simulate(scenario.model_copy(update={"measures": ("headline",)}), r).values for r in range(2)]
    assert np.allclose(whole, np.stack(full) - np.stack(bare), equal_nan=True)


def test_a_scenario_without_figures_of_its_own_has_nought_there():
    table = attribute(toy_with(COUNCILS, LIMIT), by="source", measures=("headline",)).sources()
    assert np.nanmax(np.abs(table["figures"])) == pytest.approx(0, abs=1e-9)
    assert "figures" not in set(table["origin"])


def test_the_whole_effect_is_that_of_the_comparison():
    scenario = toy_with(*PACKAGE)
    result = attribute(scenario, by="source", measures=("councillors", "spending_per_inhabitant"))
    pair = compare([scenario.only(()).model_copy(update={"name": "bare"}), scenario], measures=result.indicators)
    assert np.allclose(result.whole, pair.difference("toy"))


def test_only_shapley_values_split_by_source():
    with pytest.raises(RunError, match="Shapley values alone"):
        attribute(toy_with(COUNCILS), by="source", method="one-in")
    with pytest.raises(UnknownNameError, match="sorce"):
        attribute(toy_with(COUNCILS), by="sorce")
    with pytest.raises(RunError, match="nothing to attribute"):
        attribute(toy_with(), by="source")
    with pytest.raises(RunError, match="by levers"):
        attribute(toy_with(COUNCILS, until=2012), replicates=1).sources()


# --- declarations ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", Change.__args__, ids=lambda word: word.__name__)
def test_every_word_says_which_of_its_fields_are_figures(word: type[Word]):
    fields = set(word.__dataclass_fields__)
    assert word.figures is None or set(word.figures) <= fields
    assert word.law is None or set(word.law) <= fields


def test_every_rule_says_whether_it_is_law_or_a_figure():
    assert {entry["source"] for entry in rule_table().values()} == {"law", "figures"}


def test_both_parts_of_a_change_together_are_the_whole():
    land = toy_with(*PACKAGE)
    changes = [c for lever in land.levers for c in lever.changes(load_territory(land.territory))]
    assert all(part_of(c, "law") is not None or part_of(c, "figures") is not None for c in changes)
    assert all(part_of(c, "law") == c for c in changes if part_of(c, "figures") is None)


# --- what most of it is ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effects", "error", "said"),
    [
        ((0.0, 5.0, 1.0, 1.0), 0.1, "figures"),
        ((4.0, -4.0, 0.0, 0.5), 0.1, "statutes"),
        ((1.0, 1.0, 3.0, 0.0), 0.1, "estimated"),
        ((1.0, 1.0, 0.0, -3.0), 0.1, "assumed"),
        ((1.0, 0.0, 0.0, 0.0), 1.0, ""),  # so few replicates cannot tell it from nought
        ((1.0, 0.0, 0.0, 0.0), 0.5, ""),  # 2.36 errors are needed of eight
        ((1.0, 0.0, 0.0, 0.0), 0.4, "statutes"),
        ((0.0, 0.0, 0.0, 0.0), float("nan"), ""),
        ((float("nan"), 0.0, 0.0, 0.0), 0.1, ""),
    ],
)
def test_an_origin_is_what_most_of_the_parts_is(effects, error, said):
    assert origin(dict(zip(SOURCES, effects, strict=True)), error, 8) == said


# --- beside a comparison -----------------------------------------------------------------------------------


def test_a_comparison_tells_what_its_differences_rest_on_and_keeps_it(tmp_path: Path):
    full = toy_with(COUNCILS, DISCOUNT, until=2013)
    bare = full.only(()).model_copy(update={"name": "bare"})
    made = compare([bare, full], out=tmp_path / "pair", measures="headline", sources=2)
    table = made.differences(2013).set_index("indicator")
    assert table.loc["spending_per_inhabitant", "origin"] == "figures"
    read = load_results(tmp_path / "pair")
    pd.testing.assert_frame_equal(read.differences(), made.differences())
    again = compare([bare, full], out=tmp_path / "pair", measures="headline", sources=2)
    assert again.sources is not None and (tmp_path / "pair" / "sources.csv").is_file()
    assert set(compare([bare, full], measures="headline").differences()["origin"]) == {""}


def test_differences_that_are_not_all_the_levers_doing_have_no_verdict():
    full = toy_with(COUNCILS)
    other = toy_with(behaviour={"merger.size": 1.0}).model_copy(update={"name": "other"})
    same = adjusted(full.only(()).model_copy(update={"name": "same"}))
    assert attributable([other, full]) == [] and attributable([same, full]) == [full]
