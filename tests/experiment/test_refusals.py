"""What ensembles, comparisons and result folders refuse, and how they say it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment import Comparison, compare, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.results import Run
from reformsim.experiment.store.output import check_target
from reformsim.experiment.store.pieces import Kept, join, single
from reformsim.scenario import load_scenario
from tests.experiment import fake_model


@pytest.fixture(scope="module")
def both() -> Comparison:
    scenarios = [adjusted(load_scenario(name), replicates=2, until=2013) for name in ("baseline-2011", "note-2011")]
    return compare(scenarios, simulate=fake_model.simulate)


def test_runs_of_other_years_are_no_comparison(both: Comparison) -> None:
    first, second = both.runs
    other = run(adjusted(second.scenario, until=2012), simulate=fake_model.simulate)
    with pytest.raises(RunError, match="'note-2011' and 'baseline-2011' have different years: no comparison"):
        replace(both, runs=(first, other))


def test_a_scenario_that_is_not_compared_is_told_with_the_nearest(both: Comparison) -> None:
    assert both.run("note-2011") is both.runs[1]
    with pytest.raises(UnknownNameError, match="in this comparison 'note-2012'; did you mean 'note-2011'"):
        both.run("note-2012")


def test_a_run_without_replicates_has_nothing_to_tell(both: Comparison) -> None:
    with pytest.raises(RunError, match="'baseline-2011' gave no replicate"):
        Run(both.runs[0].scenario, Kept(()), both.timing).summary()


def test_replicates_that_describe_other_years_are_refused(both: Comparison) -> None:
    scenario = both.runs[0].scenario
    whole = single(fake_model.simulate(scenario, 0))  # type: ignore[arg-type]
    short = single(fake_model.simulate(adjusted(scenario, until=2012), 1))  # type: ignore[arg-type]
    for attempt in (lambda: Run(scenario, Kept((whole, short))).years, lambda: join([whole, short], scenario.name)):
        with pytest.raises(RunError, match="1 of 'baseline-2011' differs in years, indicators or what is drawn"):
            attempt()


def test_a_folder_whose_name_the_disk_refuses_is_told_without_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write results to .*: file name too long; nothing was changed"):
        check_target(tmp_path / ("x" * 300))


def test_an_empty_folder_is_as_good_as_none(tmp_path: Path) -> None:
    check_target(tmp_path)
    assert os.listdir(tmp_path) == []
