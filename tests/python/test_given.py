"""In Python a scenario may be given by its name, path or object, and a year as a number or in digits, everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import reformsim
from reformsim.errors import RunError, ScenarioError, UnknownNameError
from reformsim.experiment import Comparison, Run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.replicate import simulate
from reformsim.hindcast import hindcast, one_year
from reformsim.measures import measured
from reformsim.model import ReformModel
from reformsim.model.faces.lookback import at_decision
from reformsim.scenario import GivenScenario, Scenario, dump, load_scenario, show
from tests.experiment import fake_model

TOY = Path(__file__).parents[1] / "toy"
LEVER = {"lever": "smaller_councils", "date": "2012-01-01", "factor": 0.9, "source": "assumption"}


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """The file of a scenario on the small map."""
    content = {
        "territory": str(TOY),
        "horizon": {"start": 2011, "end": 2012},
        "replicates": 2,
        "levers": [LEVER],
    }
    path = tmp_path / "toy.yaml"
    path.write_text(yaml.safe_dump(content), "utf-8")
    return path


def _indicators(model: ReformModel) -> Any:
    return measured(model.run()).values


FUNCTIONS: dict[str, Callable[[GivenScenario], Any]] = {
    "run": lambda given: reformsim.run(given).values,
    "attribute": lambda given: reformsim.attribute(given).effects,
    "simulate": lambda given: simulate(given, 1).values,
    "ReformModel": lambda given: _indicators(ReformModel(given, 1)),
    "at_decision": lambda given: at_decision(given, 2012).state.adequacy,
}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_scenario_is_taken_as_an_object_a_path_and_a_text(
    toy: Path, function: Callable[[GivenScenario], Any]
) -> None:
    expected = np.asarray(function(load_scenario(toy)))
    assert np.array_equal(function(toy), expected, equal_nan=True)
    assert np.array_equal(function(str(toy)), expected, equal_nan=True)


def test_a_comparison_takes_names_paths_and_objects_side_by_side(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("extends: note-2011\nlevers: []\n", "utf-8")
    given = ["baseline-2011", own, load_scenario("note-2011")]
    found = reformsim.compare(given, replicates=1, until="2012", simulate=fake_model.simulate)
    assert found.names == ("baseline-2011", "own", "note-2011")
    assert found.runs[0].years == (2011, 2012)


def test_forecasts_of_the_past_take_the_name_of_a_scenario_and_years_in_digits() -> None:
    with pytest.raises(RunError, match="2020"):
        hindcast("history", "2011", "2020", replicates=1)
    with pytest.raises(RunError, match="2020"):
        one_year("history", "2012", "2020")


def test_a_scenario_is_shown_by_name_and_as_an_object() -> None:
    loaded = load_scenario("baseline-2011")
    assert dump("baseline-2011") == dump(loaded) == show(loaded)
    assert show("baseline-2011") != dump(loaded)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_wrong_name_is_told_with_the_nearest(function: Callable[[GivenScenario], Any]) -> None:
    with pytest.raises(UnknownNameError, match="unknown scenario 'note-2012'; did you mean 'note-2011'"):
        function("note-2012")


def test_a_file_with_mistakes_is_told_as_when_it_is_checked(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("extends: note-2011\nseed: x\n", "utf-8")
    with pytest.raises(ScenarioError, match=r"wrong\.yaml:2:7: seed: expected a whole number, not 'x'"):
        reformsim.run(tmp_path / "wrong.yaml")


def test_what_is_no_scenario_is_refused() -> None:
    with pytest.raises(TypeError, match="expected a scenario, its name or the path of its file, not 2011"):
        reformsim.run(2011)  # type: ignore[arg-type]


def test_one_name_is_no_list_of_scenarios() -> None:
    with pytest.raises(RunError, match="at least two scenarios, in a list"):
        reformsim.compare("baseline-2011")


@pytest.fixture(scope="module")
def compared() -> Comparison:
    chosen = [adjusted(name, replicates=3, until=2015) for name in ("baseline-2011", "note-2011")]
    return reformsim.compare(chosen, simulate=fake_model.simulate)


@pytest.fixture(scope="module")
def outcome(compared: Comparison) -> Run:
    return compared.runs[1]


@pytest.mark.parametrize("year", [2013, "2013", np.int64(2013)], ids=["number", "digits", "NumPy"])
def test_a_year_is_taken_as_a_number_and_in_digits(compared: Comparison, outcome: Run, year: Any) -> None:
    assert compared.differences(year).equals(compared.differences((2013,)))
    assert compared.differences([year, 2014]).equals(compared.differences((2013, 2014)))
    assert compared.summary(year).attrs["year"] == 2013
    assert outcome.map_of(year).equals(outcome.map_of(2013))
    assert outcome.year_index(year) == 2
    assert outcome.summary((2012, year)).attrs["years"] == [2012, 2013]
    assert adjusted("note-2011", until=year).horizon.end == 2013


def test_a_single_year_stands_beside_the_first_in_the_summary_of_a_run(outcome: Run) -> None:
    assert outcome.summary(2013).attrs["years"] == [2011, 2013]
    assert outcome.summary(2013).equals(outcome.summary((2011, 2013)))
    with pytest.raises(RunError, match="expected one or two years, not 3"):
        outcome.summary((2011, 2012, 2013))  # type: ignore[arg-type]


def test_an_attribution_takes_a_year_in_digits_beside_the_horizon(toy: Path) -> None:
    found = reformsim.attribute(toy)
    assert found.of("councillors", "2012").equals(found.of("councillors", 2012))
    assert found.levels("councillors", "2012") == found.levels("councillors", 2012)
    assert set(found.table()["year"]) == {2011, 2012, "horizon"}
    with pytest.raises(RunError, match="year 2013 is not in the run; it has 2011 to 2012"):
        found.of("councillors", "2013")


@pytest.mark.parametrize("year", ["20l3", "2013.0", 2013.0, "-5"])
def test_what_is_no_year_is_refused(compared: Comparison, year: Any) -> None:
    with pytest.raises(RunError, match="expected a year such as 2025, not "):
        compared.differences(year)


def test_a_year_outside_the_results_is_told_with_those_there_are(compared: Comparison) -> None:
    with pytest.raises(RunError, match="year 2025 is not in the run; it has 2011 to 2015"):
        compared.differences(2025)


def test_a_scenario_object_stays_what_it_was(toy: Path) -> None:
    given: Scenario = load_scenario(toy)
    before = given.hash
    assert reformsim.run(given, replicates=1, seed=9, simulate=fake_model.simulate).scenario.hash != before
    assert given.hash == before
