"""Each shipped scenario still gives the outcomes that were committed beside it."""

import pytest

from reformsim.scenario import shipped_scenarios
from tests.golden.outcomes import UPDATE, differences, expected_file, outcomes, read


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_gives_its_expected_outcomes(name):
    told = differences(read(name), outcomes(name))
    assert not told, "\n".join([f"{name} does not give its expected outcomes; if that was meant: {UPDATE}", *told])


def test_there_are_expected_outcomes_of_the_shipped_scenarios_only():
    there = {path.name for path in expected_file("x").parent.iterdir()}
    assert there == {expected_file(name).name for name in shipped_scenarios()}


def test_expected_outcomes_are_not_taken_for_scenarios():
    assert "expected" not in shipped_scenarios()
    assert not any("/" in name or name.endswith("json") for name in shipped_scenarios())


def test_a_difference_is_told_with_its_place():
    before = {"seed": 1, "indicators": {"municipalities": {"2018": {"median": 380.0}}, "gone": {}}}
    after = {"seed": 1, "indicators": {"municipalities": {"2018": {"median": 381.0}}, "new": {}}}
    assert differences(before, after) == [
        "indicators municipalities 2018 median: expected 380.0, got 381.0",
        "indicators gone: expected, and not there any more",
        "indicators new: there, and not expected",
    ]
    assert differences({"a": 1.0}, {"a": 1.0 + 1e-12}) == []
    assert differences({"a": 1.0}, {"a": 1.0 + 1e-6}) != []
