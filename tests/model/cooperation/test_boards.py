"""Who decides in a body: votes by legal form, what a decision takes, and the chance that it passes, by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.model.cooperation.boards.governance import (
    Boards,
    boards_of,
    governance_of,
    governance_table,
    needed,
    votes_of,
)
from tests.model.worlds import bare, found, row, world_of

PEOPLE = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=8).map(lambda some: np.array(some, np.int64))


def votes_by(weighing: str, people: np.ndarray) -> np.ndarray:
    """Votes in one body."""
    return votes_of(weighing, people, np.array([len(people)]))  # type: ignore[arg-type]


def one_board(votes: list[int], need: int) -> Boards:
    number = len(votes)
    return Boards(np.array([number]), np.arange(number), np.array(votes), np.array([need]))


def test_every_form_says_who_decides_and_where_the_law_has_it():
    table = governance_table()
    assert {"openbaar_lichaam", "gemeenschappelijk_orgaan", "bedrijfsvoeringsorganisatie", "centrumgemeente", "light",
            "ambtelijke_fusie", "private"} == set(table)  # fmt: skip
    assert all("art." in one.article for one in table.values())
    assert governance_of("foundation") is table["private"] and governance_of("plusregio") is table["openbaar_lichaam"]


def test_votes_by_inhabitants_by_hand():
    """One for every 20,000 begun: 1, 3 and 6; but the largest may not outvote the two others, who have 4 together."""
    assert votes_by("inhabitants", np.array([4_000, 45_000, 120_000])).tolist() == [1, 3, 4]
    assert votes_by("inhabitants", np.array([20_000, 20_001, 40_000])).tolist() == [1, 2, 2]


def test_a_body_that_all_have_left_has_no_votes_and_takes_none_from_others():
    people, sizes = np.array([86_702, 5_372, 122_942]), np.array([0, 3, 0])
    assert votes_of("centre", people, sizes).tolist() == [0, 0, 1]
    assert votes_of("inhabitants", people, sizes).tolist() == votes_of("inhabitants", people, sizes[1:2]).tolist()


def test_the_votes_of_bodies_do_not_depend_on_those_beside_them():
    """The body of before, and one of 50,000 and 10,000: 3 votes, at most as many as the other, and 1."""
    people, sizes = np.array([4_000, 45_000, 120_000, 50_000, 10_000]), np.array([3, 2])
    assert votes_of("inhabitants", people, sizes).tolist() == [1, 3, 4, 1, 1]
    assert votes_of("centre", people, sizes).tolist() == [0, 0, 1, 1, 0]


def test_one_vote_each_or_the_centre_alone():
    people = np.array([4_000, 45_000, 120_000])
    assert votes_by("equal", people).tolist() == [1, 1, 1]
    assert votes_by("centre", people).tolist() == [0, 0, 1]


@given(PEOPLE)
def test_there_are_votes_and_with_weights_nobody_has_most_of_them(people):
    for weighing in ("equal", "inhabitants", "centre"):
        votes = votes_by(weighing, people)
        assert len(votes) == len(people) and (votes >= 0).all() and votes.sum() > 0
    votes = votes_by("inhabitants", people)
    assert (votes > 0).all() and (len(votes) == 1 or 2 * votes.max() <= votes.sum() or votes.max() == 1)
    order = people.argsort(kind="stable")
    small = order[:-1]
    assert (np.diff(votes[small]) >= 0).all(), "more inhabitants, no fewer votes"


def test_what_a_decision_takes_by_hand():
    assert [int(needed(how, np.array([7]))[0]) for how in ("all", "two_thirds", "majority")] == [7, 5, 4]
    assert [int(needed(how, np.array([6]))[0]) for how in ("all", "two_thirds", "majority")] == [6, 4, 4]


@given(st.integers(1, 60))
def test_a_harder_consent_takes_no_fewer_votes_and_never_more_than_there_are(total):
    many = [int(needed(how, np.array([total]))[0]) for how in ("majority", "two_thirds", "all")]
    assert many[0] > total / 2 and many == sorted(many) and many[-1] == total


def test_five_of_seven_carry_what_takes_two_thirds():
    board = one_board([1] * 7, 5)
    five = np.array([True] * 5 + [False] * 2)
    assert board.passes(five).tolist() == [True]
    five[0] = False
    assert board.passes(five).tolist() == [False]


def test_weights_decide_where_they_differ():
    """Votes 1, 3, 4: the largest and the smallest carry what takes five, the two smaller do not."""
    board = one_board([1, 3, 4], 5)
    assert board.passes(np.array([True, False, True]))[0] and not board.passes(np.array([True, True, False]))[0]


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0, 1)), min_size=1, max_size=6), st.data())
def test_the_chance_to_pass_is_that_over_all_ways_to_vote(members, data):
    votes, chance = [v for v, _ in members], np.array([c for _, c in members])
    need = data.draw(st.integers(1, max(sum(votes), 1)))
    board = one_board(votes, need)
    by_hand = sum(
        float(np.prod(np.where(way, chance, 1 - chance)))
        for way in product((True, False), repeat=len(votes))
        if np.dot(votes, way) >= need
    )
    assert board.chance(chance)[0] == pytest.approx(by_hand, abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=9), st.floats(0, 1), st.data())
def test_a_member_more_for_it_never_makes_it_less_likely(chance, more, data):
    at = data.draw(st.integers(0, len(chance) - 1))
    before = np.array(chance)
    after = before.copy()
    after[at] = max(after[at], more)
    board = one_board([1] * len(chance), -(-2 * len(chance) // 3))
    assert board.chance(after)[0] >= board.chance(before)[0] - 1e-12
    yes = before > 0.5
    pushed = yes.copy()
    pushed[at] = True
    assert board.passes(pushed)[0] or not board.passes(yes)[0]


def test_several_bodies_are_asked_at_once_each_by_its_form():
    """A public body of T01, T02 and T05 (4, 9 and 120 thousand), and a centre T05 for T01."""
    world = world_of(bare())
    public, centre = found(world, "T01 T02 T05", "taxes"), found(world, "T01 T05", "waste", form="centrumgemeente")
    asked = np.array([centre, public, public])
    board = boards_of(world.state.bodies, asked, world.state.population, "admit")
    assert board.sizes.tolist() == [2, 3, 3] and board.needed.tolist() == [1, 2, 2]
    assert board.row[:2].tolist() == [row(world, "T01"), row(world, "T05")] and board.votes[:2].tolist() == [0, 1]
    money = boards_of(world.state.bodies, np.array([public]), world.state.population, "budget")
    assert money.votes.tolist() == [1, 1, 2] and money.needed.tolist() == [3]
    even = boards_of(world.state.bodies, np.array([public]), world.state.population, "budget", weighed=False)
    assert even.votes.tolist() == [1, 1, 1] and even.needed.tolist() == [2], "where the law lets no votes be weighed"


def test_nobody_is_asked_of_no_bodies():
    world = world_of(bare())
    nothing = boards_of(world.state.bodies, np.zeros(0, np.int64), world.state.population, "end")
    assert nothing.chance(np.zeros(0)).shape == (0,) and nothing.passes(np.zeros(0, bool)).shape == (0,)
