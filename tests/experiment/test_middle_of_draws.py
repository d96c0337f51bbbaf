"""The default run stands in the middle of what is drawn: assumptions widen what it says and do not contradict it."""

from __future__ import annotations

import numpy as np
import pytest

import reformsim

UNTIL, FIXED, DRAWN = 2015, 20, 43
"""Replicates of the baseline without draws, and with 32 of them."""

APART = {
    "authorities_per_subject": "cooperation.drift (claim that bodies grow beyond their task) can only raise it; it is "
    "off in the default run and in half of the draws",
}
"""Indicators whose median over draws lies outside what chance does to the default run, and why."""


@pytest.fixture(scope="module")
def levels() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """By headline, values of the last year without and with draws, one replicate a draw."""
    given = {"until": UNTIL, "measures": "headline"}
    fixed = reformsim.run("baseline-2011", replicates=FIXED, assumptions="fixed", **given)
    drawn = reformsim.run("baseline-2011", replicates=DRAWN, **given)
    once = ~drawn.assumptions["draw"].duplicated().to_numpy()
    return {name: (fixed.of(name)[:, -1], drawn.of(name)[once, -1]) for name in fixed.indicators}


def test_the_median_of_the_draws_of_every_headline_lies_in_the_chance_range_of_the_default_run(levels):
    """The 80 % range of chance; the median is as sure as 32 draws make it (order statistics 11 and 22: 95 %)."""
    outside = set()
    for name, (fixed, drawn) in levels.items():
        low, high = np.quantile(fixed, (0.1, 0.9))
        ordered = np.sort(drawn)
        assert len(ordered) == 32
        if ordered[21] < low or ordered[10] > high:
            outside.add(name)
    assert outside == set(APART)
    assert len(levels) == 16


def test_assumptions_widen_the_ranges_that_chance_alone_gives(levels):
    wider = [np.ptp(np.quantile(d, (0.1, 0.9))) > np.ptp(np.quantile(f, (0.1, 0.9))) for f, d in levels.values()]
    assert np.mean(wider) > 0.8
