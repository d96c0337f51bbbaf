"""The note item by item: each of the 137 is represented by something of its kind, or says why not."""

from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from reformsim.behaviour import load_behaviour
from reformsim.levers import LEVERS
from reformsim.measures import MEASURES
from reformsim.model.faces import actors, agents
from reformsim.model.rules import rule_table
from reformsim.note.coverage import KINDS, items
from reformsim.note.document import levers_document
from reformsim.principles import PRINCIPLES
from reformsim.scenario.shipped import shipped_scenarios

ROOT = Path(__file__).parents[2]
ALL = items()
MOST_LEFT_OUT = 15
REPRESENTED = [item for item in ALL if not item.left_out]


def of_kind(kind):
    return [item for item in REPRESENTED if item.kind == kind]


def name(item):
    return f"{item.number}-{item.kind}"


def test_the_note_has_137_items_numbered_through():
    assert [item.number for item in ALL] == list(range(1, 138))
    assert all(item.kind in KINDS and item.title and item.page for item in ALL)
    assert {kind: sum(item.kind == kind for item in ALL) for kind in KINDS} == {
        "L": 46, "A": 14, "I": 23, "K": 22, "C": 32,
    }  # fmt: skip


def test_at_most_fifteen_items_are_left_out_each_with_its_reason():
    left_out = [item for item in ALL if item.left_out]
    assert len(left_out) <= MOST_LEFT_OUT
    assert [item.number for item in left_out if item.represented] == []
    assert all(len(item.left_out) > 20 for item in left_out)


@pytest.mark.parametrize("item", of_kind("L"), ids=name)
def test_a_lever_of_the_note_is_a_lever_or_the_scenario_of_all(item):
    assert item.levers or item.scenarios


@pytest.mark.parametrize("item", of_kind("K"), ids=name)
def test_a_principle_of_the_note_is_checked_or_a_rule_of_the_world(item):
    assert item.principles or item.rules or item.data or item.levers


@pytest.mark.parametrize("item", of_kind("C"), ids=name)
def test_a_claim_of_the_note_is_a_parameter_that_may_have_no_effect_or_an_indicator_of_what_is(item):
    behaviour = load_behaviour()
    assert item.parameters or item.indicators or item.levers
    for parameter in item.parameters:
        neutral = behaviour.parameters[parameter].neutral
        assert neutral is not None, f"{parameter} does not say at which value it has no effect"
        assert behaviour.low(parameter) <= neutral <= behaviour.high(parameter)


@pytest.mark.parametrize("item", of_kind("A"), ids=name)
def test_an_actor_of_the_note_is_an_agent_or_an_input_with_an_effect(item):
    assert item.agents or item.data or item.levers or item.parameters or item.rules


@pytest.mark.parametrize("item", of_kind("I"), ids=name)
def test_a_goal_of_the_note_is_an_indicator(item):
    assert item.indicators


def test_whatever_names_an_item_names_one_of_the_137():
    registers = {
        "lever": {word: lever.items for word, lever in LEVERS.items()},
        "rule": {word: rule.get("items", ()) for word, rule in rule_table().items()},
        "principle": {word: principle.items for word, principle in PRINCIPLES.items()},
        "parameter": {word: parameter.items for word, parameter in load_behaviour().parameters.items()},
        "indicator": {word: indicator.items for word, indicator in MEASURES.items()},
    }
    wrong = [
        f"{kind} {word}: {number}"
        for kind, register in registers.items()
        for word, numbers in register.items()
        for number in numbers
        if not 1 <= number <= len(ALL)
    ]
    assert wrong == []


def test_agents_and_scenarios_that_stand_for_an_item_exist():
    assert {a for item in ALL for a in item.agents if not hasattr(agents, a) and not hasattr(actors, a)} == set()
    assert {s for item in ALL for s in item.scenarios} <= set(shipped_scenarios())


def test_the_page_of_levers_is_not_stale():
    page = (ROOT / "docs" / "levers.md").read_text("utf-8")
    assert page == levers_document(), "make it anew: reformsim levers --markdown > docs/levers.md"


def test_the_page_shows_every_lever_with_its_example_and_every_item():
    page = levers_document()
    assert [word for word in LEVERS if f"### `{word}`" not in page] == []
    assert [item.number for item in ALL if f"| {item.number} | {item.kind} |" not in page] == []
    assert "| `source_nl` |" not in page, "that every lever may have it is said once"


def test_the_list_of_items_has_no_key_that_nobody_reads():
    table = yaml.safe_load((files("reformsim.note") / "items.yaml").read_text("utf-8"))
    known = {"kind", "page", "title", "agents", "data", "scenarios", "works", "left_out"}
    assert {number: set(entry) - known for number, entry in table.items() if set(entry) - known} == {}
