"""A package's effect split over its levers: the parts are right by definition, and add up."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim import attribute, load_scenario
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.attribution.files import steps_of
from reformsim.experiment.attribution.game import (
    Split,
    drawn_permutations,
    exact_shapley,
    one_in,
    one_out,
    sampled_shapley,
)
from reformsim.experiment.attribution.prepared import prepare
from reformsim.report.words import LANGUAGES, words
from reformsim.scenario import Scenario
from tests.experiment import fake_model


@st.composite
def games(draw: st.DrawFn, most: int = 6) -> tuple[int, np.ndarray]:
    """A number of players and the value of every coalition."""
    players = draw(st.integers(1, most))
    values = draw(st.lists(st.floats(-1e3, 1e3), min_size=2**players, max_size=2**players))
    return players, np.array(values)


def valued(split: Split, values: np.ndarray) -> np.ndarray:
    return values[list(split.coalitions)]


def average_over_all_orders(players: int, values: np.ndarray) -> np.ndarray:
    shares = np.zeros(players)
    for order in itertools.permutations(range(players)):
        here = 0
        for player in order:
            shares[player] += values[here | 1 << player] - values[here]
            here |= 1 << player
    return shares / math.factorial(players)


@settings(max_examples=60)
@given(games())
def test_the_exact_shapley_value_is_the_average_over_all_orders(game):
    players, values = game
    split = exact_shapley(players)
    assert split.shares(valued(split, values)) == pytest.approx(average_over_all_orders(players, values), abs=1e-8)


@given(games(), st.sampled_from(["exact", "sampled", "in", "out"]), st.integers(0, 99))
def test_the_parts_add_up_to_the_whole(game, method, seed):
    players, values = game
    names = [f"p{i}" for i in range(players)]
    split = {
        "exact": lambda: exact_shapley(players),
        "sampled": lambda: sampled_shapley(players, drawn_permutations(names, 3, seed)),
        "in": lambda: one_in(players),
        "out": lambda: one_out(players),
    }[method]()
    assert split.shares(valued(split, values)).sum() == pytest.approx(values[-1] - values[0], abs=1e-8)
    assert len(set(split.coalitions)) == len(split.coalitions)


@given(games(5), games(5), st.data())
def test_shapley_values_of_a_sum_are_the_sum_and_equal_players_share_alike(one, other, data):
    players, values = one
    split = exact_shapley(players)
    more = np.resize(other[1], values.shape)
    of_sum = split.shares(valued(split, values + more))
    assert of_sum == pytest.approx(split.shares(valued(split, values)) + split.shares(valued(split, more)), abs=1e-8)
    a, b = data.draw(st.integers(0, players - 1)), data.draw(st.integers(0, players - 1))
    swapped = [c if (c >> a & 1) == (c >> b & 1) else c ^ (1 << a | 1 << b) for c in range(2**players)]
    shares = split.shares(valued(split, values + values[swapped]))
    assert shares[a] == pytest.approx(shares[b], abs=1e-8)


@given(games(5), st.data())
def test_a_player_that_changes_nothing_gets_nothing(game, data):
    players, values = game
    idle = data.draw(st.integers(0, players - 1))
    values = values[[c & ~(1 << idle) for c in range(2**players)]]
    for split in (exact_shapley(players), sampled_shapley(players, [tuple(range(players))] * 2)):
        assert split.shares(valued(split, values))[idle] == pytest.approx(0.0, abs=1e-9)


def test_sampled_values_are_unbiased_and_their_error_is_the_spread_of_repeated_drawings():
    values = np.random.default_rng(3).normal(0, 10, 2**6)
    exact = exact_shapley(6)
    truth = exact.shares(valued(exact, values))
    names = [f"p{i}" for i in range(6)]
    drawings, errors = [], []
    for seed in range(300):
        split = sampled_shapley(6, drawn_permutations(names, 10, seed))
        drawings.append(split.shares(valued(split, values)))
        errors.append(split.sampling_error(valued(split, values)))
    spread = np.std(drawings, axis=0, ddof=1)
    assert np.all(np.abs(np.mean(drawings, axis=0) - truth) < 4 * spread / np.sqrt(300))
    assert np.sqrt(np.mean(np.square(errors), axis=0)) == pytest.approx(spread, rel=0.15)
    many = sampled_shapley(6, drawn_permutations(names, 1000, 0))
    assert np.all(np.abs(many.shares(valued(many, values)) - truth) < spread)


def test_drawn_orders_follow_from_seed_and_names_and_not_from_the_order_of_the_file():
    names = ["a", "b", "c", "d", "e"]
    turned = names[::-1]
    first = [[names[i] for i in order] for order in drawn_permutations(names, 4, 7)]
    assert first == [[turned[i] for i in order] for order in drawn_permutations(turned, 4, 7)]
    assert first != [[names[i] for i in order] for order in drawn_permutations(names, 4, 8)]


# --- Scenarios ------------------------------------------------------------------------------------------------


def note(**changes: object) -> Scenario:
    return load_scenario("note-2011").model_copy(update=changes)


def small(count: int = 4, **groups: tuple[str, ...]) -> Scenario:
    whole = load_scenario("note-2011")
    return whole.model_copy(update={"levers": whole.levers[:count], "groups": groups})


def product(scenario: Scenario, replicate: int) -> fake_model.FakeRecord:
    """Levers that work only together: the whole of n levers is n squared."""
    record = fake_model.simulate(scenario.model_copy(update={"levers": ()}), replicate)
    record.values[:, :] += (replicate + 1) * len(scenario.levers) ** 2
    return record


def needs_the_first(scenario: Scenario, replicate: int) -> fake_model.FakeRecord:
    """The second lever of the note fails without its first."""
    ids = {lever.id for lever in scenario.levers}
    if "smaller_colleges" in ids and "smaller_councils" not in ids:
        raise RunError("a college without its council")
    return fake_model.simulate(scenario, replicate)


def without_a_value(scenario: Scenario, replicate: int) -> fake_model.FakeRecord:
    """An indicator that has no value in one replicate as soon as there are two levers."""
    record = product(scenario, replicate)
    if replicate == 1 and len(scenario.levers) == 2:
        record.values[3, 0] = np.nan
    return record


SEEN: list[tuple[frozenset[str], int]] = []


def counting(scenario: Scenario, replicate: int) -> fake_model.FakeRecord:
    """Note what is simulated."""
    SEEN.append((frozenset(lever.id for lever in scenario.levers), replicate))
    return fake_model.simulate(scenario, replicate)


@pytest.fixture(autouse=True)
def _nothing_seen():
    SEEN.clear()


@pytest.mark.parametrize(
    ("method", "permutations"), [("shapley", None), ("shapley", 4), ("one-in", None), ("one-out", None)]
)
def test_each_lever_that_lowers_everything_by_one_has_a_part_of_minus_one(method, permutations):
    result = attribute(
        small(), method=method, permutations=permutations, replicates=3, until=2015, simulate=fake_model.simulate
    )
    table = result.table()
    parts = table[~table["part"].isin(["together", "whole"])]
    assert set(parts["part"]) == {lever.id for lever in result.scenario.levers}
    assert parts["effect"].to_numpy() == pytest.approx(-1.0)
    assert parts["share"].to_numpy() == pytest.approx(0.25)
    assert table.loc[table["part"] == "whole", "effect"].to_numpy() == pytest.approx(-4.0)
    assert table.loc[table["part"] == "together", "effect"].to_numpy() == pytest.approx(0.0, abs=1e-9)


def test_the_levers_of_a_group_come_and_go_as_one():
    scenario = small(5, offices=("smaller_councils", "fewer_deputies"))
    rows = attribute(scenario, replicates=2, until=2020, simulate=fake_model.simulate).of("municipalities")
    assert dict(zip(rows["part"], rows["effect"].round(9), strict=True)) == {
        "offices": -2,
        "smaller_colleges": -1,
        "smaller_provincial_councils": -1,
        "smaller_parliament": -1,
        "whole": -5,
    }


@pytest.mark.parametrize(("method", "each", "together"), [("shapley", 4, None), ("one-in", 1, 12), ("one-out", 7, -12)])
def test_what_levers_do_only_together_is_shared_or_told_apart(method, each, together):
    result = attribute(small(), method=method, replicates=2, until=2015, simulate=product)
    effect = result.of("municipalities", "horizon").set_index("part")["effect"]
    assert effect["smaller_councils"] == pytest.approx(each * 1.5)
    assert effect["whole"] == pytest.approx(16 * 1.5)
    assert ("together" in effect.index) == (together is not None)
    if together is not None:
        assert effect["together"] == pytest.approx(together * 1.5)


def test_errors_and_ranges_are_those_over_replicates():
    row = attribute(small(), replicates=3, until=2015, simulate=product).of("municipalities").iloc[0]
    by_replicate = np.array([4.0, 8.0, 12.0])
    assert (row["low"], row["high"]) == pytest.approx(tuple(np.quantile(by_replicate, (0.1, 0.9))))
    assert row["replicate_error"] == pytest.approx(by_replicate.std(ddof=1) / np.sqrt(3))
    assert row["sampling_error"] == 0.0


def test_a_single_replicate_has_no_error_of_its_own():
    row = attribute(small(), replicates=1, until=2015, simulate=product).of("municipalities").iloc[0]
    assert math.isnan(row["replicate_error"]) and row["low"] == row["high"] == row["effect"]


def test_each_scenario_is_simulated_once_and_as_often_as_was_said():
    scenario = note(groups={})
    plan = prepare(scenario.model_copy(update={"replicates": 2}))
    result = attribute(scenario, replicates=2, simulate=counting)
    assert result.method == "shapley-sampled" and result.permutations == 20
    assert len(SEEN) == len(set(SEEN)) == 2 * len(plan.scenarios) <= 2 * (20 * 31 + 2)


def test_levers_after_the_last_year_are_no_players():
    result = attribute(note(groups={}), replicates=1, until=2012, simulate=fake_model.simulate)
    late = [lever.id for lever in result.scenario.levers if lever.date.year > 2012]
    assert late and not {part.name for part in result.parts} & set(late)


def test_the_note_is_split_exactly_over_its_sections():
    plan = prepare(note())
    assert (plan.method, len(plan.players), len(plan.scenarios)) == ("shapley", 8, 256)


def test_above_ten_levers_exact_values_are_to_be_asked_for_and_above_sixteen_are_refused():
    assert prepare(small(11)).method == "shapley-sampled"
    assert prepare(small(11), exact=True).method == "shapley"
    with pytest.raises(RunError, match="has 17 levers or groups, exact Shapley values take at most 16"):
        prepare(small(17), exact=True)


@pytest.mark.parametrize(("arguments", "told"), [
    ({"method": "one-in", "permutations": 4}, "matters of the method shapley, not of one-in"),
    ({"permutations": 5}, "an even number from 4"),
    ({"permutations": 2}, "an even number from 4"),
    ({"permutations": 4, "exact": True}, "either exact or a number"),
])  # fmt: skip
def test_arguments_that_do_not_go_together_are_refused(arguments, told):
    with pytest.raises(RunError, match=told):
        prepare(small(), **arguments)


def test_an_unknown_method_is_told_with_the_right_one_and_a_scenario_without_levers_has_nothing_to_split():
    with pytest.raises(UnknownNameError, match="did you mean 'shapley'"):
        prepare(small(), method="shaply")
    with pytest.raises(RunError, match="'baseline-2011' has no lever that takes effect by 2030"):
        prepare(load_scenario("baseline-2011"))


def test_levers_that_cannot_do_without_others_are_named_with_what_to_group():
    with pytest.raises(RunError) as caught:
        attribute(small(), replicates=2, until=2015, simulate=needs_the_first)
    assert str(caught.value) == (
        "'smaller_colleges' cannot be simulated without 'smaller_councils' (a college without its council); "
        "name them in one group (`groups:`)"
    )
    grouped = small(4, offices=("smaller_councils", "smaller_colleges"))
    assert attribute(grouped, replicates=1, until=2015, simulate=needs_the_first).parts[0].name == "offices"


def test_a_failure_that_has_nothing_to_do_with_missing_levers_is_told_as_it_is():
    with pytest.raises(RunError, match="inhabitants were lost in 2014"):
        attribute(small(), replicates=3, until=2015, simulate=fake_model.fail_in_third)


def test_a_replicate_without_a_value_is_left_out_in_all_parts_alike():
    result = attribute(small(), replicates=3, until=2016, simulate=without_a_value)
    indicator = result.indicators[0]
    rows = result.of(indicator, 2014)
    assert rows["effect"].to_list()[:-1] == pytest.approx([8.0] * 4)  # replicates 0 and 2: 4 and 12
    assert rows["effect"].to_list()[:-1] == pytest.approx([rows["effect"].iloc[-1] / 4] * 4)
    assert result.of(indicator, 2015)["effect"].iloc[0] == pytest.approx(8.0)


def test_the_folder_holds_the_table_the_levels_and_figures_and_is_not_simulated_again(tmp_path):
    scenario, folder = small(3), tmp_path / "out"
    first = attribute(scenario, replicates=2, until=2015, out=folder, simulate=counting)
    done = len(SEEN)
    kept = pd.read_csv(folder / "attribution.csv")
    assert list(kept.columns) == list(first.table().columns)
    assert kept["effect"].to_numpy() == pytest.approx(first.table()["effect"].to_numpy())
    assert set(kept["year"]) == {"2011", "2012", "2013", "2014", "2015", "horizon"}
    levels = pd.read_csv(folder / "levels.csv")
    whole = kept.loc[kept["part"] == "whole", "effect"].to_numpy()
    assert (levels["with"] - levels["without"]).to_numpy() == pytest.approx(whole)
    headline = fake_model.headline_names()[0]
    assert {f"{headline}.png", f"{headline}-horizon.png"} <= {path.name for path in (folder / "figures").iterdir()}
    second = attribute(scenario, replicates=2, until=2015, out=folder, simulate=counting)
    assert len(SEEN) == done
    pd.testing.assert_frame_equal(first.table(), second.table())


def test_another_attribution_in_the_same_folder_is_not_taken_for_the_first(tmp_path):
    out = tmp_path / "out"
    attribute(small(2), method="one-in", replicates=1, until=2015, out=out, simulate=product)
    attribute(small(2), method="one-out", replicates=1, until=2015, out=out, simulate=product)
    assert set(pd.read_csv(out / "attribution.csv")["method"]) == {"one-out"}


def test_workers_change_nothing():
    one, two = (
        attribute(small(3), replicates=2, until=2015, workers=w, simulate=fake_model.simulate).table() for w in (1, 2)
    )
    pd.testing.assert_frame_equal(one, two)


def test_progress_counts_every_simulation_of_all_scenarios():
    told: list[tuple[int, int]] = []
    attribute(small(5), replicates=2, until=2017, progress=lambda *p: told.append(p), simulate=fake_model.simulate)
    assert told == [(i, 64) for i in range(1, 65)]


def test_a_notebook_and_a_prompt_show_what_it_is():
    result = attribute(small(), replicates=2, until=2015, simulate=fake_model.simulate)
    assert repr(result) == ("<Attribution note-2011: shapley, 4 parts, 2 replicates of 16 scenarios, 2011-2015>")
    assert "Smaller municipal councils" in result._repr_html_()
    labels = {
        lang: [one.label for one in steps_of(result, result.indicators[0], 2015, words(lang))] for lang in LANGUAGES
    }
    assert "Smaller municipal councils" in labels["en"] and "Kleinere gemeenteraden" in labels["nl"]


def test_a_year_or_indicator_that_was_not_simulated_is_told():
    result = attribute(small(), replicates=1, until=2015, simulate=fake_model.simulate)
    with pytest.raises(RunError, match="year 2030 is not in the run; it has 2011 to 2015"):
        result.of("municipalities", 2030)
    with pytest.raises(UnknownNameError, match="did you mean 'municipalities'"):
        result.of("municipality")
