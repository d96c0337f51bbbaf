"""The first day with recorded bodies: what is known, what the law asks for, and what counts have beyond both."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest

from reformsim.law import load_law
from reformsim.network import load_record
from reformsim.tasks import LAYERS, load_tasks
from reformsim.territory import load_territory
from reformsim.world.bodies import ORIGINS, Bodies
from reformsim.world.network import first_bodies
from reformsim.world.start import start_state
from reformsim.world.state import State
from tests.model.worlds import toy

RECORD = load_record("netherlands")
RECORDED, DRAWN = ORIGINS.index("recorded"), ORIGINS.index("drawn")
YEARS = (2003, 2011, 2014, 2018, 2026)


def state(year: int, network: str = "recorded") -> State:
    return start_state(load_territory("netherlands", year), load_law(), load_tasks(), network)


def named(bodies: Bodies, name: str) -> int:
    return bodies.names.index(name)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("network", ["recorded", "both"])
def test_every_body_has_at_least_two_members_and_none_twice(year: int, network: str):
    bodies = state(year, network).bodies
    assert bodies.sizes().min() >= 2
    pairs = np.column_stack([bodies.edge_body, bodies.edge_row])
    assert len(np.unique(pairs, axis=0)) == len(pairs)


@pytest.mark.parametrize("year", YEARS)
def test_recorded_leaves_all_that_is_drawn_out(year: int):
    bodies = state(year).bodies
    assert set(bodies.origin[: bodies.count].tolist()) == {RECORDED}


@pytest.mark.parametrize("year", YEARS)
def test_every_recorded_body_with_two_members_is_there_with_exactly_its_members(year: int):
    land, bodies = load_territory("netherlands", year), state(year).bodies
    found = {
        (bodies.names[b], tuple(land.codes[row] for row in bodies.members(b).tolist())) for b in range(bodies.count)
    }
    for body, codes in RECORD.members(date(year, 1, 1)).items():
        if len(codes) > 1:
            assert (RECORD.bodies[body].name, tuple(sorted(codes))) in found, body


@pytest.mark.parametrize("year", YEARS)
def test_what_is_beyond_the_record_is_known_by_the_law_alone(year: int):
    bodies = state(year).bodies
    names = {body.name for body in RECORD.bodies.values()}
    beyond = Counter(bodies.kinds[b] for b in range(bodies.count) if bodies.names[b] not in names)
    assert set(beyond) <= {"labour_market_region", "police_region", "youth_region", "environment_service", "plusregio"}
    assert beyond["plusregio"] <= 1, "only Regio Twente is a plusregio beside what it does for its members"


def test_the_tables_of_the_odd_page():
    for year, recorded, drawn, per_one, per_all in FIRST_DAYS:
        known, both = state(year).bodies, state(year, "both").bodies
        n = len(load_territory("netherlands", year))
        assert (known.count, both.count - known.count) == (recorded, drawn)
        assert len(known.edge_body) / n == pytest.approx(per_one, abs=0.01)
        assert len(both.edge_body) / n == pytest.approx(per_all, abs=0.01)


FIRST_DAYS = (
    (2011, 415, 1_402, 8.94, 28.47),
    (2018, 493, 602, 10.26, 27.09),
    (2026, 488, 796, 11.04, 32.95),
)


@pytest.mark.parametrize(("year", "counted", "mean"), [(2018, 1_095, 27), (2026, 1_284, 33)])
def test_with_both_there_are_as_many_bodies_as_were_counted(year: int, counted: int, mean: float):
    bodies = state(year, "both").bodies
    assert bodies.count == counted
    assert len(bodies.edge_body) / len(load_territory("netherlands", year)) == pytest.approx(mean, abs=0.15)


def test_with_both_the_bodies_of_public_law_of_2011_are_those_of_the_inventory():
    bodies = state(2011, "both").bodies
    assert (bodies.legal[: bodies.count] == 0).sum() == 698
    assert (bodies.origin[: bodies.count] == DRAWN).sum() == 1_402


def test_drawn_is_what_it_is_without_a_word():
    land = load_territory("netherlands-2011")
    plain, said = start_state(land, load_law(), load_tasks()), start_state(land, load_law(), load_tasks(), "drawn")
    assert plain.bodies.names == said.bodies.names
    assert np.array_equal(plain.bodies.edge_row, said.bodies.edge_row)


@pytest.mark.parametrize("year", [2011, 2018, 2026])
def test_all_have_their_safety_and_health_carried_out_by_an_obliged_body(year: int):
    first = state(year)
    for task in ("safety", "public_health"):
        body = first.executor[first.live, load_tasks().index(task)]
        assert (body >= 0).all() and first.bodies.obliged[body].all()
        assert len(np.unique(body)) == 25


def test_a_body_that_serves_two_divisions_is_one_body():
    """Fryslân, Gelderland-Midden, Kennemerland and Limburg-Noord have one body for safety and health."""
    first, tasks = state(2018), load_tasks()
    safety, health = (first.executor[first.live, tasks.index(task)] for task in ("safety", "public_health"))
    assert len(set(safety.tolist()) & set(health.tolist())) == 4
    assert named(first.bodies, "Veiligheidsregio Fryslân") in set(safety.tolist()) & set(health.tolist())


def test_plusregios_carry_in_their_own_right_until_2015_and_their_body_goes_on():
    transport, regio = load_tasks().index("regional_transport"), LAYERS.index("regio")
    before, after = state(2014), state(2018)
    assert len(before.bodies.of_kind("plusregio")) == 8 and not after.bodies.of_kind("plusregio")
    assert (before.carrier[before.live, transport] == regio).sum() > 90
    twente = [b for b in range(before.bodies.count) if before.bodies.names[b].startswith("SamenTwente")]
    assert [bool(before.bodies.carries[b]) for b in twente] == [False, True]
    assert after.bodies.forms[named(after.bodies, "SamenTwente")] == "openbaar_lichaam"


def test_a_joint_civil_service_carries_out_the_tasks_that_are_staff_alone():
    first, tasks = state(2018), load_tasks()
    buch = named(first.bodies, "Werkorganisatie BUCH")
    assert first.bodies.forms[buch] == "ambtelijke_fusie" and first.bodies.founded[buch] == 2017
    did = {tasks.ids[k] for k in np.flatnonzero(first.bodies.tasks[buch])}
    assert did == {"back_office", "civil_affairs", "taxes"}


def test_joint_civil_services_spend_about_what_was_published_for_2015():
    """0.5 billion euro (2015, secondary); by the tasks that are staff alone it is 0.2 to 0.5."""
    first, tasks = state(2015), load_tasks()
    joint = [b for b in range(first.bodies.count) if first.bodies.forms[b] == "ambtelijke_fusie"]
    people = first.population[first.live]
    served = [people[np.isin(first.executor[first.live, k], joint)].sum() for k in range(len(tasks.ids))]
    euro = float(served @ first.budget)
    assert 0.15e9 < euro < 0.6e9


def test_environment_services_are_those_on_record_and_obliged_by_law():
    """26 services in 2026, some 29 in 2018: the record has those of the year, not those of the later areas."""
    first, permits = state(2018), load_tasks().index("environmental_permits")
    body = first.executor[first.live, permits]
    there = {first.bodies.names[b] for b in np.unique(body[body >= 0])}
    assert {"Omgevingsdienst Noord-Veluwe", "Omgevingsdienst Veluwe IJssel"} <= there
    assert "Omgevingsdienst Veluwe" not in there and (body >= 0).sum() >= 375


def test_the_year_of_founding_is_that_of_the_record():
    bodies = state(2018).bodies
    assert bodies.founded[named(bodies, "Stadsbank Oost Nederland")] == 1953
    assert (bodies.founded[: bodies.count] <= 2018).all()


def test_a_territory_without_a_record_has_drawn_bodies_only():
    with pytest.raises(ValueError, match="toy has no record of cooperation bodies"):
        first_bodies(toy(), load_tasks(), "recorded")
