"""Fit of services, policy of neighbours, turnout and elected boards: by hand on the toy province."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reformsim.levers.changes import MoveTask, SetRule
from reformsim.measures.fit import misfit
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.mapchange import merge, settle
from reformsim.tasks import LAYERS
from reformsim.world.state import WATER_BOARD_MODES
from tests.model.worlds import assess, bare, found, local, row, seen, statutory, toy, value, world_of

RIJK, PROVINCIE, GEMEENTE, WATERSCHAP, REGIO = range(len(LAYERS))
PEOPLE = np.array([4, 9, 20, 12, 120, 45, 6, 16, 30, 2, 25, 1.0])
DENSITY = np.log(PEOPLE * 1000 / np.array([50, 50, 50, 50, 100, 50, 50, 50, 50, 50, 50, 20]))


def all_to(world, layer: int) -> None:
    world.state.carrier[world.state.live] = layer
    world.state.executor[:] = -1
    assess(world)


def spread(rows) -> float:
    """Sum over inhabitants (in thousands) of the squared distance to the mean need of these municipalities."""
    rows = list(rows)
    mean = (PEOPLE[rows] * DENSITY[rows]).sum() / PEOPLE[rows].sum()
    return float((PEOPLE[rows] * (DENSITY[rows] - mean) ** 2).sum())


def test_services_fit_best_where_every_municipality_decides_and_worst_where_the_rijk_does():
    world = world_of(bare(), residents__national_frames=0.0)
    all_to(world, GEMEENTE)
    assert value("tailoring", world) == 1.0
    all_to(world, PROVINCIE)
    provinces = (spread(range(6)) + spread(range(6, 12))) / 290
    assert misfit(seen(world))[-1] == pytest.approx(provinces)
    all_to(world, RIJK)
    assert misfit(seen(world))[-1] == pytest.approx(spread(range(12)) / 290)
    assert value("tailoring", world) == pytest.approx(math.exp(-0.1 * spread(range(12)) / 290))
    assert spread(range(12)) > 290 * provinces > 0


def test_a_body_and_a_merger_of_the_same_municipalities_fit_needs_equally():
    world = world_of(bare(), residents__national_frames=0.0)
    all_to(world, GEMEENTE)
    for task in world.tasks.ids:
        found(world, "T01 T05", task)
    apart = spread((0, 4)) / 290
    assert misfit(seen(world))[-1] == pytest.approx(apart)
    world = world_of(bare(), residents__national_frames=0.0)
    all_to(world, GEMEENTE)
    rows = (row(world, "T01"), row(world, "T05"))
    settle(world, {merge(world, rows, "a test"): rows})
    assert misfit(seen(world))[-1] == pytest.approx(apart)


def test_a_body_that_carries_in_its_own_right_decides_for_its_members():
    """Housing in the plusregio (T02 T04 T05 T06) fits its spread; elsewhere the municipality decides: 0."""
    world = world_of(statutory(), residents__national_frames=0.0)
    k = world.tasks.index("housing_programme")
    world.state.budget[:] = 0.0
    world.state.budget[k] = 1.0
    assert misfit(seen(world))[-1] == pytest.approx(spread((1, 3, 4, 5)) / 290)


def test_what_municipalities_decide_within_national_frames_fits_their_needs_in_part_only():
    """Nature at the municipalities: half of its policy, at frames of a half, is made for the whole country.

    The Rijk keeps its frames, scraps half of its rules (a quarter is framed), or gives up its say.
    """
    country = spread(range(12)) / 290
    world = world_of(bare(), residents__national_frames=0.5)
    world.state.budget[:] = 0.0
    world.state.budget[world.tasks.index("nature")] = 1.0
    carry_out(world, MoveTask("nature", "gemeente", ("gemeente", "rijk")), "a test")
    assert misfit(seen(world))[-1] == pytest.approx(0.5 * country)
    carry_out(world, SetRule("burden.rules_cut", 0.5), "a test")
    assert misfit(seen(world))[-1] == pytest.approx(0.25 * country)
    carry_out(world, MoveTask("nature", "gemeente", ("gemeente",), frames="eu_only"), "a test")
    assert misfit(seen(world))[-1] == pytest.approx(0.0, abs=1e-12)


def test_without_a_gain_it_does_not_matter_who_decides():
    world = world_of(toy(), services__tailoring_gain=0.0)
    all_to(world, RIJK)
    assert value("tailoring", world) == 1.0


def test_residents_take_up_a_share_of_the_social_services_their_council_decides_on():
    world = world_of(bare())
    all_to(world, GEMEENTE)
    social = sum(t.budget for t in world.tasks.tasks if t.domain == "social")
    assert value("civic_contribution", world) == pytest.approx(0.02 * social)
    found(world, "T01 T04", "youth_care")
    lost = 0.02 * world.tasks["youth_care"].budget * 16 / 290
    assert value("civic_contribution", world) == pytest.approx(0.02 * social - lost)
    assert value("civic_contribution", world_of(bare(), services__civic_uptake=0.0)) == 0.0


def test_neighbours_differ_on_what_they_decide_apart():
    """16 land borders of 5 km. All municipal: everything differs, half of it where the Rijk sets frames."""
    world = world_of(bare(), residents__national_frames=0.5)
    all_to(world, GEMEENTE)
    budget, framed = world.state.budget, world.state.involved[:, RIJK]
    share = (budget * (1 - 0.5 * framed)).sum() / budget.sum()
    assert value("policy_variance", world) == pytest.approx(share)
    all_to(world, PROVINCIE)
    assert value("policy_variance", world) == 0.0


def test_a_body_or_a_merger_ends_the_differences_across_its_own_borders():
    world = world_of(bare(), residents__national_frames=0.0)
    all_to(world, GEMEENTE)
    assert value("policy_variance", world) == pytest.approx(1.0)
    found(world, "T01 T02", "taxes")
    taxes = world.tasks["taxes"].budget / world.state.budget.sum()
    assert value("policy_variance", world) == pytest.approx(1 - taxes / 16)
    world = world_of(bare(), residents__national_frames=0.0)
    all_to(world, GEMEENTE)
    rows = (row(world, "T01"), row(world, "T02"))
    settle(world, {merge(world, rows, "a test"): rows})
    assert value("policy_variance", world) == pytest.approx(15 / 16)


def test_competition_between_neighbours_evens_policy_out():
    world = world_of(bare(), residents__national_frames=0.0, residents__policy_competition=0.25)
    all_to(world, GEMEENTE)
    assert value("policy_variance", world) == pytest.approx(0.75)


def test_a_merger_costs_turnout_where_it_takes_place():
    """54.1 % in 2010; T01 (a quarter) and T04, 16,000 of 290,000: joined 0.25 * 0.75 * 2, of 0.486 on average."""
    for loss in (0.022, 0.0):
        world = world_of(bare(), residents__merger_turnout=loss)
        assert value("turnout_council", world) == pytest.approx(0.541), "T02's merger is in the figure already"
        world.state.year += 1
        rows = (row(world, "T01"), row(world, "T04"))
        new = merge(world, rows, "a test")
        settle(world, {new: rows})
        assert value("turnout_council", world) == pytest.approx(0.541 - loss * 0.375 / 0.486 * 16 / 290)
        here = local("turnout_council", world)
        assert here[np.flatnonzero(world.state.live == new)[0]] == pytest.approx(0.541 - loss * 0.375 / 0.486)


def test_what_a_region_or_a_body_decides_is_under_no_elected_board():
    world = world_of(bare())
    all_to(world, GEMEENTE)
    assert value("share_under_elected_board", world) == pytest.approx(1.0)
    found(world, "T01 T04", "taxes")
    taxes = world.tasks["taxes"].budget / world.state.budget.sum()
    assert value("share_under_elected_board", world) == pytest.approx(1 - taxes * 16 / 290)
    all_to(world, REGIO)
    assert value("share_under_elected_board", world) == 0.0


def test_water_boards_elected_by_councils_are_not_directly_elected():
    world = world_of(bare())
    all_to(world, WATERSCHAP)
    assert value("share_under_elected_board", world) == pytest.approx(1.0)
    # The board of the north (T01-T06, T09: 240,000 of 290,000) is elected by councils, the other not yet.
    world.state.water_boards.mode[0] = WATER_BOARD_MODES.index("indirect_councils")
    assert value("share_under_elected_board", world) == pytest.approx(50 / 290)


def test_balance_weighs_adequacy_and_own_decision():
    """Taxes alone, a scale of 66,260: adequacy of each place, own decision 1; in the body of T01 and T04 grip 0."""
    world = world_of(bare())
    all_to(world, RIJK)
    k = world.tasks.index("taxes")
    world.state.carrier[world.state.live, k] = GEMEENTE
    found(world, "T01 T04", "taxes")
    adequacy = world.state.adequacy[world.state.live, k]
    own = np.array([0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1.0])
    assert value("balance", world) == pytest.approx((PEOPLE * (adequacy + own) / 2).sum() / 290)


def test_what_weighs_nothing_does_not_count():
    world = world_of(bare(), balance__efficiency=0.0)
    assert value("balance", world) == pytest.approx(1.0), "nobody shares a task, so control is full"


def test_the_balance_is_bound_to_issue_and_period():
    plain, by_task = world_of(bare()), world_of(bare(), balance__by_task=1.0)
    assert value("balance", plain) != value("balance", by_task)
    later = world_of(bare(), balance__by_period=0.04)
    assert value("balance", later) == pytest.approx(value("balance", plain))
    later.state.year += 10
    plain.state.year += 10
    # Own decision is 1 everywhere and adequacy less, so a greater weight of control raises the score.
    assert value("balance", later) > value("balance", plain)
