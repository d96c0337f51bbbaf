"""Reforms: what each word of the vocabulary does to the world, on the toy province."""

from __future__ import annotations

from datetime import date

import pytest

from reformsim.law.tables import Entry
from reformsim.levers.changes import (
    AbolishBodies,
    AbolishSubMunicipal,
    AmendLaw,
    Change,
    MergeProvinces,
    MoveTask,
    RequireCoverage,
    SetRule,
)
from reformsim.model.government.reforms import _WORDS, carry_out
from reformsim.model.world import World
from reformsim.tasks import LAYERS
from tests.model.worlds import assess, found, row, statutory, world_of

RIJK, PROVINCIE, GEMEENTE, REGIO = (LAYERS.index(x) for x in ("rijk", "provincie", "gemeente", "regio"))


def after(*changes: Change) -> World:
    world = world_of(statutory())
    for change in changes:
        carry_out(world, change, "a test")
    assess(world)
    return world


def carriers(world: World, task: str) -> dict[str, int]:
    k = world.tasks.index(task)
    return {c: int(world.state.carrier[row(world, c), k]) for c in world.territory.codes}


def test_every_word_of_the_vocabulary_has_one_place_that_carries_it_out():
    assert set(_WORDS) == set(Change.__args__)


# --- moving a task ---------------------------------------------------------------------------------------


def test_a_task_that_moves_is_carried_by_one_layer_everywhere():
    world = after(MoveTask("youth_care", "gemeente"))
    assert set(carriers(world, "youth_care").values()) == {GEMEENTE}
    k = world.tasks.index("youth_care")
    assert world.state.moved[k] == 2011 and (world.state.executor[world.state.live, k] == -1).all()


def test_layers_budget_and_scale_change_as_the_reform_says():
    """Youth care: 225 euro with a discount of 15 % is 191.25; layers rijk, provincie, gemeente become two."""
    world = after(MoveTask("youth_care", "gemeente", ("rijk", "gemeente"), 0.85, 120_000.0))
    k = world.tasks.index("youth_care")
    assert world.state.budget[k] == pytest.approx(191.25) and world.state.efficient_scale[k] == 120_000
    assert [layer for layer, said in zip(LAYERS, world.state.involved[k], strict=True) if said] == ["rijk", "gemeente"]


def test_a_new_carrier_has_a_say_even_if_the_reform_does_not_list_it():
    world = after(MoveTask("water_management", "gemeente"))
    k = world.tasks.index("water_management")
    assert world.state.involved[k, GEMEENTE] and world.state.involved[k, LAYERS.index("waterschap")]


def test_a_task_that_stays_where_it_is_overloads_nobody():
    world = after(MoveTask("taxes", "gemeente", None, 0.9))
    k = world.tasks.index("taxes")
    assert world.state.moved[k] < 1900 and world.state.budget[k] == pytest.approx(13.5)


def test_a_plusregio_loses_the_task_that_moves_and_keeps_its_others():
    world = after(MoveTask("regional_transport", "provincie"))
    assert set(carriers(world, "regional_transport").values()) == {PROVINCIE}
    (plus,) = world.state.bodies.of_kind("plusregio")
    ids = {t for k, t in enumerate(world.tasks.ids) if world.state.bodies.tasks[plus, k]}
    assert ids == {"housing_programme"}
    assert not world.state.bodies.say[plus, world.tasks.index("regional_transport")]


def test_bodies_have_nothing_left_to_do_in_a_task_that_is_no_longer_municipal():
    world = after(MoveTask("safety", "rijk"))
    k, state = world.tasks.index("safety"), world.state
    assert (state.executor[state.live, k] == -1).all() and (state.authorities[state.live, k] == 0).all()
    assert not state.bodies.tasks[:, k].any()


def test_a_body_with_nothing_left_to_do_or_say_is_dissolved():
    world = after(MoveTask("safety", "rijk"))
    assert world.state.bodies.of_kind("safety_region") == []
    assert {e.detail for e in world.events if e.kind == "body_dissolved"} == {
        "safety region, nothing left to do (a test)"
    }
    assert world.state.bodies.of_kind("health_region")


def test_bodies_keep_a_municipal_task_that_only_changes_its_budget():
    world = after(MoveTask("safety", "gemeente", None, 0.5))
    k = world.tasks.index("safety")
    assert (world.state.executor[world.state.live, k] >= 0).all()


# --- abolishing bodies -----------------------------------------------------------------------------------


def test_the_tasks_of_an_abolished_plusregio_fall_to_the_layers_named_and_the_rest_back():
    """Members T02, T04, T05, T06. Transport goes to municipalities, the housing programme back to them by default."""
    world = after(AbolishBodies("plusregio", (("regional_transport", "gemeente"),)))
    inside = {"T02", "T04", "T05", "T06"}
    wanted = {c: GEMEENTE if c in inside else PROVINCIE for c in world.territory.codes}
    assert carriers(world, "regional_transport") == wanted
    assert set(carriers(world, "housing_programme").values()) == {GEMEENTE}
    assert world.state.bodies.of_kind("plusregio") == []
    assert world.state.memberships[row(world, "T05")] == 4, "health, labour market, police and safety remain"


def test_only_the_regions_named_are_abolished():
    world = after(AbolishBodies("police_region", (("police", "rijk"),), ("PR1",)))
    assert [world.state.bodies.regions[b] for b in world.state.bodies.of_kind("police_region")] == ["PR2"]
    police = carriers(world, "police")
    assert {police[c] for c in ("T01", "T06")} == {RIJK} and {police[c] for c in ("T07", "T12")} == {REGIO}


def test_an_abolished_body_that_worked_for_its_members_gives_the_task_back_to_them():
    world = after(AbolishBodies("safety_region"))
    k = world.tasks.index("safety")
    assert set(carriers(world, "safety").values()) == {GEMEENTE}
    assert (world.state.executor[world.state.live, k] == -1).all()


def test_a_successor_takes_the_members_and_what_no_layer_was_named_for():
    heirs = (("Vervoerregio", ("WP1",)),)
    world = after(AbolishBodies("plusregio", (("regional_transport", "provincie"),), None, heirs))
    bodies = world.state.bodies
    (heir,) = bodies.of_kind("successor")
    assert bodies.names[heir] == "Vervoerregio"
    assert world.codes_of(bodies.members(heir)) == ("T02", "T04", "T05", "T06")
    housing = carriers(world, "housing_programme")
    assert bodies.carries[heir] and {housing[c] for c in ("T02", "T05")} == {REGIO} and housing["T01"] == GEMEENTE
    assert set(carriers(world, "regional_transport").values()) == {PROVINCIE}
    assert bodies.tasks[heir].sum() == 1 and bodies.say[heir].sum() == 3


def test_abolishing_what_does_not_exist_changes_nothing():
    world = after(AbolishBodies("plusregio", regions=()), AbolishBodies("canton"))
    assert len(world.state.bodies.of_kind("plusregio")) == 1 and not world.events


def test_what_only_regions_carried_falls_to_municipalities_if_nobody_else_is_named():
    """The catalogue's own carrier of the police is the region: with the regions gone it cannot fall back to them."""
    world = after(AbolishBodies("police_region"))
    assert set(carriers(world, "police").values()) == {GEMEENTE}


# --- provinces, sub-municipal councils -------------------------------------------------------------------


def test_merged_provinces_become_one_with_the_council_of_its_inhabitants():
    """290,000 inhabitants: 39 seats instead of 2 x 39; 5 deputies instead of 10."""
    world = after(MergeProvinces(("PA", "PB"), "Eenland", "PE"))
    p = world.state.provinces
    assert p.codes == ["PA", "PB", "PE"] and p.alive.tolist() == [False, False, True]
    assert p.seats[p.alive].tolist() == [39] and p.deputies[p.alive].tolist() == [5]
    assert set(world.state.unit_province.tolist()) == {2}
    assert set(world.state.province[world.state.live].tolist()) == {2}
    assert world.state.province_capacity[2] > 0 and world.state.province_capacity[:2].tolist() == [0, 0]


def test_one_province_alone_or_one_that_is_gone_does_not_merge():
    world = after(MergeProvinces(("PA", "PX"), "Half", "PH"))
    assert world.state.provinces.codes == ["PA", "PB"]
    world = after(MergeProvinces(("PA", "PB"), "Eenland", "PE"), MergeProvinces(("PA", "PE"), "Weer", "PW"))
    assert world.state.provinces.codes == ["PA", "PB", "PE"]


def test_abolished_sub_municipal_councils_leave_nobody_in_office():
    s = after(AbolishSubMunicipal()).state.sub_municipal
    assert not s.alive.any() and not s.council_tier.any() and s.councillors.sum() == s.executives.sum() == 0


def test_commissions_bring_a_share_of_the_offices_back_but_are_no_tier():
    """A third of 30 councillors: 10 members of commissions; the 6 executives do not return."""
    s = after(AbolishSubMunicipal(None, "bestuurscommissie", 1 / 3)).state.sub_municipal
    assert s.alive.all() and not s.council_tier.any()
    assert s.councillors.tolist() == [10] and s.executives.tolist() == [0]


def test_sub_municipal_councils_of_other_units_stay():
    s = after(AbolishSubMunicipal(("T01",))).state.sub_municipal
    assert s.alive.all() and s.councillors.tolist() == [30]


# --- law, coverage and rules -----------------------------------------------------------------------------


def test_an_amendment_holds_from_its_day_on():
    world = after(AmendLaw("aldermen_share", Entry(since=date(2012, 1, 1), value=0.15, source="a test")))
    assert world.law.value("aldermen_share", date(2011, 12, 31)) == 0.2
    assert world.law.value("aldermen_share", date(2012, 1, 1)) == 0.15
    assert [e.subject for e in world.events if e.kind == "law_changed"] == ["aldermen_share"]


def test_an_amendment_for_no_unit_at_all_changes_nothing():
    nobody = Entry(since=date(2012, 1, 1), value=0.15, source="a test", scope=frozenset())
    world = after(AmendLaw("aldermen_share", nobody))
    assert not world.events and not world.law.scoped("aldermen_share", date(2013, 1, 1))


def test_coverage_asked_for_is_remembered_with_its_year():
    world = after(RequireCoverage(("environmental_permits",), "veiligheidsregio", 2))
    assert [(o.since, o.change.division, o.formed) for o in world.obligations] == [(2011, "veiligheidsregio", {})]


def said(world: World, task: str) -> list[str]:
    return [layer for layer, has in zip(LAYERS, world.state.involved[world.tasks.index(task)], strict=True) if has]


def test_at_most_two_layers_leaves_the_carrier_and_takes_the_functional_one_first():
    """Nature: rijk carries; province, municipality and water board had a say. Youth care: the province carries."""
    world = after(SetRule("principles.max_layers", 2))
    assert said(world, "nature") == ["rijk", "gemeente"]
    assert said(world, "youth_care") == ["rijk", "provincie"]
    assert said(world, "spatial_planning") == ["rijk", "gemeente"]
    assert said(world, "sewerage") == ["gemeente", "waterschap"] and said(world, "taxes") == ["gemeente"]


def test_the_limit_of_layers_holds_for_a_task_that_moves_later():
    world = after(
        SetRule("principles.max_layers", 2), MoveTask("youth_care", "gemeente", ("rijk", "provincie", "gemeente"))
    )
    assert said(world, "youth_care") == ["rijk", "gemeente"]


def test_a_rule_is_set_and_told():
    world = after(SetRule("merger.minimum_inhabitants", 100_000))
    assert world.rules["merger.minimum_inhabitants"] == 100_000
    assert [e.kind for e in world.events] == ["rule_changed"]


def test_a_body_founded_in_the_year_of_a_reform_is_left_alone_by_reforms_of_other_kinds():
    world = world_of(statutory())
    body = found(world, "T01 T04", "taxes")
    one_province = MergeProvinces(("PA", "PB"), "Eenland", "PE")
    for change in (AbolishBodies("plusregio"), MoveTask("youth_care", "gemeente"), one_province):
        carry_out(world, change, "a test")
    assert world.state.bodies.alive[body] and world.state.executor[0, world.tasks.index("taxes")] == body
