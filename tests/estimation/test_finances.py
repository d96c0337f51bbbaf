"""Whether finances add to the rules: the terms, and their estimate on a made-up year."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from reformsim.estimation.finances import TERMS, fitted, known_until_2018
from reformsim.model.accounts.wealth import Wealth
from reformsim.model.mergers.coalitions import pack


def test_a_coalition_has_the_spread_of_its_taxes_and_the_part_that_is_weak_beyond_the_usual():
    wealth = Wealth(np.log([100.0, 200.0, 400.0]), np.array([True, False, False]), np.array([0.5, 1 / 3]))
    sets = pack([np.array([[0, 1]], np.int32), np.array([[0, 1, 2]], np.int32)], np.arange(3, dtype=np.uint64), 3)
    columns = wealth.columns(sets)
    order = np.argsort(sets.size)
    assert columns[order, 0] == pytest.approx([np.log(2) - 0.5, np.log(4) - 0.5])
    assert columns[order, 1] == pytest.approx([0.5 - 1 / 3, 0.0])


def test_a_term_that_tells_who_merges_is_found_and_one_that_does_not_is_nought():
    random = np.random.default_rng(1)
    columns = random.normal(size=(20_000, 2))
    value = np.full(20_000, -4.0)
    event = random.random(20_000) < 1.0 / (1.0 + np.exp(-(value + 1.0 * columns[:, 1])))
    case = SimpleNamespace(moment=SimpleNamespace(year=2018, event=event), value=value, columns=columns)
    found = fitted([case])
    (wealth, error), (weak, _) = (found.weights[name] for name in TERMS)
    assert abs(wealth) < 3 * error
    assert weak == pytest.approx(1.0, abs=0.2)


def test_the_rule_that_they_stand_beside_knows_no_merger_after_2018():
    assert known_until_2018()["merger.shared_bodies"] == 0.0  # known since 2019 only
    assert known_until_2018()["merger.small"] > 0.0
