"""Mechanisms: switches of a scenario that leave the numbers of before where they are when they are off."""

from __future__ import annotations

import pytest

from reformsim.behaviour import acting, load_behaviour, load_mechanisms
from reformsim.behaviour.mechanisms import read_mechanisms
from reformsim.errors import DataError, ScenarioError
from reformsim.measures import MEASURES, measured
from reformsim.model import simulate
from reformsim.scenario import Scenario, load_scenario
from tests.model.worlds import TOY, beyond_ranges

MECHANISMS = load_mechanisms()
LIVELY = {
    "merger.constant": -4.0,
    "cooperation.founding": 0.3,
    "cooperation.joining": 0.05,
    "cooperation.leaving": 0.05,
}


ON_TOY = {name: True for name in MECHANISMS if "accounts" not in acting({name: True})}
"""All that can work where no accounts are known."""


def toy(**keys) -> Scenario:
    """Some years of the toy province, in which more happens than by the weights of a country."""
    return beyond_ranges(name="toy", territory=str(TOY), horizon={"start": 2011, "end": 2016}, behaviour=LIVELY, **keys)


@pytest.mark.parametrize("name", [name for name, one in MECHANISMS.items() if not one.default])
def test_what_is_off_by_default_changes_nothing_where_it_is_not_named(name):
    assert name not in Scenario(name="bare", horizon={"start": 2011, "end": 2012}).acting or any(
        name in one.needs for one in MECHANISMS.values() if one.default
    )


def test_a_run_leaves_nothing_behind_that_a_run_without_mechanisms_could_find():
    """What is off gives the numbers of before (tests/golden holds them), also after a run with everything on."""
    before = measured(simulate(toy(), 0), list(MEASURES))
    history = simulate(toy(mechanisms=ON_TOY), 0)
    after = measured(simulate(toy(), 0), list(MEASURES))
    assert after.values.tobytes() == before.values.tobytes()
    assert measured(history, list(MEASURES)).values.tobytes() != before.values.tobytes()


@pytest.mark.parametrize("name", ["bodies_admit", "councils", "province_push"])
def test_a_mechanism_that_is_on_makes_another_history(name):
    plain, other = (simulate(toy(mechanisms=mechanisms), 0) for mechanisms in ({}, {name: True}))
    assert other.events != plain.events


def test_weights_of_mechanisms_stand_last_so_that_a_further_one_moves_no_draw_of_the_others():
    own = [one.mechanism is not None for one in load_behaviour().parameters.values()]
    assert own == sorted(own)


def test_weights_of_a_mechanism_are_drawn_only_where_it_works():
    from reformsim.scenario.assumptions import Assumptions

    off, on = (Assumptions.of(toy(mechanisms={"water_board_mergers": on})).names for on in (False, True))
    assert set(on) - set(off) == {"water_boards.merging"}
    assert set(off) <= set(on)


def test_the_draws_of_other_weights_are_the_same_whether_it_works_or_not():
    from reformsim.scenario.assumptions import Assumptions

    off, on = (Assumptions.of(toy(mechanisms={"water_board_mergers": on})).values(7) for on in (False, True))
    assert {name: on[name] for name in off} == off


def test_what_a_mechanism_needs_works_with_it():
    for name, one in MECHANISMS.items():
        assert set(one.needs) <= acting({name: True})


def test_an_unknown_mechanism_is_told_with_the_nearest_name(tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text(
        "territory: netherlands\nhorizon: {start: 2026, end: 2028}\nmechanisms: {water_board_merger: true}\n"
    )
    with pytest.raises(ScenarioError) as told:
        load_scenario(file)
    (problem,) = told.value.problems
    assert problem.line == 3
    assert "unknown mechanism 'water_board_merger'" in problem.message
    assert "'water_board_mergers'" in problem.message


def test_a_switch_that_is_neither_true_nor_false_is_told(tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text("territory: netherlands\nhorizon: {start: 2026, end: 2028}\nmechanisms: {water_board_mergers: 3}\n")
    with pytest.raises(ScenarioError, match="expected true or false"):
        load_scenario(file)


def test_a_mechanism_is_switched_on_the_command_line():
    switched = load_scenario("baseline-2026", settings=["mechanisms.water_board_mergers=true"])
    assert "water_board_mergers" in switched.acting


def test_a_table_of_mechanisms_that_needs_what_there_is_not_is_refused(tmp_path):
    file = tmp_path / "mechanisms.yaml"
    words = {"title": "a", "title_nl": "b", "meaning": "c", "rests_on": "d", "adds": "e"}
    facts = ", ".join(f"{key}: {value}" for key, value in words.items())
    file.write_text(f"one: {{default: false, actor: body, needs: [two], {facts}}}\n")
    with pytest.raises(DataError, match="'two' is no mechanism"):
        read_mechanisms(file)
