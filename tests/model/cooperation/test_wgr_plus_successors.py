"""The plusregio's and what came after them: successors that keep transport, as in reality, and the claim of drift."""

from __future__ import annotations

from datetime import date

import pytest

from reformsim.levers import LEVERS
from reformsim.levers.changes import AbolishBodies, SetRule
from reformsim.measures import measured
from reformsim.model import ReformModel
from reformsim.model.cooperation.autonomy import drift
from reformsim.model.government.reforms import carry_out
from reformsim.scenario import Scenario
from reformsim.tasks import LAYERS
from tests.model.worlds import assess, statutory, world_of

RIJK, PROVINCIE, GEMEENTE, REGIO = (LAYERS.index(x) for x in ("rijk", "provincie", "gemeente", "regio"))
AS_IN_2015 = {
    "lever": "abolish_wgr_plus",
    "date": date(2015, 1, 1),
    "source": "Besluit personenvervoer 2000 art. 36b",
    "tasks_to": {"regional_transport": "provincie", "housing_programme": "gemeente", "youth_care": "gemeente"},
    "successors": [
        {"name": "Vervoerregio Amsterdam", "regions": ["WP01"], "keeps": ["regional_transport"]},
        {"name": "Metropoolregio Rotterdam Den Haag", "regions": ["WP02", "WP03"], "keeps": ["regional_transport"]},
    ],
}
STILL = {
    "merger.constant": -20.0,
    "cooperation.founding": 0.0,
    "cooperation.joining": 0.0,
    "cooperation.leaving": 0.0,
    "cooperation.ending": 0.0,
}


@pytest.fixture(scope="module")
def model() -> ReformModel:
    lever = LEVERS["abolish_wgr_plus"].model_validate(AS_IN_2015)
    made = ReformModel(Scenario(name="2015", horizon={"start": 2011, "end": 2016}, levers=(lever,), behaviour=STILL))
    made.run()
    return made


def test_two_successors_carry_transport_on_and_provinces_get_it_elsewhere(model):
    """Stadsregio Amsterdam had 16 municipalities in 2011, Rotterdam 15 and Haaglanden 9."""
    state, k = model.state, model.world.tasks.index("regional_transport")
    bodies = state.bodies
    heirs = bodies.of_kind("successor")
    assert {bodies.names[b]: len(bodies.members(b)) for b in heirs} == {
        "Vervoerregio Amsterdam": 16,
        "Metropoolregio Rotterdam Den Haag": 24,
    }
    inside = {int(r) for b in heirs for r in bodies.members(b)}
    layers = {int(r): int(state.carrier[r, k]) for r in state.live}
    assert {layer for r, layer in layers.items() if r in inside} == {REGIO}
    assert {layer for r, layer in layers.items() if r not in inside} == {PROVINCIE}


def test_the_other_tasks_go_where_they_were_sent_also_in_the_areas_of_the_successors(model):
    state = model.state
    for task in ("housing_programme", "youth_care"):
        k = model.world.tasks.index(task)
        inside = {int(r) for b in state.bodies.of_kind("successor") for r in state.bodies.members(b)}
        assert {int(state.carrier[r, k]) for r in inside} == {GEMEENTE}


def test_the_plusregios_were_there_until_the_day(model):
    assert measured(model.history(), ["plusregios"]).values[:, 0].tolist() == [8, 8, 8, 8, 0, 0]


def test_a_successor_may_take_in_municipalities_beside_its_regions():
    """T02, T04, T05, T06 were the plusregio; T03 joins, and transport is regional there too, not with the province."""
    world = world_of(statutory())
    change = AbolishBodies(
        "plusregio",
        (("regional_transport", "provincie"),),
        None,
        (("Vervoerregio", ("WP1",)),),
        (("Vervoerregio", ("regional_transport",)),),
        (("Vervoerregio", ("T03",)),),
    )
    carry_out(world, change, "a test")
    assess(world)
    state, k = world.state, world.tasks.index("regional_transport")
    (heir,) = state.bodies.of_kind("successor")
    assert world.codes_of(state.bodies.members(heir)) == ("T02", "T03", "T04", "T05", "T06")
    assert {c for c, r in zip(world.territory.codes, state.live, strict=True) if state.carrier[r, k] == REGIO} == {
        "T02", "T03", "T04", "T05", "T06",
    }  # fmt: skip
    assert state.tiers[state.row_of("T03"), k] and not state.tiers[state.row_of("T01"), k]


# --- the claim that plusregio's tend to a tier of their own ----------------------------------------------


def says(world) -> int:
    return int(sum(world.state.bodies.say[b].sum() for b in world.state.bodies.of_kind("plusregio")))


def test_by_default_a_plusregio_keeps_to_its_field():
    world = world_of(statutory())
    before = says(world)
    for _ in range(10):
        world.state.year += 1
        drift(world)
    assert says(world) == before == 3 and not world.events


def test_with_drift_it_gains_a_say_a_year_until_no_municipal_task_is_left():
    """The chance can be set to 0.3; with every draw below it the say would grow by one a year."""
    world = world_of(statutory(), plusregio__autonomy_drift=0.3)
    gained = []
    for _ in range(200):
        world.state.year += 1
        before = says(world)
        drift(world)
        gained.append(says(world) - before)
    assert set(gained) == {0, 1}
    (body,) = world.state.bodies.of_kind("plusregio")
    municipal = (world.state.carrier[world.state.bodies.members(body)] == GEMEENTE).all(axis=0)
    assert world.state.bodies.say[body][municipal].all(), "after 200 years it has a say in everything"
    assert len([e for e in world.events if e.kind == "say_gained"]) == sum(gained)
    at = world.state.row_of("T05")
    assert world.state.tiers[at][municipal].all(), "and is a layer in all of it"


def test_who_is_not_a_member_is_not_touched_by_drift():
    world, still = (world_of(statutory(), plusregio__autonomy_drift=x) for x in (0.3, 0.0))
    for one in (world, still):
        for _ in range(50):
            one.state.year += 1
            drift(one)
    outside = [world.state.row_of(c) for c in ("T01", "T03", "T07", "T12")]
    assert (world.state.authorities[outside] == still.state.authorities[outside]).all()
    assert says(world) > says(still)


# --- the two-layer principle -----------------------------------------------------------------------------


def test_a_limit_of_layers_that_is_relaxed_gives_the_say_back():
    world = world_of(statutory())
    before = world.state.involved.copy()
    carry_out(world, SetRule("principles.max_layers", 2), "a test")
    assert (world.state.involved != before).any()
    carry_out(world, SetRule("principles.max_layers", 5), "a test")
    assert (world.state.involved == before).all()
