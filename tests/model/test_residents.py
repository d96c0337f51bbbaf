"""Residents: where they vote less, and how much of a policy is left to their own municipality."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.law import load_law
from reformsim.model.mapchange import merge, settle
from reformsim.model.model import ReformModel
from reformsim.model.residents import own_policy, turnout
from reformsim.scenario import Scenario
from tests.model.worlds import TOY, bare, row, world_of

MODEL = Scenario(name="toy", territory=str(TOY), horizon={"start": 2011, "end": 2012})


def test_turnout_is_that_of_the_last_election_held():
    """54.1 % in 2010, 53.9 % in 2014, 55.0 % in 2018, 51.0 % in 2022, as observed."""
    world = world_of(bare())
    for year, wanted in ((2011, 0.541), (2013, 0.541), (2014, 0.539), (2018, 0.550), (2025, 0.510)):
        world.state.year = year
        assert turnout(world) == pytest.approx(wanted)


def test_with_the_law_of_the_start_no_later_turnout_is_known():
    world = world_of(bare())
    world.law = load_law().as_of(date(2011, 1, 1))
    world.state.year = 2025
    assert turnout(world) == pytest.approx(0.541)


def test_the_loss_of_a_merger_lasts_to_the_end():
    world = world_of(bare(), residents__merger_turnout=0.03)
    world.state.year = 2012
    rows = (row(world, "T01"), row(world, "T04"))
    new = merge(world, rows, "a test")
    settle(world, {new: rows})
    at = int(np.flatnonzero(world.state.live == new)[0])
    for year, usual in ((2012, 0.541), (2030, 0.53)):
        world.state.year = year
        voted = turnout(world)
        assert voted[at] == pytest.approx(usual - 0.03)
        assert np.delete(voted, at) == pytest.approx(usual)


def test_frames_bind_where_the_rijk_has_a_say_and_competition_everywhere():
    world = world_of(bare(), residents__national_frames=0.5, residents__policy_competition=0.2)
    own = own_policy(world)
    assert own[world.tasks.index("youth_care")] == pytest.approx(0.4)
    assert own[world.tasks.index("taxes")] == pytest.approx(0.8)


def test_the_residents_are_an_agent_with_the_same_figures():
    model = ReformModel(MODEL)
    (residents,) = (a for a in model.agents if type(a).__name__ == "Residents")
    assert residents.number == 290_000
    assert residents.turnout("T05") == pytest.approx(0.541)
    assert residents.own_policy("taxes") == 1.0
    assert residents.single_view == 1.0
    assert repr(residents) == "<Residents, 290,000>"
