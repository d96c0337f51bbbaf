"""Measures of councils on hand-checked councils of the toy province."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.model.councils.seating import elect_parties, first_councils
from reformsim.world.councils import Vote
from tests.model.worlds import bare, local, row, value, world_of


def voting():
    """T01 (11 seats) wholly local, T05 (39 seats) wholly national, of the others nothing is known."""
    world = world_of(bare(), councils__spread=0.0, councils__lasting=1.0)
    councils = first_councils(world)
    for code, mix in (("T01", (0, 0, 1)), ("T05", (1, 0, 0))):
        councils.unit_mix[row(world, code)], councils.unit_votes[row(world, code)] = mix, 0.5
    elect_parties(world, world.state.live, date(2014, 3, 19))
    return world


def test_the_local_share_is_of_the_councils_whose_parties_are_known():
    world = voting()
    seats = world.state.seats
    assert value("council_local_share", world) == pytest.approx(
        seats[row(world, "T01")] / (seats[row(world, "T01")] + seats[row(world, "T05")])
    )
    by_place = local("council_local_share", world)
    assert by_place[[0, 4]].tolist() == [1.0, 0.0] and np.isnan(by_place).sum() == 10


def test_a_council_is_divided_where_a_third_of_the_seats_is_against_the_outcome():
    world = voting()
    councils = world.state.councils
    for yes, no in ((8, 7), (10, 5), (11, 4), (4, 11), (0, 15)):
        councils.enter(Vote(2011, "merger", 0, "T01 T02", (yes, 0, 0), (no, 0, 0)))
    assert value("councils_divided", world) == pytest.approx(2 / 5)


def test_what_is_voted_down_is_counted_and_all_is_absent_where_councils_do_not_vote():
    world = voting()
    world.state.councils.voted_down = 3
    assert value("merger_proposals_voted_down", world) == 3
    world.state.councils = None
    for name in ("merger_proposals_voted_down", "councils_divided", "council_local_share"):
        assert np.isnan(value(name, world))
