"""Capacity, control and distance as measures: by hand on the toy province."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reformsim.measures.capacity import weakest_tenth
from reformsim.model.mergers.mapchange import merge, settle
from reformsim.tasks import LAYERS
from tests.model.worlds import assess, bare, found, last, local, row, seen, value, world_of

RIJK, GEMEENTE = LAYERS.index("rijk"), LAYERS.index("gemeente")


def only(world, *tasks: str) -> None:
    world.state.carrier[world.state.live] = RIJK
    for task in tasks:
        world.state.carrier[world.state.live, world.tasks.index(task)] = GEMEENTE
    assess(world)


def test_mean_capacity_weighs_inhabitants_and_not_municipalities():
    world = world_of(bare())
    world.state.capacity[:12] = 0.2
    world.state.capacity[row(world, "T05")] = 0.8
    # 120,000 at 0.8 and 170,000 at 0.2.
    assert value("capacity_mean", world) == pytest.approx((120 * 0.8 + 170 * 0.2) / 290)


def test_the_weakest_tenth_fills_up_to_29_000_inhabitants_from_below():
    """T12 1,000 at 0.1, T10 2,000 at 0.2, T01 4,000 at 0.3, then 22,000 of T11's 25,000 at 0.4."""
    world = world_of(bare())
    world.state.capacity[:12] = 0.9
    for code, level in (("T12", 0.1), ("T10", 0.2), ("T01", 0.3), ("T11", 0.4)):
        world.state.capacity[row(world, code)] = level
    wanted = (1 * 0.1 + 2 * 0.2 + 4 * 0.3 + 22 * 0.4) / 29
    assert weakest_tenth(seen(world))[-1] == pytest.approx(wanted)


def test_the_weakest_tenth_of_one_big_city_is_its_own_capacity():
    world = world_of(bare())
    world.state.capacity[:12] = 0.9
    world.state.capacity[row(world, "T05")] = 0.5
    assert weakest_tenth(seen(world))[-1] == pytest.approx(0.5)


def test_tasks_below_the_threshold_by_hand():
    """Civil affairs (30 euro, scale 20,000) and taxes (15 euro, 66,260), all alone.

    Civil affairs reach the scale in T03, T05, T06, T09 and T11 (240,000 inhabitants), taxes in T05 only. So 2/3 of
    the budget is inadequate for 50,000, and 1/3 of it for the 170,000 outside T05.
    """
    world = world_of(bare())
    only(world, "civil_affairs", "taxes")
    assert value("below_threshold.civil_affairs", world) == pytest.approx(50 / 290)
    assert value("below_threshold.taxes", world) == pytest.approx(170 / 290)
    assert value("below_threshold.waste", world) == 0.0, "not a municipal task here"
    assert value("below_threshold_share", world) == pytest.approx((2 / 3 * 50 + 1 / 3 * 170) / 290)


def test_a_task_done_exactly_at_the_efficient_scale_is_not_below_the_threshold():
    world = world_of(bare())
    only(world, "civil_affairs")
    k = world.tasks.index("civil_affairs")
    assert world.state.adequacy[row(world, "T03"), k] == 0.5, "20,000 inhabitants at a scale of 20,000"
    s = seen(world)
    assert not last(s, s.inadequate)[row(world, "T03"), k]


def test_provincial_capacity_weighs_the_inhabitants_of_each_province():
    world = world_of(bare())
    world.state.province_capacity = np.array([0.4, 0.1])
    assert value("provincial_capacity", world) == pytest.approx((210 * 0.4 + 80 * 0.1) / 290)


def test_budget_outside_the_council_by_hand():
    """Taxes (15) and waste (105): T01 and T04 (16,000 of 290,000) share waste: 105 of 120 euro."""
    world = world_of(bare())
    only(world, "taxes", "waste")
    found(world, "T01 T04", "waste")
    assert value("budget_outside_council", world) == pytest.approx(105 / 120 * 16 / 290)


def test_what_another_layer_carries_is_no_municipal_budget():
    world = world_of(bare())
    found(world, "T01 T04", "waste")
    only(world, "taxes")
    assert value("budget_outside_council", world) == 0.0


def test_inhabitants_per_councillor_by_hand():
    world = world_of(bare())
    # 206 seats for 290,000.
    assert value("inhabitants_per_councillor", world) == pytest.approx(290_000 / 206)
    assert local("inhabitants_per_councillor", world)[4] == pytest.approx(120_000 / 39)


def test_distance_to_the_town_hall_by_hand():
    """Two thirds of the radius: 2.66 km at 50 km2, 3.76 km in Eemstad (100 km2), 1.68 km on the island (20 km2)."""
    near, wide, island = (2 / 3 * math.sqrt(a / math.pi) for a in (50, 100, 20))
    assert (near, wide, island) == pytest.approx((2.66, 3.76, 1.68), abs=0.005)
    mean = (169 * near + 120 * wide + 1 * island) / 290
    assert value("distance_to_town_hall", world_of(bare())) == pytest.approx(mean)


def test_a_merger_never_shortens_the_way_to_the_town_hall():
    world = world_of(bare())
    before = value("distance_to_town_hall", world)
    rows = (row(world, "T01"), row(world, "T04"))
    settle(world, {merge(world, rows, "a test"): rows})
    gained = 4_000 / 290_000 * (math.hypot(10, 2 / 3 * math.sqrt(50 / math.pi)) - 2 / 3 * math.sqrt(50 / math.pi))
    assert value("distance_to_town_hall", world) - before == pytest.approx(gained)
