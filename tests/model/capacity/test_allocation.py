"""Who carries what: profiles, subsidiarity, frames, earmarks and the waves of tasks, on the toy province."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.levers.changes import AlignTasks, MoveTask, PlaceTasksLow, SetRule
from reformsim.model.capacity.allocation import grow_scales, waves
from reformsim.model.government.reforms import carry_out
from reformsim.tasks import LAYERS
from tests.model.worlds import assess, bare, found, last, same, seen, statutory, value, world_of


def carriers(world):
    state = world.state
    return {t: {LAYERS[c] for c in np.unique(state.carrier[state.live, k])} for k, t in enumerate(world.tasks.ids)}


def said(world, task):
    return [layer for layer, has in zip(LAYERS, world.state.involved[world.tasks.index(task)], strict=True) if has]


def after(*changes, territory=None, **weights):
    world = world_of(territory or statutory(), **weights)
    for change in changes:
        carry_out(world, change, "a test")
    assess(world)
    return world


def test_every_task_of_a_profile_goes_to_its_layer_and_the_others_stay():
    before, now = carriers(world_of(statutory())), carriers(after(AlignTasks()))
    assert now["youth_care"] == now["awbz_guidance"] == now["housing_programme"] == {"gemeente"}
    assert now["nature"] == now["wadden_fund"] == now["regional_transport"] == {"provincie"}
    assert now["police"] == before["police"] and now["spatial_planning"] == before["spatial_planning"]


def test_the_match_with_the_profiles_is_one_afterwards_and_a_share_of_budgets_before():
    """Without bodies the tasks elsewhere are youth care, guidance, nature and the Wadden fund."""
    world = world_of(bare())
    listed = [t for t in world.tasks if t.id in world.profile]
    away = sum(t.budget for t in listed if t.carrier != world.profile[t.id])
    assert away == pytest.approx(225 + 207 + 40 + 2.03)
    assert value("profile_match", world) == pytest.approx(1 - away / sum(t.budget for t in listed))
    carry_out(world, AlignTasks(), "a test")
    assert value("profile_match", world) == 1.0


def test_another_profile_moves_other_tasks():
    now = carriers(after(SetRule("profiles.province", ("roads",)), AlignTasks()))
    assert now["roads"] == {"provincie"} and now["nature"] == {"rijk"}


def test_a_closed_household_takes_the_provinces_say_outside_their_profile_and_leaves_what_they_carry():
    world = after(SetRule("profiles.closed_household", True))
    assert said(world, "roads") == ["gemeente"] and "provincie" in said(world, "nature")
    assert "provincie" in said(world, "youth_care"), "the provinces carry it"
    carry_out(world, MoveTask("youth_care", "gemeente"), "later")
    assert said(world, "youth_care") == ["rijk", "gemeente"]


def test_tasks_go_as_low_as_their_scale_allows():
    """Half of 290,000 people: municipalities of 45,000 and more hold 165,000, one of 120,000; provinces 210,000 and
    80,000. Guidance (100,000): only T05, so the provinces (210,000 people); nature (400,000) stays with the Rijk."""
    now = carriers(after(PlaceTasksLow(0.5)))
    assert now["awbz_guidance"] == {"provincie"} and now["nature"] == {"rijk"}
    assert carriers(after(PlaceTasksLow(0.4)))["awbz_guidance"] == {"gemeente"}, "T05 holds 41 % of the people"
    assert carriers(after(PlaceTasksLow(0.5)))["waste"] == {"gemeente"}


def test_with_frames_of_europe_only_the_rijk_has_no_say_of_its_own():
    assert said(after(MoveTask("nature", "provincie", None, frames="eu_only")), "nature") == [
        "provincie", "gemeente", "waterschap",
    ]  # fmt: skip
    assert "rijk" in said(after(MoveTask("nature", "provincie")), "nature")


def test_waves_of_tasks_come_only_with_their_weight():
    assert list(waves(world_of(statutory()))) == []
    world = world_of(statutory(), tasks__drift=1.0)
    moved = {move.task for _, move in waves(world)}
    assert {"youth_care", "awbz_guidance", "nature", "wadden_fund"} <= moved
    assert "police" not in moved and "water_management" not in moved


def test_a_decentralised_task_may_go_back_where_it_came_from_and_others_do_not():
    world = after(MoveTask("nature", "provincie"), MoveTask("police", "rijk"), politics__reversal=1.0)
    assert [(move.task, move.carrier) for _, move in waves(world)] == [("nature", "rijk")]


def test_scales_grow_only_with_their_weight():
    world = world_of(bare(), tasks__spillover_growth=0.02)
    before = world.state.efficient_scale.copy()
    grow_scales(world)
    assert world.state.efficient_scale == pytest.approx(1.02 * before)
    still = world_of(bare())
    grow_scales(still)
    assert same(still.state.efficient_scale, before)


def test_agencies_and_europe_count_only_where_a_rule_says_so():
    world = world_of(statutory())
    nodes, before = value("governance_nodes", world), seen(world)
    carry_out(world, SetRule("agencies.counts", (120, 110)), "a test")
    carry_out(world, SetRule("agencies.since", 2010), "a test")
    assert value("autonomous_agencies", world) == 110 and value("governance_nodes", world) == nodes
    carry_out(world, SetRule("agencies.counted", True), "a test")
    carry_out(world, SetRule("agencies.uwv", True), "a test")
    carry_out(world, SetRule("europe.layer", True), "a test")
    assert value("governance_nodes", world) == nodes + 110
    now = seen(world)
    more = last(now, now.layers) - last(before, before.layers)
    bound = [bool(t.eu) for t in world.tasks]
    assert (more == np.array(bound)[None, :]).all() and sum(bound) == 7
    k = world.tasks.index("work_participation")
    assert last(now, now.authorities)[0, k] == 2 + 1 + world.state.authorities[0, k]


def test_private_execution_is_what_bodies_of_private_law_carry_out():
    world = world_of(bare())
    assert value("private_execution_share", world) == 0.0
    found(world, "T05 T06", "waste", legal="private", form="company")
    budget = sum(t.budget for t in world.tasks if t.carrier == "gemeente")
    part = world.tasks.handed_over[world.tasks.index("waste")]  # of the task, what members pay a body
    assert value("private_execution_share", world) == pytest.approx(165_000 / 290_000 * 105 * part / budget)
