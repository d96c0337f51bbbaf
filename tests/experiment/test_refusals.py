"""What ensembles, comparisons and result folders refuse, and how they say it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment import Comparison, compare
from reformsim.experiment.ensemble import simulate_all
from reformsim.experiment.output import check_target
from reformsim.experiment.results import gather
from reformsim.experiment.runner import adjusted
from reformsim.scenario import load_scenario
from tests.experiment import fake_model


@pytest.fixture(scope="module")
def both() -> Comparison:
    scenarios = [adjusted(load_scenario(name), replicates=2, until=2013) for name in ("baseline-2011", "note-2011")]
    return compare(scenarios, simulate=fake_model.simulate)


def test_runs_of_other_years_are_no_comparison(both: Comparison) -> None:
    first, second = both.runs
    other = replace(second, years=(2011, 2012))
    with pytest.raises(RunError, match="'note-2011' and 'baseline-2011' have different years: no comparison"):
        replace(both, runs=(first, other))


def test_a_scenario_that_is_not_compared_is_told_with_the_nearest(both: Comparison) -> None:
    assert both.run("note-2011") is both.runs[1]
    with pytest.raises(UnknownNameError, match="in this comparison 'note-2012'; did you mean 'note-2011'"):
        both.run("note-2012")


def test_an_ensemble_without_replicates_is_refused(both: Comparison) -> None:
    scenario = both.runs[0].scenario
    with pytest.raises(RunError, match="replicates must be at least 1, got 0"):
        list(simulate_all([scenario], 0, simulate=fake_model.simulate))
    with pytest.raises(RunError, match="'baseline-2011' gave no replicate"):
        gather(scenario, [], both.timing)


def test_replicates_that_describe_other_years_are_refused(both: Comparison) -> None:
    scenario = both.runs[0].scenario
    whole = fake_model.simulate(scenario, 0)
    short = fake_model.simulate(adjusted(scenario, until=2012), 1)
    with pytest.raises(RunError, match="replicate 1 of 'baseline-2011' differs in years or indicators"):
        gather(scenario, [whole, short], both.timing)


def test_a_folder_whose_name_the_disk_refuses_is_told_without_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write results to .*: file name too long; nothing was changed"):
        check_target(tmp_path / ("x" * 300))


def test_an_empty_folder_is_as_good_as_none(tmp_path: Path) -> None:
    check_target(tmp_path)
    assert os.listdir(tmp_path) == []
