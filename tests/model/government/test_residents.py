"""Residents: where they vote less, and how much of a policy is left to their own municipality."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.law import load_law
from reformsim.model.government.demography import population_path
from reformsim.model.government.residents import MEAN_JOINED, by_joined, joined, own_policy, turnout
from reformsim.model.mergers.mapchange import merge, settle
from reformsim.model.model import ReformModel
from reformsim.model.world import World
from reformsim.scenario import Scenario
from reformsim.territory import nearest_map, successions
from tests.model.worlds import TOY, bare, row, world_of

MODEL = Scenario(name="toy", territory=str(TOY), horizon={"start": 2011, "end": 2012})


def voted(world: World) -> np.ndarray:
    """Turnout in the living municipalities."""
    usual = world.law.value("council_turnout", world.today)
    state, loss = world.state, world.behaviour["residents.merger_turnout"]
    more = loss * world.behaviour["residents.imposed_turnout"]
    return turnout(usual, by_joined(state.joined[state.live], state.imposed[state.live], loss, more))


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
        assert now[at] == pytest.approx(usual - 0.03 * 0.375 / MEAN_JOINED), "T01 is a quarter of the two"
        assert np.delete(now, at) == pytest.approx(usual)


def test_who_is_joined_to_a_greater_part_loses_more_and_the_whole_least_where_one_part_is_most_of_it():
    nobody = np.zeros(2)
    assert joined(np.array([9_000, 1_000]), nobody) == pytest.approx(0.9 * 0.1 + 0.1 * 0.9)
    assert joined(np.array([5_000, 5_000]), nobody) == pytest.approx(0.5)
    assert joined(np.full(4, 5_000), np.zeros(4)) == pytest.approx(0.75)


def test_who_is_joined_twice_bears_the_larger_of_the_two():
    assert joined(np.array([9_000, 1_000]), np.array([0.5, 0.2])) == pytest.approx(0.9 * 0.5 + 0.1 * 0.9)
    assert joined(np.array([9_000, 1_000]), np.array([0.5, 0.2]), counts=False) == pytest.approx(0.9 * 0.5 + 0.1 * 0.2)


def test_what_is_divided_by_is_the_mean_over_the_mergers_on_record():
    """83 mergers of 2004-2026, each with the inhabitants of the year before."""
    land = nearest_map("netherlands", 2003)
    people, units = population_path(land, 2026, 0.0), {code: [at] for at, code in enumerate(land.codes)}
    found = []
    for year, ones in sorted(successions(land.events, land.codes).items()):
        for one in ones:
            parts = [units.pop(code) for code in one.members]
            units[one.code] = [at for part in parts for at in part]
            if len(parts) > 1:
                sizes = np.array([people[year - 1][part].sum() for part in parts])
                found.append(joined(sizes, np.zeros(len(parts))))
    assert len(found) == 83 and np.mean(found) == pytest.approx(MEAN_JOINED, abs=5e-4)


def test_a_merger_from_above_costs_more_turnout():
    below, above = by_joined(0.5, 0.0, 0.02, 0.01), by_joined(0.5, 0.5, 0.02, 0.01)
    assert above == pytest.approx(1.5 * below)


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
