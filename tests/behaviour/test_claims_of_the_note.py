"""The claims of the note: each may be switched off, and docs/odd.md shows the values that are used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reformsim.behaviour import load_behaviour
from reformsim.levers import LEVERS
from reformsim.measures import MEASURES

CLAIMS = {
    2, 4, 13, 17, 19, 21, 22, 25, 26, 27, 28, 29, 30, 31, 32, 33, 42, 43, 44, 45, 47, 55, 56, 59, 60, 70, 77, 78, 93,
    97, 104, 106,
}  # fmt: skip
"""Numbers of the items of kind 'claim' in the inventory of the note."""
NO_EFFECT_BY_DEFAULT = ("decisions.executive_size_to_speed", "councils.focus", "residents.policy_competition")
TABLE = (Path(__file__).parents[2] / "docs" / "odd.md").read_text("utf-8").partition("## 8. Claims")[2]
ROWS = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\| \d+ \|.*\|$", TABLE, re.M)]
PARAMETERS = load_behaviour().parameters


def test_every_claim_of_the_note_is_in_the_table():
    assert {int(row[0]) for row in ROWS} == CLAIMS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[2]}")
def test_a_row_shows_the_value_and_the_range_that_are_used(row: list[str]):
    item, _, name, value, span, _ = row
    kind, _, name = name.rpartition(" ")
    name = name.strip("`")
    if kind:
        register = {"indicator": MEASURES, "lever": LEVERS}[kind]
        assert int(item) in register[name].items
        return
    used = PARAMETERS[name]
    assert int(item) in used.items
    assert (value, span) == (f"{used.value:g}", f"{used.low:g} to {used.high:g}")


def test_no_parameter_that_stands_for_a_claim_is_missing_from_the_table():
    shown = {row[2].strip("`") for row in ROWS}
    assert {n for n, p in PARAMETERS.items() if p.neutral is not None and CLAIMS & set(p.items)} - shown == set()


@pytest.mark.parametrize("name", [n for n, p in PARAMETERS.items() if p.neutral is not None])
def test_a_weight_may_be_switched_off_within_its_range(name: str):
    one = PARAMETERS[name]
    assert one.neutral is not None and one.low <= one.neutral <= one.high


@pytest.mark.parametrize("name", NO_EFFECT_BY_DEFAULT)
def test_what_no_evidence_supports_does_nothing_by_default(name: str):
    assert PARAMETERS[name].value == PARAMETERS[name].neutral
