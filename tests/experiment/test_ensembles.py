"""What a call of run or compare promises, on one process and on many."""

from __future__ import annotations

import multiprocessing
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import reformsim
from reformsim.errors import RunError
from reformsim.experiment import compare, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.computing.executors import Failure
from reformsim.scenario import Scenario, load_scenario
from tests.experiment import fake_model


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return adjusted(load_scenario("baseline-2011"), replicates=7, until=2016)


@pytest.fixture(scope="module")
def note() -> Scenario:
    return adjusted(load_scenario("note-2011"), replicates=7, until=2016)


def test_two_workers_give_what_one_gives_in_the_same_order(baseline: Scenario, note: Scenario) -> None:
    alone, spread = (compare([baseline, note], workers=workers, simulate=fake_model.simulate) for workers in (1, 2))
    assert alone.yearly.equals(spread.yearly)
    assert alone.events.equals(spread.events)
    assert alone.map_table.equals(spread.map_table)


def test_progress_counts_every_replicate_up_to_the_last(baseline: Scenario) -> None:
    told: list[tuple[int, int]] = []
    run(baseline, progress=lambda done, total: told.append((done, total)), simulate=fake_model.simulate)
    assert told == [(done, 7) for done in range(1, 8)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_replicate_that_breaks_a_rule_is_told_and_the_rest_goes_on(baseline: Scenario, workers: int) -> None:
    found = run(baseline, workers=workers, simulate=fake_model.fail_in_third)
    assert (found.numbers, found.replicates) == ((0, 1, 3, 4, 5, 6), 6)
    assert found.failures == (Failure("baseline-2011", 2, 2011, "replicate 2: inhabitants were lost in 2014"),)
    whole = run(baseline, simulate=fake_model.simulate)
    assert np.array_equal(found.values, np.delete(whole.values, 2, axis=0))
    assert found.yearly["replicate"].unique().tolist() == [0, 1, 3, 4, 5, 6]
    assert found.map_of(2013, replicate=3).equals(whole.map_of(2013, replicate=3))
    with pytest.raises(RunError, match="replicate 2 is not in the run; it has 0, 1, 3, 4, 5, 6"):
        found.map_of(2013, replicate=2)


@pytest.mark.parametrize("workers", [1, 2])
def test_whoever_wants_no_failures_is_stopped_at_the_first(baseline: Scenario, workers: int) -> None:
    said = "'baseline-2011', replicate 2, seed 2011: replicate 2: inhabitants were lost in 2014"
    with pytest.raises(RunError) as caught:
        run(baseline, workers=workers, fail_fast=True, simulate=fake_model.fail_in_third)
    assert str(caught.value) == said


def test_a_run_in_which_every_replicate_failed_is_refused_with_the_first_reason(baseline: Scenario) -> None:
    def broken(scenario: Scenario, replicate: int) -> object:
        raise RunError(f"nothing works in {replicate}")

    with pytest.raises(RunError, match="'baseline-2011' gave no replicate; the first failed with: nothing works in 0"):
        run(baseline, replicates=2, simulate=broken)  # type: ignore[arg-type]


def test_a_replicate_that_failed_in_one_scenario_is_left_out_of_the_pairs_only(
    baseline: Scenario, note: Scenario
) -> None:
    def fail_with_reforms(scenario: Scenario, replicate: int) -> object:
        attempt = fake_model.fail_in_third if scenario.levers else fake_model.simulate
        return attempt(scenario, replicate)

    found = compare([baseline, note], simulate=fail_with_reforms)  # type: ignore[arg-type]
    assert [run.replicates for run in found.runs] == [7, 6]
    assert found.pairs == (0, 1, 3, 4, 5, 6)
    # Paired by number and not by position: the fake model's difference is the same in every pair.
    assert np.allclose(found.difference("note-2011"), -len(note.levers))
    assert set(found.differences()["pairs"]) == set(found.horizon()["pairs"]) == {6}
    assert found.levels.groupby("scenario")["replicates"].first().to_dict() == {"baseline-2011": 7, "note-2011": 6}


def test_scenarios_without_a_common_replicate_cannot_be_paired(baseline: Scenario, note: Scenario) -> None:
    def either(scenario: Scenario, replicate: int) -> object:
        if (replicate % 2 == 0) == bool(scenario.levers):
            raise RunError("not this one")
        return fake_model.simulate(scenario, replicate)

    with pytest.raises(RunError, match="'baseline-2011' and the others have no replicate in common: no comparison"):
        compare([baseline, note], simulate=either)  # type: ignore[arg-type]


def test_the_model_may_be_any_callable(baseline: Scenario, tmp_path: Path) -> None:
    for number, model in enumerate((partial(fake_model.simulate), fake_model.DiesOnce(str(tmp_path / "marker")))):
        found = run(baseline, replicates=2, out=tmp_path / str(number), simulate=model)
        assert found.replicates == 2


def test_running_leaves_no_processes_behind(baseline: Scenario) -> None:
    run(baseline, workers=2, simulate=fake_model.simulate)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"replicates": 0}, "replicates must be between 1 and 100,000, got 0"),
        ({"seed": -1}, "seed must be between 0 and 9223372036854775807, got -1"),
        (
            {"until": 2010},
            "the last year must be between 2011 (the start of 'baseline-2011') and 2111, got 2010",
        ),
        ({"until": 20300}, "the last year must be between 2011 (the start of 'baseline-2011') and 2111, got 20300"),
        ({"workers": 0}, "workers must be at least 1, got 0"),
    ],
)
def test_numbers_that_cannot_be_are_refused(baseline: Scenario, change: dict[str, int], message: str) -> None:
    with pytest.raises(RunError) as caught:
        run(baseline, simulate=fake_model.simulate, **change)  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_a_run_takes_seed_replicates_and_last_year_in_place_of_the_scenarios_own(baseline: Scenario) -> None:
    other = run(baseline, seed=5, replicates=2, until=2012, simulate=fake_model.simulate)
    assert (other.scenario.seed, other.replicates, other.years) == (5, 2, (2011, 2012))
    assert (baseline.seed, baseline.replicates) == (2011, 7)
    assert other.scenario.hash != baseline.hash


def test_a_comparison_gives_all_scenarios_the_first_ones_seed_and_replicates(
    baseline: Scenario, note: Scenario
) -> None:
    found = compare([baseline, adjusted(note, seed=99, replicates=2)], simulate=fake_model.simulate)
    assert [(r.scenario.seed, r.replicates) for r in found.runs] == [(2011, 7), (2011, 7)]


def test_paired_differences_are_free_of_chance(baseline: Scenario, note: Scenario) -> None:
    found = compare([baseline, note], simulate=fake_model.simulate)
    # The fake model lowers every number by one for each lever, and draws the same for both.
    table = found.differences()
    for column in ("difference", "low", "high"):
        assert np.allclose(table[column], -len(note.levers))
    assert np.ptp(found.runs[0].values) > 5


def test_a_comparison_needs_two_different_scenarios_of_one_territory_and_horizon(
    baseline: Scenario, note: Scenario
) -> None:
    attempt = partial(compare, simulate=fake_model.simulate)
    with pytest.raises(RunError, match="needs at least two scenarios"):
        attempt([baseline])
    with pytest.raises(RunError, match="different names; given more than once: baseline-2011"):
        attempt([baseline, baseline])
    elsewhere = note.model_copy(update={"territory": "netherlands-2003"})
    with pytest.raises(RunError, match="only scenarios of one territory can be compared"):
        attempt([baseline, elsewhere])
    with pytest.raises(RunError, match=r"only equal horizons can be compared \(--until YEAR"):
        attempt([baseline, adjusted(note, until=2014)])
    assert attempt([baseline, adjusted(note, until=2014)], until=2013).runs[1].years == (2011, 2012, 2013)


def test_the_real_model_gives_the_same_with_one_worker_and_with_two() -> None:
    short = adjusted(load_scenario("note-2011"), replicates=3, until=2014)
    alone, spread = (reformsim.run(short, workers=workers) for workers in (1, 2))
    assert alone.yearly.to_csv() == spread.yearly.to_csv()
    assert alone.events.equals(spread.events)
    assert alone.map_table.equals(spread.map_table)
