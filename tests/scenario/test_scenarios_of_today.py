"""Scenarios of today do at once what their laws would: facts that can be checked by hand."""

from __future__ import annotations

import copy
from datetime import date
from functools import lru_cache

import numpy as np
import pytest

from reformsim.levers.changes import AbolishBodies
from reformsim.levers.families.mergers import MinimumSize
from reformsim.model import ReformModel
from reformsim.model.government.reforms import carry_out
from reformsim.scenario import Scenario, load_scenario, shipped_scenarios
from reformsim.scenario.shipped import shipped_path
from reformsim.scenario.wording import IN_DUTCH
from reformsim.world.state import State

TODAY = [name for name in shipped_scenarios() if load_scenario(name).horizon.start == 2026]
REFORMS = [name for name in TODAY if name != "baseline-2026"]
TOGETHER = "hilversum-wijdemeren+water-boards+environment-services+youth-regions+smaller-units+fewer-provinces"
LAST = 2028


def fixed(name: str) -> Scenario:
    return load_scenario(name).model_copy(update={"assumptions": "fixed"})


@lru_cache(maxsize=1)
def together() -> tuple[ReformModel, dict[int, State]]:
    """One run of six scenarios that do not meet, and its state at the end of each year."""
    model, states = ReformModel(fixed(TOGETHER)), {}
    while model.state.year < LAST or not states:
        model.step()
        states[model.state.year] = copy.deepcopy(model.state)
    return model, states


def of(state: State, code: str) -> int:
    """Row of the municipality that governs a unit of the start map."""
    units = together()[0].world.start_map.codes
    return int(state.owner[units.index(code)])


def living(state: State, kind: str) -> int:
    return sum(state.bodies.alive[b] for b in range(state.bodies.count) if state.bodies.kinds[b] == kind)


@pytest.mark.parametrize("name", REFORMS)
def test_a_scenario_of_today_builds_on_its_baseline_and_says_what_is_expected(name):
    scenario, baseline = load_scenario(name), load_scenario("baseline-2026")
    own = {"name", "levers", "title", "description", "question", *IN_DUTCH}
    for field in set(type(scenario).model_fields) - own:
        assert getattr(scenario, field) == getattr(baseline, field), field
    header = " ".join(line for line in shipped_path(name).read_text("utf-8").splitlines() if line.startswith("#"))
    assert "Expected:" in header
    assert scenario.levers and scenario.question


def test_nothing_in_them_is_impossible():
    assert [e for e in together()[0].world.events if e.kind == "reform_impossible"] == []


def test_hilversum_takes_wijdemeren_in_and_keeps_its_name():
    state = together()[1][2027]
    row = of(state, "GM1696")
    assert row == of(state, "GM0402") and (state.codes[row], state.names[row]) == ("GM0402", "Hilversum")
    # 94,595 and 24,672 inhabitants on 1-1-2026, grown by 0.49 %; 39 seats above 100,000 (Gemeentewet art. 8).
    assert state.population[row] == pytest.approx((94_595 + 24_672) * 1.0049, abs=2)
    assert (state.seats[row], state.council_year[row]) == (39, 2026)


def test_neither_of_them_holds_the_council_elections_of_march_2026():
    state = together()[1][2026]
    assert all(state.council_year[of(state, code)] < 2026 for code in ("GM0402", "GM1696"))
    assert state.council_year[of(state, "GM0376")] == 2026  # Blaricum, their neighbour, does


def test_no_seat_of_a_water_board_is_reserved_from_the_elections_of_2027_on():
    before, after = (together()[1][year].water_boards for year in (2026, 2027))
    assert before.reserved[before.live].sum() == 84  # four in each of 21 boards
    assert after.reserved[after.live].sum() == 0
    assert np.array_equal(before.seats, after.seats)


def test_there_are_twelve_environment_services_in_which_all_take_part():
    state = together()[1][2028]
    assert living(together()[1][2027], "environment_service") == 26
    assert living(state, "environment_service") == 12


def test_youth_care_is_carried_out_in_25_regions():
    model, states = together()
    state, youth = states[2028], model.world.tasks.index("youth_care")
    bodies = np.unique(state.executor[state.live, youth])
    assert len(bodies) == 25 and {state.bodies.kinds[b] for b in bodies} == {"region_veiligheidsregio"}
    assert living(state, "youth_region") == 0


def test_haren_is_a_municipality_of_some_20_000_inhabitants_and_19_seats():
    state = together()[1][2028]
    (row,) = [row for row in state.live if state.names[row] == "Haren"]
    assert 20_000 < state.population[row] < 21_000
    assert state.seats[row] == 19  # 20,001 to 25,000 inhabitants (Gemeentewet art. 8)


def test_seven_provinces_have_357_seats_in_place_of_572():
    model = ReformModel(fixed("fewer-provinces"))
    provinces = model.state.provinces
    assert provinces.seats[provinces.alive].sum() == 572
    for lever in model.scenario.levers:
        for change in lever.changes(model.world.start_map):
            carry_out(model.world, change, lever.id)
    names = dict(zip(provinces.names, provinces.seats.tolist(), strict=True))
    living = {name: names[name] for name, alive in zip(provinces.names, provinces.alive, strict=True) if alive}
    # Provinciewet art. 8: 47 up to 1,250,000 inhabitants (Groningen and Drenthe), 55 above 2,000,000.
    assert living == {
        "Fryslân": 43, "Noord-Brabant": 55, "Limburg": 47, "Groningen-Drenthe": 47, "Overijssel-Gelderland": 55,
        "Noordvleugel": 55, "Zuid-Holland-Zeeland": 55,
    }  # fmt: skip
    assert sum(living.values()) == 357


@pytest.mark.parametrize(
    ("name", "norm", "below"),
    [("minimum-size-25000", 25_000, 110), ("minimum-size-50000", 50_000, 245), ("minimum-size", 100_000, 310)],
)
def test_a_norm_binds_as_many_of_the_342_municipalities(name, norm, below):
    (lever,) = load_scenario(name).levers
    assert isinstance(lever, MinimumSize) and lever.inhabitants == norm
    people = load_scenario(name).land().population
    assert len(people) == 342 and (people < norm).sum() == below


def test_the_ravine_takes_127_euro_an_inhabitant_and_what_is_eased_comes_back():
    def cut(name: str, year: int) -> float:
        model = ReformModel(fixed(name))
        for lever in model.scenario.levers:
            for change in lever.changes(model.world.start_map):
                carry_out(model.world, change, lever.id)
        return model.world.law.value("fund_cut", date(year, 12, 31))

    people = load_scenario("ravine").land().population.sum()
    assert cut("ravine", 2026) / people == pytest.approx(126.9, abs=0.1)
    assert [cut("ravine-eased", year) / 1e9 for year in (2026, 2027, 2028)] == [0.9, 0.9, 1.9]


def test_one_division_ends_what_lies_along_others():
    scenario = load_scenario("one-division")
    changes = [change for lever in scenario.levers for change in lever.changes(scenario.land())]
    ended = {change.kind for change in changes if isinstance(change, AbolishBodies)}
    assert ended == {"youth_region", "environment_service", "labour_market_region"}
