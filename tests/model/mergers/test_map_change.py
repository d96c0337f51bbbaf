"""A merger takes effect: what the new municipality inherits, is given and costs."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.law.formulas import merger_grant
from reformsim.model.government.demography import grow
from reformsim.model.mergers.mapchange import Merging, merge, merge_all, passed, settle
from reformsim.model.mergers.procedures import Procedure
from reformsim.model.money import spent_before
from reformsim.model.world import World
from reformsim.tasks import LAYERS
from tests.model.worlds import bare, events, found, row, statutory, toy, world_of

GEMEENTE = LAYERS.index("gemeente")

WITHIN = 2 / 3 * math.sqrt(50 / math.pi)
"""Mean way to the middle of a unit of 50 km2: 2.6596 km."""


def on_1_january(world: World, year: int, *groups: str) -> list[int]:
    """Merge groups ("T01 T04") as the first phase of a year does, and let the year's population come in."""
    world.state.year = year
    new = {}
    for codes in groups:
        rows = tuple(row(world, c) for c in codes.split())
        new[merge(world, rows, "a test")] = rows
    settle(world, new)
    grow(world.state, world.path[year])
    return list(new)


def test_inhabitants_units_and_area_are_conserved():
    world = world_of(bare())
    (new,) = on_1_january(world, 2012, "T01 T04")
    state = world.state
    assert state.population[new] == round(4_000 * 1.01) + round(12_000 * 1.01)
    assert state.population.sum() == state.unit_population.sum() == 292_900
    assert state.area[new] == 100 and state.n_units[new] == 2
    assert np.flatnonzero(state.owner == new).tolist() == [0, 3]


@given(st.lists(st.sets(st.integers(0, 11), min_size=2, max_size=4), max_size=5))
def test_whatever_merges_every_unit_has_one_living_municipality_and_nobody_is_lost(groups):
    world, gone = world_of(statutory()), set()
    state = world.state
    for year, group in enumerate(groups, start=2012):
        rows = {int(state.owner[u]) for u in group}
        if len(rows) < 2:
            continue
        on_1_january(world, year, " ".join(state.codes[r] for r in rows))
        gone |= rows
    assert state.alive[state.owner].all() and not gone & set(state.live.tolist())
    assert state.population[state.live].sum() == state.unit_population.sum()
    assert state.n_units[state.live].sum() == 12 and state.area[state.live].sum() == pytest.approx(620)
    assert len(set(state.codes)) == len(state.codes), "no code is used twice"
    assert (state.unit_province == state.province[state.owner]).all()
    bodies = state.bodies
    assert (bodies.sizes()[bodies.alive[: bodies.count]] >= 2).all() and state.alive[bodies.edge_row].all()
    shared = state.executor[state.live]
    assert bodies.alive[shared[shared >= 0]].all()
    assert (state.carrier[state.live][shared >= 0] == LAYERS.index("gemeente")).all()


def test_the_new_municipality_is_named_and_seated_after_its_largest_member():
    world = world_of(bare())
    (new,) = on_1_january(world, 2012, "T01 T02 T04")
    state = world.state
    assert state.codes[new] == "T04+3" and state.names[new] == "Dorperhout c.a."
    assert (state.hall_x[new], state.hall_y[new]) == (0, 20_000)
    assert state.founded[new] == 2012


def test_a_second_merger_gives_a_code_never_used_before():
    world = world_of(bare())
    on_1_january(world, 2012, "T01 T04")
    (again,) = on_1_january(world, 2013, "T04+2 T02")
    assert world.state.codes[again] == "T04+3"
    assert np.flatnonzero(world.state.owner == again).tolist() == [0, 1, 3]
    assert world.state.leader[again] == 3


def test_the_key_is_that_of_the_set_of_units_however_it_came_about():
    one, other = world_of(bare()), world_of(bare())
    (at_once,) = on_1_january(one, 2012, "T01 T02 T04")
    on_1_january(other, 2012, "T01 T04")
    (in_steps,) = on_1_january(other, 2013, "T04+2 T02")
    assert one.state.key[at_once] == other.state.key[in_steps]


@pytest.mark.parametrize(
    ("group", "seats", "aldermen"),
    [
        # 16,000 inhabitants on 1 January 2011: 17 seats; 3.4 -> 3 aldermen at most, 2.5 -> 3 in office.
        ("T01 T04", 17, 3),
        # 15,000 is the upper end of a class: 15 seats (T02 9,000 and T07 6,000).
        ("T02 T07", 15, 3),
        # 46,000: 29 seats; 5.8 -> 6 at most, 5.0 -> 5 in office.
        ("T08 T09", 29, 5),
        # 165,000: 39 seats; 7.8 -> 8, 6.7 -> 7.
        ("T05 T06", 39, 7),
    ],
)
def test_the_council_has_the_seats_for_the_inhabitants_of_1_january_of_the_election_year(group, seats, aldermen):
    """Wet arhi art. 55(1): elected in November 2011 on the population of 1 January 2011."""
    world = world_of(bare())
    (new,) = on_1_january(world, 2012, group)
    assert (world.state.seats[new], world.state.aldermen[new]) == (seats, aldermen)
    assert world.state.council_year[new] == 2011


def test_the_council_for_2013_goes_by_the_inhabitants_of_1_january_2012():
    """T02 and T07 grow from 15,000 in 2011 (15 seats) to 15,150 in 2012 (17 seats) and 15,300 in 2013."""
    world = world_of(bare())
    (new,) = on_1_january(world, 2013, "T02 T07")
    assert world.state.seats[new] == 17 and world.state.council_year[new] == 2012


def test_the_way_to_the_town_hall_by_hand():
    """T01 and T04: hall in T04. T04's 12,000 go 2.66 km; T01's 4,000 go sqrt(10^2 + 2.66^2) = 10.35 km."""
    world = world_of(bare())
    (new,) = on_1_january(world, 2012, "T01 T04")
    wanted = (12_000 * WITHIN + 4_000 * math.hypot(10, WITHIN)) / 16_000
    assert world.state.travel[new] == pytest.approx(wanted) and wanted == pytest.approx(4.58, abs=0.01)


def test_the_grant_is_that_of_the_law_and_the_cost_that_of_the_parameter():
    """T01, T02, T04 (4,000, 9,000, 12,000): 13,000 outside the largest, at 120 euro: 1.56 million.

    Grant (Bfv 2001, item 45): (2,245,440 * 2 + 53.29 * 13,000) * 1.45 = 7,516,292.50 euro.
    """
    world = world_of(bare(), merger__cost_per_inhabitant=120, merger__common_pool=0)
    on_1_january(world, 2012, "T01 T02 T04")
    assert world.state.merger_cost == 1_560_000
    assert world.state.merger_grants == pytest.approx((2_245_440 * 2 + 53.29 * 13_000) * 1.45)
    assert world.state.merger_grants == pytest.approx(merger_grant(world.law, date(2012, 1, 1), [4e3, 9e3, 12e3]))


def test_what_parts_spend_on_the_eve_of_a_merger_grows_with_what_others_will_pay():
    """T01 (4,000) and T04 (12,000), each with the same money a head: 2 * 0.75 of the rate, and 2 * 0.25 of it."""
    world = world_of(bare(), merger__cost_per_inhabitant=0, merger__common_pool=0.02)
    state = world.state
    a_head = float((state.carrier[row(world, "T01")] == GEMEENTE) @ state.budget)
    on_1_january(world, 2012, "T01 T04")
    assert state.merger_cost == pytest.approx(0.02 * a_head * (4_000 * 1.5 + 12_000 * 0.5))


def test_parts_that_are_alike_spend_just_the_rate():
    world = world_of(bare(), merger__common_pool=0.02)
    rows = np.array([row(world, code) for code in ("T01", "T02", "T04")])
    world.state.population[rows] = 10_000
    a_head = float((world.state.carrier[rows[0]] == GEMEENTE) @ world.state.budget)
    assert spent_before(world, rows) == pytest.approx(0.02 * a_head * 30_000)


@pytest.mark.parametrize("route", ["below", "above"])
def test_a_merger_from_above_is_remembered_as_such(route):
    world = world_of(bare())
    rows = (row(world, "T01"), row(world, "T04"))
    world.state.year = 2012
    (new,) = merge_all(world, passed(world, [Procedure(rows, 1, 2009, route, passed=3)]))
    assert world.state.joined[new] == pytest.approx(0.375)
    assert world.state.imposed[new] == pytest.approx(0.375 if route == "above" else 0.0)


def test_a_body_of_municipalities_that_became_one_lapses_and_others_give_the_seat_to_the_successor():
    world = world_of(bare())
    inside, across = found(world, "T01 T04", "taxes"), found(world, "T01 T02 T04", "waste")
    (new,) = on_1_january(world, 2012, "T01 T04")
    bodies = world.state.bodies
    assert not bodies.alive[inside] and bodies.alive[across]
    assert bodies.members(across).tolist() == [row(world, "T02"), new]
    assert world.state.memberships[new] == 1 and world.state.memberships[row(world, "T02")] == 1
    assert [e.subject for e in world.events if e.kind == "body_dissolved"] == [bodies.names[inside]]
    k = world.tasks.index("taxes")
    assert world.state.executor[new, k] == -1, "what the lapsed body did the new municipality does itself"


def test_two_mergers_of_one_day_inside_one_body_leave_it_two_members():
    world = world_of(bare())
    body = found(world, "T01 T04 T08 T09", "taxes")
    new = on_1_january(world, 2012, "T01 T04", "T08 T09")
    assert world.state.bodies.alive[body] and world.state.bodies.members(body).tolist() == new


def test_a_task_goes_on_as_most_inhabitants_were_served():
    """T01 (4,000) and T02 (9,000) against T04 (12,000), alone or in another body."""
    world = world_of(bare())
    with_others = found(world, "T01 T02 T03", "taxes")
    found(world, "T01 T03", "waste")
    (new,) = on_1_january(world, 2012, "T01 T02 T04")
    taxes, waste = (world.tasks.index(t) for t in ("taxes", "waste"))
    assert world.state.executor[new, taxes] == with_others, "13,000 of 25,000 were served by the body"
    assert world.state.executor[new, waste] == -1, "21,000 of 25,000 were not"


def test_a_plusregio_keeps_its_task_in_the_whole_of_a_municipality_it_has_a_part_of():
    """T01 is outside the plusregio, T02 inside."""
    world = world_of(statutory())
    (new,) = on_1_january(world, 2012, "T01 T02")
    k = world.tasks.index("housing_programme")
    assert world.state.carrier[new, k] == LAYERS.index("regio")
    (plus,) = world.state.bodies.of_kind("plusregio")
    assert new in world.state.bodies.members(plus)


def test_a_merger_across_safety_regions_stays_in_the_region_of_its_largest_member():
    """T03 (20,000 inhabitants) lies in VR1, T09 (30,000) in VR2."""
    world = world_of(statutory())
    state, bodies = world.state, world.state.bodies
    old, kept = (bodies.of_region("safety_region", region) for region in ("VR1", "VR2"))
    (new,) = on_1_january(world, 2012, "T03 T09")
    assert new in bodies.members(kept) and new not in bodies.members(old)
    assert state.executor[new, world.tasks.index("safety")] == kept
    assert len(bodies.members(old)) == 5 and len(bodies.members(kept)) == 6


def test_a_merger_across_a_provincial_border_moves_the_border():
    """T04 (12,000, province PA) and T07 (6,000, PB): T07's inhabitants go over to PA."""
    world = world_of(bare())
    (new,) = on_1_january(world, 2012, "T04 T07")
    assert world.state.province[new] == 0
    assert world.state.unit_province[[3, 6]].tolist() == [0, 0]
    assert world.state.unit_population[world.state.unit_province == 0].sum() == round(216_000 * 1.01)


def test_the_event_tells_who_became_what():
    world = world_of(toy())
    on_1_january(world, 2012, "T01 T04")
    assert events(world, "merger") == [("T01", "T04")]
    event = next(e for e in world.events if e.kind == "merger")
    assert (event.year, event.subject) == (2012, "T04+2")


def test_mergers_of_one_day_give_what_they_give_one_after_another():
    groups = [tuple(row(world_of(bare()), c) for c in codes.split()) for codes in ("T01 T04", "T02 T03", "T05 T06 T07")]
    together, apart = world_of(bare()), world_of(bare())
    for world in (together, apart):
        world.state.year = 2012
    new = merge_all(together, [Merging(rows, "a test") for rows in groups])
    assert new == [merge(apart, rows, "a test") for rows in groups]
    for name in ("owner", "alive", "population", "seats", "aldermen", "executor", "key", "live", "unit_province"):
        assert np.array_equal(getattr(together.state, name), getattr(apart.state, name)), name
    assert together.events == apart.events
