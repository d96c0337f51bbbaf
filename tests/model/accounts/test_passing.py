"""The books pass on with inhabitants: nothing is lost, nothing comes from nowhere."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.model.accounts.passing import pass_on, shares
from reformsim.world.accounts import PASSING
from tests.model.accounts.given import world_with_books

UNITS = 8
QUICK = settings(max_examples=25, derandomize=True, database=None)


@QUICK
@given(
    before=st.lists(st.integers(0, 5), min_size=UNITS, max_size=UNITS),
    now=st.lists(st.integers(0, 9), min_size=UNITS, max_size=UNITS),
    people=st.lists(st.integers(1, 100_000), min_size=UNITS, max_size=UNITS),
)
def test_what_each_gives_adds_up_to_all_that_it_had(before, now, people):
    was, is_, people = np.array(before), np.array(now), np.array(people)
    sender, receiver, share = shares(was, is_, people)
    for one in np.unique(sender):
        assert np.isclose(share[sender == one].sum(), 1.0)
        assert set(receiver[sender == one]) == set(is_[was == one])
    assert set(sender) == set(was[was != is_])


@QUICK
@given(seed=st.integers(0, 10_000))
def test_every_column_adds_up_to_the_same_before_and_after(seed):
    random = np.random.default_rng(seed)
    books = world_with_books().state.accounts
    for name in PASSING:
        column = getattr(books, name)
        column[:12] = random.normal(size=column[:12].shape)
    sums = {name: getattr(books, name).sum(axis=0) for name in PASSING}
    owner = np.arange(12)
    now = np.where(random.random(12) < 0.5, random.integers(0, 20, 12), owner)
    pass_on(books, *shares(owner, now, random.integers(1, 1000, 12)))
    for name, total in sums.items():
        assert np.allclose(getattr(books, name).sum(axis=0), total)


def test_a_municipality_that_nobody_left_keeps_its_books():
    sender, _, _ = shares(np.array([0, 1, 2]), np.array([0, 1, 2]), np.array([5, 5, 5]))
    assert len(sender) == 0
