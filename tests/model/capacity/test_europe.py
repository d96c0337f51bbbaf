"""European directives: a stock and a flow, by hand; and the faces of those who act on local government."""

from __future__ import annotations

import pytest

from reformsim.levers.changes import SetRule
from reformsim.model import ReformModel
from reformsim.model.capacity.europe import execute_directives
from reformsim.model.faces import actors
from reformsim.model.government.reforms import carry_out
from reformsim.scenario import load_scenario
from tests.model.worlds import bare, value, world_of

EIGHTY = {"europe__directive_rate": 80.0}
"""Directives a year, so that the figures below may be checked by hand."""


def year_of(world, **rules):
    for name, level in rules.items():
        carry_out(world, SetRule(f"europe.{name}", level), "a test")
    execute_directives(world)
    return world.state.directives


def test_without_reform_the_stock_stays_as_it_is():
    """80 directives, 0.6 of them decentral, 0.7 of those at hand carried out: 48 come and go, 48 x 0.3 / 0.7 wait."""
    world = world_of(bare(), **EIGHTY)
    for _ in range(3):
        d = year_of(world)
        assert (d.arrived, d.executed, d.waiting) == pytest.approx((48.0, 48.0, 48 * 0.3 / 0.7))
    assert value("eu_adaptation_cost", world) == pytest.approx(96.0)
    assert value("regulatory_burden", world) == pytest.approx(100.0)


def test_early_dialogue_lowers_work_and_backlog_by_its_weight():
    """Half the work, and half of what used to wait: 0.15 of 68.57 stay."""
    world = world_of(bare(), europe__early_effect=0.5, **EIGHTY)
    year_of(world)
    d = year_of(world, dialogue=1.0)
    assert d.work == 0.5 and d.waiting == pytest.approx(0.15 * 48 / 0.7)


@pytest.mark.parametrize(
    ("rule", "weight"),
    [("dialogue", "early_effect"), ("umbrella", "umbrella_effect"), ("subsidiarity", "subsidiarity_effect")],
)
def test_where_the_claim_does_not_hold_nothing_moves(rule, weight):
    world = world_of(bare(), **{f"europe__{weight}": 0.0}, **EIGHTY)
    year_of(world)
    d = year_of(world, **{rule: 1.0})
    assert (d.arrived, d.executed, d.work) == pytest.approx((48.0, 48.0, 1.0))


def test_a_test_on_subsidiarity_lets_fewer_come():
    world = world_of(bare(), europe__subsidiarity_effect=0.25, **EIGHTY)
    year_of(world)
    assert year_of(world, subsidiarity=1.0).arrived == pytest.approx(36.0)


def test_nothing_decentral_is_no_load_and_no_burden_of_europe():
    world = world_of(bare(), europe__execution_share=0.0)
    assert year_of(world).load == 0.0
    assert value("regulatory_burden", world) == pytest.approx(100.0)


def test_union_associations_and_agencies_show_the_world_as_it_is():
    model = ReformModel(load_scenario("baseline-2011"))
    model.step()
    (union,) = model.agents_by_type[actors.EuropeanUnion]
    assert union.directives == pytest.approx(52.2) and union.tasks == ()
    carry_out(model.world, SetRule("europe.layer", True), "a test")
    assert "nature" in union.tasks and "52 directives" in repr(union)
    members = {one.name: len(one.members) for one in model.agents_by_type[actors.Association]}
    assert members == {"VNG": 418, "IPO": 12, "Unie van Waterschappen": 25}
    carry_out(model.world, SetRule("europe.umbrella", 0.4), "a test")
    assert {one.european_input for one in model.agents_by_type[actors.Association]} == {0.4}
    uwv, zbos = model.agents_by_type[actors.Agency]
    assert (uwv.number, zbos.number) == (1, 120) and not zbos.counted and uwv.tasks == ()
    carry_out(model.world, SetRule("agencies.uwv", True), "a test")
    assert uwv.tasks == ("work_participation",)
