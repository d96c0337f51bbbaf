"""Statistics over replicates and over pairs of them."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reformsim.experiment import Comparison, compare, results, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.compared import FLOWS
from reformsim.experiment.store.columns import Columns
from reformsim.experiment.summary import effect, level
from reformsim.measures import MEASURES
from reformsim.scenario import Scenario, load_scenario
from tests.experiment import fake_model, rich_model

FLOW = next(name for name, one in MEASURES.items() if one.unit in FLOWS)
STOCK = next(name for name, one in MEASURES.items() if one.unit not in FLOWS and one.direction == "lower")
FREE = next(name for name, one in MEASURES.items() if one.unit not in FLOWS and one.direction == "none")


def short(name: str, replicates: int = 5) -> Scenario:
    return adjusted(load_scenario(name), replicates=replicates, until=2013)


def by_hand(changes: dict[str, list[list[float]]]) -> Comparison:
    """A comparison whose paired differences are given: by indicator a row per replicate, a column per year."""
    names = tuple(changes)

    def simulate(scenario: Scenario, replicate: int) -> object:
        record = fake_model.simulate(scenario, replicate)
        base = np.arange(3.0)[:, None] * 10 + replicate
        change = np.array([changes[name][replicate] for name in names]).T if scenario.levers else 0.0
        return replace(record, indicators=names, values=np.broadcast_to(base + change, (3, len(names))))

    count = len(next(iter(changes.values())))
    pair = [short("baseline-2011", count), short("note-2011", count)]
    return compare(pair, simulate=simulate)  # type: ignore[arg-type]


UNTOLD = {"chance_low": math.nan, "chance_high": math.nan, "chance": math.nan}
"""Without the draws of the replicates."""


def test_a_level_is_median_quantiles_mean_and_spread_over_the_replicates() -> None:
    found = level(np.array([1.0, 2.0, 4.0, 8.0, 10.0])[:, None, None])
    assert {name: values.item() for name, values in found.columns().items()} == pytest.approx(
        {"median": 4.0, "low": 1.4, "high": 9.2, "mean": 5.0, "sd": math.sqrt(60 / 4), **UNTOLD}, nan_ok=True
    )


def test_replicates_of_one_draw_tell_what_part_of_a_range_is_chance() -> None:
    # Draws of spread 3, chance of spread 1: a tenth of the variance; four in four share a draw by twos.
    chance = np.random.default_rng(1)
    draws = np.array([at - (at + 1) // 4 for at in range(40_000)])
    values = 3.0 * chance.standard_normal(draws.max() + 1)[draws] + chance.standard_normal(len(draws))
    found = level(values[:, None], tuple(draws.tolist()))
    assert found.chance.item() == pytest.approx(0.1, rel=0.05)
    reach = 1.2816  # of a normal distribution from the middle to 90 %
    assert (found.chance_high - found.median).item() == pytest.approx(reach, rel=0.03)
    assert (found.median - found.chance_low).item() == pytest.approx(reach, rel=0.03)


def test_all_of_a_range_is_chance_where_nothing_was_drawn() -> None:
    found = level(np.array([[1.0], [2.0], [4.0], [8.0]]), (0, 0, 0, 0))
    assert (found.chance_low, found.chance_high, found.chance) == (found.low, found.high, 1.0)


def test_too_few_replicates_of_one_draw_tell_nothing_of_chance() -> None:
    found = effect(np.array([[1.0], [2.0], [4.0], [8.0], [3.0]]), (0, 1, 2, 2, 3))
    assert np.isnan([found.chance_low, found.chance_high, found.chance]).all()


def test_the_interval_of_a_mean_effect_is_students() -> None:
    found = effect(np.array([-3.0, -1.0, -2.0, 2.0])[:, None])
    # Mean -1, spread sqrt(14/3), t of three degrees of freedom at 97.5 %: 3.182446.
    half = 3.182446305 * math.sqrt(14 / 3) / 2
    assert {name: values.item() for name, values in found.columns().items()} == pytest.approx(
        {
            "difference": -1.5, "low": -2.7, "high": 1.1,
            "mean": -1.0, "mean_low": -1.0 - half, "mean_high": -1.0 + half, "same_sign": 0.75,
            **UNTOLD,
        },
        nan_ok=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "share"),
    [
        ([1.0, 2.0, 3.0], 1.0),
        ([-1.0, -2.0, 5.0, -4.0], 0.75),
        ([0.0, 0.0, 0.0], math.nan),  # nought has no sign
        ([0.0, 0.0, 0.0, 7.0], math.nan),
        ([0.0, 3.0, 4.0], 2 / 3),
        ([-1.0, 1.0], math.nan),  # nought lies between them
        ([math.nan, 1.0, 2.0, -9.0], 2 / 3),
    ],
)
def test_the_same_sign_is_that_of_the_median(pairs: list[float], share: float) -> None:
    assert effect(np.array(pairs)[:, None]).same_sign.item() == pytest.approx(share, nan_ok=True)


def test_missing_values_are_left_out_of_every_statistic() -> None:
    values = np.array([[1.0, np.nan, np.nan], [np.nan, np.nan, 6.0], [3.0, np.nan, np.nan], [5.0, np.nan, np.nan]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found, changed = level(values), effect(values)
    whole, change = level(np.array([[1.0], [3.0], [5.0]])), effect(np.array([[1.0], [3.0], [5.0]]))
    for name, numbers in {**found.columns(), **changed.columns()}.items():
        if name in UNTOLD:
            continue
        assert numbers[0] == pytest.approx({**whole.columns(), **change.columns()}[name][0]), name
        assert np.isnan(numbers[1]), name
        assert np.isnan(numbers[2]) == (name in ("sd", "mean_low", "mean_high")), name
    assert changed.same_sign[2] == 1.0


def test_a_single_replicate_has_a_mean_but_no_interval() -> None:
    found, changed = level(np.array([[2.0]])), effect(np.array([[2.0]]))
    assert (found.mean.item(), found.median.item(), found.low.item(), found.high.item()) == (2.0, 2.0, 2.0, 2.0)
    assert np.isnan([found.sd.item(), changed.mean_low.item(), changed.mean_high.item()]).all()


@pytest.mark.parametrize("size", [1, 80])
def test_statistics_block_by_block_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    pair = [short("baseline-2011", 12), short("note-2011", 12)]
    make: Callable[[], Comparison] = lambda: compare(pair, simulate=rich_model.fail_in_twelfth)  # noqa: E731
    whole = make()
    assert len(list(whole.runs[0].blocks())) == 1
    monkeypatch.setattr(results, "BLOCK", size)
    split = make()
    assert len(list(split.runs[0].blocks())) == (4 if size == 1 else 2)
    for table in ("levels", "yearly"):
        pd.testing.assert_frame_equal(getattr(split, table), getattr(whole, table), check_exact=True)
    for statistic in ("differences", "horizon", "summary"):
        pd.testing.assert_frame_equal(getattr(split, statistic)(), getattr(whole, statistic)(), check_exact=True)
    assert np.array_equal(split.runs[0].of(split.runs[0].indicators[2]), whole.runs[0].values[:, :, 2], equal_nan=True)


def test_the_table_of_levels_has_a_row_per_year_and_indicator() -> None:
    found = run(short("note-2011"), simulate=rich_model.simulate)
    table = found.levels
    assert list(table.columns) == ["scenario", "year", "indicator", *found.level.columns(), "replicates"]
    assert table["year"].tolist() == [year for year in (2011, 2012, 2013) for _ in found.indicators]
    row = table[(table["year"] == 2012) & (table["indicator"] == found.indicators[2])].iloc[0]
    drawn = [fake_model.simulate(found.scenario, r).values[1, 2] for r in (1, 2, 4)]  # missing in 0 and 3
    assert (row["median"], row["mean"]) == (np.median(drawn), pytest.approx(np.mean(drawn)))
    assert (row["sd"], row["replicates"]) == (pytest.approx(np.std(drawn, ddof=1)), 5)


def test_differences_are_of_pairs_and_not_of_medians() -> None:
    found = by_hand({STOCK: [[0, 0, -9], [0, 0, -1], [0, 0, -2], [0, 0, 0], [0, 0, 4]]})
    row = found.differences((2013,)).iloc[0]
    assert (row["scenario"], row["against"], row["year"], row["indicator"]) == (
        "note-2011", "baseline-2011", 2013, STOCK,
    )  # fmt: skip
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((-1.0, -6.2, 2.4))
    assert (row["mean"], row["same_sign"], row["better"], row["pairs"]) == pytest.approx((-1.6, 0.6, 0.6, 5))
    assert len(found.differences()) == 3


def test_over_the_horizon_an_indicator_is_averaged_and_money_per_year_is_added_up_too() -> None:
    changes = [[0.0, -3.0, -6.0], [0.0, -1.0, -2.0], [0.0, 1.0, 2.0]]
    found = by_hand({STOCK: changes, FLOW: changes}).horizon().set_index(["indicator", "over"])
    assert sorted(found.index) == sorted([(STOCK, "average"), (FLOW, "average"), (FLOW, "total")])
    for name in (STOCK, FLOW):
        assert found.loc[(name, "average"), ["difference", "low", "high", "mean"]].tolist() == pytest.approx(
            [-1.0, -2.6, 0.6, -1.0]
        )
    assert found.loc[(FLOW, "total"), ["difference", "mean", "same_sign"]].tolist() == pytest.approx(
        [-3.0, -3.0, 2 / 3]
    )
    ratio = found.loc[(FLOW, "total"), "mean_low"] / found.loc[(FLOW, "average"), "mean_low"]
    assert ratio == pytest.approx(3.0)


def test_where_no_way_is_wanted_no_share_is_better() -> None:
    found = by_hand({FREE: [[0, 0, 1], [0, 0, 2]]})
    assert found.differences()["better"].isna().all() and found.horizon()["better"].isna().all()


def test_a_year_without_a_value_leaves_its_pair_out_of_the_horizon() -> None:
    found = by_hand({STOCK: [[0.0, math.nan, -3.0], [-1.0, -1.0, -1.0], [-3.0, -3.0, -3.0]]})
    row = found.horizon().iloc[0]
    assert (row["difference"], row["mean"]) == (-2.0, -2.0)


def test_differences_may_be_taken_against_any_scenario_of_the_comparison() -> None:
    three = [short("baseline-2011"), short("note-2011"), short("note-2011").model_copy(update={"name": "b"})]
    found = compare(three, simulate=fake_model.simulate)
    table = found.horizon(against="b")
    assert table["scenario"].unique().tolist() == ["baseline-2011", "note-2011"]
    assert set(table["against"]) == {"b"}
    assert np.allclose(table[table["scenario"] == "note-2011"]["difference"], 0.0)
    assert np.allclose(table[table["scenario"] == "baseline-2011"]["difference"], len(three[1].levers))


def test_values_turned_over_in_a_scratch_file_are_those_of_the_pieces() -> None:
    values = np.random.default_rng(4).normal(size=(23, 5, 7))
    columns = Columns((values[start : start + 10] for start in (0, 10, 20)), values.shape)
    for at in (slice(0, 7), slice(2, 5), slice(6, 7)):
        assert np.array_equal(columns.block(at), values[:, :, at])
