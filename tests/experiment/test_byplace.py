"""Who merges with whom over the replicates, and statistics of all places at once."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.experiment.byplace import everywhere as module
from reformsim.experiment.byplace.everywhere import everywhere
from reformsim.experiment.byplace.localtables import Asked
from reformsim.experiment.byplace.merging import Merging
from tests.experiment.test_local_values import toy


def test_who_merges_with_whom_is_counted_over_the_replicates():
    apart = [0, 1, 2, 3]
    first = np.array([[apart, [4, 4, 2, 3]], [apart, [5, 5, 5, 3]]])
    # In the third replicate a municipality goes on under its own code, and takes another in.
    second = np.array([[apart, [0, 1, 2, 2]]])
    found = Merging.of([first, second])
    assert found.replicates == 3
    assert found.share.tolist() == [[0, 0, 0, 0], [2 / 3, 2 / 3, 2 / 3, 1 / 3]]
    assert found.partners(0, 5) == ((1, 2 / 3), (2, 1 / 3))
    assert found.partners(2, 1) == ((0, 1 / 3),)
    assert found.partners(3, 5) == ((2, 1 / 3),)


def test_what_was_together_in_the_first_year_has_not_merged():
    found = Merging.of([np.array([[[7, 7, 8], [7, 7, 8]], [[7, 7, 8], [9, 9, 9]]])])
    assert found.share[-1].tolist() == [0.5, 0.5, 0.5]
    assert found.partners(0, 5) == ((2, 0.5),)


@pytest.mark.parametrize("most", [1, 10**9])
def test_all_places_at_once_have_the_statistics_that_one_by_one_they_have(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(module, "MOST", most)
    run = toy(0, 1, 2)
    asked, table = Asked.of([run]), run.local()
    found = everywhere(run, asked)
    assert tuple(found) == run.local_indicators
    at = {head[1]: position for position, head in enumerate(asked.heads)}
    for row in table.to_dict("records"):
        spread = found[row["indicator"]]
        here = run.years.index(row["year"]), at[row["place"]]
        assert (spread.middle[here], spread.low[here], spread.high[here]) == (row["median"], row["low"], row["high"])


def test_of_what_is_nought_or_one_the_share_of_the_replicates_is_given():
    run = toy(0, 1, 2)
    asked = Asked.of([run])
    (name, *_) = run.local_indicators
    values = np.concatenate([asked.cut(one) for (one,) in run.pieces.local((name,))])
    spread = everywhere(run, asked, (name,))[name]
    there = np.isfinite(values).any(axis=0)
    np.testing.assert_allclose(spread.middle[there], np.nanmean(values[:, there], axis=0))
    assert np.isnan(spread.low).all() and np.isnan(spread.middle[~there]).all()
