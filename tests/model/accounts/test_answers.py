"""How a deficit is met, one municipality at a time: figures that can be checked by heart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.model.accounts.answers import Means, Standing, answer, savings, tax_room

MEANS = Means(years=4.0, floor=0.2, tax_part=0.1, ceiling=1.2, most=0.05, rebuild=0.12)

QUICK = settings(max_examples=25, derandomize=True, database=None)


def standing(**changed: float) -> Standing:
    """One municipality of 10,000 inhabitants: it spends 20 million, owns 10 of 30, and takes 2 in taxes."""
    usual = {
        "gap": 0.0, "equity": 10e6, "balance_total": 30e6, "taxes": 2e6, "people": 10_000.0, "spending": 20e6,
        "raised": 0.0, "cut": 0.0,
    }  # fmt: skip
    return Standing(**{name: np.array([value]) for name, value in (usual | changed).items()})


def no() -> np.ndarray:
    return np.array([False])


def test_who_is_in_balance_changes_nothing():
    given_ = answer(standing(), MEANS, no())
    assert given_.raised == given_.cut == given_.supplement == 0.0
    assert not given_.supervised and not given_.helped


def test_savings_bridge_a_deficit_that_is_closed_over_the_four_years_of_the_budget():
    found = answer(standing(gap=0.4e6), MEANS, no())
    assert found.raised == pytest.approx(0.01e6) and found.cut == pytest.approx(0.09e6)
    assert found.bridged == pytest.approx(0.3e6)
    assert not found.supervised


def test_who_has_no_savings_closes_all_at_once_within_what_can_be_cut_in_a_year():
    # Equity of 20 %, the floor itself: nothing to bridge with, nothing to build up.
    found = answer(standing(gap=0.5e6, equity=6e6), MEANS, no())
    assert found.raised + found.cut == pytest.approx(0.5e6)
    assert not found.supervised


def test_who_can_neither_close_it_nor_bridge_it_comes_under_preventive_supervision():
    # At most 1 million may be cut and 0.4 raised of a deficit of 3 million.
    found = answer(standing(gap=3e6, equity=6e6), MEANS, no())
    assert found.cut == pytest.approx(1e6) and found.raised == pytest.approx(0.4e6)
    assert found.supervised and not found.helped


def test_under_supervision_taxes_come_first():
    found = answer(standing(gap=0.3e6), MEANS, np.array([True]))
    assert found.raised == pytest.approx(0.3e6) and found.cut == pytest.approx(0.0)


def test_the_fund_helps_who_has_nothing_left_when_its_taxes_are_at_the_ceiling():
    # Beside a neighbour with low taxes its own, 1.2 times the mean, cannot rise.
    both = Standing(*(np.array(pair) for pair in (
        (3e6, 0.0), (-2e6, 10e6), (30e6, 30e6), (3e6, 2e6), (1e4, 1e4), (20e6, 20e6), (0.0, 0.0), (0.0, 0.0),
    )))  # fmt: skip
    found = answer(both, MEANS, np.array([True, False]))
    assert found.helped.tolist() == [True, False]
    # What is left of the deficit after a cut of 5 %, and a quarter of what it lacks.
    assert found.supplement.tolist() == pytest.approx([2e6 + 0.5e6, 0.0])


def test_savings_below_the_floor_are_built_up_again():
    # 3 of the 6 million that the floor asks.
    found = answer(standing(equity=3e6), MEANS, no())
    assert found.raised + found.cut == pytest.approx(0.12 * 3e6)


def test_a_surplus_goes_back_over_four_years_taxes_as_far_as_they_were_raised():
    found = answer(standing(gap=-0.4e6, raised=0.005e6), MEANS, no())
    assert found.raised == pytest.approx(-0.005e6) and found.cut == pytest.approx(-0.095e6)


def test_room_for_taxes_is_measured_from_the_mean_of_the_nation():
    s = Standing(*(np.array(pair) for pair in ((0, 0), (0, 0), (1, 1), (1e6, 3e6), (1e4, 1e4), (1, 1), (0, 0), (0, 0))))
    assert tax_room(s, 1.2).tolist() == pytest.approx([1.4e6, 0.0])
    assert savings(standing(), 0.2) == pytest.approx(4e6)


@QUICK
@given(
    gap=st.floats(-5e6, 5e6), equity=st.floats(-5e6, 30e6), taxes=st.floats(0.5e6, 4e6), watched=st.booleans(),
    part=st.floats(0, 0.25), most=st.floats(0.02, 0.08),
)  # fmt: skip
def test_no_more_is_closed_than_lacks_and_no_more_is_cut_than_may_be(gap, equity, taxes, watched, part, most):
    s = standing(gap=gap, equity=equity, taxes=taxes)
    means = MEANS._replace(tax_part=part, most=most)
    found = answer(s, means, np.array([watched]))
    lacking = max(0.2 * 30e6 - equity, 0.0)
    assert found.cut <= most * s.spending + 1e-6
    assert found.raised <= tax_room(s, means.ceiling) + 1e-6
    assert found.raised + found.cut <= max(gap + 0.12 * lacking, 0.0) + 1e-6
    assert found.supplement >= 0.0
    assert not found.helped or (watched and equity < 0)
