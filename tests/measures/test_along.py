"""Sums and products along the years of each run, by hand: whatever stands beside a run, and however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from reformsim.measures import Snapshots
from reformsim.measures.view.along import running_product, running_sum
from reformsim.model.recording import history_of, snapshot
from tests.model.worlds import bare, world_of


def runs_of(*lengths: int) -> Snapshots:
    """Runs of so many years; each begins with its first day."""
    world = world_of(bare())
    first = snapshot(world)
    return Snapshots(
        [history_of(world, first, [replace(first, year=2011 + year) for year in range(length)]) for length in lengths]
    )


def test_a_sum_takes_in_the_years_up_to_each_and_not_the_first_day():
    assert running_sum(runs_of(4), np.array([99.0, 1.0, 2.0, 3.0, -4.0])).tolist() == [0.0, 1.0, 3.0, 6.0, 2.0]


def test_a_product_takes_in_the_years_up_to_each_and_not_the_first_day():
    assert running_product(runs_of(4), np.array([99.0, 1.5, 2.0, 0.5, 3.0])).tolist() == [1.0, 1.5, 3.0, 1.5, 4.5]


def test_every_run_begins_anew_also_where_runs_are_of_different_lengths():
    """A run of two years, one that has not begun, one of three and one of one."""
    s = runs_of(2, 0, 3, 1)
    values = np.array([7.0, 1.0, 2.0, 7.0, 7.0, 3.0, 4.0, 5.0, 7.0, 6.0])
    assert running_sum(s, values).tolist() == [0, 1, 3, 0, 0, 3, 7, 12, 0, 6]
    assert running_product(s, values).tolist() == [1, 1, 2, 1, 1, 3, 12, 60, 1, 6]


@pytest.mark.parametrize("lengths", [(5,), (1, 5), (5, 9), (3, 5, 2)], ids=str)
def test_a_run_gives_the_same_to_the_last_bit_beside_any_others(lengths: Sequence[int]):
    at = sum(1 + length for length in lengths[: lengths.index(5)])
    here = slice(at, at + 6)
    values = np.full(sum(1 + length for length in lengths), 1e17)
    values[here] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    for running in (running_sum, running_product):
        alone = running(runs_of(5), values[here])
        assert running(runs_of(*lengths), values)[here].tobytes() == alone.tobytes()


def test_a_value_that_is_none_on_the_first_day_does_no_harm():
    """Before the first year there is nothing to compare with."""
    values = np.array([np.nan, 1.0, 2.0])
    assert running_sum(runs_of(2), values).tolist() == [0.0, 1.0, 3.0]
    assert running_product(runs_of(2), values).tolist() == [1.0, 1.0, 2.0]
