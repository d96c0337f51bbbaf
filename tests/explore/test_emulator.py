"""Sliders in place of all assumptions: an emulator whose answers are known in advance."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.experiment.explore import explore
from reformsim.experiment.explore.fitted.emulator import emulator
from tests.explore import known_models as known


@pytest.fixture(scope="module")
def noisy():
    """2 x1 + x2 + chance, with other weights beside them that do nothing."""
    return explore(known.scenario(), draws=256, parameters=known.X, simulate=known.noisy, measures=[known.LOWER])


@pytest.fixture(scope="module")
def choice():
    pair = [known.scenario("base"), known.scenario("other")]
    return explore(pair, draws=256, parameters=known.X, simulate=known.decision, measures=[known.HIGHER])


def test_the_sliders_are_what_matters_the_most_important_first(noisy):
    found = emulator(noisy, most=2)
    assert [one.name for one in found.sliders] == list(known.X[:2])


def test_moving_a_slider_moves_the_answer_by_its_weight(noisy):
    found = emulator(noisy, most=2)
    (answer,) = found.answers
    ends = [answer.at(np.array([end, 0.5])) for end in (0.0, 1.0)]
    assert ends[1] - ends[0] == pytest.approx(2.0, abs=0.4)
    ends = [answer.at(np.array([0.5, end])) for end in (0.0, 1.0)]
    assert ends[1] - ends[0] == pytest.approx(1.0, abs=0.4)


def test_chance_is_what_the_emulator_cannot_foresee_and_its_skill_says_so(noisy):
    (answer,) = emulator(noisy).answers
    foreseen = (4.0 + 1.0) / 12.0
    assert answer.skill == pytest.approx(foreseen / (foreseen + 0.25), abs=0.1)
    assert not answer.believed


def test_without_chance_a_polynomial_is_foreseen_and_believed():
    def line(drawn, replicate):
        return known.record(drawn, replicate, **{known.LOWER: float(known.WEIGHTS @ known.unit(drawn)[:2])})

    found = explore(known.scenario(), draws=128, parameters=known.X, simulate=line, measures=[known.LOWER])
    (answer,) = emulator(found).answers
    assert answer.skill > 0.999
    assert answer.believed
    assert answer.at(np.full(len(emulator(found).sliders), 0.5)) == pytest.approx(1.5, abs=1e-3)


def test_a_value_stands_where_so_many_draws_lie_below_it(noisy):
    slider = emulator(noisy).sliders[0]
    assert slider.coordinate(slider.usual) == pytest.approx(0.5)
    assert slider.coordinate(slider.quantiles[0]) == 0.0
    assert slider.coordinate(slider.quantiles[-1]) == 1.0
    assert (np.diff(slider.quantiles) >= 0.0).all()


def test_of_two_scenarios_the_first_is_answered_by_its_level_and_the_other_by_its_effect(choice):
    found = emulator(choice)
    assert [(one.scenario, one.what) for one in found.answers] == [("base", "level"), ("other", "effect")]
    effect = found.answers[1]
    assert effect.constant == pytest.approx(known.MEAN, abs=0.2)


def test_an_answer_knows_the_sliders_that_there_are_and_no_others(choice):
    found = emulator(choice, most=2)
    assert all(slider < 2 for one in found.answers for term in one.terms for slider, _ in term)
