"""What a scenario takes from the one it extends."""

import datetime as dt
import pickle
import shutil
from pathlib import Path

import pytest

from reformsim.scenario import Horizon, Scenario, check_files, load_scenario

TOY = Path(__file__).parents[1] / "toy"

BASE = """\
title: The base
author: one
horizon: {start: 2011, end: 2030}
seed: 5
levers:
  - {lever: mergers_from_below, date: 2012-01-01, source: note 21/22}
  - {lever: province_push, id: push, date: 2012-01-01, strength: 0.1, source: note 11/22}
behaviour: {merger.finance: 0.0, capacity.threshold: 0.5}
"""


@pytest.fixture(autouse=True)
def base(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(BASE, encoding="utf-8")


def child(text: str) -> Scenario:
    Path("child.yaml").write_text("extends: base.yaml\n" + text, encoding="utf-8")
    assert check_files(["child.yaml"]) == []
    return load_scenario("child.yaml")


def test_everything_but_name_title_and_description_is_inherited():
    scenario = child("")
    assert (scenario.name, scenario.title, scenario.author) == ("child", "", "one")
    assert (scenario.seed, scenario.horizon) == (5, Horizon(start=2011, end=2030))
    assert [lever.id for lever in scenario.levers] == ["mergers_from_below", "push"]


def test_a_value_of_the_scenario_stands_before_that_of_its_base():
    scenario = child("seed: 6\nhorizon: {end: 2020}\nbehaviour: {capacity.threshold: 0.6}\n")
    assert scenario.seed == 6
    assert scenario.horizon == Horizon(start=2011, end=2020)
    assert scenario.behaviour == {"capacity.threshold": 0.6, "merger.finance": 0.0}


def test_a_lever_with_the_same_id_takes_the_place_of_the_inherited_one():
    scenario = child(
        "levers:\n"
        "  - {lever: province_push, date: 2013-01-01, strength: 0.2, source: assumption}\n"
        "  - {lever: mergers_from_below, date: 2014-01-01, source: assumption}\n"
    )
    assert [(lever.id, lever.date.year) for lever in scenario.levers] == [
        ("mergers_from_below", 2014),
        ("push", 2012),
        ("province_push", 2013),
    ]


def test_an_inherited_lever_can_be_dropped():
    scenario = child("levers: [{id: push, drop: true}]\n")
    assert [lever.id for lever in scenario.levers] == ["mergers_from_below"]


def test_a_shipped_scenario_can_be_extended_through_a_second_file():
    Path("middle.yaml").write_text("extends: note-2011\nlevers: [{id: youth, drop: true}]\n", encoding="utf-8")
    Path("last.yaml").write_text("extends: ./middle.yaml\nhorizon: {end: 2020}\n", encoding="utf-8")
    note, last = load_scenario("note-2011"), load_scenario("last.yaml")
    assert {lever.id for lever in note.levers} - {lever.id for lever in last.levers} == {"youth"}
    assert (last.horizon.start, last.horizon.end, last.name) == (2011, 2020, "last")


def test_a_territory_folder_is_relative_to_the_file_that_names_it(monkeypatch):
    folder = Path("sub")
    folder.mkdir()
    shutil.copytree(TOY, folder / "map")
    year = load_year()
    text = f"territory: ./map\nhorizon: {{start: {year}, end: {year + 5}}}\n"
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    assert check_files(["sub/s.yaml"]) == []
    scenario = load_scenario("sub/s.yaml")
    assert Path(scenario.territory) == (folder / "map").resolve()
    Path("child.yaml").write_text("extends: sub/s.yaml\n", encoding="utf-8")
    assert load_scenario("child.yaml").territory == scenario.territory


def load_year() -> int:
    from reformsim.territory import load_territory

    return int(load_territory(TOY).year)


def test_the_hash_tells_scenarios_apart_and_not_where_their_territory_lies():
    first, second = child("seed: 6\n"), child("seed: 7\n")
    assert first.hash != second.hash
    here = first.model_copy(update={"territory": "/here/map"})
    there = first.model_copy(update={"territory": "/there/map"})
    assert here.hash == there.hash != first.hash


def test_a_scenario_survives_being_sent_to_another_process():
    scenario = child("")
    twin = pickle.loads(pickle.dumps(scenario))
    assert twin == scenario
    assert twin.hash == scenario.hash
    assert twin.levers == scenario.levers


def test_a_scenario_built_in_python_is_the_one_of_the_file():
    scenario = child("")
    built = Scenario(
        name="child",
        author="one",
        horizon={"start": 2011, "end": 2030},
        seed=5,
        levers=[
            {"lever": "mergers_from_below", "date": dt.date(2012, 1, 1), "source": "note 21/22"},
            {
                "lever": "province_push",
                "id": "push",
                "date": "2012-01-01",
                "strength": 0.1,
                "source": "note 11/22",
            },
        ],
        behaviour={"capacity.threshold": 0.5, "merger.finance": 0.0},
    )
    assert built == scenario
    assert built.hash == scenario.hash


def test_the_behaviour_of_a_scenario_is_the_default_where_it_says_nothing():
    from reformsim.behaviour import load_behaviour

    default = load_behaviour()
    values = child("").behaviour_values()
    assert values["capacity.threshold"] == 0.5
    assert {name for name in values if values[name] != default[name]} <= {
        "capacity.threshold",
        "merger.finance",
    }


def test_nothing_in_a_scenario_can_be_changed():
    scenario = child("")
    with pytest.raises(ValueError):
        scenario.seed = 7
    with pytest.raises(TypeError):
        scenario.behaviour["merger.finance"] = 1.0


def test_principles_are_inherited_one_by_one_and_can_be_switched_off():
    inherited = "principles: {two_layers: 2, single_owner: true, gradual: 3}\n"
    Path("base.yaml").write_text(BASE + inherited, encoding="utf-8")
    scenario = child("principles: {two_layers: 3, gradual: false}\n")
    assert scenario.principles == {"gradual": False, "single_owner": True, "two_layers": 3}
    assert scenario.thresholds() == {"two_layers": 3.0, "single_owner": 0.0}


def test_a_scenario_with_principles_survives_being_sent_to_a_worker():
    scenario = child("principles: {two_layers: 3, single_owner: true}\n")
    twin = pickle.loads(pickle.dumps(scenario))
    assert twin == scenario and twin.hash == scenario.hash and twin.thresholds() == scenario.thresholds()
