"""Every weight of behaviour moves what the table says of it: none stands in the file for show."""

from __future__ import annotations

from pathlib import Path

import pytest

from reformsim.behaviour import load_behaviour
from reformsim.behaviour.moves import load_moves
from reformsim.behaviour.page import weights_page
from reformsim.levers import LEVERS
from reformsim.measures import MEASURES
from tests.behaviour import lively

MOVES = load_moves()
PAGE = Path(__file__).parents[2] / "docs" / "weights.md"


def test_of_every_weight_it_is_said_what_it_moves_in_the_order_of_the_table():
    assert list(MOVES) == list(load_behaviour())


def test_what_weights_move_are_measures_that_a_user_may_ask_for_and_levers_that_he_may_use():
    assert {name for one in MOVES.values() for name in one.indicators} <= set(MEASURES)
    assert {one.lever for one in MOVES.values() if one.lever} <= set(LEVERS)
    assert all(one.indicators for one in MOVES.values())


def test_a_lever_stands_beside_its_own_example():
    assert all(given["lever"] == name for name, given in lively.LEVERS.items())
    assert set(lively.LEVERS) == {one.lever for one in MOVES.values() if one.lever}, "none is idle"


@pytest.mark.parametrize("weight", list(MOVES))
def test_a_weight_moves_what_is_said_of_it(weight):
    one = MOVES[weight]
    assert lively.moved(weight, one.indicators, one.lever) == set(one.indicators)


def test_the_page_of_weights_is_that_of_the_command():
    assert PAGE.read_text("utf-8") == weights_page(), "reformsim behaviour --markdown > docs/weights.md"
