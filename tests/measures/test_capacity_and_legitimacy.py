"""Capacity, control and distance as measures: by hand on the toy province."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reformsim.levers.changes import MoveTask
from reformsim.measures.capacity import weakest_tenth
from reformsim.measures.view.scale import inhabitants_served
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.mapchange import merge, settle
from reformsim.model.recording import snapshot
from reformsim.tasks import LAYERS, lost
from tests.model.worlds import assess, bare, found, last, local, row, seen, statutory, value, world_of

RIJK, GEMEENTE = LAYERS.index("rijk"), LAYERS.index("gemeente")


def only(world, *tasks: str) -> None:
    world.state.carrier[world.state.live] = RIJK
    for task in tasks:
        world.state.carrier[world.state.live, world.tasks.index(task)] = GEMEENTE
    assess(world)


def at_hand(world, code: str, task: str) -> float:
    """Share of a euro that a task of the catalogue loses at a scale."""
    k = world.tasks[task]
    return float(lost(world.state.population[row(world, code)], k.depth, k.half_life, k.optimum, k.rise))


def test_a_task_is_carried_out_at_the_inhabitants_whom_its_authority_serves():
    """Alone: 4,000 in T01. In a body of T01 and T04: 16,000; of these T04 leaves the task to T01's people alone.

    What the Rijk carries serves 290,000; a province 210,000 (west) and 80,000 (east); two water boards 145,000 each.
    """
    world = world_of(bare())
    found(world, "T01 T04", "taxes")
    found(world, "T01 T04", "waste")
    world.state.executor[row(world, "T04"), world.tasks.index("waste")] = -1
    s = seen(world)
    scale, here = last(s, inhabitants_served(s)), [row(world, c) for c in ("T01", "T04", "T07")]
    told = {task: scale[here, world.tasks.index(task)].tolist() for task in ("taxes", "waste", "civil_affairs")}
    assert told == {
        "taxes": [16_000, 16_000, 6_000],
        "waste": [4_000, 12_000, 6_000],
        "civil_affairs": [4_000, 12_000, 6_000],
    }
    assert set(scale[:, world.tasks.index("awbz_guidance")]) == {290_000}
    assert set(scale[:, world.tasks.index("youth_care")]) == {210_000, 80_000}
    assert set(scale[:, world.tasks.index("water_management")]) == {145_000}


def test_a_region_in_its_own_right_serves_all_its_members():
    world = world_of(statutory())
    s = seen(world)
    scale = last(s, inhabitants_served(s))[:, world.tasks.index("housing_programme")]
    own = last(s, s.carrier)[:, world.tasks.index("housing_programme")] == LAYERS.index("regio")
    assert own.sum() == 4 and set(scale[own]) == {world.state.population[:12][own].sum()}


def test_lost_to_scale_by_hand():
    """Only local taxes (15 euro) and the back office (200) have a curve; the other tasks of 2,795 euro lose nothing."""
    world = world_of(bare())
    small = (15 * at_hand(world, "T01", "taxes") + 200 * at_hand(world, "T01", "back_office")) / 2795.43
    assert small == pytest.approx((15 * 0.42 + 200 * 0.223) / 2795.43, rel=0.01)
    assert local("lost_to_scale", world)[row(world, "T01")] == pytest.approx(small)
    each = local("lost_to_scale", world)
    assert value("lost_to_scale", world) == pytest.approx((each * world.state.population[:12]).sum() / 290_000)
    taxes = value("lost_to_scale.taxes", world)
    found(world, "T01 T04", "taxes")
    gained = (
        4 * at_hand(world, "T01", "taxes") + 12 * at_hand(world, "T04", "taxes") - 16 * at_hand(world, "T08", "taxes")
    )
    assert taxes - value("lost_to_scale.taxes", world) == pytest.approx(gained / 290)


def test_thin_tasks_by_hand():
    """Local taxes rest on 0.091 people per 1,000 inhabitants at 30,000, and a little less per head below: fewer than
    two in all but T05 (120,000), T06 (45,000), T09 (30,000) and T11 (25,000), so for 70,000 of 290,000.
    """
    world = world_of(bare())
    thin = {c for c in map("T{:02}".format, range(1, 13)) if local("thin.taxes", world)[row(world, c)]}
    assert thin == {"T01", "T02", "T03", "T04", "T07", "T08", "T10", "T12"}
    assert value("thin.taxes", world) == pytest.approx(70 / 290)
    before = value("thin_tasks", world)
    found(world, "T03 T04", "taxes")  # 32,000 together.
    assert value("thin.taxes", world) == pytest.approx(38 / 290)
    assert before - value("thin_tasks", world) == pytest.approx(32 / 290 * 15 / 2795.43)


def test_a_task_that_no_municipality_carries_has_no_value_of_its_own_and_counts_in_the_basket():
    world = world_of(bare())
    for name in ("thin.youth_care", "lost_to_scale.youth_care"):
        assert math.isnan(value(name, world)) and np.isnan(local(name, world)).all()
    before = value("thin_tasks", world)
    carry_out(world, MoveTask("youth_care", "gemeente"), "a test")
    assess(world)
    # Thin below 17,957 inhabitants: all but T03, T05, T06, T09 and T11.
    assert value("thin.youth_care", world) == pytest.approx(50 / 290)
    assert value("thin_tasks", world) - before == pytest.approx(50 / 290 * 225 / 2795.43)


def test_what_changed_since_the_first_day_is_split_into_tasks_that_stayed_and_others():
    """T01 and T04 merge, and taxes go to the Rijk: within is the back office of the two, other is the loss on taxes."""
    world = world_of(bare())
    start, rows = snapshot(world), (row(world, "T01"), row(world, "T04"))
    then = value("lost_to_scale", world)
    taxes = value("lost_to_scale.taxes", world)
    back_office = value("lost_to_scale.back_office", world)
    settle(world, {merge(world, rows, "a test"): rows})
    carry_out(world, MoveTask("taxes", "rijk"), "a test")
    assess(world)
    within, other = (value(f"lost_to_scale_{part}", world, start) for part in ("within", "other"))
    assert within == pytest.approx(200 / 2795.43 * (value("lost_to_scale.back_office", world) - back_office))
    assert within < 0.0
    assert other == pytest.approx(-15 / 2795.43 * taxes)
    assert within + other == pytest.approx(value("lost_to_scale", world) - then)


def test_the_weakest_tenth_fills_up_to_29_000_inhabitants_from_the_highest_loss():
    """T12 1,000 at 0.9, T10 2,000 at 0.8, T01 4,000 at 0.7, then 22,000 of T11's 25,000 at 0.6."""
    world = world_of(bare())
    losses = np.full(12, 0.1)
    for code, level in (("T12", 0.9), ("T10", 0.8), ("T01", 0.7), ("T11", 0.6)):
        losses[row(world, code)] = level
    wanted = (1 * 0.9 + 2 * 0.8 + 4 * 0.7 + 22 * 0.6) / 29
    s = seen(world)
    assert weakest_tenth(s, np.tile(losses, 2))[-1] == pytest.approx(wanted)


def test_the_weakest_tenth_of_one_big_city_is_its_own():
    world = world_of(bare())
    losses = np.full(12, 0.1)
    losses[row(world, "T05")] = 0.5
    assert weakest_tenth(seen(world), np.tile(losses, 2))[-1] == pytest.approx(0.5)


def test_the_adequacy_by_which_municipalities_choose_weighs_inhabitants_and_not_municipalities():
    world = world_of(bare())
    world.state.capacity[:12] = 0.2
    world.state.capacity[row(world, "T05")] = 0.8
    # 120,000 at 0.8 and 170,000 at 0.2.
    assert value("capacity_mean", world) == pytest.approx((120 * 0.8 + 170 * 0.2) / 290)


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
    """Taxes (15) and waste (105): T01 and T04 (16,000 of 290,000) share waste, 105 of 120 euro, a part of it."""
    world = world_of(bare())
    only(world, "taxes", "waste")
    found(world, "T01 T04", "waste")
    part = world.tasks.handed_over[world.tasks.index("waste")]
    assert 0.5 < part < 0.75
    assert value("budget_outside_council", world) == pytest.approx(part * 105 / 120 * 16 / 290)


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
