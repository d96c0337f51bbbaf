"""Regions asked for by law: formed by themselves in the years of grace, imposed after them, or left out."""

from __future__ import annotations

from datetime import date

import pytest

from reformsim.law.tables import Entry
from reformsim.levers.changes import AmendLaw, MoveTask, RequireCoverage, SetRule
from reformsim.model.cooperation.obligations import fulfil_obligations
from reformsim.model.cooperation.phase import cooperate
from reformsim.model.government.reforms import carry_out
from reformsim.model.world import World
from tests.model.worlds import bare, events, neighbours_of, row, world_of


def asked(
    grace: int,
    fallback: str = "imposed",
    *,
    willing: float = 0.0,
    regions: tuple[str, ...] | None = None,
    seed: int = 1,
) -> World:
    """Youth care goes to municipalities in 2011, which must carry it together in the three youth regions."""
    world = world_of(bare(), seed=seed, cooperation__voluntary_region=willing)
    carry_out(world, MoveTask("youth_care", "gemeente"), "a test")
    carry_out(world, RequireCoverage(("youth_care",), "jeugdregio", grace, fallback, regions=regions), "a test")
    return world


def formed_by(world: World, last: int) -> dict[int, int]:
    """Living bodies at the end of each year."""
    counts = {}
    for year in range(2011, last + 1):
        world.state.year = year
        cooperate(world, neighbours_of(world), voluntary=False)
        counts[year] = int(world.state.bodies.alive.sum())
    return counts


def test_what_did_not_form_in_two_years_of_grace_is_imposed_when_the_clock_of_the_law_has_run():
    """Grace to 1 January 2013, then 13 weeks, 6 months and 6 months (Wgr art. 99-100): 15 months, so in 2014."""
    world = asked(2)
    assert formed_by(world, 2015) == {2011: 0, 2012: 0, 2013: 0, 2014: 3, 2015: 3}
    bodies = world.state.bodies
    assert bodies.obliged[:3].all() and len(events(world, "region_imposed")) == 3
    assert [world.codes_of(bodies.members(b)) for b in range(3)] == [
        ("T01", "T02", "T04"), ("T03", "T05", "T06"), ("T07", "T08", "T09", "T10", "T11", "T12"),
    ]  # fmt: skip
    k = world.tasks.index("youth_care")
    assert [int(world.state.executor[row(world, c), k]) for c in ("T01", "T05", "T12")] == [0, 1, 2]
    assert world.state.memberships[:12].tolist() == [1] * 12


def test_willing_regions_form_at_once_and_voluntarily():
    world = asked(2, willing=1.0)
    assert formed_by(world, 2011) == {2011: 3}
    assert not world.state.bodies.obliged[:3].any() and len(events(world, "region_formed")) == 3


def test_without_grace_all_are_obliged_at_once_however_willing():
    world = asked(0, willing=1.0)
    formed_by(world, 2011)
    assert world.state.bodies.obliged[:3].all() and len(events(world, "region_imposed")) == 3


def test_without_a_fallback_what_does_not_form_stays_out():
    world = asked(1, "none")
    assert formed_by(world, 2020)[2020] == 0
    assert (world.state.executor == -1).all()


def test_the_general_obligation_imposes_whatever_the_levers_own_fallback_says():
    world = asked(1, "none")
    carry_out(world, SetRule("cooperation.obligation", True), "a test")
    assert formed_by(world, 2013) == {2011: 0, 2012: 0, 2013: 3}


def test_a_shorter_term_by_law_lets_the_ladder_end_in_the_year_the_grace_is_over():
    """13 weeks, 1 month and 6 months are 10 months."""
    world = asked(2)
    entry = Entry(since=date(2011, 6, 1), source="a test", status="scenario", value=1)
    carry_out(world, AmendLaw("wgr_obligation_term_months", entry), "a test")
    assert formed_by(world, 2013) == {2011: 0, 2012: 0, 2013: 3}


def test_while_the_ladder_runs_regions_may_still_form_by_themselves():
    world = asked(1, willing=0.0)
    formed_by(world, 2012)
    assert [o.ladder for o in world.obligations] == [2012]
    world.behaviour = world.behaviour.override({"cooperation.voluntary_region": 1.0})
    world.state.year = 2012
    fulfil_obligations(world)
    assert len(events(world, "region_formed")) == 3 and not world.state.bodies.obliged[:3].any()


def test_an_obligation_that_is_withdrawn_begins_its_ladder_anew():
    world = asked(1, "none")
    carry_out(world, SetRule("cooperation.obligation", True), "a test")
    assert formed_by(world, 2012) == {2011: 0, 2012: 0}
    carry_out(world, SetRule("cooperation.obligation", False), "a test")
    world.state.year = 2013
    fulfil_obligations(world)
    carry_out(world, SetRule("cooperation.obligation", True), "a test")
    later = {}
    for year in (2014, 2015):
        world.state.year = year
        cooperate(world, neighbours_of(world), voluntary=False)
        later[year] = int(world.state.bodies.alive.sum())
    assert later == {2014: 0, 2015: 3}


def test_only_the_regions_asked_are_formed():
    world = asked(0, regions=("JZ2",))
    formed_by(world, 2012)
    assert events(world, "region_imposed") == [("T03", "T05", "T06")]
    none = world_of(bare())
    carry_out(none, RequireCoverage(("youth_care",), "jeugdregio", 0, regions=()), "a test")
    assert not none.obligations and not none.events


def test_regions_form_with_the_chance_of_the_parameter_per_year_of_grace():
    """Chance 0.6 a year: after one year 60 % of the regions, 90 regions of 30 seeds, four standard errors of 0.052."""
    share = sum(formed_by(asked(5, "none", willing=0.6, seed=s), 2011)[2011] for s in range(30)) / 90
    assert share == pytest.approx(0.6, abs=0.21)


def test_a_second_task_for_the_same_division_goes_to_the_same_bodies():
    world = asked(0)
    formed_by(world, 2011)
    carry_out(world, RequireCoverage(("environmental_permits",), "jeugdregio", 0), "another")
    world.state.year = 2012
    touched = fulfil_obligations(world)
    assert world.state.bodies.count == 3 and touched == set(range(12))
    k = world.tasks.index("environmental_permits")
    assert [int(world.state.executor[r, k]) for r in (0, 4, 11)] == [0, 1, 2]
    assert world.state.bodies.say[:3, k].all()


def test_regions_that_do_not_carry_a_task_out_have_a_say_in_it_only():
    world = asked(0)
    formed_by(world, 2011)
    before = world.state.executor.copy()
    carry_out(world, RequireCoverage(("environmental_permits",), "jeugdregio", 0, carried_out=False), "another")
    world.state.year = 2012
    fulfil_obligations(world)
    k, bodies = world.tasks.index("environmental_permits"), world.state.bodies
    assert bodies.say[:3, k].all() and not bodies.tasks[:3, k].any()
    assert (world.state.executor == before).all()


def test_a_region_that_has_become_one_municipality_needs_no_body():
    from reformsim.model.mergers.mapchange import merge, settle

    world = asked(0)
    rows = tuple(row(world, c) for c in ("T01", "T02", "T04"))
    settle(world, {merge(world, rows, "a test"): rows})
    formed_by(world, 2012)
    assert int(world.state.bodies.alive.sum()) == 2
