"""The table of behavioural weights: what it promises, and broken tables told with their places."""

from __future__ import annotations

import pickle

import pytest

from reformsim.behaviour import load_behaviour
from reformsim.behaviour.parameters import load_parameters
from reformsim.errors import DataError, UnknownNameError

GOOD = """\
merger.finance:
  {value: 0.5, low: 0.0, high: 3.0, unit: logit, source: assumption,
   meaning: "aversion to a small share"}
merger.recent_years:
  {value: 6, low: 0, high: 15, unit: years, source: assumption, meaning: "how long a merger is recent"}
"""
BROKEN = [
    ("value: 0.5", "value: 4", "2:4: merger.finance.value: 4 is outside its own range, 0 to 3"),
    ("value: 0.5", "value: half", "2:4: merger.finance.value: expected a number, not 'half'"),
    ("value: 0.5", "value: .nan", "2:4: merger.finance.value: input should be a finite number"),
    ("value: 0.5", "value: true", "2:4: merger.finance.value: expected a number, not True"),
    ("unit: logit", "units: logit", "2:37: merger.finance.units: unknown key; did you mean 'unit'?"),
    ("unit: logit, ", "", "1:1: merger.finance.unit: is missing"),
    ("source: assumption,\n", "source: '',\n", "2:50: merger.finance.source: must not be empty"),
    ("merger.recent_years", "merger.finance", "4:1: merger.finance: the key stands twice, first on line 1"),
    (
        "low: 0.0,",
        "low: 0.0, drawn: {low: 0.6, high: 2.0},",
        "2:26: merger.finance.drawn: expected a part of 0 to 3 that holds the value, 0.5",
    ),
    (
        "value: 0.5, low: 0.0,",
        "kind: chosen, value: 0.5, low: 0.0, drawn: {low: 0.1, high: 2.0},",
        "2:40: merger.finance.drawn: only what is assumed has a range to be drawn from; this is chosen",
    ),
    (
        "value: 0.5",
        "kind: guessed, value: 0.5",
        "2:4: merger.finance.kind: 'guessed' is not known; expected one of assumed, chosen",
    ),
    (
        "low: 0.0,",
        "low: 0.0, drawn: {lo: 0.1, high: 2.0},",
        "2:34: merger.finance.drawn.lo: unknown key; did you mean 'low'?",
    ),
    (GOOD, "[]", "1:1: expected a mapping of parameters"),
    (GOOD, "a: 5", "1:1: a: expected a mapping, not 5"),
    (GOOD, "", "the file is empty"),
]


def told(folder, text):
    path = folder / "p.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as error:
        load_parameters(path)
    return [str(p).removeprefix(str(path)).lstrip(": ") for p in error.value.problems]


def test_a_good_table_gives_values_and_ranges_in_file_order(tmp_path):
    (tmp_path / "p.yaml").write_text(GOOD, "utf-8")
    found = load_parameters(tmp_path / "p.yaml")
    assert dict(found) == {"merger.finance": 0.5, "merger.recent_years": 6.0}
    assert (found.low("merger.recent_years"), found.high("merger.finance"), len(found)) == (0.0, 3.0, 2)


@pytest.mark.parametrize(("good", "bad", "message"), BROKEN)
def test_a_mistake_in_the_table_is_told_at_its_place(tmp_path, good, bad, message):
    assert good in GOOD
    assert message in told(tmp_path, GOOD.replace(good, bad, 1))


def test_a_weight_is_assumed_unless_it_says_that_it_is_chosen(tmp_path):
    (tmp_path / "p.yaml").write_text(GOOD.replace("value: 6", "kind: chosen, value: 6"), "utf-8")
    table = load_parameters(tmp_path / "p.yaml").parameters
    assert [one.kind for one in table.values()] == ["assumed", "chosen"]


def test_all_mistakes_of_the_table_are_told_at_once_in_file_order(tmp_path):
    found = told(tmp_path, GOOD.replace("value: 6", "value: 60").replace("low: 0.0", "low: 1"))
    assert [line.split(":")[0] for line in found] == ["2", "5"]


def test_an_override_of_an_unknown_parameter_is_told_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"parameter 'merger\.finanse'; did you mean 'merger\.finance'"):
        load_behaviour().override({"merger.finanse": 1.0})


def test_overridden_values_survive_the_way_to_another_process():
    changed = load_behaviour().override({"merger.finance": 1.25})
    again = pickle.loads(pickle.dumps(changed))
    assert dict(again) == dict(changed) and again["merger.finance"] == 1.25
    assert load_behaviour()["merger.finance"] != 1.25


def test_what_the_evidence_contests_may_be_set_to_nothing():
    behaviour = load_behaviour()
    for name in ("capacity.steepness", "merger.finance", "capacity.overlap_discount"):
        assert behaviour.low(name) <= 0.0
