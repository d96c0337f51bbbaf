"""Councils in a run: who sits in them, how they vote, what residents say, and what happens where they do not vote."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.levers.changes_by_name import MergeMunicipalities, SplitMunicipality
from reformsim.model.councils.on_bodies import decide
from reformsim.model.councils.on_mergers import asked_of, council_consent
from reformsim.model.councils.referenda import consulted
from reformsim.model.councils.seating import elect_parties, first_councils, seat_councils
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.coalitions import pack
from reformsim.model.world import World
from reformsim.territory.seats import LOCAL
from tests.model.worlds import bare, row, world_of

MIX = np.array([0.6, 0.0, 0.4])


def voting(*, acting: str = "councils", known: bool = True, **weights: float) -> World:
    """The toy province where councils vote; six of ten of their members are of national lists."""
    world = world_of(bare(), **{"councils__spread": 0.0, "councils__lasting": 1.0, **weights})
    world.acting = frozenset(acting.split())
    councils = first_councils(world)
    if known:
        councils.unit_mix[:], councils.unit_votes[:] = MIX, 0.5
        elect_parties(world, world.state.live, date(2014, 3, 19))
    return world


def pair(world: World, codes: str = "T01 T02"):
    rows = sorted(row(world, code) for code in codes.split())
    return pack([np.array([rows], np.int64)], world.state.key, 5)


def worth_of(c, *values: float) -> np.ndarray:
    return np.array([[*values, *[np.inf] * (c.members.shape[1] - len(values))]])


def consented(world: World, c, *values: float, least: float | None = None) -> bool:
    own = worth_of(c, *values)
    lowest = np.array([min(values) if least is None else least])
    return bool(council_consent(world, c, own, lowest, lowest > 0.0).given[0])


# --- seats ------------------------------------------------------------------------------------------------


def test_seats_by_kind_add_up_to_the_council_after_every_change_of_the_map():
    world = voting()
    carry_out(world, MergeMunicipalities(("T01", "T02", "T04")), "a test")
    carry_out(world, SplitMunicipality(back=True, municipality=world.state.codes[-1]), "a test")
    elect_parties(world, world.state.live, date(2018, 3, 21))
    live, councils = world.state.live, world.state.councils
    assert councils is not None
    assert (councils.seats[live].sum(axis=1) == world.state.seats[live]).all() and len(live) == 12


def test_a_merged_municipality_is_elected_with_the_votes_of_its_parts():
    """T01 (4,000) wholly local and T02 (9,000) wholly national: 4 of 13 of the seats are local."""
    world = voting()
    councils = world.state.councils
    assert councils is not None
    councils.unit_mix[row(world, "T01")], councils.unit_mix[row(world, "T02")] = (0, 0, 1), (1, 0, 0)
    carry_out(world, MergeMunicipalities(("T01", "T02")), "a test")
    new = world.state.live[-1]
    assert councils.seats[new, LOCAL] == round(4 / 13 * world.state.seats[new])


def test_a_council_whose_parties_are_not_known_votes_with_its_statutory_seats():
    world = voting(known=False)
    assert not world.state.councils.known.any()
    asked = asked_of(world, pair(world), worth_of(pair(world), 9.0, 9.0), np.array([9.0]))
    assert asked.votes.seats.sum(axis=1).tolist() == world.state.seats[asked.votes.rows].tolist()
    assert (asked.votes.seats[:, LOCAL] == 0).all()


def test_where_the_number_of_seats_is_not_known_the_rule_alone_decides():
    world = world_of(bare())
    world.acting = frozenset({"councils"})
    world.state.seats[:] = 0
    seat_councils(world)
    assert world.state.councils is None


# --- mergers ----------------------------------------------------------------------------------------------


def test_all_councils_must_be_for_a_merger_and_one_is_enough_to_put_it_to_the_others():
    world = voting()
    c = pair(world)
    assert consented(world, c, 9.0, 9.0)
    assert not consented(world, c, 9.0, -9.0)
    councils = world.state.councils
    assert (councils.merger_proposals, councils.voted_down, councils.held) == (2, 1, 4)
    (event,) = [e for e in world.events if e.kind == "proposal_voted_down"]
    assert event.members == ("T01", "T02")
    assert event.detail == "T01 11-0 (local 4-0), T02 0-13 (local 0-5)"


def test_what_no_council_wants_is_not_put_to_the_vote():
    world = voting()
    assert not consented(world, pair(world), -9.0, -9.0)
    assert world.state.councils.held == 0 and not world.events


def test_where_most_inhabitants_suffice_the_smaller_council_is_overruled():
    world = voting()
    world.rules.set("merger.consent", "majority")
    assert consented(world, pair(world), -9.0, 9.0, least=9.0), "T02 has 9,000 of 13,000 inhabitants"
    assert not consented(world, pair(world), 9.0, -9.0, least=-9.0)


def test_local_members_who_are_against_hold_up_a_merger_that_the_others_want():
    """All members of national lists are for, those of local ones against: 4 of 11 and 5 of 13 hold nothing up."""
    world = voting(councils__local_merger=-5.0, councils__apart=0.25)
    assert consented(world, pair(world), 1.5, 1.5)
    vote = world.state.councils.votes[0]
    assert (vote.yes[0], vote.yes[LOCAL]) == (7, 0)
    councils = world.state.councils
    councils.seats[:, 0], councils.seats[:, LOCAL] = councils.seats[:, LOCAL].copy(), councils.seats[:, 0].copy()
    assert not consented(world, pair(world), 1.5, 1.5)


def test_votes_hang_on_the_key_alone():
    first, second = voting(), voting()
    for world in (first, second):
        c = pair(world, "T01 T02") if world is first else pair(world, "T02 T01")
        consented(world, c, 0.2, 0.1)
    assert first.state.councils.votes == second.state.councils.votes


# --- what one council decides -----------------------------------------------------------------------------


def joined(world: World, draws: float):
    rows = world.state.live.astype(np.int64)
    keys, some = world.state.key[rows], np.full(len(rows), draws)
    return decide(world, "joining", rows, keys, np.full(len(rows), 0.01), some, lambda at: f"body {at}")


def test_a_proposal_far_above_its_chance_is_carried_and_one_far_below_is_not_put():
    world = voting()
    assert joined(world, 1e-6).carried.all()
    assert all(one.passed for one in world.state.councils.votes)
    held = world.state.councils.held
    assert not joined(world, 0.9).carried.any() and world.state.councils.held == held


def test_where_councils_do_not_vote_the_draw_alone_decides_and_nothing_is_told():
    world = world_of(bare())
    assert joined(world, 0.009).carried.all() and not joined(world, 0.011).carried.any()
    assert not world.events and not joined(world, 0.009).words


def test_near_its_chance_some_councils_refuse_and_some_carry_what_the_rule_would_not():
    world = voting(councils__apart=2.0)
    carried = [joined(world, draw).carried for draw in (0.009, 0.011)]
    assert 0 < carried[0].sum() < 12 and 0 < carried[1].sum() < 12
    down = [e for e in world.events if e.kind == "proposal_voted_down"]
    assert len(down) == sum(not one.passed for one in world.state.councils.votes)


def test_a_council_may_refuse_to_be_taken_apart():
    world = voting(councils__apart=0.25)
    change = SplitMunicipality("T05", (), back=False, merged_in=None, asked=True)
    for _ in range(2):
        carry_out(world, change, "a test")
    asked = [v for v in world.state.councils.votes if v.question == "split"]
    assert len(asked) == 2 and asked[0] == asked[1]
    refused = [e for e in world.events if e.kind == "split_refused"]
    assert len(refused) == 2 * (not asked[0].passed)


# --- referenda --------------------------------------------------------------------------------------------


def test_without_the_mechanism_nobody_is_asked():
    world = voting()
    assert not consulted(world, np.array([0, 1]), world.state.key[:2]).held.any()


def test_a_council_that_follows_votes_as_residents_did():
    world = voting(acting="referenda", referenda__held=1.0, referenda__yes=0.02, referenda__followed=1.0)
    assert not consented(world, pair(world), 9.0, 9.0)
    votes = world.state.councils.votes
    assert [sum(v.yes) for v in votes] == [0, 0] and all(v.followed < 0.5 for v in votes)
    told = [e for e in world.events if e.kind == "referendum_held"]
    assert [e.subject for e in told] == ["T01", "T02"] and told[0].detail.endswith("the council follows")


def test_a_council_that_does_not_follow_decides_by_itself():
    world = voting(acting="referenda", referenda__held=1.0, referenda__yes=0.02, referenda__followed=0.0)
    assert consented(world, pair(world), 9.0, 9.0)
    assert {e.kind for e in world.events} == {"referendum_held"}


def test_as_many_come_as_to_the_last_council_election():
    world = voting(acting="referenda", referenda__held=1.0)
    assert consulted(world, np.array([0]), world.state.key[:1]).turnout[0] == pytest.approx(0.541, abs=0.02)
