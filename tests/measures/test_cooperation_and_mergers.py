"""How cooperation and mergers are measured, by hand on the toy map."""

from __future__ import annotations

from datetime import date
from math import log

import numpy as np
import pytest

from reformsim.law.tables import Entry
from reformsim.levers.changes import AmendLaw, RequireCoverage, SetRule
from reformsim.measures import cooperation, mergers
from reformsim.measures.cooperation import autonomy, regions
from reformsim.model.cooperation.obligations import fulfil_obligations
from reformsim.model.government.reforms import carry_out
from reformsim.model.world import World
from reformsim.tasks import LAYERS
from tests.model.worlds import assess, bare, found, last, row, seen, value, world_of


def rule(world: World, name: str, setting: object) -> None:
    carry_out(world, SetRule(name, setting), "a test")


def test_bodies_with_the_same_members_are_one_region():
    """T01 sits in {T01 T04} twice and in {T01 T02}: two regions; T04 in one, T02 in one, the others in none."""
    world = world_of(bare())
    for codes, task in (("T01 T04", "taxes"), ("T01 T04", "waste"), ("T01 T02", "sewerage")):
        found(world, codes, task)
    s = seen(world)
    assert last(s, regions(s))[:4].tolist() == [2.0, 1.0, 0.0, 1.0]
    assert value("regions_per_municipality", world) == pytest.approx(4 / 12)
    assert value("regions_per_municipality", world_of(bare())) == 0.0


def test_the_share_and_variety_of_forms_follow_from_the_counts():
    """Two public bodies, one host arrangement, one company: 3 of 4 public; entropy of 1/2, 1/4, 1/4."""
    world = world_of(bare())
    for form, legal in (
        ("openbaar_lichaam", "public"),
        ("openbaar_lichaam", "public"),
        ("centrumgemeente", "public"),
        ("company", "private"),
    ):
        found(world, "T01 T04", None, form=form, legal=legal)
    assert value("public_share_of_bodies", world) == 0.75
    assert value("form_entropy", world) == pytest.approx(0.5 * log(2) + 0.5 * log(4))
    assert value("host_arrangements", world) == 1.0
    empty = world_of(bare())
    assert [value(n, empty) for n in ("public_share_of_bodies", "form_entropy", "host_arrangements")] == [0, 0, 0]


def test_the_spread_of_bodies_is_the_standard_deviation_over_municipalities():
    world = world_of(bare())
    found(world, "T01 T02 T03 T04 T05 T06", "taxes")
    assert value("bodies_per_municipality_spread", world) == pytest.approx(0.5)


def test_subjects_are_counted_in_voluntary_bodies_only():
    world = world_of(bare())
    one, other = found(world, "T01 T04", "taxes"), found(world, "T01 T02", "waste")
    found(world, "T01 T02", "sewerage", obliged=True)
    world.state.bodies.say[one, world.tasks.index("waste")] = True
    assert value("tasks_per_body", world) == 1.5 and world.state.bodies.say[other].sum() == 1


def test_coverage_is_the_share_of_inhabitants_whose_region_exists():
    """Youth regions of 25,000, 185,000 and 80,000. One asked for alone and formed is 1; of all three, 25/290."""
    world = world_of(bare(), cooperation__voluntary_region=0.0)
    assert value("coverage_share", world) == 0.0
    carry_out(world, RequireCoverage(("waste",), "jeugdregio", 0, regions=("JZ1",)), "a test")
    assert value("coverage_share", world) == 0.0
    fulfil_obligations(world)
    assert value("coverage_share", world) == 1.0
    carry_out(world, RequireCoverage(("taxes",), "jeugdregio", 5), "a test")
    world.obligations[1].formed["JZ1"] = 2011
    assert value("coverage_share", world) == pytest.approx((1 + 25 / 290) / 2)


def test_autonomy_is_what_is_done_alone_and_well():
    """With g = 0 adequacy is 0.5 everywhere: all of it at a threshold of 0.5, none above; less what is shared."""
    world = world_of(bare(), capacity__steepness=0.0, capacity__threshold=0.5)
    assert autonomy(seen(world)) == pytest.approx(1.0) and value("autonomy", world) == pytest.approx(1.0)
    found(world, "T01 T04", "waste")
    k, s = world.tasks.index("waste"), seen(world)
    share = last(s, s.budget)[0, k] / last(s, s.budget)[0].sum()
    assert last(s, autonomy(s))[[0, 1]] == pytest.approx([1.0 - share, 1.0])
    high = world_of(bare(), capacity__steepness=0.0, capacity__threshold=0.6)
    assert value("autonomy", high) == 0.0


def test_a_municipality_with_most_of_its_budget_in_bodies_is_hollowed_out():
    world = world_of(bare())
    gemeente = LAYERS.index("gemeente")
    for k, task in enumerate(world.tasks.tasks):
        if world.state.carrier[0, k] == gemeente:
            found(world, "T01 T04 T02", task.id)
    assert value("hollowing_out", world) == pytest.approx(3 / 12)


def test_effectiveness_is_adequacy_of_shared_tasks_and_efficiency_its_euros_per_euro_of_coordination():
    """With g = 0 adequacy is 0.5. Waste for 16,000 inhabitants against two memberships of 1,000 euro."""
    world = world_of(bare(), capacity__steepness=0.0, cooperation__cost_per_membership=1_000.0)
    assert value("cooperation_effectiveness", world) == 0.0 and value("cooperation_efficiency", world) == 0.0
    found(world, "T01 T04", "waste")
    waste = world.tasks.index("waste")
    euro = 16_000 * world.state.budget[waste] * world.tasks.handed_over[waste]
    assert value("cooperation_effectiveness", world) == pytest.approx(0.5)
    assert value("cooperation_efficiency", world) == pytest.approx(0.5 * euro / 2_000)


def test_influence_and_transaction_cost_follow_the_rules_in_force():
    world = world_of(bare(), cooperation__grip=0.6, cooperation__learning=0.5)
    assert value("council_influence", world) == 0.0
    rule(world, "cooperation.budget_consent", "veto")
    assert value("council_influence", world) == pytest.approx(0.6)
    assert value("transaction_cost", world) == 1.0
    rule(world, "cooperation.knowledge", 1.0)
    assert value("transaction_cost", world) == pytest.approx(1 / 1.5)


def test_lead_times_are_those_of_the_terms_in_force():
    """Below: 12 months, 8 weeks, 4 and 7.5 months; above: 6 + 3, 10 weeks or 3 months at least, 4, 4 and 7.5."""
    world = world_of(bare())
    weeks = 12 / 365.25 * 7
    assert value("merger_lead_time", world) == pytest.approx(12 + 8 * weeks + 4 + 7.5)
    assert value("merger_lead_time_above", world) == pytest.approx(9 + max(10 * weeks, 3) + 4 + 4 + 7.5)
    entry = Entry(since=date(2011, 6, 1), source="a test", status="scenario", value=2)
    carry_out(world, AmendLaw("merger_minister_months", entry), "a test")
    assert value("merger_lead_time", world) == pytest.approx(12 + 8 * weeks + 2 + 7.5)


def test_a_grant_is_paid_in_four_years_of_forty_and_three_times_twenty_per_cent():
    world = world_of(bare())
    world.state.merger_log.append((2012, 1, 1e6))
    factor = world.law.value("fund_factor", world.today)
    paid = []
    for year in range(2011, 2018):
        world.state.year = year
        paid.append(value("merger_grants_paid", world) / factor)
    assert paid == pytest.approx([0, 0.4, 0.2, 0.2, 0.2, 0, 0])


def test_fixed_sums_are_lost_for_good_unless_they_are_kept_for_some_years():
    world = world_of(bare())
    world.state.merger_log.extend([(2011, 2, 0.0), (2013, 1, 0.0)])
    world.law = world.law.as_of(date(2011, 1, 1))
    one = world.law.value("fixed_sum_municipality", world.today) * world.law.value("fund_factor", world.today) / 1e6
    world.state.year = 2013
    assert value("fixed_sums_lost", world) == pytest.approx(3 * one)
    rule(world, "merger.fixed_sum_years", 2)
    rule(world, "merger.fixed_sum_share", 0.75)
    # The first two are past their two years; of the third a quarter is lost.
    assert value("fixed_sums_lost", world) == pytest.approx(2.25 * one)


def test_approval_is_the_share_of_those_assessed_and_1_before_any():
    world = world_of(bare())
    assert value("merger_approval", world) == 1.0
    world.state.mergers_assessed, world.state.mergers_advised, world.state.mergers_from_above = 8, 6, 3
    assert value("merger_approval", world) == 0.75 and value("mergers_from_above", world) == 3.0


def test_a_world_without_bodies_has_a_finite_value_of_each():
    world = world_of(bare())
    assess(world)
    names = [one.name for family in (cooperation, mergers) for one in family.MEASURES]
    assert len(names) > 15
    assert np.isfinite([value(name, world) for name in names]).all()
    assert row(world, "T01") == 0
