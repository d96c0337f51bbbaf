"""The fan: a rule fitted on errors, applied to a forecast, scored with its own years left out."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from typer.testing import CliRunner

import reformsim
from reformsim.cli.app import app
from reformsim.errors import DataError, RunError
from reformsim.hindcast.fan import coverage, fitted, forecast_errors, load_errors, widened
from reformsim.hindcast.fan.leaving_out import held_out
from reformsim.hindcast.fan.page import fan_part, rule_told, verdict
from reformsim.hindcast.fan.record import QUANTILES, Errors, read_errors, real_counts, write_errors
from reformsim.hindcast.fan.rolling import REPLICATES, origins
from reformsim.hindcast.fan.rule import LEVELS, SHARES, Rule, apart, independent
from reformsim.hindcast.past import load_past
from reformsim.hindcast.replay.published import load_published
from reformsim.scenario import Scenario
from reformsim.territory import load_territory, synthetic_territory


def rolled(starts: range, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Origins and years ahead of forecasts from every start to every later year."""
    spans = [(first, year - first) for first in starts for year in range(first + 1, last + 1)]
    return tuple(np.array(spans).T)


# The rule.


@pytest.mark.parametrize(("power", "fit"), [(0.5, 0.5), (0.75, 0.75), (1.0, 1.0), (0.1, 0.5), (1.8, 1.0)])
def test_growth_is_found_where_errors_grow_as_a_power_and_kept_within_its_bounds(power: float, fit: float):
    origin, ahead = rolled(range(2003, 2018), 2018)
    rule = fitted(origin, ahead, 0.02 * ahead**power * np.where(origin % 2, 1.0, -1.0))
    assert rule.growth == pytest.approx(fit)
    assert (rule.scale == pytest.approx(0.02)) == (power == fit)
    assert rule.longest == 15


def test_a_lean_to_one_side_counts_as_error():
    origin, ahead = rolled(range(2003, 2018), 2018)
    assert fitted(origin, ahead, np.full(len(ahead), 0.03)).scale > 0.015


def test_forecasts_without_error_give_no_width_beyond_the_models_own():
    origin, ahead = rolled(range(2003, 2018), 2018)
    rule = fitted(origin, ahead, np.zeros(len(ahead)))
    own = np.array([[90.0, 93.0, 96.0, 104.0, 107.0, 110.0]])
    assert rule.scale == 0.0
    assert widened(rule, np.array([5]), np.array([100.0]), own, 120.0).tolist() == own.tolist()


def test_without_errors_there_is_no_rule():
    nothing = np.array([], dtype=np.int64)
    with pytest.raises(ValueError, match="no errors to fit a rule on"):
        fitted(nothing, nothing, np.array([]))


def test_forecasts_that_overlap_are_worth_as_many_as_lie_side_by_side():
    assert independent(np.array([2003, 2004, 2005, 2006]), np.array([1, 1, 1, 1])) == 4
    assert independent(np.array([2003, 2004, 2005, 2006]), np.array([6, 6, 6, 6])) == 1
    assert independent(np.array([2003, 2013]), np.array([10, 10])) == 2


def test_spans_are_apart_where_they_share_no_year():
    origin, ahead = np.array([2003, 2003, 2008, 2010]), np.array([5, 6, 1, 3])
    assert apart(origin, ahead, 2008, 2010).tolist() == [True, False, False, True]


def test_the_reach_is_that_of_students_t_and_with_many_spans_of_the_normal():
    ahead = np.array([-2, 0, 4])
    assert Rule(0.02, 0.5, 10**9, 9).reach(ahead, 0.9) == pytest.approx([0.0, 0.0, norm.ppf(0.95) * 0.04], rel=1e-6)
    # The closed form of two degrees of freedom: x / sqrt(2 - 2 x^2) with x = 2 p - 1, times two.
    x = 0.9
    assert Rule(0.02, 0.5, 2, 9).reach(ahead, 0.9)[2] == pytest.approx(0.04 * x * np.sqrt(2 / (1 - x * x)))


@given(
    st.floats(0.0, 0.1), st.floats(0.5, 1.0), st.integers(1, 30), st.integers(0, 40),
    st.lists(st.integers(1, 500), min_size=2, max_size=30),
)  # fmt: skip
def test_the_fan_is_nested_never_narrower_than_the_replicates_and_never_above_the_known_map_by_error_alone(
    scale: float, growth: float, spans: int, ahead: int, counts: list[int]
):
    rule, own = Rule(scale, growth, spans, 20), np.quantile(counts, LEVELS)[None]
    median, most = np.array([np.median(counts)]), float(max(counts))
    (edges,) = widened(rule, np.array([ahead]), median, own, most)
    assert (np.diff(edges) >= -1e-9).all()
    assert (edges[:3] <= own[0, :3] + 1e-9).all() and (edges[3:] >= own[0, 3:] - 1e-9).all()
    assert edges[0] > 0 and edges[-1] <= most + 1e-9
    (farther,) = widened(rule, np.array([ahead + 5]), median, own, most)
    assert farther[0] <= edges[0] and farther[-1] >= edges[-1]


# The record.


def test_the_numbers_that_forecasts_are_held_against_are_those_of_the_records_and_of_the_published_replays():
    real, found = real_counts(), {}
    for name in ("netherlands-2003", "netherlands-2011"):
        land = load_territory(name)
        past = load_past(land, land.year, land.events_until or land.year)
        found |= dict(zip(past.years, past.counts.tolist(), strict=True))
    assert len(found) >= 16 and found == {year: real[year] for year in found}
    series = [one.values for one in load_published().series if one.measure == "municipalities" and not one.inhabitants]
    assert series and all(real[year] == value for values in series for year, value in values.items())
    assert list(real) == list(range(min(real), max(real) + 1))


def test_the_record_has_every_origin_whose_map_is_known_and_every_later_year():
    errors, real = load_errors(), real_counts()
    assert tuple(np.unique(errors.origin)) == origins()
    assert [*zip(errors.origin.tolist(), errors.year.tolist(), strict=True)] == [
        (first, year) for first in origins() for year in range(first + 1, max(real) + 1)
    ]
    assert errors.real.tolist() == [real[year] for year in errors.year.tolist()]


def test_every_year_forecast_from_before_the_first_estimate_of_the_time_was_used_in_the_shipped_one():
    errors = load_errors()
    assert errors.seen.tolist() == (errors.origin < 2011).tolist()


def test_origins_go_on_as_far_as_the_record_of_mergers_and_stop_before_the_last_real_number():
    assert origins(2006) == (2003, 2004, 2005)
    assert origins()[-1] == max(real_counts()) - 1


def test_the_record_that_ships_is_what_the_model_says_today():
    again, shipped = forecast_errors(starts=[2003], until=2004, replicates=REPLICATES), load_errors()
    row = (shipped.origin == 2003) & (shipped.year == 2004)
    assert again.quantiles.tolist() == shipped.quantiles[row].tolist()


def test_a_forecast_does_not_depend_on_workers_nor_on_how_far_it_goes():
    one = forecast_errors(starts=[2003], until=2004, replicates=2)
    two = forecast_errors(starts=[2003, 2004], until=2005, replicates=2, workers=2)
    assert one.quantiles.tolist() == two.quantiles[:1].tolist() and len(two.origin) == 3


def test_a_record_is_read_as_it_was_written(tmp_path: Path):
    errors = load_errors()
    write_errors(errors, tmp_path / "errors.csv")
    again = read_errors(tmp_path / "errors.csv")
    assert again.quantiles.tolist() == errors.quantiles.tolist() and again.seen.tolist() == errors.seen.tolist()


@pytest.mark.parametrize(("column", "value", "said"), [
    ("ahead", "2", "ahead: expected 1, the years from 2003 to 2004 and at least 1, not 2"),
    ("real", "0", "real: expected a number of municipalities, not 0"),
    ("real", "many", "not a row of the record: invalid literal for int() with base 10: 'many'"),
    ("seen", "none", "seen: expected all for the years after 2003 to 2004, not 'none'"),
    ("p05", "480", "p10 to p95: expected quantiles above 0 that do not fall, not [480.0, 468.0"),
])  # fmt: skip
def test_a_wrong_record_is_told_with_its_line(tmp_path: Path, column: str, value: str, said: str):
    path = tmp_path / "errors.csv"
    write_errors(load_errors(), path)
    rows = [*csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    first = rows[0] | {"p10": "468", "p05": "466"} | {column: value}
    path.write_text("\n".join([",".join(rows[0]), ",".join(first.values())]), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_errors(path)
    assert f"errors.csv:2:1: {said}" in str(caught.value)


def test_a_record_with_other_columns_or_none_at_all_is_told(tmp_path: Path):
    path = tmp_path / "errors.csv"
    path.write_text("origin,year\n", encoding="utf-8")
    with pytest.raises(DataError, match="expected the columns origin, year, ahead, real, p10"):
        read_errors(path)
    write_errors(
        replace(
            load_errors(),
            origin=np.array([], int),
            year=np.array([], int),
            quantiles=np.zeros((0, 9)),
            real=np.array([], int),
        ),
        path,
    )
    with pytest.raises(DataError, match="expected at least one forecast"):
        read_errors(path)


# Coverage.


def made(error: float, monkeypatch: pytest.MonkeyPatch) -> Errors:
    """A record with an error of one size each year, to either side by year, of replicates that all say the same."""
    origin, ahead = rolled(range(2003, 2023), 2023)
    monkeypatch.setattr(
        "reformsim.hindcast.fan.leaving_out.real_counts", lambda: dict.fromkeys(range(2003, 2024), 10**6)
    )
    median = np.full(len(origin), 100_000.0)
    sign = np.where((origin * 7 + ahead * 3) % 2, 1.0, -1.0)
    real = np.round(median * np.exp(sign * error * np.sqrt(ahead))).astype(np.int64)
    return Errors(origin, origin + ahead, real, np.repeat(median[:, None], len(QUANTILES), axis=1))


def test_errors_of_one_size_lie_in_the_wide_fans_and_never_in_the_narrow_one(monkeypatch: pytest.MonkeyPatch):
    found = {one.group: one for one in coverage(made(0.02, monkeypatch))}
    # t of one or more degrees of freedom: 30 % reach under 0.51 sizes, 60 % over 0.84, 90 % over 1.64.
    assert found["1-5"].shares[0] == 0.0 and found["1-5"].shares[2] == 1.0
    assert found["all"].band == 0.0 and found["all"].forecasts < 210


def test_a_forecast_is_scored_without_what_happened_in_its_years(monkeypatch: pytest.MonkeyPatch):
    errors = made(0.001, monkeypatch)
    shock = (errors.origin < 2013) & (errors.year >= 2013)
    real = np.where(shock, errors.real // 2, errors.real)
    scored, within = held_out(replace(errors, real=real))
    # The shock of 2013 is in every forecast that holds it, so that the others cannot know of it.
    assert (scored & shock).sum() > 50 and not within[shock & scored].any()


def test_a_forecast_of_all_years_leaves_none_to_learn_from_and_is_not_scored():
    errors = load_errors()
    scored, _ = held_out(errors)
    whole = (errors.origin == errors.origin.min()) & (errors.year == errors.year.max())
    assert whole.sum() == 1 and not scored[whole].any() and scored.sum() > 200


def test_the_page_tells_the_rule_the_coverage_and_what_misses():
    errors = load_errors()
    page, (whole, unseen, *_) = fan_part(errors), coverage(errors)
    assert unseen.group == "unseen" and 0 < unseen.forecasts < whole.forecasts
    row = next(line for line in page.splitlines() if line.startswith("| all |"))
    assert row.split(" | ")[4:7] == [f"{100 * share:.0f} %" for share in whole.shares]
    assert f"from {len(origins())} origins" in page and "without their years: 1." in rule_told(errors)
    misses = sum(share < aim for one in (whole, unseen) for share, aim in zip(one.shares, SHARES, strict=True))
    assert verdict([whole, unseen]).count("in the fan of") == misses


def test_the_real_number_never_rose():
    assert (np.diff([*real_counts().values()]) <= 0).all()


# A run.


@pytest.fixture(scope="module")
def run() -> reformsim.Run:
    return reformsim.run("baseline-2011", replicates=4, until=2014, measures=["municipalities"])


def test_a_run_has_a_fan_by_year_around_its_median(run: reformsim.Run):
    table = reformsim.fan(run)
    assert [*table.index] == [2011, 2012, 2013, 2014] and not table["beyond"].any()
    assert table.columns.tolist() == ["low_90", "low_60", "low_30", "median", "high_30", "high_60", "high_90", "beyond"]
    assert set(table.loc[2011].drop("beyond")) == {418.0}
    assert table["median"].tolist() == np.median(run.of("municipalities"), axis=0).tolist()
    reach = np.exp(load_errors().rule().reach(np.array([3]), 0.9))[0]
    assert table["low_90"][2014] == pytest.approx(
        min(table["median"][2014] / reach, run.of("municipalities")[:, 3].min())
    )


def test_years_further_ahead_than_the_record_are_marked(run: reformsim.Run, monkeypatch: pytest.MonkeyPatch):
    whole = load_errors()
    short = whole.ahead <= 2
    cut = Errors(whole.origin[short], whole.year[short], whole.real[short], whole.quantiles[short])
    monkeypatch.setattr("reformsim.hindcast.fan.widening.load_errors", lambda: cut)
    table = reformsim.fan(run)
    assert table["beyond"].tolist() == [False, False, False, True]
    assert table["low_90"][2014] < table["low_90"][2013]


def test_errors_count_from_the_last_year_that_is_replayed():
    known = reformsim.load_scenario("baseline-2011").model_copy(update={"replay_until": 2013})
    table = reformsim.fan(reformsim.run(known, replicates=2, until=2014, measures=["municipalities"]))
    assert (table["high_90"] - table["low_90"]).loc[:2013].tolist() == [0.0, 0.0, 0.0]
    assert table["low_90"][2014] < 408 - 8


def test_a_run_without_a_fan_says_why(tmp_path: Path, run: reformsim.Run):
    own = synthetic_territory(12, 3, tmp_path / "own")
    there = Scenario(name="mine", territory=str(tmp_path / "own"), horizon={"start": own.year, "end": own.year})
    replayed = replace(run, scenario=run.scenario.model_copy(update={"mergers": "replay"}))
    for one, said in (
        (replace(run, scenario=there), "no fan for 'mine': the record of errors is of the Netherlands, not of '.*own'"),
        (replayed, "no fan for 'baseline-2011': its mergers are replayed, not forecast"),
        (
            reformsim.run("baseline-2011", replicates=1, until=2011, measures=["councillors"]),
            "'municipalities' was not",
        ),
    ):
        with pytest.raises(RunError, match=said):
            reformsim.fan(one)


def test_the_commands_tell_the_fan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def said(*words: str) -> str:
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == 0, result.output
        return result.output

    assert "Shares not reached (all: none | no year used in the estimate: none)." in " ".join(said("fan").split())
    ran = said("run", "baseline-2011", "-n", "2", "--until", "2012", "--out", "r").replace("\n", " ")
    assert "Municipalities of baseline-2011 in 2012, with the errors of earlier forecasts: median" in " ".join(
        ran.split()
    )
    table = said("fan", "r").splitlines()
    assert table[0] == "baseline-2011: municipalities, with the errors of earlier forecasts"
    assert table[2].split() == ["2011", *["418"] * 7]
    wrong = CliRunner().invoke(app, ["fan", "r", "--errors", "x.csv"])
    assert wrong.exit_code == 2 and "only without a folder of results" in wrong.output


def test_the_command_writes_the_record_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "reformsim.hindcast.fan.rolling.real_counts", lambda: {year: real_counts()[year] for year in range(2003, 2006)}
    )
    result = CliRunner().invoke(app, ["fan", "--errors", "e.csv", "-n", "2"])
    assert result.exit_code == 0, result.output
    found = read_errors(Path("e.csv"))
    assert found.origin.tolist() == [2003, 2003, 2004] and found.year.tolist() == [2004, 2005, 2005]
    assert found.real.tolist() == [483, 467, 467]
