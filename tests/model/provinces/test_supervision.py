"""Preventive supervision, by hand: balance, estimates, savings, equity, and the province's own strictness."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.model.accounts.answers import Means, Standing, answer
from reformsim.model.provinces.supervision import SUPERVISION, preventive, strict_for, strictness
from tests.model.worlds import bare, world_of


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


AMOUNT = st.floats(0.0, 50.0)


@given(AMOUNT, AMOUNT, AMOUNT, st.floats(-1.0, 1.0), st.floats(0.0, 1.0))
def test_a_stricter_province_never_watches_fewer(left, needed, free, strict, more):
    watched = [preventive(**one(left=left, needed=needed, free=free, strict=how))[0] for how in (strict, strict + more)]
    assert watched[1] >= watched[0]


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_more_savings_never_bring_supervision(left, needed, free, more):
    watched = [preventive(**one(left=left, needed=needed, free=own))[0] for own in (free, free + more)]
    assert watched[1] <= watched[0]


def test_strictness_is_a_province_s_own_and_nought_when_off():
    world = world_of(bare(), province__strictness_spread=0.5)
    assert strictness(world).tolist() == [0.0, 0.0]
    world.acting = frozenset({SUPERVISION})
    own = strictness(world)
    assert len(set(own.tolist())) == 2
    assert (own == strictness(world)).all()
    assert strict_for(world).tolist() == own[world.state.province[world.state.live]].tolist()


def test_the_answer_to_a_deficit_asks_the_province():
    """Savings of 5 above the floor, a deficit that can hardly be closed: 3 are needed, of a strict province 6 times."""
    figures = {"gap": 2e6, "equity": 10e6, "balance_total": 25e6, "taxes": 1e6, "people": 1e4, "spending": 1e8}
    s = Standing(**{name: np.array([value]) for name, value in {**figures, "raised": 0.0, "cut": 0.0}.items()})
    means = Means(years=4.0, floor=0.2, tax_part=0.0, ceiling=1.0, most=0.005, rebuild=0.0)
    watched = np.array([True])
    lenient, usual, strict = (answer(s, means, watched, how).supervised.tolist() for how in (-3.0, 0.0, 3.0))
    assert (lenient, usual, strict) == ([False], [False], [True])
