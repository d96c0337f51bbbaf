"""Bestuurlijke drukte: each measure by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.levers.changes import AbolishSubMunicipal, MoveTask
from reformsim.measures.view.congruence import AT_ONCE, Seats, incongruence
from reformsim.model.cooperation.memberships import carry_regionally, dissolve
from reformsim.model.government.reforms import carry_out
from reformsim.model.mergers.mapchange import merge, settle
from reformsim.world.streams import keys_of
from tests.model.worlds import assess, bare, found, last, local, row, seen, statutory, value, world_of

TEN = keys_of(tuple(f"T{number:02}" for number in range(1, 11)))
"""Keys of ten municipalities."""


def oracle(sets: list[set[int]], row: int) -> float:
    """1 - sum of common members / sum of united members over ordered pairs of different bodies of a municipality."""
    mine = [s for s in sets if row in s]
    pairs = [(a, b) for i, a in enumerate(mine) for j, b in enumerate(mine) if i != j]
    if not pairs:
        return 0.0
    return 1.0 - sum(len(a & b) for a, b in pairs) / sum(len(a | b) for a, b in pairs)


def seats(snapshots: list[list[set[int]]]) -> Seats:
    """Ten municipalities in some snapshots, and the members of the bodies of each."""
    bodies = [(snap, members) for snap, sets in enumerate(snapshots) for members in sets]
    return Seats(
        body=np.array([b for b, (_, members) in enumerate(bodies) for _ in members], np.int64),
        member=np.array([10 * snap + m for snap, members in bodies for m in sorted(members)], np.int64),
        size=np.array([len(members) for _, members in bodies], np.int64),
        body_snap=np.array([snap for snap, _ in bodies], np.int64),
        key=np.tile(TEN, len(snapshots)),
        snap=np.arange(len(snapshots)).repeat(10),
    )


# Bodies that have ended have no members.
BODIES = st.lists(st.one_of(st.sets(st.integers(0, 9), min_size=2), st.just(set())), max_size=8)


@given(BODIES)
def test_incongruence_is_what_comparing_every_pair_of_bodies_gives(sets):
    assert incongruence(seats([sets])) == pytest.approx([oracle(sets, r) for r in range(10)])


@settings(max_examples=30)
@given(BODIES, BODIES, BODIES)
def test_the_incongruence_of_a_snapshot_does_not_depend_on_those_beside_it(one, other, third):
    """More snapshots than are counted together, with circles in common and without."""
    snapshots = ([one, other, one, third] * AT_ONCE)[: 2 * AT_ONCE + 3]
    wanted = [oracle(sets, r) for sets in snapshots for r in range(10)]
    assert incongruence(seats(snapshots)) == pytest.approx(wanted)


def test_bodies_with_the_same_members_are_congruent_and_disjoint_ones_hardly():
    """Two bodies {T01, T04}: 0. {T01, T04} and {T01, T02}: one common of three united: 1 - 1/3."""
    world = world_of(bare())
    found(world, "T01 T04", "taxes")
    found(world, "T01 T04", "waste")
    assert local("incongruence", world)[row(world, "T01")] == 0.0
    world = world_of(bare())
    found(world, "T01 T04", "taxes")
    found(world, "T01 T02", "waste")
    assert local("incongruence", world)[[0, 1, 3]] == pytest.approx([2 / 3, 0.0, 0.0])
    # Weighed by inhabitants: 4,000 of 290,000 live in T01.
    assert value("incongruence", world) == pytest.approx(2 / 3 * 4 / 290)


def share(world, task: str) -> float:
    """Share of a task in the basket: its budget among those of all tasks of the catalogue."""
    return world.tasks[task].budget / world.tasks.budget.sum()


def test_authorities_per_subject_by_hand():
    """A single task 'taxes' has one layer (the municipality). T01 and T04 add a body; T05 its deelgemeenten.

    The other 23 tasks count as they stand, so the difference to a world without the body is one authority on a
    task of 15 of 2,795 euro for 16,000 of 290,000 inhabitants.
    """
    plain, shared = world_of(bare()), world_of(bare())
    found(shared, "T01 T04", "taxes")
    k = shared.tasks.index("taxes")
    s = seen(shared)
    authorities = last(s, s.authorities)[:, k]
    assert authorities[[row(shared, c) for c in ("T01", "T02", "T04", "T05")]].tolist() == [2, 1, 2, 2]
    gained = value("authorities_per_subject", shared) - value("authorities_per_subject", plain)
    assert gained == pytest.approx(16 / 290 * 15 / 2795.43)


def test_subjects_weigh_the_same_whatever_they_cost_later():
    """The basket is the catalogue's: a discount, or a budget that grows, moves nothing."""
    world = world_of(statutory())
    before = [value(name, world) for name in ("authorities_per_subject", "layers_per_subject")]
    world.state.budget[world.tasks.index("police")] *= 3.0
    assert [value(name, world) for name in ("authorities_per_subject", "layers_per_subject")] == before


def test_a_region_in_its_own_right_counts_once_as_a_body_and_not_as_a_layer_too():
    """Housing programme: gemeente, provincie, rijk. T02 lies in the plusregio that carries it: one authority more."""
    world = world_of(statutory())
    s = seen(world)
    authorities, housing = last(s, s.authorities), world.tasks.index("housing_programme")
    assert authorities[[row(world, "T01"), row(world, "T02")], housing].tolist() == [3, 4]


def test_who_joins_a_city_with_deelgemeenten_does_not_come_under_one():
    """T05 has deelgemeenten, its neighbour none: 120,000 of those of the new municipality live in one, as before."""
    world = world_of(bare())
    # Without a police region the police falls to the municipalities, and so under deelgemeenten, before the merger too.
    carry_regionally(world.state, world.state.live, world.tasks.carrier_index)
    rows = (row(world, "T01"), row(world, "T05"))
    before = value("authorities_per_subject", world), value("layers_per_subject", world)
    settle(world, {merge(world, rows, "a test"): rows})
    assess(world)
    s = seen(world)
    assert last(s, s.sub_municipal_share).max() == pytest.approx(120 / 124)
    assert (value("authorities_per_subject", world), value("layers_per_subject", world)) == pytest.approx(before)


def test_layers_count_a_region_in_its_own_right_and_sub_municipal_councils_but_no_ordinary_body():
    """Housing programme: gemeente, provincie, rijk: 3. In the plusregio also the region: 4.

    Taxes: the municipality alone: 1, in Eemstad with its deelgemeenten 2, however many bodies there are.
    """
    world = world_of(statutory())
    found(world, "T01 T04", "taxes")
    s = seen(world)
    layers = last(s, s.layers)
    housing, taxes = (world.tasks.index(t) for t in ("housing_programme", "taxes"))
    assert {c: layers[row(world, c), housing] for c in ("T01", "T02", "T05")} == {"T01": 3, "T02": 4, "T05": 4}
    assert {c: layers[row(world, c), taxes] for c in ("T01", "T02", "T05")} == {"T01": 1, "T02": 1, "T05": 2}


def test_abolishing_sub_municipal_councils_takes_a_layer_off_every_municipal_task_of_eemstad():
    world = world_of(bare())
    s, before = seen(world), value("layers_per_subject", world)
    municipal = (last(s, s.municipal)[row(world, "T05")] * s.basket).sum()
    carry_out(world, AbolishSubMunicipal(), "a test")
    assert before - value("layers_per_subject", world) == pytest.approx(municipal * 120 / 290)


def test_subjects_with_more_than_two_layers_by_hand():
    """Without bodies: youth care, planning, economy, transport, Wadden fund, housing, permits and water have three
    layers, nature four: 9 of 24. Eemstad's deelgemeenten add one layer to each of its municipal tasks: those with
    two layers come to three.
    """
    world = world_of(bare())
    s = seen(world)
    layers = last(s, s.layers)
    three = {t.id for k, t in enumerate(world.tasks.tasks) if layers[row(world, "T01"), k] > 2}
    assert three == {
        "youth_care", "spatial_planning", "regional_economy", "nature", "regional_transport", "wadden_fund",
        "housing_programme", "environmental_permits", "water_management",
    }  # fmt: skip
    with_tier = {t.id for k, t in enumerate(world.tasks.tasks) if layers[row(world, "T05"), k] > 2}
    two_municipal = {t.id for t in world.tasks.tasks if t.carrier == "gemeente" and len(t.involved) == 2}
    assert with_tier == three | two_municipal
    wanted = (9 * 170 + (9 + len(two_municipal)) * 120) / 290 / 24
    assert value("subjects_over_two_layers", world) == pytest.approx(wanted)


def test_a_reform_that_takes_a_layers_say_away_shows_in_the_layers():
    world = world_of(bare())
    before = value("layers_per_subject", world)
    carry_out(world, MoveTask("youth_care", "gemeente", ("rijk", "gemeente")), "a test")
    k = world.tasks.index("youth_care")
    s = seen(world)
    assert last(s, s.layers)[row(world, "T01"), k] == 2
    # One of three layers less for all; in Eemstad the deelgemeenten get a say, so there it stays three.
    assert before - value("layers_per_subject", world) == pytest.approx(170 / 290 * share(world, "youth_care"))


def test_nodes_and_relations_of_the_toy_province_counted_by_hand():
    """Statutory bodies only. Nodes: Rijk 1, provinces 2, water boards 2, municipalities 12, deelgemeenten 3,
    bodies 1 + 3 + 1 + 2 + 2 = 9: 29. Relations: memberships 12 + 12 + 4 + 12 + 12 = 52, 12 municipalities with their
    province, 2 provinces with the Rijk: 66.
    """
    world = world_of(statutory())
    assert value("governance_nodes", world) == 29 and value("governance_relations", world) == 66


def test_relations_to_keep_up_are_memberships_divided_by_municipalities():
    assert value("relations_to_keep_up", world_of(statutory())) == pytest.approx(52 / 12)


def test_board_positions_are_shared_among_administrators_of_all_kinds():
    world = world_of(statutory())
    wanted = value("board_positions", world) / value("administrators_total", world)
    assert value("board_positions_per_administrator", world) == pytest.approx(wanted)


def test_dissolved_bodies_are_no_nodes():
    world = world_of(statutory())
    dissolve(world.state, world.state.bodies.of_kind("safety_region"))
    assess(world)
    # Two bodies and their twelve memberships less.
    assert value("governance_nodes", world) == 27 and value("governance_relations", world) == 54
