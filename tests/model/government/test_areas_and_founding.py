"""Bodies that a reform founds, provinces that sit together, and the economy: by hand on the toy province."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reformsim.levers.changes import AbolishBodies, Change, FoundBody, JoinProvinces, MergeProvinces, MoveTask, SetRule
from reformsim.measures import Snapshots
from reformsim.measures.places.areas import congestion, governments_in, units_of
from reformsim.measures.places.randstad import boards_that_agree, economy, growth
from reformsim.model.cooperation.areas import area_pull
from reformsim.model.cooperation.departures import end
from reformsim.model.government.reforms import carry_out
from reformsim.model.recording import history_of, snapshot
from reformsim.model.world import World
from reformsim.tasks import LAYERS
from reformsim.territory import Area
from reformsim.world.commuting import flows, staying, work_at_home
from tests.model.worlds import assess, events, last, neighbours_of, row, seen, statutory, toy, value, world_of

PROVINCIE, GEMEENTE, REGIO = (LAYERS.index(x) for x in ("provincie", "gemeente", "regio"))
CITY = ("T02", "T04", "T05", "T06")
NORTH, SOUTH = tuple(f"T0{i}" for i in range(1, 7)), ("T07", "T08", "T09", "T10", "T11", "T12")
TRANSPORT = ("regional_transport",)


def after(*changes: Change, **changed: float) -> World:
    world = world_of(statutory(), **changed)
    for change in changes:
        carry_out(world, change, "a test")
    assess(world)
    return world


def authority(units: tuple[str, ...] | None, **more: object) -> FoundBody:
    facts = {"carries": True, "cedes": ("gemeente", "provincie"), "provinces": ("PA", "PB"), **more}
    return FoundBody("Authority", "infrastructure_authority", units, TRANSPORT, **facts)  # type: ignore[arg-type]


def layers(world: World, code: str) -> float:
    s, k = seen(world), world.tasks.index("regional_transport")
    return float(last(s, s.layers)[world.state.live.tolist().index(row(world, code)), k])


def boards(world: World) -> dict[str, float]:
    """Provincial boards that must agree in the whole country, by task on which provinces have a say."""
    number = boards_that_agree(seen(world), np.arange(12))[-1].tolist()
    return {t: n for t, n, say in zip(world.tasks.ids, number, world.state.involved[:, PROVINCIE], strict=True) if say}


# --- founding --------------------------------------------------------------------------------------------


def test_an_authority_of_all_carries_transport_everywhere_and_alone_but_for_the_rijk():
    """Before: Rijk, province, municipality, and in the plusregio that too. After: Rijk and authority."""
    assert (layers(world_of(statutory()), "T01"), layers(world_of(statutory()), "T05")) == (3, 4)
    world = after(authority(None))
    k = world.tasks.index("regional_transport")
    assert set(world.state.carrier[world.state.live, k].tolist()) == {REGIO}
    assert (layers(world, "T01"), layers(world, "T05")) == (2, 2)


def test_the_plusregio_within_hands_transport_over_and_keeps_its_other_task():
    world = after(authority(NORTH))
    (plus,) = world.state.bodies.of_kind("plusregio")
    held = {t for k, t in enumerate(world.tasks.ids) if world.state.bodies.tasks[plus, k]}
    assert held == {"housing_programme"}


def test_a_plusregio_that_lies_only_partly_within_stays_beside_it():
    world = after(authority(("T05", "T06")))
    assert layers(world, "T05") == 2 and layers(world, "T02") == 4
    (plus,) = world.state.bodies.of_kind("plusregio")
    assert world.state.bodies.tasks[plus, world.tasks.index("regional_transport")]


def test_outside_its_area_an_authority_changes_nothing():
    world, before = after(authority(NORTH)), world_of(statutory())
    for code in SOUTH:
        assert (world.state.carrier[row(world, code)] == before.state.carrier[row(before, code)]).all()
        assert layers(world, code) == layers(before, code) == 3
        assert world.state.memberships[row(world, code)] == before.state.memberships[row(before, code)]


def test_a_body_whose_task_moves_away_gives_the_say_back_and_ends():
    world = after(authority(None), MoveTask("regional_transport", "provincie"))
    assert world.state.bodies.of_kind("infrastructure_authority") == []
    assert not world.state.ceded.any() and layers(world, "T01") == 3


def test_what_a_founded_body_replaces_leaves_it_what_it_took():
    world = after(authority(CITY), AbolishBodies("plusregio", (), ("WP1",)))
    k, house = world.tasks.index("regional_transport"), world.tasks.index("housing_programme")
    assert world.state.carrier[row(world, "T05"), k] == REGIO
    assert world.state.carrier[row(world, "T05"), house] == GEMEENTE
    assert world.state.bodies.of_kind("plusregio") == []


def test_a_body_of_one_municipality_is_not_founded():
    world = after(authority(("T05",)))
    assert world.state.bodies.of_kind("infrastructure_authority") == [] and len(world.state.arrangements) == 0


def test_a_body_that_does_not_carry_does_municipal_tasks_for_its_members():
    world = after(FoundBody("Joint waste", "joint", CITY, ("waste", "nature")))
    (body,) = world.state.bodies.of_kind("joint")
    waste, nature = world.tasks.index("waste"), world.tasks.index("nature")
    assert {int(world.state.executor[row(world, c), waste]) for c in CITY} == {body}
    assert world.state.executor[row(world, "T05"), nature] == -1, "nature is not a municipal task"


def test_binding_cooperation_does_not_end_by_chance_and_voluntary_does():
    for binding, left in ((True, 1), (False, 0)):
        world = after(
            FoundBody("C", "binding_cooperation", NORTH, (), ("spatial_planning",), binding=binding),
            cooperation__ending=1.0 - 1e-12,
        )
        end(world, neighbours_of(world))
        assert len(world.state.bodies.of_kind("binding_cooperation")) == left


def test_binding_cooperation_draws_its_members_only_and_as_hard_as_said():
    world = after(
        FoundBody("C", "binding_cooperation", CITY, (), ("spatial_planning",)),
        SetRule("cooperation.binding_strength", 0.5),
        cooperation__binding_pull=2.0,
    )
    pull = area_pull(world, np.array([row(world, "T05"), row(world, "T01")]))
    assert pull.tolist() == [1.0, 0.0]


# --- provinces that sit together -------------------------------------------------------------------------


def test_an_arrangement_of_provinces_is_a_node_with_a_relation_to_each():
    world = after(JoinProvinces("D", "delta", ("PA", "PB")))
    before, now = seen(world_of(statutory())), seen(world)
    assert (now.nodes[-1] - before.nodes[-1], now.relations[-1] - before.relations[-1]) == (1, 2)
    assert events(world, "provinces_joined") == [("PA", "PB")]


def test_a_province_in_a_body_is_a_relation_more():
    alone, joined = (seen(after(authority(None, provinces=p))) for p in ((), ("PA", "PB")))
    assert joined.relations[-1] - alone.relations[-1] == 2 and joined.nodes[-1] == alone.nodes[-1]


def test_boards_that_must_agree_are_those_with_a_say_less_the_relief():
    """Two provinces; bound together with relief 0.5 they count as 1.5, a year later as 1 + 0.5 exp(-0.1) less."""
    assert set(boards(world_of(statutory())).values()) == {2.0}
    world = after(JoinProvinces("D", "delta", ("PA", "PB")), coordination__fading=0.1)
    assert set(boards(world).values()) == {1.5}
    world.state.year += 1
    assert boards(world)["nature"] == pytest.approx(2 - 0.5 * np.exp(-0.1))


def test_an_agenda_helps_its_own_tasks_only():
    world = after(JoinProvinces("A", "joint_agenda", ("PA", "PB"), ("nature",), binding=False))
    number = boards(world)
    assert number.pop("nature") == 1.75 and set(number.values()) == {2.0}


def test_issues_are_resolved_by_the_cost_of_each_further_board():
    """Cost 0.1 with two boards: 1 / 1.1; with one province: all; without cost: all."""
    assert value("area_issue_resolution", world_of(statutory())) == pytest.approx(1 / 1.1)
    assert value("area_issue_resolution", after(MergeProvinces(("PA", "PB"), "Eenland", "PE"))) == 1.0
    free = after(coordination__between_provinces=0.0)
    assert value("area_issue_resolution", free) == 1.0


def test_merged_provinces_hand_their_seats_on_and_an_arrangement_between_them_lapses():
    world = after(
        authority(None),
        JoinProvinces("D", "delta", ("PA", "PB")),
        MergeProvinces(("PA", "PB"), "Eenland", "PE"),
    )
    (one,) = world.state.arrangements.living(world.state.bodies.alive)
    assert (one.name, one.provinces) == ("Authority", frozenset({2}))
    assert events(world, "arrangement_lapsed") == [("PE",)]


def test_provinces_that_have_become_one_do_not_join():
    world = after(MergeProvinces(("PA", "PB"), "Eenland", "PE"), JoinProvinces("D", "delta", ("PA", "PB")))
    assert len(world.state.arrangements) == 0
    world = after(MergeProvinces(("PA", "PB"), "Eenland", "PE"), authority(None))
    (one,) = world.state.arrangements.living(world.state.bodies.alive)
    assert one.provinces == frozenset({2}), "the new province sits where the old ones were named"


def test_the_fixed_sum_of_a_province_goes_with_it():
    """Two provinces at 7.488 million euro in 2011, then one."""
    assert value("provincial_fixed_sum", world_of(statutory())) == pytest.approx(2 * 7.48807696)
    assert value("provincial_fixed_sum", after(MergeProvinces(("PA", "PB"), "Eenland", "PE"))) == pytest.approx(
        7.48807696
    )


# --- areas -----------------------------------------------------------------------------------------------


def test_governments_of_a_place_are_counted_one_by_one():
    """T07-T12: Rijk, province PB, 2 water boards, 6 municipalities, police, safety, health, 3 labour-market regions."""
    world = world_of(statutory())
    south = np.array([world.territory.index(code) for code in SOUTH])
    assert governments_in(seen(world), south)[-1] == 1 + 1 + 2 + 6 + 6


def test_a_territory_without_areas_is_measured_as_a_whole_and_one_with_them_in_part():
    assert [len(units) for units in units_of(seen(world_of(toy())), "randstad")] == [12]
    named = replace(statutory(), areas=(Area(name="randstad", title="R", units=SOUTH, source="invented"),), hash="")
    s = seen(world_of(named))
    assert governments_in(s, units_of(s, "randstad")[0])[-1] == 16


def test_transport_coheres_by_the_chance_that_two_have_the_same_owner():
    """Plusregio 186,000, province PA 24,000, PB 80,000 of 290,000; with one authority for all: 1."""
    shares = np.array([186, 24, 80]) / 290
    assert value("accessibility_coherence", world_of(statutory())) == pytest.approx((shares**2).sum())
    assert value("accessibility_coherence", after(authority(None))) == 1.0


def test_urban_bodies_gain_on_the_province_when_transport_goes_to_one():
    assert value("urban_body_to_province", after(authority(None))) > value(
        "urban_body_to_province", world_of(statutory())
    )


def test_the_economy_grows_less_where_congestion_rises_and_not_at_all_by_it_without_the_claim():
    """1 % growth, weight 0.5, congestion 20 % up: 1 % x (1 - 0.1) = 0.9 %."""
    assert growth(0.01, 0.5, 1.2) == pytest.approx(1.009)
    assert growth(0.01, 0.0, 1.2) == pytest.approx(1.01)


def test_the_economy_is_100_in_the_first_year_and_grows_by_the_congestion_of_each_year_after_it():
    """1 % in a year without reform; with the authority the more, the less congestion there is."""
    world = world_of(statutory(), economy__growth=0.01, economy__drukte_to_growth=0.5)
    years = [snapshot(world)]
    for change in ([], [authority(None)], []):
        world.state.year += 1
        for one in change:
            carry_out(world, one, "a test")
        assess(world)
        years.append(snapshot(world, years[-1]))
    s = Snapshots([history_of(world, years[0], years)])
    drukte = np.mean([part / part[0] for part in congestion(s)], axis=0)
    assert drukte[:3] == pytest.approx(1.0) and drukte[3] == drukte[4] != 1.0
    later = growth(0.01, 0.5, drukte[3])
    assert economy(s) == pytest.approx([100, 100, 101, 101 * later, 101 * later**2])


def test_congestion_there_falls_with_one_authority():
    """Fewer authorities per subject; a body more, as the plusregio keeps its other task."""
    worlds = (world_of(statutory()), after(authority(None)))
    (before, governments), (now, later) = (congestion(seen(world)) for world in worlds)
    assert now[-1] < before[-1] and later[-1] == governments[-1] + 1


# --- commuting -------------------------------------------------------------------------------------------


def test_workers_of_a_unit_go_somewhere_and_nearer_jobs_draw_more():
    f = flows(toy(), 6.0)
    assert np.bincount(f.home, weights=f.share) == pytest.approx(np.ones(12))
    from_t02 = {toy().codes[w]: s for h, w, s in zip(f.home, f.work, f.share, strict=True) if toy().codes[h] == "T02"}
    # T03 and T01 are 10 km away, T03 with five times the inhabitants of T01.
    assert from_t02["T03"] / from_t02["T01"] == pytest.approx(5.0)


def at_home(world: World, decline: float = 0.0) -> np.ndarray:
    """Share of the workers of each municipality that work in it, at a reach of 6 km."""
    state, years = world.state, world.state.year - world.territory.year
    stays = staying(toy(), 6.0, state.owner)
    return work_at_home(stays, state.owner, state.unit_population, years, decline, len(state.alive))


def test_a_merger_keeps_workers_at_home_and_years_take_them_away():
    world = world_of(statutory())
    alone = at_home(world)
    world.state.owner[world.state.owner == row(world, "T02")] = row(world, "T05")
    merged = at_home(world)
    assert merged[row(world, "T05")] > alone[row(world, "T05")] * 120 / 129
    world.state.year += 2
    assert at_home(world, 0.1) == pytest.approx(merged * 0.81)


def test_the_face_of_an_area_shows_who_governs_there():
    from reformsim.model import ReformModel
    from reformsim.model.faces.actors import NamedArea
    from reformsim.scenario import load_scenario

    model = ReformModel(load_scenario("baseline-2011"))
    faces = {area.name: area for area in model.agents_by_type[NamedArea]}
    four = faces["four_cities"]
    assert set(four.municipalities) == {"GM0344", "GM0363", "GM0518", "GM0599"} and four.largest == "GM0363"
    assert four.population == 311_367 + 779_808 + 495_083 + 610_386
    assert set(four.provinces) == {"PV26", "PV27", "PV28"}
    assert len(four.bodies) == int(np.isin(np.arange(model.state.bodies.count), four.bodies).sum()) > 20
