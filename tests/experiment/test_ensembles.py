"""Replicates on one process and on many."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import reformsim
from reformsim.errors import RunError
from reformsim.experiment import compare, run
from reformsim.experiment.ensemble import simulate_all
from reformsim.experiment.runner import adjusted
from reformsim.scenario import Scenario, load_scenario
from tests.experiment import fake_model


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return adjusted(load_scenario("baseline-2011"), replicates=7, until=2016)


@pytest.fixture(scope="module")
def note() -> Scenario:
    return adjusted(load_scenario("note-2011"), replicates=7, until=2016)


def test_replicates_come_in_order_scenario_by_scenario(baseline: Scenario, note: Scenario) -> None:
    found = list(simulate_all([baseline, note], 3, simulate=fake_model.simulate))
    assert [(index, record.replicate) for index, record in found] == [(s, r) for s in (0, 1) for r in range(3)]


def test_two_workers_give_what_one_gives_in_the_same_order(baseline: Scenario, note: Scenario) -> None:
    alone, spread = (compare([baseline, note], workers=workers, simulate=fake_model.simulate) for workers in (1, 2))
    assert alone.yearly.equals(spread.yearly)
    assert alone.events.equals(spread.events)
    assert alone.map.equals(spread.map)


def test_progress_counts_every_replicate_up_to_the_last(baseline: Scenario) -> None:
    told: list[tuple[int, int]] = []
    run(baseline, progress=lambda done, total: told.append((done, total)), simulate=fake_model.simulate)
    assert told == [(done, 7) for done in range(1, 8)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_replicate_that_breaks_a_rule_ends_the_run_with_its_message(baseline: Scenario, workers: int) -> None:
    with pytest.raises(RunError, match="replicate 2: inhabitants were lost in 2014"):
        run(baseline, workers=workers, simulate=fake_model.fail_in_third)


def test_a_worker_that_dies_is_told_and_not_waited_for(baseline: Scenario) -> None:
    with pytest.raises(RunError, match="worker process ended before its work was done"):
        run(baseline, workers=2, simulate=fake_model.die_in_third)


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
    assert alone.map.equals(spread.map)


def test_a_script_with_workers_needs_no_guard_around_it(tmp_path: Path) -> None:
    script = tmp_path / "plan.py"
    script.write_text(
        "import reformsim\n"
        "from tests.experiment import fake_model\n"
        "scenario = reformsim.load_scenario('baseline-2011')\n"
        "done = reformsim.run(scenario, replicates=3, until=2012, workers=2, simulate=fake_model.simulate)\n"
        "print(done.replicates)\n",
        encoding="utf-8",
    )
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join([str(root / "src"), str(root), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "3\n", "")
