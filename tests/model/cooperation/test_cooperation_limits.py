"""What the rules let municipalities share, and how much, by hand on the toy map."""

from __future__ import annotations

from datetime import date
from typing import get_args

import numpy as np
import pytest

from reformsim.law.tables import Entry
from reformsim.levers.changes import AmendLaw, SetRule
from reformsim.levers.families.cooperation_forms import Type
from reformsim.model.cooperation.forms import form_of_new_body, may_be_founded, type_of
from reformsim.model.cooperation.founding import found as found_bodies
from reformsim.model.cooperation.grip import council_grip
from reformsim.model.cooperation.joining import join
from reformsim.model.cooperation.scope import asked_for, drift, hand_back, outsourced, room_to_share, take_back
from reformsim.model.cooperation.terms import ties, voluntary
from reformsim.model.government.reforms import carry_out
from reformsim.model.world import World
from tests.model.cooperation.test_cooperation_phase import EAGER, EVEN, quiet
from tests.model.worlds import assess, bare, found, neighbours_of, row, world_of

KEY = np.array([1], np.uint64)


def rule(world: World, name: str, value: object) -> None:
    carry_out(world, SetRule(name, value), "a test")


# --- forms and objects ---------------------------------------------------------------------------------------


def test_every_task_is_one_object_of_regionalisation_and_each_object_occurs():
    assert {type_of(task) for task in world_of(bare()).tasks.tasks} == set(get_args(Type))


def about(world: World, *tasks: str) -> np.ndarray:
    return np.isin(world.tasks.ids, tasks)


def founded(**changed: float) -> World:
    """A world in which everybody has begun a body, if the rules that ``limits`` sets let it."""
    limits = {name: changed.pop(name) for name in tuple(changed) if "." in name}
    world = quiet(**EAGER, **changed)
    for name, value in limits.items():
        rule(world, name, value)
    found_bodies(world, neighbours_of(world), ties(world))
    return world


def test_only_tasks_in_an_allowed_form_and_object_are_newly_shared():
    tasks = world_of(bare()).tasks
    taxes, plans, waste, safety = ([tasks[one]] for one in ("taxes", "spatial_planning", "waste", "safety"))
    assert may_be_founded(taxes, None, None)
    assert not may_be_founded(taxes, None, ("beleid",)) and may_be_founded(plans, None, ("beleid",))
    assert not may_be_founded([], None, ("beleid",)), "what it is about is not known"
    assert may_be_founded(waste, ("centrumgemeente",), None) and not may_be_founded(safety, ("centrumgemeente",), None)


def test_where_only_host_municipalities_are_allowed_all_choose_that_form():
    world = founded(**{"cooperation.forms": ("centrumgemeente",)})
    assert set(world.state.bodies.forms) == {"centrumgemeente"}


def test_where_no_form_of_public_law_is_allowed_nobody_founds_a_body():
    assert founded(**{"cooperation.forms": ("foundation",)}).state.bodies.count == 0


def test_a_body_in_a_form_no_longer_allowed_takes_no_new_members():
    world = quiet(cooperation__joining=1 - 1e-12, **EVEN)
    body = found(world, "T01 T04", "taxes", form="gemeenschappelijk_orgaan")
    rule(world, "cooperation.forms", ("openbaar_lichaam",))
    assert voluntary(world.state.bodies)[body] and join(world, neighbours_of(world), ties(world)) == set()


def test_there_are_no_business_organisations_before_the_law_of_2015():
    world = world_of(bare())
    waste = about(world, "waste")
    assert form_of_new_body(world, "bedrijfsvoeringsorganisatie", waste, KEY) == "openbaar_lichaam"
    world.state.year = 2016
    assert form_of_new_body(world, "bedrijfsvoeringsorganisatie", waste, KEY) == "bedrijfsvoeringsorganisatie"


def test_partners_choose_private_law_with_the_chance_of_the_parameter_and_where_it_is_allowed():
    world = world_of(bare(), cooperation__private_founding=1.0)
    waste, permits = about(world, "waste"), about(world, "environmental_permits")
    assert form_of_new_body(world, "openbaar_lichaam", waste, KEY) == "company"
    assert form_of_new_body(world, "openbaar_lichaam", permits, KEY) == "openbaar_lichaam"
    rule(world, "cooperation.public_preference", 1.0)
    assert form_of_new_body(world, "openbaar_lichaam", waste, KEY) == "openbaar_lichaam"
    rule(world, "cooperation.public_preference", 0.0)
    rule(world, "cooperation.private_allowed", False)
    assert form_of_new_body(world, "openbaar_lichaam", waste, KEY) == "openbaar_lichaam"


def test_bodies_founded_under_private_law_are_counted_as_such():
    from reformsim.world.bodies import LEGAL

    bodies = founded(cooperation__private_founding=1.0).state.bodies
    private = [b for b in range(bodies.count) if LEGAL[bodies.legal[b]] == "private"]
    assert private and {bodies.kinds[b] for b in private} == {"private"}
    assert {bodies.forms[b] for b in private} <= {"cooperative", "foundation", "association", "company"}


# --- how much ------------------------------------------------------------------------------------------------


def test_who_has_no_room_left_hands_nothing_over():
    world = founded(**{"cooperation.max_outsourced": 0.0})
    assert outsourced(world).max() == 0.0
    assert not world.state.bodies.tasks.any(), "only bodies that carry nothing out are founded"


@pytest.mark.parametrize(("times", "expected"), [(0.5, 0), (1.01, 1), (2.01, 2)])
def test_who_has_room_for_one_of_two_bodies_joins_one_of_them(times, expected):
    """T05 lies beside T04, and both bodies would take the same of it: it hands over no more than there is room for."""
    world = quiet(cooperation__joining=1 - 1e-12, **EVEN)
    t05, bodies = row(world, "T05"), [found(world, "T01 T04", task) for task in ("waste", "environmental_permits")]
    one, two = (world.tasks.index(task) for task in ("waste", "environmental_permits"))
    world.state.budget[two] = world.state.budget[one] * world.tasks.handed_over[one] / world.tasks.handed_over[two]
    each = [asked_for(world, np.array([t05]), world.state.bodies.tasks[b], "")[0] for b in bodies]
    assert each[0] == pytest.approx(each[1]) and each[0] > 0.0
    rule(world, "cooperation.max_outsourced", times * each[0])
    join(world, neighbours_of(world), ties(world))
    assert world.state.bodies.holds(np.array(bodies), np.array([t05, t05])).sum() == expected
    assert outsourced(world)[world.state.live == t05][0] == pytest.approx(expected * each[0])


def test_a_body_takes_a_part_of_the_budget_of_its_task_and_a_joint_civil_service_all_of_it():
    part, whole = (world_of(bare()) for _ in range(2))
    found(part, "T01 T04", "back_office")
    found(whole, "T01 T04", "back_office", form="ambtelijke_fusie")
    k = part.tasks.index("back_office")
    assert 0.0 < part.tasks.handed_over[k] < 1.0
    assert outsourced(part)[0] == pytest.approx(part.tasks.handed_over[k] * outsourced(whole)[0])


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


# --- grip --------------------------------------------------------------------------------------------


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
