"""How a council votes: hand-checked cases and what always holds, on plain arrays."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.model.councils.parties import apportion, log_odds, redrawn
from reformsim.model.councils.voting import leaning, level, majority, majority_chance, member_chance, votes_for
from reformsim.territory.seats import LOCAL

SHARES = st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3).filter(lambda mix: sum(mix) > 0.01)


def mix_of(*shares: float) -> np.ndarray:
    return np.array([shares]) / sum(shares)


@given(st.integers(1, 45), SHARES)
def test_seats_by_kind_add_up_to_the_council_and_are_within_one_of_the_share(seats, shares):
    mix = mix_of(*shares)
    got = apportion(np.array([seats]), mix)[0]
    assert got.sum() == seats and (got >= 0).all()
    assert (np.abs(got - seats * mix[0]) < 1.0 + 1e-6).all()


def test_a_recorded_council_gets_its_own_seats_back():
    for seats in product(range(0, 12), range(0, 3), range(0, 12)):
        if sum(seats):
            assert apportion(np.array([sum(seats)]), mix_of(*seats))[0].tolist() == list(seats)


@given(SHARES, st.integers(9, 45), st.floats(0.0, 1.0), st.floats(-3.0, 3.0))
def test_a_redrawn_mix_is_a_mix(shares, seats, lasting, new):
    got = redrawn(mix_of(*shares), np.array([float(seats)]), lasting, -0.5, np.array([new]))[0]
    assert got.sum() == pytest.approx(1.0) and (got >= 0.0).all()


def test_without_anything_new_a_council_that_lasts_wholly_stays_and_one_that_does_not_goes_to_the_middle():
    mix, seats, nothing = mix_of(12, 1, 8), np.array([21.0]), np.zeros(1)
    assert redrawn(mix, seats, 1.0, -0.5, nothing) == pytest.approx(mix)
    gone = redrawn(mix, seats, 0.0, -0.5, nothing)[:, LOCAL]
    assert log_odds(gone * seats, seats) == pytest.approx(-0.5)


def test_the_other_seats_keep_their_proportions():
    got = redrawn(mix_of(12, 3, 6), np.array([21.0]), 0.8, -0.5, np.array([1.0]))[0]
    assert got[0] / got[1] == pytest.approx(4.0) and got[LOCAL] > 6 / 21


def test_members_are_for_what_is_worth_something_and_against_what_is_not():
    """Worth nought: one in two; two logits at doubts of one: 0.881; of a half: 0.982."""
    nobody = np.zeros((3, 3), np.int32)
    found = member_chance(np.array([0.0, 2.0, -2.0]), leaning(nobody, 0.0), 1.0)[:, 0]
    assert found == pytest.approx([0.5, 0.8808, 0.1192], abs=1e-4)
    assert member_chance(np.array([2.0]), np.zeros((1, 3)), 0.5)[0, 0] == pytest.approx(0.9820, abs=1e-4)


def test_a_council_with_the_usual_local_share_leans_neither_way_whatever_the_effect():
    seats = np.array([[63, 0, 37]], np.int32)
    assert (leaning(seats, 2.0) * seats).sum() == pytest.approx(0.0)
    assert (leaning(np.zeros((1, 3), np.int32), 2.0) == 0.0).all(), "of unknown parties nothing is assumed"


def test_more_than_half_of_the_seats_decides():
    seats = np.array([[9, 0, 6], [9, 0, 6], [8, 0, 6]], np.int32)
    assert majority(np.array([[5, 0, 3], [5, 0, 2], [4, 0, 3]]), seats).tolist() == [True, False, False]


@settings(max_examples=50)
@given(st.integers(0, 45), st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_votes_are_the_quantile_of_a_binomial_number(seats, chance, draw):
    from scipy.stats import binom

    got = votes_for(np.array([[chance]]), np.array([[seats]], np.int32), np.array([[draw]]))[0, 0]
    assert binom.cdf(got - 1, seats, chance) <= draw + 1e-9 and draw - 1e-9 <= binom.cdf(got, seats, chance)
    assert 0 <= got <= seats


@given(st.floats(0.05, 0.95), st.floats(-3.0, 3.0), st.floats(0.0, 2.0))
def test_a_proposal_that_is_worth_more_never_has_fewer_members_for_it(draw, worth, more):
    seats = np.array([[10, 1, 8]], np.int32)
    low, high = (
        votes_for(member_chance(np.array([one]), leaning(seats, 0.9), 0.5), seats, np.full((1, 3), draw))
        for one in (worth, worth + more)
    )
    assert (high >= low).all()


@pytest.mark.parametrize("apart", [0.25, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("councils", [1, 2, 4])
def test_councils_together_carry_as_many_proposals_as_the_rule_alone(councils, apart):
    """Worths of rare proposals fall off as exp(-worth); the rule carries those above nought, which is 1 in all."""
    seats = np.tile(np.array([17.0, 21.0, 13.0, 31.0])[:councils], (1, 1))
    ahead = np.tile(np.array([0.0, 0.1, 0.3, 0.0])[:councils], (1, 1))
    off = float(level(seats, ahead, apart)[0])
    worths = np.arange(-12.0, 15.0, 0.01)
    carried = np.ones(len(worths))
    for k in range(councils):
        carried *= majority_chance(worths - off + ahead[0, k], np.array(seats[0, k]), apart)
    assert (carried * np.exp(-worths)).sum() * 0.01 == pytest.approx(1.0, abs=0.03)


def test_who_is_not_asked_changes_no_level():
    alone, padded = np.array([[21.0]]), np.array([[21.0, 0.0, 0.0]])
    assert level(padded, np.zeros((1, 3)), 0.5) == pytest.approx(level(alone, np.zeros((1, 1)), 0.5))
