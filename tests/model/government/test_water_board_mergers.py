"""Water boards that merge by themselves: neighbours of which both boards consent."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.model import simulate
from reformsim.model.government.water_board_mergers import Willing, bordering, consent_chance, willing
from reformsim.scenario import Scenario
from reformsim.territory import load_territory
from tests.model.worlds import TOY, beyond_ranges, world_of

ON = {"water_board_mergers": True}


def test_water_boards_border_on_each_other_where_their_municipalities_do():
    world = world_of(load_territory(TOY))
    boards = world.state.water_boards
    first, second = bordering(world)
    assert {(boards.codes[a], boards.codes[b]) for a, b in zip(first, second, strict=True)} == {("WS1", "WS2")}


def test_both_boards_consent_as_often_as_pairs_merge_on_record():
    assert consent_chance(0.0061) ** 2 == pytest.approx(0.0061)


def test_a_board_that_merges_with_one_neighbour_merges_with_no_other_in_that_year():
    yes = np.ones((3, 2), bool)
    pairs = Willing(np.array([0, 0, 2]), np.array([1, 2, 3]), 1.0, yes)
    assert pairs.agreed.tolist() == [0, 2]


def test_a_pair_merges_only_if_both_boards_want_it():
    wanted = np.array([[True, False], [False, True], [True, True]])
    assert Willing(np.array([0, 2, 4]), np.array([1, 3, 5]), 0.5, wanted).agreed.tolist() == [2]


def test_what_a_board_wants_in_a_year_is_the_same_whenever_it_is_asked():
    world = world_of(load_territory(TOY), water_boards__merging=0.015)
    assert (willing(world, 2013).consents == willing(world, 2013).consents).all()


def toy(**keys) -> Scenario:
    return beyond_ranges(name="boards", territory=str(TOY), horizon={"start": 2011, "end": 2013}, mechanisms=ON, **keys)


def test_two_boards_that_always_want_it_are_one_on_the_next_1_january():
    history = simulate(toy(behaviour={"water_boards.merging": 1.0}), 0)
    assert [int(year.water_boards.alive.sum()) for year in history.years] == [2, 1, 1]
    (told,) = [event for event in history.events if event.kind == "water_boards_merged"]
    assert (told.year, told.members, told.detail) == (2012, ("WS1", "WS2"), "both boards consent")


def test_at_a_rate_of_nought_no_board_merges():
    history = simulate(toy(behaviour={"water_boards.merging": 0.0}), 0)
    assert not [event for event in history.events if event.kind == "water_boards_merged"]
