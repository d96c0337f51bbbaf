"""Administrators by office and what they, cooperation and mergers cost: by hand and by the pay tables."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.law.formulas import aldermen_pay, council_pay, mayor_pay
from reformsim.levers.changes import AbolishSubMunicipal, CutStaff, MergeProvinces, SetRule
from reformsim.measures import Snapshots
from reformsim.measures.administrators import OFFICES
from reformsim.measures.means import money
from reformsim.model import ReformModel
from reformsim.model.government.reforms import carry_out
from reformsim.model.government.water_boards import elect_water_boards
from reformsim.model.recording import snapshot
from reformsim.scenario import Scenario
from tests.model.worlds import TOY, assess, bare, found, local, seen, statutory, toy, value, world_of


@pytest.mark.parametrize(
    ("office", "number"),
    [
        ("councillors", 206),  # README of the toy province
        ("aldermen", 2 + 3 + 3 + 3 + 7 + 4 + 2 + 3 + 3 + 2 + 3 + 2),
        ("mayors", 12),
        ("provincial_councillors", 2 * 39),
        ("deputies", 2 * 5),
        ("kings_commissioners", 2),
        ("water_board_members", 2 * (20 + 1)),  # and a chair each
        ("sub_municipal_office_holders", 30 + 6),
        ("administrators_total", 206 + 37 + 12 + 78 + 10 + 2 + 42 + 36),
    ],
)
def test_each_office_of_the_toy_province_counted_by_hand(office, number):
    assert value(office, world_of(toy())) == number


def test_the_total_is_the_sum_of_the_offices_and_leaves_board_positions_out():
    world = world_of(toy())
    assert value("administrators_total", world) == sum(office(seen(world))[-1] for office in OFFICES)
    assert len(OFFICES) == 8


def test_board_positions_count_the_seats_of_every_membership():
    """Health 12, labour market 12, police 12 and safety 12 with one seat each; plusregio 4 members with two."""
    assert value("board_positions", world_of(statutory())) == 48 + 4 * 2


def test_directly_elected_are_councillors_provincial_councillors_and_most_of_the_water_boards():
    """206 + 78 + 30 + 2 * (20 - 7 reserved) = 340 of 423."""
    world = world_of(toy())
    assert value("directly_elected_share", world) == pytest.approx(340 / 423)
    carry_out(world, SetRule("water_boards.election", "indirect_councils"), "a test")
    assert value("directly_elected_share", world) == pytest.approx(340 / 423), "the boards in office sit on"
    world.state.year = 2014
    elect_water_boards(world)
    assert value("directly_elected_share", world) == pytest.approx(314 / 423)
    carry_out(world, AbolishSubMunicipal(None, "gebiedscommissie", 0.5), "a test")
    # 15 members of commissions remain as office holders, but none of them is a tier that residents elect.
    assert value("directly_elected_share", world) == pytest.approx(284 / (423 - 36 + 15))


def test_members_of_elected_commissions_are_directly_elected():
    """15 members return: 340 - 30 + 15 = 325 of 402. T05 has 39 councillors, so 54 representatives for 120,000."""
    world = world_of(toy())
    assert value("inhabitants_per_local_representative", world) == pytest.approx(290_000 / (206 + 30))
    carry_out(world, AbolishSubMunicipal(None, "bestuurscommissie", 0.5, elected=True), "a test")
    assert value("directly_elected_share", world) == pytest.approx(325 / 402)
    assert value("inhabitants_per_local_representative", world) == pytest.approx(290_000 / (206 + 15))
    assert local("inhabitants_per_local_representative", world)[4] == pytest.approx(120_000 / 54)
    assert value("sub_municipal_bodies", world) == 0, "a commission is no tier of its own"


def test_structure_of_the_toy_province_counted_by_hand():
    world = world_of(toy())
    counts = {"municipalities": 12, "provinces": 2, "water_boards": 2, "plusregios": 1, "sub_municipal_bodies": 3,
              "bodies_public": 12, "bodies_private": 10, "bodies_light": 3, "bodies_statutory": 2, "bodies_total": 27,
              "largest_municipality": 120_000}  # fmt: skip
    assert {name: value(name, world) for name in counts} == counts
    assert value("inhabitants_per_municipality", world) == pytest.approx(290_000 / 12)


def test_merged_provinces_have_one_council_one_commissioner():
    world = world_of(toy())
    carry_out(world, MergeProvinces(("PA", "PB"), "Eenland", "PE"), "a test")
    assert (value("provinces", world), value("kings_commissioners", world)) == (1, 1)
    assert (value("provincial_councillors", world), value("deputies", world)) == (39, 5)


def test_abolished_deelgemeenten_are_no_bodies_and_hold_no_office():
    world = world_of(toy())
    carry_out(world, AbolishSubMunicipal(), "a test")
    assert value("sub_municipal_bodies", world) == value("sub_municipal_office_holders", world) == 0


def test_the_cost_of_administrators_by_the_pay_tables():
    """Monthly times twelve; aldermen, mayors, deputies, commissioners, chairs and daily boards bear 30 % on-costs.

    Councils, colleges and mayors by the formulas of the law room; the rest by hand: 78 provincial councillors at
    1,079.05 + 86.56; 10 deputies at 7,899.67; 2 commissioners at 10,325.86; 40 water board members at
    448.41 + 165.00; 2 chairs at 8,541.18; 2 daily boards at 500 % of 3,557.60; 30 sub-municipal councillors at 1,157.56
    and 6 executives at 6,529.63 (class of 40,001 to 60,000 inhabitants).
    """
    world = world_of(toy())
    state, law, day = world.state, world.law, world.today
    people, live = state.population[:12], state.live
    part_time = council_pay(law, day, people, state.seats[live]).sum()
    part_time += 12 * (78 * (1_079.05 + 86.56) + 40 * (448.41 + 165.00) + 30 * 1_157.56)
    # Part-time office in the nine municipalities up to 18,000 inhabitants (in 2009, the reference year).
    small = np.array([t not in (4, 5, 8, 10) for t in range(12)])
    assert value("aldermen_fte", world) == pytest.approx(7 + 4 + 3 + 3 + 0.88 * (37 - 17))
    fte = state.aldermen[live] * np.where(small, 0.88, 1.0)
    full_time = aldermen_pay(law, day, people, fte).sum() + mayor_pay(law, day, people).sum()
    full_time += 12 * (10 * 7_899.67 + 2 * 10_325.86 + 2 * 8_541.18 + 2 * 5.0 * 3_557.60 + 6 * 6_529.63)
    assert value("administrators_cost", world) == pytest.approx((part_time + 1.3 * full_time) / 1e6)


def test_the_pay_of_one_municipality_by_hand():
    """T12 (1,000 inhabitants): 9 councillors at 232.57 + 42.17, 2 part-time aldermen at 0.88 * 5,553.35 a month.

    Without them the cost falls by 12 * (9 * 274.74 + 1.3 * 2 * 0.88 * 5,553.35) = 182,144.70 euro a year.
    """
    world = world_of(toy())
    before = value("administrators_cost", world)
    world.state.seats[11] = world.state.aldermen[11] = world.state.aldermen_fte[11] = 0
    saved = 12 * (9 * 274.74 + 1.3 * 2 * 0.88 * 5_553.35)
    assert saved == pytest.approx(182_144.70, abs=0.01)
    assert (before - value("administrators_cost", world)) * 1e6 == pytest.approx(saved)


def test_cooperation_costs_so_much_per_membership():
    world = world_of(bare(), cooperation__cost_per_membership=25_000)
    found(world, "T01 T02 T04", "taxes")
    found(world, "T01 T04", "waste")
    assert value("cooperation_cost", world) == pytest.approx(5 * 25_000 / 1e6)


def test_the_cost_and_grants_of_mergers_are_what_the_state_has_added_up():
    world = world_of(bare())
    world.state.merger_cost, world.state.merger_grants = 1_560_000.0, 7_500_000.0
    assert (value("merger_cost", world), value("merger_grants", world)) == (1.56, 7.5)


def test_the_administrators_of_the_netherlands_of_2011():
    """9,218 + 1,578 + 418 + 566 + 60 + 12 + 25 * (26 + 1) + 553 = 13,080."""
    model = ReformModel(Scenario(name="one-year", horizon={"start": 2011, "end": 2011}))
    model.step()
    assert value("administrators_total", model.world) == 13_080


def test_members_of_parliament_who_go_are_saved_from_their_election_on():
    """50 of the House from 15 March 2017, at 290,000 euro each: 50 euro for each of the 290,000 inhabitants then."""
    lever = {"lever": "smaller_parliament", "date": "2016-01-01", "house": 100, "source": "assumption"}
    given = {"name": "x", "territory": str(TOY), "horizon": {"start": 2011, "end": 2018}}
    behaviour = {"parliament.cost_per_member": 290_000.0}
    runs = [ReformModel(Scenario(**given, levers=levers, behaviour=behaviour)).run() for levers in ((), (lever,))]
    without, with_it = (money.spending(Snapshots([run])) for run in runs)
    saved = (without - with_it) * Snapshots(runs[:1]).inhabitants
    assert saved[1:] == pytest.approx([0.0] * 6 + [50 * 290_000] * 2)


def test_officials_of_agencies_that_end_come_to_the_ministries_and_nothing_is_saved_or_spent_by_it():
    """Of 120 agencies 110 are left, at 100 people each: 1,000 officials more."""
    world = world_of(bare(), agencies__staff_each=100.0)
    start = snapshot(world)
    before = value("civil_servants", world, start), value("spending_per_inhabitant", world, start)
    carry_out(world, SetRule("agencies.counts", (110,)), "a test")
    assert value("civil_servants", world, start) == pytest.approx(before[0] + 1_000)
    assert value("spending_per_inhabitant", world, start) == before[1]


def test_officials_who_go_are_saved_and_missed_at_the_tasks_of_their_layer():
    """A tenth of 9.7 per 1,000: 281.3 people; at a weight of 1 a tenth of the adequacy of what municipalities carry."""
    world = world_of(bare(), capacity__staff=1.0, staff__cost=80_000.0)
    start, before = snapshot(world), value("spending_per_inhabitant", world)
    capacity = world.state.capacity[:12].copy()
    carry_out(world, CutStaff("gemeente", 0.1), "a test")
    assess(world)
    assert before - value("spending_per_inhabitant", world, start) == pytest.approx(281.3 * 80_000 / 290_000)
    assert world.state.capacity[:12] == pytest.approx(0.9 * capacity)
