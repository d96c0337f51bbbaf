"""Scenarios added up with a plus: the reforms of both, once, and contradictions by name."""

import pytest

from reformsim.errors import ScenarioError, UnknownNameError
from reformsim.scenario import check_files, load_scenario, show

COUNCILS = "{lever: smaller_councils, date: 2014-01-01, factor: %s, source: assumption}"
PUSH = "{lever: province_push, date: 2014-01-01, strength: 0.5, source: assumption}"


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Write scenario files that extend the baseline, in the folder the user stands in."""
    monkeypatch.chdir(tmp_path)

    def write(name, *levers, extends="baseline-2011", **keys):
        lines = [f"extends: {extends}", *(f"{key}: {value}" for key, value in keys.items())]
        if levers:
            lines += ["levers:", *(f"  - {lever}" for lever in levers)]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    return write


def messages(name):
    return [str(problem) for problem in check_files([name])]


def test_the_sum_has_the_reforms_of_both_in_the_order_written(files):
    files("a.yaml", COUNCILS % 0.9, title="Fewer")
    files("b.yaml", PUSH, title="Push")
    both, turned = load_scenario("a.yaml+b.yaml"), load_scenario("b.yaml+a.yaml")
    assert [lever.lever for lever in both.levers] == ["smaller_councils", "province_push"]
    assert [lever.lever for lever in turned.levers] == ["province_push", "smaller_councils"]
    assert (both.name, both.title, both.author) == ("a+b", "Fewer + Push", "reformsim")


def test_what_both_inherit_counts_once(files):
    files("a.yaml", COUNCILS % 0.9, extends="randbase.yaml")
    files("b.yaml", "{lever: limit_layers, date: 2014-01-01, source: assumption}", extends="randbase.yaml")
    files("randbase.yaml", PUSH)
    both = load_scenario("a.yaml+b.yaml")
    assert [lever.lever for lever in both.levers] == ["province_push", "smaller_councils", "limit_layers"]


def test_a_change_of_what_is_inherited_holds(files):
    files("a.yaml", COUNCILS % 0.9)
    files("b.yaml", PUSH, horizon="{end: 2020}", behaviour="{merger.finance: 0.3}")
    for name in ("a.yaml+b.yaml", "b.yaml+a.yaml"):
        both = load_scenario(name)
        assert (both.horizon.start, both.horizon.end) == (2011, 2020)
        assert dict(both.behaviour) == {"merger.finance": 0.3}


def test_three_can_be_added_and_shipped_ones_too(files):
    files("c.yaml", "{lever: minimum_size, date: 2014-01-01, inhabitants: 50000, source: assumption}")
    all_three = load_scenario("baseline-2011+note-2011+c.yaml")
    assert all_three.name == "baseline-2011+note-2011+c"
    assert len(all_three.levers) == len(load_scenario("note-2011").levers) + 1


def test_a_lever_that_says_otherwise_under_the_same_id_is_refused_by_name(files):
    files("a.yaml", COUNCILS % 0.9)
    files("b.yaml", PUSH, COUNCILS % 0.8)
    assert messages("a.yaml+b.yaml") == [
        "b.yaml:4:5: levers[1]: contradicts the scenario it is added to: a lever with the id 'smaller_councils' that "
        "says otherwise stands in a.yaml:3; give one of them an id of its own if both are meant"
    ]
    with pytest.raises(ScenarioError, match="smaller_councils"):
        load_scenario("a.yaml+b.yaml")


def test_the_same_lever_in_both_counts_once(files):
    files("a.yaml", COUNCILS % 0.9)
    files("b.yaml", COUNCILS % 0.9, PUSH)
    assert [lever.lever for lever in load_scenario("a.yaml+b.yaml").levers] == ["smaller_councils", "province_push"]


def test_other_weights_and_other_years_are_refused_by_name(files):
    files("a.yaml", behaviour="{merger.finance: 0.2}", horizon="{end: 2025}")
    files("b.yaml", behaviour="{merger.finance: 0.3}", horizon="{end: 2020}")
    assert messages("a.yaml+b.yaml") == [
        "b.yaml:2:29: behaviour.merger.finance: contradicts the scenario it is added to: 0.2 in a.yaml:2, 0.3 here",
        "b.yaml:3:16: horizon.end: contradicts the scenario it is added to: 2025 in a.yaml:3, 2020 here",
    ]


def test_reforms_that_exclude_one_another_are_refused_as_in_one_file(files):
    move = "{lever: decentralise_task, id: %s, date: 2014-01-01, task: youth_care, carrier: %s, source: assumption}"
    files("a.yaml", move % ("one", "gemeente"))
    files("b.yaml", move % ("other", "rijk"))
    assert messages("a.yaml+b.yaml") == ["b.yaml:3:5: levers[0]: task 'youth_care' is moved by 'one' on the same day"]


def test_the_first_says_how_often_and_with_which_seed(files):
    files("a.yaml", replicates="7", seed="1")
    files("b.yaml", replicates="9", seed="2")
    both = load_scenario("a.yaml+b.yaml")
    assert (both.replicates, both.seed) == (7, 1)


def test_mistakes_of_both_files_are_told_at_once(files):
    files("a.yaml", COUNCILS % "'x'")
    files("b.yaml", PUSH.replace("0.5", "5"))
    assert [message.split(":")[0] for message in messages("a.yaml+b.yaml")] == ["a.yaml", "b.yaml"]


def test_an_unknown_name_in_a_sum_is_told_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'note-2011'"):
        load_scenario("baseline-2011+note-2010")


def test_the_sum_is_shown_with_where_each_value_comes_from(files):
    files("a.yaml", COUNCILS % 0.9)
    files("b.yaml", PUSH)
    text = show("a.yaml+b.yaml")
    assert "factor: 0.9  # a.yaml:3" in text
    assert "strength: 0.5  # b.yaml:3" in text


def test_a_file_whose_own_name_has_a_plus_is_read_as_one(files):
    files("a+b.yaml", PUSH)
    assert [lever.lever for lever in load_scenario("a+b.yaml").levers] == ["province_push"]
