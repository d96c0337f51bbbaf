"""Money and officials on the toy province: 290,000 inhabitants, every figure by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from reformsim.levers.changes import AbolishBodies, AbolishSubMunicipal, CutStaff, MoveTask, ScaleMoney
from reformsim.measures import Snapshots
from reformsim.measures.means.money import on_tasks, present_value
from reformsim.measures.means.resources import strength
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.mapchange import Merging, merge_all, settle
from reformsim.model.money import update_money
from reformsim.model.recording import history_of, snapshot
from reformsim.tasks import LAYERS
from reformsim.world.finances import funded, start_finances, unchanged
from tests.model.worlds import assess, bare, last, row, same, seen, statutory, toy, value, world_of

GEMEENTE, PROVINCIE, RIJK = LAYERS.index("gemeente"), LAYERS.index("provincie"), LAYERS.index("rijk")
PEOPLE = 290_000


def money_in(world, year, layer):
    world.state.year = year
    update_money(world)
    return world.state.finances.money[layer]


def test_on_the_first_day_every_task_is_paid_in_full():
    world = world_of(statutory())
    update_money(world)
    assert unchanged(world.state)
    assert (funded(world.state) == 1.0).all()


def test_a_cut_in_two_steps_holds_from_its_year_and_stays():
    world = world_of(bare())
    world.state.year = 2012
    carry_out(world, ScaleMoney("gemeente", (0.95, 0.90)), "cut")
    assert [money_in(world, year, GEMEENTE) for year in (2011, 2012, 2013, 2014)] == [1.0, 0.95, 0.90, 0.90]
    assert money_in(world, 2014, PROVINCIE) == 1.0, "no other layer"


def test_two_cuts_of_one_layer_come_on_top_of_each_other():
    world = world_of(bare())
    for factor in (0.9, 0.8):
        carry_out(world, ScaleMoney("provincie", (factor,)), "cut")
    assert money_in(world, 2011, PROVINCIE) == pytest.approx(0.72)


def test_what_comes_by_the_funds_counts_for_the_share_they_pay():
    """State spending down by 10 %: 0.6 of what municipalities spend follows, so 6 % of it goes."""
    world = world_of(bare(), money__fund_share=0.6)
    carry_out(world, ScaleMoney("rijk", (0.9,), True), "economy")
    carry_out(world, ScaleMoney("gemeente", (0.9,), True), "economy")
    assert money_in(world, 2011, GEMEENTE) == pytest.approx(0.94) and money_in(world, 2011, RIJK) == 0.9


def test_the_cut_for_scale_up_comes_off_what_municipalities_spend():
    """Enacted: 120 million in 2016. On the toy province the sum is that of the whole country, hence the large part."""
    world = world_of(bare())
    spent = PEOPLE * sum(t.budget for t in world.tasks if t.carrier == "gemeente")
    assert money_in(world, 2016, GEMEENTE) == pytest.approx(1.0 - 120e6 / spent)
    assert money_in(world, 2014, GEMEENTE) == 1.0


def capacity_after(change, **weights):
    world = world_of(statutory(), **weights)
    before = world.state.capacity.copy(), world.state.province_capacity.copy()
    carry_out(world, change, "cut")
    update_money(world)
    assess(world)
    return world, *before


def test_a_tenth_less_money_is_a_tenth_less_capacity_at_elasticity_one_and_nothing_at_zero():
    world, before, provinces = capacity_after(ScaleMoney("gemeente", (0.9,)), capacity__funding=1.0)
    assert world.state.capacity[world.state.live] == pytest.approx(0.9 * before[world.state.live])
    assert same(world.state.province_capacity, provinces)
    world, before, _ = capacity_after(ScaleMoney("gemeente", (0.9,)), capacity__funding=0.0)
    assert same(world.state.capacity, before)


def test_fewer_provincial_officials_lower_the_capacity_of_provinces_only():
    world, before, provinces = capacity_after(CutStaff("provincie", 0.2), capacity__staff=1.0)
    assert world.state.province_capacity == pytest.approx(0.8 * provinces)
    assert same(world.state.capacity, before)


def test_more_money_does_not_make_a_task_more_than_adequate():
    world, _, _ = capacity_after(ScaleMoney("gemeente", (3.0,)), capacity__funding=1.0)
    assert (world.state.capacity[world.state.live] <= 1.0).all()
    assert (seen(world).adequacy <= 1.0).all()


def test_the_adequacy_by_which_municipalities_weigh_mergers_is_that_of_scale_alone():
    world, _, _ = capacity_after(ScaleMoney("gemeente", (0.5,)), capacity__funding=1.0)
    assert same(world.state.adequacy, world_of(statutory()).state.adequacy)


def test_a_discount_is_money_that_does_not_come_for_that_task_alone():
    world = world_of(bare())
    carry_out(world, MoveTask("wmo_support", "gemeente", None, 0.8), "discount")
    short = funded(world.state)
    k = world.tasks.index("wmo_support")
    assert short[:, k] == pytest.approx(0.8) and (np.delete(short, k, axis=1) == 1.0).all()


def test_a_budget_for_the_whole_country_is_spread_over_its_inhabitants():
    """29 million over 290,000 inhabitants is 100 euro; with a discount of a quarter 75 come."""
    world = world_of(bare())
    carry_out(world, MoveTask("youth_care", "gemeente", None, 0.75, budget=29e6, whole=True), "youth")
    k = world.tasks.index("youth_care")
    assert world.state.finances.need[k] == pytest.approx(100.0) and world.state.budget[k] == pytest.approx(75.0)


def test_moving_a_task_costs_a_share_of_its_budget_once_and_only_where_it_moves():
    """Youth care is provincial everywhere on the bare map: 5 % of 225 euro for 290,000 inhabitants."""
    world = world_of(bare())
    carry_out(world, MoveTask("youth_care", "gemeente"), "youth")
    assert value("transition_cost", world) == pytest.approx(0.05 * 225 * PEOPLE / 1e6)
    carry_out(world, MoveTask("youth_care", "gemeente", ("gemeente",)), "again")
    assert value("transition_cost", world) == pytest.approx(0.05 * 225 * PEOPLE / 1e6)


def test_the_tasks_of_an_abolished_region_cost_their_move_for_its_inhabitants_alone():
    """Transport (107 euro) and housing (20) of T02, T04, T05 and T06: 186,000 inhabitants."""
    world = world_of(statutory())
    carry_out(world, AbolishBodies("plusregio", (("regional_transport", "provincie"),)), "abolish")
    assert value("transition_cost", world) == pytest.approx(0.05 * 127 * 186_000 / 1e6)


def test_the_present_value_by_hand():
    """From 2012 on 10 euro less on waste for 290,000 people, and 1 million once: (2,900,000 - 1,000,000) / 1.1."""
    world = world_of(bare(), money__discount_rate=0.1)
    world.law = world.law.as_of(date(2011, 1, 1))
    first, cheaper = snapshot(world), world.state.budget.copy()
    cheaper[world.tasks.index("waste")] -= 10.0
    after = replace(first, budget=cheaper, merger_cost=1e6)
    years = (first, replace(after, year=2012), replace(after, year=2013))
    values = present_value(Snapshots([history_of(world, first, years)]))
    later = 1.9e6 / 1.1, 1.9e6 / 1.1 + 2.9e6 / 1.21  # What was spent once counts once.
    assert values == pytest.approx([0.0, 0.0, *later])


def test_a_run_does_not_write_in_the_books_of_another():
    one = start_finances(world_of(bare()).tasks)
    other = one.copy()
    other.money[0], other.need[0] = 0.5, 0.0
    assert one.money[0] == 1.0 and one.need[0] > 0


def test_officials_of_the_toy_province_and_what_a_cut_saves():
    """(6.5 + 0.59 + 9.7 + 0.56) x 290 = 5,031.5 FTE; a tenth of the municipal 2,813 is 281.3, at 64,900 euro each."""
    world = world_of(toy())
    assert value("civil_servants", world) == pytest.approx(5031.5)
    before = value("spending_per_inhabitant", world)
    carry_out(world, CutStaff("gemeente", 0.1), "cut")
    assert value("civil_servants", world) == pytest.approx(5031.5 - 281.3)
    assert before - value("spending_per_inhabitant", world) == pytest.approx(281.3 * 64_900 / PEOPLE)


@pytest.mark.parametrize(("weight", "fewer"), [(0.5, 18.0), (0.0, 0.0)])
def test_officials_go_with_office_holders_as_the_claim_says_or_not_at_all(weight, fewer):
    """Thirty-six offices of sub-municipal councils go."""
    world = world_of(toy(), staff__per_officeholder=weight)
    start = snapshot(world)
    carry_out(world, AbolishSubMunicipal(), "abolish")
    assert value("civil_servants", world, start) == pytest.approx(5031.5 - fewer)


def test_strength_falls_with_money_in_full_whatever_the_weight_and_service_by_its_weight():
    world = world_of(statutory(), capacity__funding=0.0)
    start = snapshot(world)
    carry_out(world, ScaleMoney("gemeente", (0.9,)), "cut")
    update_money(world)
    assert value("bestuurskracht", world, start) == pytest.approx(0.9)
    assert value("service_level", world, start) == pytest.approx(100.0)


def test_a_municipality_is_short_of_strength_below_the_threshold():
    world = world_of(statutory())
    s = seen(world)
    short = last(s, strength(s)) < 0.5
    assert 0 < short.sum() < 12 and value("municipalities_in_deficit", world) == short.mean()
    carry_out(world, ScaleMoney("gemeente", (0.01,)), "cut")
    update_money(world)
    assert value("municipalities_in_deficit", world) == 1.0


def test_the_fund_of_the_toy_province_by_the_tables():
    """2011: 12 fixed sums of 261,538.32 and 133.26 per inhabitant, times 1.45; nothing was moved into it."""
    world = world_of(bare())
    assert value("fund_per_inhabitant", world) == pytest.approx(1.45 * (12 * 261_538.32 / PEOPLE + 133.26))
    carry_out(world, MoveTask("nature", "gemeente", None, 0.5, earmarked=False), "nature")
    added = 0.5 * world.tasks["nature"].budget
    assert value("fund_per_inhabitant", world) == pytest.approx(1.45 * (12 * 261_538.32 / PEOPLE + 133.26) + added)


def test_money_that_goes_to_the_general_funds_is_earmarked_no_more():
    world = world_of(bare())
    before = value("earmarked_share", world)
    carry_out(world, MoveTask("regional_transport", "provincie", None, earmarked=False), "BDU")
    decentral = sum(t.budget for t in world.tasks if t.carrier in ("provincie", "gemeente", "regio"))
    assert before - value("earmarked_share", world) == pytest.approx(107 / decentral)
    assert not world.state.finances.earmarked[world.tasks.index("regional_transport")]


def test_a_merger_saves_nothing_on_tasks_unless_told_and_more_may_be_told_of_imposed_ones():
    """T01 (a quarter) and T04 of 290,000: joined 0.375, of 0.486 in a mean merger; 1 and 3 % of what the two spend."""
    for saving, imposed, part in ((0.0, 0.0, 0.0), (0.01, 0.03, 0.01), (0.01, 0.03, 0.03)):
        world = world_of(bare(), merger__saving=saving, merger__saving_imposed=imposed)
        world.state.carrier[:] = GEMEENTE
        before = on_tasks(seen(world))
        world.state.year = 2012
        rows = (row(world, "T01"), row(world, "T04"))
        new = merge_all(world, [Merging(rows, "a test", imposed=part == 0.03)])[0]
        settle(world, {new: rows})
        assess(world)
        now, at = on_tasks(seen(world)), world.state.live == new
        assert now[-len(at) :][~at] == pytest.approx(before[0])
        assert now[-len(at) :][at] == pytest.approx(before[0] * (1 - part * 0.375 / 0.486))
