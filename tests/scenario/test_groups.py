"""Levers grouped for attribution: inherited, added up, checked, and without any say in what comes about."""

import pickle

import pytest

from reformsim.errors import ScenarioError
from reformsim.scenario import check_files, dump, json_schema, load_scenario, show

LEVERS = """\
levers:
  - {lever: smaller_councils, date: 2014-01-01, factor: 0.9, source: assumption}
  - {lever: province_push, id: push, date: 2012-01-01, strength: 0.1, source: assumption}
  - {lever: limit_layers, date: 2014-01-01, source: assumption}
"""
BASE = "horizon: {start: 2011, end: 2020}\n" + LEVERS


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def file(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    file("base.yaml", BASE + "groups:\n  small: [smaller_councils, push]\n")
    return file


def groups(name):
    return {key: list(levers) for key, levers in load_scenario(name).groups.items()}


def told(name):
    return [str(problem) for problem in check_files([name])]


def test_groups_are_read_in_the_order_of_the_file(write):
    write("a.yaml", BASE + "groups:\n  zeta: [push]\n  alpha: [limit_layers, smaller_councils]\n")
    assert groups("a.yaml") == {"zeta": ["push"], "alpha": ["limit_layers", "smaller_councils"]}
    assert list(load_scenario("a.yaml").groups) == ["zeta", "alpha"]


def test_groups_do_not_enter_the_hash(write):
    grouped = load_scenario("base.yaml")
    write("plain.yaml", BASE + "name: base\n")
    plain = load_scenario("plain.yaml")
    assert grouped != plain and grouped.hash == plain.hash
    assert grouped.hash == grouped.model_copy(update={"groups": {"other": ("push",)}}).hash


def test_a_scenario_with_groups_survives_being_sent_to_a_worker(write):
    scenario = load_scenario("base.yaml")
    twin = pickle.loads(pickle.dumps(scenario))
    assert twin == scenario and list(twin.groups.items()) == list(scenario.groups.items())


def test_groups_are_shown_with_their_place_and_written(write):
    assert "groups:\n  small: [smaller_councils, push]  # base.yaml:7\n" in show("base.yaml")
    write("twin.yaml", dump(load_scenario("base.yaml")))
    assert load_scenario("twin.yaml") == load_scenario("base.yaml")


def test_every_mistake_in_groups_is_told_at_its_place(write):
    write(
        "broken.yaml",
        BASE + "groups:\n"
        "  one: [pusch, push]\n"
        "  two: [push, limit_layers, limit_layers]\n"
        "  none: []\n"
        "  smaller_councils: [limit_layers]\n",
    )
    assert told("broken.yaml") == [
        "broken.yaml:7:9: groups.one[0]: unknown lever 'pusch'; did you mean 'push'?",
        "broken.yaml:8:9: groups.two[0]: 'push' is in the group 'one' already",
        "broken.yaml:8:29: groups.two[2]: 'limit_layers' is named twice",
        "broken.yaml:9:9: groups.none: expected the ids of the levers in this group, not an empty list",
        "broken.yaml:10:3: groups.smaller_councils: 'smaller_councils' is the id of a lever outside this group; "
        "expected another name",
        "broken.yaml:10:22: groups.smaller_councils[0]: 'limit_layers' is in the group 'two' already",
    ]
    with pytest.raises(ScenarioError):
        load_scenario("broken.yaml")


@pytest.mark.parametrize(("value", "message"), [
    ("[push]", "broken.yaml:6:9: groups: expected keys with values, not a list"),
    ("{one: push}", "broken.yaml:6:15: groups.one: expected a list, not 'push'"),
    ("{one: [3]}", "broken.yaml:6:16: groups.one[0]: expected text, not 3"),
])  # fmt: skip
def test_groups_of_another_form_are_told(write, value, message):
    write("broken.yaml", BASE + f"groups: {value}\n")
    assert told("broken.yaml") == [message]


def test_a_mistake_in_a_lever_does_not_make_its_group_a_mistake_too(write):
    write("broken.yaml", BASE.replace("strength: 0.1", "strength: x") + "groups: {one: [push]}\n")
    assert [message.split(": ")[1] for message in told("broken.yaml")] == ["levers[1].strength"]


def test_groups_are_inherited_and_one_of_the_same_name_takes_the_place_of_the_inherited_one(write):
    write("child.yaml", "extends: base.yaml\ngroups: {rest: [limit_layers]}\n")
    assert groups("child.yaml") == {"small": ["smaller_councils", "push"], "rest": ["limit_layers"]}
    write("child.yaml", "extends: base.yaml\ngroups: {small: [limit_layers]}\n")
    assert groups("child.yaml") == {"small": ["limit_layers"]}


def test_a_lever_that_is_dropped_or_grouped_anew_leaves_the_inherited_group(write):
    write("child.yaml", "extends: base.yaml\nlevers: [{id: push, drop: true}]\n")
    assert groups("child.yaml") == {"small": ["smaller_councils"]}
    write("child.yaml", "extends: base.yaml\ngroups: {other: [push, smaller_councils]}\n")
    assert groups("child.yaml") == {"other": ["push", "smaller_councils"]}


def test_added_scenarios_have_the_groups_of_both_and_one_of_the_same_name_has_the_levers_of_both(write):
    cap = "{lever: minimum_size, date: 2014-01-01, inhabitants: 50000, source: assumption}"
    write("more.yaml", f"horizon: {{start: 2011, end: 2020}}\nlevers: [{cap}]\ngroups: {{small: [minimum_size]}}\n")
    assert groups("base.yaml+more.yaml") == {"small": ["smaller_councils", "push", "minimum_size"]}


def test_a_change_of_inherited_groups_holds_in_a_sum(write):
    write("child.yaml", "extends: base.yaml\ngroups: {other: [push]}\n")
    for name in ("base.yaml+child.yaml", "child.yaml+base.yaml"):
        assert groups(name) == {"small": ["smaller_councils"], "other": ["push"]}, name


def test_two_that_group_a_lever_differently_contradict_each_other(write):
    write("a.yaml", "extends: base.yaml\ngroups: {one: [push]}\n")
    write("b.yaml", "extends: base.yaml\ngroups: {two: [push]}\n")
    assert told("a.yaml+b.yaml") == [
        "b.yaml:2:16: groups.two: contradicts the scenario it is added to: 'push' is in the group 'one' in a.yaml:2, "
        "in 'two' here"
    ]


def test_an_editor_knows_what_groups_are():
    schema = json_schema()["properties"]["groups"]
    (levers,) = schema["patternProperties"].values()
    assert levers["type"] == "array" and levers["items"]["type"] == "string" and schema["description"]


def test_every_lever_of_the_note_but_the_police_is_in_a_group_of_its_section():
    note = load_scenario("note-2011")
    grouped = [lever for levers in note.groups.values() for lever in levers]
    assert {lever.id for lever in note.levers} - set(grouped) == {"police"}
    assert 6 <= len(note.groups) <= 9
