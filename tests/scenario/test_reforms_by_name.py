"""A scenario with every lever that reforms by name: written, run, compared, attributed and drawn as any other."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest

import reformsim
from reformsim.levers import LEVERS
from reformsim.model import simulate
from reformsim.scenario import check_files, json_schema, load_scenario

FILE = Path(__file__).with_name("reforms_by_name.yaml")


@lru_cache(maxsize=1)
def history():
    return simulate(FILE, 0)


def test_it_is_in_order_and_has_every_lever_of_its_family():
    assert check_files([FILE]) == []
    used = {lever.lever for lever in load_scenario(FILE).levers}
    assert {name for name, kind in LEVERS.items() if kind.family == "by name"} <= used


def test_an_editor_knows_these_levers_and_their_keys():
    text = str(json_schema())
    assert [word for word in ("merge_municipalities", "merged_in", "receiver", "of_class") if word not in text] == []


@pytest.mark.parametrize(
    ("kind", "subject", "year"),
    [
        ("law_changed", "council_seats", 2012),
        ("merger_barred", "refuse_merger", 2012),
        ("task_added", "energy", 2013),
        ("merger", "T04+3", 2014),
        ("body_founded", "Warmtehuis", 2014),
        ("bodies_merged", "Oost en Zuid", 2015),
        ("municipality_split", "T05", 2016),
        ("border_moved", "T03", 2016),
        ("municipality_split", "T04+3", 2017),
        ("body_left", "Warmtehuis", 2017),
    ],
)
def test_each_takes_effect_on_its_day(kind, subject, year):
    assert [e.year for e in history().events if (e.kind, e.subject) == (kind, subject)] == [year]
    assert not [e for e in history().events if e.kind == "reform_impossible"]


def test_the_map_is_what_was_written():
    last = history().years[-1]
    codes = {history().codes[row] for row in last.row}
    assert {"T02", "T04+3", "T05", "T05-1"} <= codes and not codes & {"T01", "T04"}
    assert last.people.sum() == last.unit_people.sum()


def test_without_one_of_them_the_others_do_what_they_can():
    whole = load_scenario(FILE)
    rest = whole.only(lever.id for lever in whole.levers if lever.lever not in ("add_task", "merge_municipalities"))
    told = [e.detail for e in simulate(rest, 0).events if e.kind == "reform_impossible"]
    assert told == [
        "there is no task 'energy' in 2014",
        "no municipality is called 'Drieslag' in 2017",
        "no body is called 'Warmtehuis' in 2017",
    ]


def test_a_comparison_of_scenarios_with_and_without_a_new_task_is_drawn():
    base = load_scenario(FILE).only(()).model_copy(update={"name": "base"})
    both = reformsim.compare([base, FILE], replicates=1, measures=["report", "municipal_task_load"])
    assert reformsim.figure(both, "layers").picture.name == "layers"
    load = both.differences(2018).set_index("indicator").loc["municipal_task_load", "difference"]
    assert load == pytest.approx(25, abs=1), "the new task is municipal and asks 25 euro"


def test_the_example_of_the_guide_is_in_order(tmp_path):
    text = (Path(__file__).parents[2] / "docs" / "scenario.md").read_text("utf-8")
    example = re.search(r"## Reforms by name.*?```yaml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    path = tmp_path / "guide.yaml"
    path.write_text(f"extends: baseline-2011\n{example[1]}", encoding="utf-8")
    assert check_files([path]) == [] and len(load_scenario(path).levers) == 13
