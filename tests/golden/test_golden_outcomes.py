"""Each shipped scenario still gives the outcomes that were committed beside it."""

import pytest

from reformsim.scenario import shipped_scenarios
from tests.golden.outcomes import UPDATE, Outcomes, differences, expected_file, of_replicate_0, outcomes, read


def check(name: str, expected: Outcomes, found: Outcomes) -> None:
    told = differences(expected, found)
    assert not told, "\n".join([f"{name} does not give its expected outcomes; if that was meant: {UPDATE}", *told])


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_gives_its_expected_outcomes_in_the_first_replicate(name):
    check(name, of_replicate_0(read(name)), of_replicate_0(outcomes(name, 1)))


def test_the_note_gives_its_expected_medians():
    check("note-2011", read("note-2011"), outcomes("note-2011"))


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
