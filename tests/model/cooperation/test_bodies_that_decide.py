"""Members vote: who is let in, what ends, which bodies merge, what they take on, and what it costs, on the toy map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reformsim.model.cooperation.boards.admitting import admission, admitted, asking
from reformsim.model.cooperation.boards.contributing import burden, contribution, leaving_for_money, set_contributions
from reformsim.model.cooperation.boards.ending import end_of, end_proposed
from reformsim.model.cooperation.boards.extending import extend, extension_terms, proposed
from reformsim.model.cooperation.boards.merging import merge_voluntarily, mergeable, merger_of, merging_chance
from reformsim.model.cooperation.boards.usual import count_refusals
from reformsim.model.cooperation.departures import end, leaving_chance
from reformsim.model.cooperation.joining import join, joining_chance, open_to
from reformsim.model.cooperation.terms import ties
from reformsim.model.world import World
from tests.model.cooperation.test_cooperation_phase import STILL
from tests.model.worlds import bare, events, found, neighbours_of, row, world_of


def deciding(*acting: str, **changed: float) -> World:
    """No bodies, nothing that happens unless said, and these mechanisms."""
    world = world_of(bare(), **{**STILL, **changed})
    world.acting = frozenset(acting)
    return world


# --- admission -------------------------------------------------------------------------------------------------------


def asked_by(world: World):
    tied = ties(world)
    return tied, open_to(world, neighbours_of(world), tied)


def test_members_vote_for_whom_they_share_bodies_with():
    """T02 wants into the body of T01 and T03; it shares a body (of two that either sits in) with T01 alone."""
    world = deciding(bodies__admission=0.8, bodies__admission_habit=5)
    body = found(world, "T01 T03", "taxes")
    found(world, "T01 T02", "waste")
    tied, pairs = asked_by(world)
    mine = np.flatnonzero((pairs.body == body) & (pairs.row == row(world, "T02")))
    one = replace(pairs, body=pairs.body[mine], row=pairs.row[mine], terms=pairs.terms[mine])
    ballot = admission(world, tied, one)
    assert ballot.terms[:, 0].tolist() == [0.5, 0.0]
    known, stranger = np.log(4) + 5 * (0.5 - 0.1), np.log(4) - 5 * 0.1
    assert ballot.yes == pytest.approx(1 / (1 + np.exp([-known, -stranger])))
    assert ballot.boards.needed.tolist() == [2], "two thirds of two votes"
    assert ballot.chance[0] == pytest.approx(np.prod(ballot.yes))


def test_as_many_join_as_by_the_register_whatever_the_members_refuse():
    world = deciding("bodies_admit", cooperation__joining=0.02, bodies__admission=0.6)
    found(world, "T01 T03 T04", "taxes")
    found(world, "T05 T06", "waste")
    count_refusals(world)
    tied, pairs = asked_by(world)
    chance = joining_chance(world, pairs)
    assert world.raised_applications > 1.2
    passing = admission(world, tied, pairs).chance
    assert (asking(world, chance) * passing).sum() == pytest.approx(chance.sum())


def test_nobody_is_refused_where_every_vote_is_for_it():
    world = deciding("bodies_admit", cooperation__joining=0.02, bodies__admission=1.0)
    found(world, "T01 T03 T04", "taxes")
    count_refusals(world)
    assert world.raised_applications == 1.0


def test_who_is_refused_does_not_join_and_that_is_told():
    world = deciding("bodies_admit", cooperation__joining=0.05, bodies__admission=0.7, bodies__admission_habit=0)
    found(world, "T01 T03", "taxes")
    found(world, "T05 T06", "waste")
    world.raised_applications = 1e6
    tied, pairs = asked_by(world)
    let_in, said = admitted(world, tied, pairs, np.ones(len(pairs.row), bool))
    joined = join(world, neighbours_of(world), tied)
    assert joined == set(pairs.row[let_in].tolist()) and 0 < let_in.sum() < len(pairs.row)
    assert len(said) == let_in.sum() and all("2 needed" in one for one in said)
    assert len(events(world, "body_joined")) == let_in.sum()
    assert len(events(world, "admission_refused")) == 2 * (~let_in).sum(), "asked twice here: by hand, and by the phase"


def test_without_the_mechanism_nobody_is_asked():
    world = deciding(cooperation__joining=0.05, bodies__admission=0.5)
    found(world, "T01 T03 T04", "taxes")
    world.raised_applications = 1e6
    count_refusals(world)
    join(world, neighbours_of(world), ties(world))
    assert events(world, "admission_refused") == []


# --- the end ---------------------------------------------------------------------------------------------------------


def test_a_body_of_five_ends_as_often_as_by_the_register_and_larger_ones_less():
    """All must agree: seven do 0.8 squared times as often as five."""
    world = deciding(cooperation__ending=0.05, bodies__end_support=0.8)
    bodies = [found(world, "T01 T02 T03 T04 T05", "taxes"), found(world, "T01 T02 T03 T04 T05 T06 T07", "waste")]
    five, seven = end_proposed(world, np.array(bodies)) * end_of(world, np.array(bodies)).chance
    assert five == pytest.approx(0.05) and seven == pytest.approx(0.05 * 0.8**2)
    assert end_proposed(world, np.array(bodies)) == pytest.approx(0.05 / 0.8**5)


def test_the_end_that_one_member_is_against_does_not_come():
    world = deciding("bodies_end", cooperation__ending=0.02, bodies__end_support=0.5)
    for task in ("taxes", "waste", "roads", "schools"):
        found(world, "T01 T02 T03 T04", task)
    numbers = np.arange(4)
    assert end_proposed(world, numbers).tolist() == [0.64] * 4
    end(world, neighbours_of(world))
    gone = ~world.state.bodies.alive[:4]
    asked = world.streams.uniform("cooperation.end", world.state.year, world.state.bodies.key[:4]) < 0.64
    assert (gone <= asked).all() and len(events(world, "end_refused")) == (asked & ~gone).sum() > 0
    ballot = end_of(world, np.flatnonzero(asked))
    assert ballot.boards.passes(ballot.cast(world, "bodies.end")).tolist() == gone[asked].tolist()


# --- bodies that merge -----------------------------------------------------------------------------------------------


def test_only_bodies_on_one_subject_with_a_member_in_common_can_merge():
    world = deciding(bodies__merging=0.1, bodies__merging_overlap=2)
    a, b = found(world, "T01 T02", "taxes"), found(world, "T01 T02 T03", "taxes")
    found(world, "T05 T06", "taxes")
    found(world, "T01 T02 T07", "waste")
    pairs = mergeable(world)
    assert list(zip(pairs.body.tolist(), pairs.into.tolist(), strict=True)) == [(a, b), (b, a)]
    assert pairs.overlap == pytest.approx([1.0, 2 / 3])
    odds = 0.1 / 0.9 * np.exp([0.0, -2 / 3])
    assert merging_chance(world, pairs) == pytest.approx(odds / (1 + odds))


def test_who_sits_in_both_is_for_it_and_others_by_chance():
    world = deciding(bodies__merging=0.1, bodies__merger_support=0.7)
    a, b = found(world, "T01 T02", "taxes"), found(world, "T01 T02 T03", "taxes")
    both = merger_of(world, mergeable(world), np.array([b, a]), np.array([a, b]))
    assert both.yes.tolist() == [1.0, 1.0, 0.7, 1.0, 1.0]
    assert both.chance.tolist() == [1.0, 1.0], "two of three carry it"


def test_bodies_that_merge_go_on_as_one_that_does_the_work():
    world = deciding("bodies_merge", bodies__merging=0.04, bodies__merging_overlap=0, bodies__merger_support=1)
    a, b = found(world, "T01 T02", "taxes"), found(world, "T02 T03 T04", "taxes")
    world.raised_mergers = 1e6
    touched = merge_voluntarily(world)
    bodies = world.state.bodies
    into = b if bodies.alive[b] else a
    assert bodies.alive[[a, b]].sum() == 1 and len(touched) == 4
    assert bodies.members(into).tolist() == [row(world, f"T0{n}") for n in (1, 2, 3, 4)]
    k = world.tasks.index("taxes")
    assert (world.state.executor[bodies.members(into), k] == into).all()
    assert len(events(world, "bodies_merged")) == 1


def test_a_merger_that_a_board_is_against_is_told_and_does_not_come():
    world = deciding("bodies_merge", bodies__merging=0.04, bodies__merging_overlap=0, bodies__merger_support=0)
    found(world, "T01 T02 T03 T04", "taxes")
    found(world, "T04 T05 T06", "taxes")
    world.raised_mergers = 1e6
    assert merge_voluntarily(world) == set()
    assert len(events(world, "merger_of_bodies_refused")) == 2 and world.state.bodies.alive[:2].all()


# --- further tasks ---------------------------------------------------------------------------------------------------


def test_members_take_a_further_task_on_if_the_body_would_do_it_better():
    world = deciding(bodies__extension=1, bodies__extension_support=0.7, bodies__extension_gain=3)
    body = found(world, "T01 T02 T05", "social_assistance")
    some = proposed(world)
    assert some.body.tolist() == [body]
    gain = extension_terms(world, some)[:, 0]
    assert gain[0] > gain[1] > gain[2] > 0, "the smaller, the more it gains"


def test_a_further_task_is_carried_out_for_all_members_once_they_agree():
    world = deciding(bodies__extension=1, bodies__extension_support=1)
    body = found(world, "T01 T02 T05", "social_assistance")
    task = int(proposed(world).task[0])
    rows = extend(world)
    assert rows == set(world.state.bodies.members(body).tolist())
    assert (world.state.executor[sorted(rows), task] == body).all() and world.state.bodies.tasks[body, task]
    refusing = deciding(bodies__extension=1, bodies__extension_support=0)
    found(refusing, "T01 T02 T05", "social_assistance")
    assert extend(refusing) == set() and len(events(refusing, "extension_refused")) == 1


# --- contributions ---------------------------------------------------------------------------------------------------


def paying(**changed: float) -> World:
    world = deciding("bodies_contribute", **changed)
    found(world, "T01 T02 T03", "social_assistance")
    found(world, "T01 T05 T06", "waste")
    return world


def test_who_pays_more_than_the_mean_is_against_more_and_for_less():
    world = paying(bodies__contribution_burden=1)
    pays = burden(world)
    live = world.state.live
    assert pays[live].mean() == pytest.approx(0.0) and pays[row(world, "T01")] == pays.max() > 0
    up, down = (contribution(world, pays, np.array([0]), up=way) for way in (True, False))
    assert up.yes == pytest.approx(1 - down.yes) and up.yes[0] < 0.5
    assert up.boards.votes.tolist() == [1, 1, 1], "inhabitants: up to 20,000 each"


def test_contributions_go_up_where_the_board_wants_it_and_nowhere_without_a_step():
    world = paying(bodies__contribution_proposals=1, bodies__contribution_step=0.02)
    for _ in range(3):
        set_contributions(world)
        world.state.year += 1
    steps = np.log(world.state.bodies.price[:2]) / np.log(1.02)
    assert steps == pytest.approx(steps.round()) and np.abs(steps).max() >= 1
    still = paying(bodies__contribution_proposals=1, bodies__contribution_step=0)
    set_contributions(still)
    assert still.state.bodies.price[:2].tolist() == [1.0, 1.0]


def test_who_pays_more_leaves_more_often_and_in_the_mean_as_often_as_before():
    world = paying(cooperation__leaving=0.01, bodies__leaving_paid=0.5)
    factor = leaving_for_money(world)
    assert factor[world.state.live].mean() == pytest.approx(1.0)
    rows = np.array([row(world, "T01"), row(world, "T12")])
    most, nobody = leaving_chance(world, rows)
    assert most > 0.01 > nobody
    world.acting = frozenset()
    assert leaving_chance(world, rows).tolist() == [0.01, 0.01]
