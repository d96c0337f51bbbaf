"""Adequacy by hand: of a task at its scale, alone, in a body and in a province."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.behaviour import load_behaviour
from reformsim.model.capacity.adequacy import (
    adequacy,
    assess_municipalities,
    assess_provinces,
    body_scales,
    effective_scale,
    task_weights,
)
from reformsim.tasks import LAYERS
from tests.model.worlds import assess, bare, found, row, world_of

GEMEENTE, PROVINCIE, RIJK = (LAYERS.index(layer) for layer in ("gemeente", "provincie", "rijk"))


def only(world, *tasks: str) -> None:
    """Leave municipalities these tasks only; the Rijk takes the others."""
    state = world.state
    state.carrier[state.live] = RIJK
    for task in tasks:
        state.carrier[state.live, world.tasks.index(task)] = GEMEENTE


def test_adequacy_is_one_half_exactly_at_the_efficient_scale():
    for steepness in (0.4, 0.8, 2.0):
        assert adequacy(np.array([50_000.0]), np.array([50_000.0]), steepness)[0] == 0.5


def test_adequacy_at_twice_and_half_the_efficient_scale_by_hand():
    # g = 1: 1 / (1 + 1/2) = 2/3 and 1 / (1 + 2) = 1/3. g = 2: 1 / (1 + 1/4) = 0.8.
    assert adequacy(np.array([100.0, 25.0]), np.array([50.0]), 1.0) == pytest.approx([2 / 3, 1 / 3])
    assert adequacy(np.array([100.0]), np.array([50.0]), 2.0) == pytest.approx([0.8])


@given(st.floats(1.0, 1e7), st.floats(1.0, 1e7), st.floats(1e3, 2e7), st.floats(0.4, 2.0))
def test_a_larger_scale_never_does_a_task_worse(one, other, efficient, steepness):
    small, large = sorted((one, other))
    a, b = adequacy(np.array([small, large]), np.array([efficient]), steepness)
    assert 0.0 <= a <= b <= 1.0


def test_the_scale_of_a_body_by_hand():
    """100,000 inhabitants, members with 25 memberships each: 100,000 / (1 + 0.10 * 25/25)."""
    behaviour = load_behaviour().override({"capacity.overlap_discount": 0.1})
    assert effective_scale(np.array([100_000.0]), np.array([25.0]), behaviour) == pytest.approx(100_000 / 1.1)


def test_a_body_without_discounts_works_at_the_scale_of_all_its_inhabitants():
    world = world_of(bare(), capacity__overlap_discount=0)
    found(world, "T01 T02 T03", "taxes")
    assert body_scales(world.state, world.behaviour).tolist() == [33_000.0]  # 4,000 + 9,000 + 20,000


def test_the_scales_of_several_bodies_on_the_toy_map_by_hand():
    """Body 0: T01, T02, T03; body 1: T03, T06. T03 sits in two bodies, the others in one."""
    world = world_of(bare(), capacity__overlap_discount=0.1)
    found(world, "T01 T02 T03", "taxes")
    found(world, "T03 T06", "waste")
    # Body 0: 33,000 people, mean memberships (1 + 1 + 2) / 3 = 4/3.
    first = 33_000 / (1 + 0.1 * (4 / 3) / 25)
    # Body 1: 65,000 people, mean memberships (2 + 1) / 2 = 1.5.
    second = 65_000 / (1 + 0.1 * 1.5 / 25)
    assert body_scales(world.state, world.behaviour) == pytest.approx([first, second])


def test_a_body_left_by_all_its_members_has_scale_one_and_harms_nobody():
    world = world_of(bare())
    found(world, "T01 T02", "taxes")
    found(world, "T03 T06", "waste")
    bodies = world.state.bodies
    bodies.remove_members(bodies.edge_body == 0)
    scale = body_scales(world.state, world.behaviour)
    assert scale[0] == 1.0 and scale[1] > 50_000


def test_capacity_alone_with_two_tasks_by_hand():
    """T01 (4,000) with civil affairs (30 euro, scale 20,000) and taxes (15 euro, scale 66,260), g = 1.

    Civil affairs 4 / (4 + 20) = 1/6; taxes 4,000 / 70,260 = 0.056931; weights 2/3 and 1/3.
    """
    world = world_of(bare(), capacity__steepness=1)
    only(world, "civil_affairs", "taxes")
    assess(world)
    at = row(world, "T01")
    assert world.state.capacity[at] == pytest.approx(2 / 3 * 1 / 6 + 1 / 3 * 4_000 / 70_260)
    assert task_weights(world.state)[at].sum() == pytest.approx(1.0)


def test_a_shared_task_is_done_at_the_scale_of_the_body_for_each_member_alike():
    world = world_of(bare(), capacity__steepness=1, capacity__overlap_discount=0)
    found(world, "T01 T04", "taxes")  # 16,000 inhabitants against 66,260
    k = world.tasks.index("taxes")
    assert world.state.adequacy[[row(world, "T01"), row(world, "T04")], k] == pytest.approx(16_000 / 82_260)
    assert world.state.adequacy[row(world, "T02"), k] == pytest.approx(9_000 / 75_260), "T02 stays alone"


def test_provincial_capacity_by_hand():
    """With g = 1 and regional transport as the only provincial task (scale 400,000): 210 / 610 and 80 / 480."""
    world = world_of(bare(), capacity__steepness=1)
    state, k = world.state, world.tasks.index("regional_transport")
    state.carrier[state.live] = GEMEENTE
    state.carrier[state.live, k] = PROVINCIE
    assess_provinces(state, world.behaviour)
    assert state.province_capacity == pytest.approx([210 / 610, 80 / 480])


def test_a_province_serves_only_those_for_whom_it_carries_the_task():
    """Two tasks: transport (107 euro, s 400,000) without T05's 120,000; youth care (225 euro, s 150,000) for all."""
    world = world_of(bare(), capacity__steepness=1)
    state = world.state
    transport, youth = (world.tasks.index(t) for t in ("regional_transport", "youth_care"))
    state.carrier[state.live] = GEMEENTE
    state.carrier[state.live, transport] = state.carrier[state.live, youth] = PROVINCIE
    state.carrier[row(world, "T05"), transport] = LAYERS.index("regio")
    assess_provinces(state, world.behaviour)
    a, b = 90_000 * 107, 210_000 * 225
    assert state.province_capacity[0] == pytest.approx((a * 90 / 490 + b * 210 / 360) / (a + b))


@given(st.integers(0, 11), st.integers(1_000, 2_000_000))
def test_more_inhabitants_never_lower_capacity(at, people):
    world = world_of(bare())
    before = world.state.capacity[at]
    grown = people > world.state.population[at]
    world.state.population[at] = people
    assess_municipalities(world.state, world.behaviour)
    after = world.state.capacity[at]
    assert after >= before - 1e-12 if grown else after <= before + 1e-12
    assert math.isfinite(after) and 0 < after < 1
