"""Preventive supervision, by hand: balance, estimates, savings, equity, and the province's own strictness."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.model.provinces.supervision import judged, preventive, strictness
from reformsim.world.streams import Streams


def one(**given: float) -> dict[str, np.ndarray]:
    """A municipality that spends 100, is 2 short and would need 3 of savings, of which it has 5; equity 40."""
    usual = {
        "at_ease": False,
        "left": 2.0,
        "needed": 3.0,
        "free": 5.0,
        "equity": 40.0,
        "spending": 100.0,
        "strict": 0.0,
    }
    return {name: np.array([value]) for name, value in (usual | given).items()}


@pytest.mark.parametrize(
    ("case", "watched"),
    [
        ({}, False),  # savings bridge it
        ({"free": 2.0}, True),  # they do not
        ({"free": 2.0, "at_ease": True}, False),  # the estimates close it
        ({"free": 2.0, "left": 0.0}, False),  # no deficit is left
        ({"equity": -1.0, "left": 0.0, "at_ease": True}, True),  # more debts than it owns
        ({"strict": np.log(2.0)}, True),  # this province wants twice what is needed: 6 of 5
        ({"strict": -np.log(2.0), "free": 2.0}, False),  # and this one half: 1.5 of 2
    ],
)
def test_who_is_watched_by_hand(case, watched):
    assert preventive(**one(**case)).tolist() == [watched]


@pytest.mark.parametrize(
    ("balance", "equity", "years", "watched"),
    [
        (1.0, 10.0, 0, False),  # in balance
        (-2.0, 3.0, 1, False),  # closed within four years this takes 2 x 3 / 2 = 3
        (-2.0, 2.9, 1, True),
        (-2.0, 30.0, 5, True),  # short for longer than the term: its estimates are not believed
        (1.0, -0.1, 0, True),  # negative own means
    ],
)
def test_what_a_province_sees_by_hand(balance, equity, years, watched):
    given = (np.array([balance]), np.array([equity]), np.array([years]), np.array([100.0]), np.array([0.0]))
    assert judged(*given, term=4.0).tolist() == [watched]


AMOUNT = st.floats(-50.0, 50.0)


@given(AMOUNT, AMOUNT, st.integers(0, 8), st.floats(-1.0, 1.0), st.floats(0.0, 1.0))
def test_a_stricter_province_never_watches_fewer(balance, equity, years, strict, more):
    def watched(how: float) -> bool:
        given = (np.array([balance]), np.array([equity]), np.array([years]), np.array([100.0]), np.array([how]))
        return bool(judged(*given, term=4.0)[0])

    assert watched(strict + more) >= watched(strict)


@given(AMOUNT, AMOUNT, st.floats(0.0, 20.0), st.integers(0, 8))
def test_more_savings_never_bring_supervision(balance, equity, more, years):
    def watched(own: float) -> bool:
        given = (np.array([balance]), np.array([own]), np.array([years]), np.array([100.0]), np.array([0.0]))
        return bool(judged(*given, term=4.0)[0])

    assert watched(equity + more) <= watched(equity)


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0, 50), st.floats(-50, 50), st.booleans())
def test_without_strictness_of_its_own_it_is_the_rule_of_the_books(left, needed, free, equity, at_ease):
    g = one(left=left, needed=needed, free=free, equity=equity, at_ease=at_ease)
    books = ~g["at_ease"] & (g["left"] > 1e-6 * g["spending"]) & (g["needed"] > g["free"]) | (g["equity"] < 0)
    assert (preventive(**g) == books).all()


def test_strictness_is_a_province_s_own_and_nought_without_spread():
    streams, codes = Streams(1, 0), ("PV20", "PV21", "PV22")
    assert strictness(streams, codes, 0.0).tolist() == [0.0, 0.0, 0.0]
    own = strictness(streams, codes, 0.5)
    assert len(set(own.tolist())) == 3
    assert strictness(streams, codes[::-1], 0.5).tolist() == own[::-1].tolist()
