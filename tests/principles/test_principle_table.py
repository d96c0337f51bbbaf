"""The table of principles: complete, sourced, with thresholds in their range, and levers that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from reformsim.errors import DataError, UnknownNameError
from reformsim.levers import LEVERS
from reformsim.measures import MEASURES
from reformsim.measures.principles import CHECKS
from reformsim.principles import PRINCIPLES, principle, read_principles, thresholds

NAMES = list(PRINCIPLES)


@pytest.mark.parametrize("name", NAMES)
def test_every_principle_has_a_check_an_indicator_and_words(name):
    one = PRINCIPLES[name]
    assert name in CHECKS
    indicator = MEASURES[f"violations.{name}"]
    assert (indicator.unit, indicator.direction, indicator.items) == (one.counts, "lower", one.items)
    assert one.meaning in indicator.definition
    assert one.meaning.endswith(".") and "note " in one.source
    assert one.items and all(1 <= item <= 137 for item in one.items)


def test_there_is_no_check_without_a_principle():
    assert set(CHECKS) == set(PRINCIPLES)


@pytest.mark.parametrize("name", NAMES)
def test_the_levers_that_enforce_a_principle_exist(name):
    assert set(PRINCIPLES[name].enforced_by) <= set(LEVERS)


def test_titles_are_different_in_both_languages():
    for language in ("title_en", "title_nl"):
        assert len({getattr(p, language) for p in PRINCIPLES.values()}) == len(PRINCIPLES)


def test_a_setting_is_a_threshold_true_for_the_default_or_false_for_off():
    settings = {"gradual": 3, "two_layers": True, "single_owner": True, "timely": False, "own_responsibility": 0}
    assert thresholds(settings) == {"two_layers": 2.0, "single_owner": 0.0, "own_responsibility": 0.0, "gradual": 3.0}
    assert list(thresholds(settings)) == ["two_layers", "single_owner", "own_responsibility", "gradual"]


@pytest.mark.parametrize(("name", "setting", "told"), [
    ("two_layers", 7, "expected 1 to 6 (layers), not 7"),
    ("two_layers", 2.5, "expected a whole number of layers, not 2.5"),
    ("own_responsibility", -0.1, "expected 0 to 1 (share of budget), not -0.1"),
    ("single_owner", 1, "expected true or false, not 1; this principle has no threshold"),
    ("two_layers", 2.0, ""),
    ("single_owner", True, ""),
    ("two_layers", False, ""),
])  # fmt: skip
def test_a_setting_that_cannot_be_is_told(name, setting, told):
    assert PRINCIPLES[name].mistake(setting) == told


@pytest.mark.parametrize(("number", "said"), [(0, "no bodies"), (1, "1 body"), (2, "2 bodies"), (2.5, "2.5 bodies")])
def test_violations_are_counted_in_words(number, said):
    assert PRINCIPLES["sober_bodies"].counted(number) == said


def test_one_task_and_one_municipality_are_said_right():
    assert PRINCIPLES["two_layers"].counted(1) == "1 task"
    assert PRINCIPLES["timely"].counted(1) == "1 municipality"


def test_an_unknown_principle_is_named_with_the_nearest():
    for ask in (lambda: principle("single_ownr"), lambda: thresholds({"single_ownr": True})):
        with pytest.raises(UnknownNameError, match=r"^unknown principle 'single_ownr'; did you mean 'single_owner'\?$"):
            ask()


BROKEN = """\
# broken
sober:
  title_en: "Sober"
  title_nl: "Sober"
  items: [84]
  meaning: "A body."
  source: "note 13/22"
  counts: bodies
  threshold: {value: 9, low: 1, high: 5, unit: tasks, whole: true, source: assumption}
  enforced: []
"""


def test_every_mistake_in_a_table_is_told_with_its_place(tmp_path: Path):
    path = tmp_path / "principles.yaml"
    path.write_text(BROKEN, "utf-8")
    with pytest.raises(DataError) as caught:
        read_principles(path)
    (told,) = caught.value.problems
    assert (told.line, told.path) == (10, "sober.enforced")
    assert told.message == "unknown key; did you mean 'enforced_by'?"
    path.write_text(BROKEN.replace("enforced:", "enforced_by:"), "utf-8")
    with pytest.raises(DataError) as caught:
        read_principles(path)
    (told,) = caught.value.problems
    assert (told.line, told.path) == (9, "sober.threshold.value")
    assert told.message == "expected 1 to 5 (tasks), not 9"
