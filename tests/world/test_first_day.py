"""1 January 2011 as the model starts it, against what was published about that day."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.law import load_law
from reformsim.tasks import LAYERS, load_tasks
from reformsim.territory import load_territory
from reformsim.world.bodies import LEGAL
from reformsim.world.start import NEVER, mean_travel, start_state
from reformsim.world.state import State
from tests.model.worlds import bare, row, statutory, toy, world_of


@pytest.fixture(scope="module")
def netherlands() -> State:
    return start_state(load_territory("netherlands-2011"), load_law(), load_tasks())


def test_418_municipalities_in_12_provinces_hold_16_655_799_inhabitants(netherlands):
    assert len(netherlands.live) == 418 and netherlands.provinces.alive.sum() == 12
    assert netherlands.population.sum() == netherlands.unit_population.sum() == 16_655_799


def test_the_councils_of_2011_by_law_have_half_a_percent_more_seats_than_the_published_count(netherlands):
    """9,218 by Gemeentewet art. 8 against 9,168 in Staat van het Bestuur: 50 more, +0.55 %.

    The population of 1 January of the reference year of each council decides. Two things are not in the data:
    border corrections between that date and the election, and councils that a merger act gave other seats; the
    published series itself changes definition in 2011. The model follows the law and keeps the difference.
    """
    assert netherlands.seats.sum() == 9_218
    assert netherlands.seats.sum() / 9_168 - 1 == pytest.approx(0.0055, abs=0.0001)


@pytest.mark.parametrize(
    ("province", "seats"),
    [
        ("Groningen", 43), ("Fryslân", 43), ("Drenthe", 41), ("Overijssel", 47), ("Gelderland", 55), ("Flevoland", 39),
        ("Utrecht", 47), ("Noord-Holland", 55), ("Zuid-Holland", 55), ("Zeeland", 39), ("Noord-Brabant", 55),
        ("Limburg", 47),
    ],
)  # fmt: skip
def test_each_provincial_council_of_2011_has_the_seats_it_had(netherlands, province, seats):
    provinces = netherlands.provinces
    assert provinces.seats[provinces.names.index(province)] == seats


def test_the_provincial_councils_of_2011_have_566_members_and_60_deputies(netherlands):
    assert netherlands.provinces.seats.sum() == 566
    assert netherlands.provinces.deputies.sum() == 12 * 5


def test_there_are_25_water_boards_and_every_municipality_lies_in_one(netherlands):
    assert len(netherlands.water_boards.codes) == 25
    assert set(netherlands.water_boards.label.tolist()) == set(range(25))


def test_eight_plusregios_hold_112_municipalities_once_each(netherlands):
    bodies = netherlands.bodies
    members = np.concatenate([bodies.members(b) for b in bodies.of_kind("plusregio")])
    assert len(bodies.of_kind("plusregio")) == 8
    assert len(members) == len(set(members.tolist())) == 112


def test_25_safety_regions_cover_the_country_and_carry_out_safety_for_all(netherlands):
    bodies, safety = netherlands.bodies, load_tasks().index("safety")
    regions = bodies.of_kind("safety_region")
    assert len(regions) == 25 and sum(len(bodies.members(b)) for b in regions) == 418
    assert set(netherlands.executor[netherlands.live, safety].tolist()) == set(regions)


def test_the_network_has_exactly_the_698_public_and_1022_private_bodies_of_the_inventory(netherlands):
    bodies = netherlands.bodies
    legal = bodies.legal[: bodies.count]
    assert (legal == LEGAL.index("public")).sum() == 698
    assert (legal == LEGAL.index("private")).sum() == 1_022


def test_21_sub_municipal_councils_have_553_office_holders(netherlands):
    """Amsterdam 7 and Rotterdam 14; 203 + 29 and 272 + 49 office holders, 553 in all (Kamerstukken 33 017)."""
    s = netherlands.sub_municipal
    assert s.bodies.sum() == 21 and (s.councillors + s.executives).sum() == 553


def test_in_a_plusregio_the_region_carries_transport_and_elsewhere_the_province(netherlands):
    transport, bodies = load_tasks().index("regional_transport"), netherlands.bodies
    region = netherlands.carrier[netherlands.live, transport] == LAYERS.index("regio")
    carrying = [b for b in bodies.of_kind("plusregio") if bodies.tasks[b, transport]]
    inside = np.unique(np.concatenate([bodies.members(b) for b in carrying]))
    assert np.array_equal(netherlands.live[region], inside)
    assert (netherlands.carrier[netherlands.live[~region], transport] == LAYERS.index("provincie")).all()


# --- the toy province ------------------------------------------------------------------------------------


def test_the_toy_councils_have_the_seats_and_aldermen_of_the_law():
    """Aldermen: a fifth of the seats, rounded; of that 83.6 % in office, rounded; at least two.

    T05: 39 seats, 7.8 -> 8, 6.69 -> 7. T06: 27, 5.4 -> 5, 4.18 -> 4. T01: 11, 2.2 -> 2, 1.67 -> 2.
    """
    state = world_of(toy()).state
    assert state.seats[:12].tolist() == [11, 13, 17, 15, 39, 27, 11, 15, 21, 9, 19, 9]
    assert state.aldermen[:12].tolist() == [2, 3, 3, 3, 7, 4, 2, 3, 3, 2, 3, 2]


def test_only_a_municipality_whose_council_is_younger_than_the_regular_one_counts_as_new():
    state = world_of(toy()).state
    assert state.founded[1] == 2011, "T02 was formed on 1 January 2011"
    assert (np.delete(state.founded[:12], 1) == NEVER).all()


def test_the_mean_way_to_the_middle_of_a_disc_is_two_thirds_of_its_radius():
    # A disc of 100 pi km2 has a radius of 10 km.
    assert mean_travel(np.array([100.0 * np.pi]))[0] == pytest.approx(20.0 / 3.0)


def test_bodies_that_carry_in_their_own_right_take_the_task_from_their_members_only():
    world = world_of(toy())
    k, regio = world.tasks.index("housing_programme"), LAYERS.index("regio")
    inside = [c for c in toy().codes if world.state.carrier[row(world, c), k] == regio]
    assert inside == ["T02", "T04", "T05", "T06"]


def test_a_municipal_task_is_carried_out_by_the_obliged_body_before_any_other():
    world = world_of(toy())
    k, state = world.tasks.index("safety"), world.state
    kinds = {state.bodies.kinds[b] for b in state.executor[state.live, k]}
    assert kinds == {"safety_region"}


def test_a_territory_without_institutions_starts_with_none():
    state = world_of(bare()).state
    assert state.bodies.count == 0 and (state.executor == -1).all()
    k = load_tasks().index("housing_programme")
    assert (state.carrier[state.live, k] == LAYERS.index("gemeente")).all()


def test_a_start_state_is_fresh_for_every_run():
    one = world_of(statutory()).state
    one.population[0] = 1
    one.bodies.alive[:] = False
    one.provinces.seats[:] = 0
    one.sub_municipal.alive[:] = False
    one.codes.append("X")
    other = world_of(statutory()).state
    assert other.population[0] == 4_000 and other.bodies.alive[: other.bodies.count].all()
    assert other.provinces.seats.tolist() == [39, 39] and other.sub_municipal.alive.all() and len(other.codes) == 12
