"""What the rules let municipalities share, and how much, by hand on the toy map."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.law.tables import Entry
from reformsim.levers.changes import AmendLaw, SetRule
from reformsim.model.cooperation.costs import FOUND, distance_aversion, transaction_cost
from reformsim.model.cooperation.forms import TYPES, form_of_new_body, shareable_tasks, type_of
from reformsim.model.cooperation.grip import council_grip
from reformsim.model.cooperation.phase import cooperate
from reformsim.model.cooperation.scope import drift, hand_back, outsourced, room_to_share, take_back
from reformsim.model.cooperation.seeking import seek, seekers
from reformsim.model.government.reforms import carry_out
from reformsim.model.world import World
from tests.model.cooperation.test_cooperation_phase import executor, with_task
from tests.model.worlds import assess, bare, events, found, neighbours_of, row, world_of

KEY = np.array([1], np.uint64)


def rule(world: World, name: str, value: object) -> None:
    carry_out(world, SetRule(name, value), "a test")


# --- forms and objects ---------------------------------------------------------------------------------------


def test_every_task_is_one_object_of_regionalisation_and_each_object_occurs():
    assert {type_of(task) for task in world_of(bare()).tasks.tasks} == set(TYPES)


def test_only_tasks_in_an_allowed_form_and_object_are_newly_shared():
    world = world_of(bare())
    k = world.tasks.index
    assert shareable_tasks(world)[k("taxes")]
    rule(world, "cooperation.types", ("beleid",))
    assert not shareable_tasks(world)[k("taxes")] and shareable_tasks(world)[k("spatial_planning")]
    rule(world, "cooperation.types", None)
    rule(world, "cooperation.forms", ("company",))
    assert shareable_tasks(world)[k("waste")] and not shareable_tasks(world)[k("work_participation")]


def test_where_only_host_municipalities_are_allowed_equals_choose_that_form():
    world = with_task("T01 T02")
    rule(world, "cooperation.forms", ("centrumgemeente",))
    seek(world, neighbours_of(world))
    assert world.state.bodies.forms == ["centrumgemeente"]


def test_where_no_form_of_public_law_is_allowed_nobody_founds_a_body():
    world = with_task("T01 T02")
    rule(world, "cooperation.forms", ("foundation",))
    seek(world, neighbours_of(world))
    assert world.state.bodies.count == 0


def test_a_body_in_a_form_no_longer_allowed_takes_no_new_members():
    world = with_task("T01 T02 T04", cooperation__founding_cost=3)
    found(world, "T01 T04", "taxes", form="gemeenschappelijk_orgaan")
    rule(world, "cooperation.forms", ("openbaar_lichaam",))
    seek(world, neighbours_of(world))
    assert executor(world, "T02") == -1


def test_partners_choose_private_law_with_the_chance_of_the_parameter_and_where_it_is_allowed():
    world = world_of(bare(), cooperation__private_founding=1.0)
    waste = world.tasks.tasks[world.tasks.index("waste")]
    assert form_of_new_body(world, waste, KEY, host=False) == "company"
    assert form_of_new_body(world, waste, KEY, host=True) == "centrumgemeente"
    permits = world.tasks.tasks[world.tasks.index("environmental_permits")]
    assert form_of_new_body(world, permits, KEY, host=False) == "openbaar_lichaam"
    rule(world, "cooperation.public_preference", 1.0)
    assert form_of_new_body(world, waste, KEY, host=False) == "openbaar_lichaam"
    rule(world, "cooperation.public_preference", 0.0)
    rule(world, "cooperation.private_allowed", False)
    assert form_of_new_body(world, waste, KEY, host=False) == "openbaar_lichaam"


def test_a_body_founded_under_private_law_is_counted_as_such():
    from reformsim.world.bodies import LEGAL

    world = with_task("T01 T02", task="waste", cooperation__private_founding=1.0)
    seek(world, neighbours_of(world))
    assert world.state.bodies.forms == ["company"]
    assert LEGAL[world.state.bodies.legal[0]] == "private" and world.state.bodies.kinds == ["private"]


# --- how much ------------------------------------------------------------------------------------------------


def test_who_has_no_room_left_seeks_no_partner_and_agrees_to_none():
    """Taxes are the whole budget: sharing them is a share of 1."""
    for most, founded in ((1.0, 1), (0.9, 0)):
        world = with_task("T01 T02")
        rule(world, "cooperation.max_outsourced", most)
        assert len(seekers(world)[0]) == 2 * founded
        cooperate(world, neighbours_of(world))
        assert len(events(world, "body_founded")) == founded


def test_who_is_over_the_cap_takes_back_what_it_does_best_itself_one_task_a_year():
    """Of T05's tasks shared with T04 it is nearest to the scale of the one with the lowest efficient scale."""
    world = world_of(bare())
    for task in ("waste", "environmental_permits"):
        found(world, "T04 T05", task)
    low = min(("waste", "environmental_permits"), key=lambda t: world.state.efficient_scale[world.tasks.index(t)])
    rule(world, "cooperation.max_outsourced", 0.0)
    assert take_back(world) == {row(world, "T04"), row(world, "T05")}
    taken = [e for e in world.events if e.kind == "task_taken_back"]
    assert {e.detail for e in taken} == {low}
    assess(world)
    take_back(world)
    assert outsourced(world).max() == 0.0
    assert take_back(world) == set()


def test_what_the_law_obliges_is_not_taken_back():
    world = world_of(bare())
    found(world, "T04 T05", "waste", obliged=True)
    rule(world, "cooperation.max_outsourced", 0.0)
    assert take_back(world) == set() and outsourced(world).max() > 0


def test_without_a_cap_there_is_no_limit_to_look_at():
    world = world_of(bare())
    assert room_to_share(world) is None and take_back(world) == set()


def test_bodies_drift_into_another_subject_of_their_domain_up_to_the_most_tasks_allowed():
    world = world_of(bare(), cooperation__drift=0.2)
    body = found(world, "T01 T02", "waste")
    for year in range(2011, 2080):
        world.state.year = year
        drift(world)
    said = np.flatnonzero(world.state.bodies.say[body])
    assert len(said) == world.rules["cooperation.max_tasks"] == 6
    assert {world.tasks.tasks[k].domain for k in said} == {"physical"}


def test_bodies_bound_to_a_task_or_without_drift_stay_as_they_are():
    for chance, most in ((0.2, 1), (0.0, 6)):
        world = world_of(bare(), cooperation__drift=chance)
        found(world, "T01 T02", "waste")
        rule(world, "cooperation.max_tasks", most)
        for year in range(2011, 2060):
            world.state.year = year
            assert drift(world) == set()


# --- costs and grip --------------------------------------------------------------------------------------------


def test_knowledge_saves_its_share_of_the_transaction_cost():
    world = world_of(bare(), cooperation__founding_cost=2.0, cooperation__learning=0.3)
    assert transaction_cost(world, FOUND) == 2.0
    rule(world, "cooperation.knowledge", 0.5)
    assert transaction_cost(world, FOUND) == pytest.approx(1.7)


def test_aversion_to_distance_declines_year_by_year():
    world = world_of(bare(), cooperation__distance=0.1, residents__reach=0.02)
    assert distance_aversion(world) == 0.1
    world.state.year = 2021
    assert distance_aversion(world) == pytest.approx(0.1 * 0.98**10)


@pytest.mark.parametrize("bias", [-1.0, 0.0, 1.0])
def test_the_tracks_change_how_many_look_for_partners(bias):
    """Attention 0.5 of 12 municipalities, times 1.5, 1 and 0.5, over 100 replicates: four standard errors of 0.014."""
    looked = 0
    for replicate in range(100):
        world = world_of(bare(), replicate=replicate, cooperation__attention=0.5, cooperation__track=0.5)
        rule(world, "policy.track_bias", bias)
        looked += len(seekers(world)[0])
    assert looked / 1200 == pytest.approx(0.5 * (1 - 0.5 * bias), abs=4 * 0.0145)


@pytest.mark.parametrize(
    ("tables", "grip"),
    [
        ((), 0.0),
        (("wgr_framework_obligatory",), 0.03),
        (("wgr_views_on_decisions",), 0.05),
        (("wgr_framework_obligatory", "wgr_views_on_decisions"), 0.08),
    ],
)
def test_a_framework_and_further_views_give_councils_more_grip(tables, grip):
    world = world_of(bare(), cooperation__grip_framework=0.03, cooperation__grip_views=0.05)
    for table in tables:
        world.law = world.law.as_of(date(2011, 1, 1)) if table == tables[0] else world.law
        entry = Entry(since=date(2011, 6, 1), source="a test", status="scenario", value=1)
        carry_out(world, AmendLaw(table, entry), "a test")
    kept = council_grip(world.behaviour, world.rules.values(), world.law, world.today)
    assert kept == pytest.approx(grip)


def test_a_body_beyond_the_most_tasks_hands_back_one_a_year_that_of_the_least_budget():
    """Waste, roads and taxes of T01 and T04, at most one: taxes and then the smaller of the two others go back."""
    world = world_of(bare())
    body = found(world, "T01 T04", "waste")
    state, bodies = world.state, world.state.bodies
    ks = [world.tasks.index(task) for task in ("waste", "roads", "taxes")]
    bodies.tasks[body, ks] = bodies.say[body, ks] = True
    state.executor[[row(world, "T01"), row(world, "T04")]] = np.where(bodies.tasks[body], body, -1)
    least_first = sorted(ks, key=lambda k: state.budget[k])
    assert hand_back(world) == set(), "six are allowed"
    carry_out(world, SetRule("cooperation.max_tasks", 1), "a test")
    for left in (2, 1):
        assert hand_back(world) == {row(world, "T01"), row(world, "T04")}
        assert np.flatnonzero(bodies.tasks[body]).tolist() == sorted(least_first[-left:])
        assert ((state.executor[[0, 3]] == body).sum(axis=1) == left).all()
    assert hand_back(world) == set()
    assert [e.detail for e in world.events if e.kind == "task_handed_back"] == [
        world.tasks.ids[k] for k in least_first[:2]
    ]


def test_a_body_that_members_are_obliged_to_hands_nothing_back():
    world = world_of(bare())
    body = found(world, "T01 T04", "waste", obliged=True)
    bodies = world.state.bodies
    bodies.tasks[body, world.tasks.index("roads")] = True
    carry_out(world, SetRule("cooperation.max_tasks", 1), "a test")
    assert hand_back(world) == set()
