"""A file of version 0.1.0 with a name that went since is told the name of today."""

from __future__ import annotations

from pathlib import Path

import pytest

from reformsim import ScenarioError, load_scenario
from reformsim.behaviour import load_behaviour
from reformsim.former import BY_TASK, NOW, since
from reformsim.law import load_law
from reformsim.measures import MEASURES
from reformsim.tasks import load_task_book

WEIGHTS = load_behaviour().parameters
LAW = load_law().names
TODAY = {*WEIGHTS, *MEASURES, *LAW}


def _told(tmp_path: Path, text: str) -> str:
    file = tmp_path / "old.yaml"
    file.write_text(f"extends: baseline-2011\nname: old\n{text}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as wrong:
        load_scenario(file)
    return str(wrong.value)


def test_no_name_of_before_is_known_today_and_every_name_in_its_place_is() -> None:
    assert [name for name in NOW if name in TODAY] == []
    assert [name for names in NOW.values() for name in names if name not in TODAY] == []


def test_a_name_in_the_place_of_another_is_of_the_same_kind() -> None:
    for name, now in NOW.items():
        kinds = {
            kind for kind, known in (("weight", WEIGHTS), ("law", LAW), ("measure", MEASURES)) if set(now) <= set(known)
        }
        assert ("weight" if "." in name else "law" if name.startswith("merger_") else "measure") in kinds, name


@pytest.mark.parametrize("name", [name for name in NOW if "." in name])
def test_a_weight_of_before_is_told_what_came_in_its_place(name: str, tmp_path: Path) -> None:
    told = _told(tmp_path, f"behaviour: {{{name}: 0.5}}")
    assert f"unknown behavioural parameter '{name}'" in told and "old.yaml:3:" in told
    assert ("gone since version 0.2.0" in told) if not NOW[name] else all(now in told for now in NOW[name])


@pytest.mark.parametrize("name", [name for name in NOW if "." not in name and not name.startswith("merger_")])
def test_an_indicator_of_before_is_told_what_came_in_its_place(name: str, tmp_path: Path) -> None:
    told = _told(tmp_path, f"measures: [{name}]")
    assert f"in its place since version 0.2.0: {', '.join(NOW[name])}" in told


def test_a_table_of_law_of_before_is_told_what_came_in_its_place(tmp_path: Path) -> None:
    told = _told(
        tmp_path, "levers: [{lever: set_statute, date: 2014-01-01, table: merger_postpone_window, to: 3, source: x}]"
    )
    assert "merger_postpone_from, merger_postpone_until" in told


def test_what_was_measured_by_task_is_told_the_measure_of_that_task(tmp_path: Path) -> None:
    assert "thin.youth_care" in _told(tmp_path, "measures: [below_threshold.youth_care]")
    told = [since(f"{BY_TASK}{task.id}", MEASURES) for task in load_task_book().tasks]
    assert all("thin." in one for one in told)


def test_a_name_of_before_is_no_matter_where_another_kind_of_name_is_asked_for() -> None:
    assert since("drukte_index", WEIGHTS) == ""
    assert since("merger.size", WEIGHTS) == ""
