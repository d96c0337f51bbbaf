"""Residents: where they vote less, and how much of a policy is left to their own municipality."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.law import load_law
from reformsim.model.government.residents import own_policy, turnout
from reformsim.model.mergers.mapchange import merge, settle
from reformsim.model.model import ReformModel
from reformsim.model.world import World
from reformsim.scenario import Scenario
from tests.model.worlds import TOY, bare, row, world_of

MODEL = Scenario(name="toy", territory=str(TOY), horizon={"start": 2011, "end": 2012})


def voted(world: World) -> np.ndarray:
    """Turnout in the living municipalities."""
    usual = world.law.value("council_turnout", world.today)
    merged = world.state.founded[world.state.live] > world.territory.year
    return turnout(usual, merged, world.behaviour["residents.merger_turnout"])


def test_turnout_is_that_of_the_last_election_held():
    """54.1 % in 2010, 53.9 % in 2014, 55.0 % in 2018, 51.0 % in 2022, as observed."""
    world = world_of(bare())
    for year, wanted in ((2011, 0.541), (2013, 0.541), (2014, 0.539), (2018, 0.550), (2025, 0.510)):
        world.state.year = year
        assert voted(world) == pytest.approx(wanted)


def test_with_the_law_of_the_start_no_later_turnout_is_known():
    world = world_of(bare())
    world.law = load_law().as_of(date(2011, 1, 1))
    world.state.year = 2025
    assert voted(world) == pytest.approx(0.541)


def test_the_loss_of_a_merger_lasts_to_the_end():
    world = world_of(bare(), residents__merger_turnout=0.03)
    world.state.year = 2012
    rows = (row(world, "T01"), row(world, "T04"))
    new = merge(world, rows, "a test")
    settle(world, {new: rows})
    at = int(np.flatnonzero(world.state.live == new)[0])
    for year, usual in ((2012, 0.541), (2030, 0.53)):
        world.state.year = year
        now = voted(world)
        assert now[at] == pytest.approx(usual - 0.03)
        assert np.delete(now, at) == pytest.approx(usual)


def test_frames_bind_where_the_rijk_has_a_say_and_competition_everywhere():
    assert own_policy([True, False], 0.5, 0.2) == pytest.approx([0.4, 0.8])
    model = ReformModel(MODEL.model_copy(update={"behaviour": {"residents.national_frames": 0.5}}))
    (residents,) = (a for a in model.agents if type(a).__name__ == "Residents")
    assert residents.own_policy("youth_care") == pytest.approx(0.5)
    assert residents.own_policy("taxes") == pytest.approx(1.0)


def test_the_residents_are_an_agent_with_the_same_figures():
    model = ReformModel(MODEL)
    (residents,) = (a for a in model.agents if type(a).__name__ == "Residents")
    assert residents.number == 290_000
    assert residents.turnout("T05") == pytest.approx(0.541)
    assert residents.own_policy("taxes") == 1.0
    assert residents.single_view == 1.0
    assert repr(residents) == "<Residents, 290,000>"
