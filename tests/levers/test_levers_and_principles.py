"""What reforms do to the principles of the note on the map of 2011: bring them closer, or break them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest
import yaml

from reformsim.experiment.replicate import simulate
from reformsim.history import Record
from reformsim.levers import LEVERS
from reformsim.principles import PRINCIPLES
from reformsim.scenario import Scenario, load_scenario

BASE = load_scenario("baseline-2011")
YEARS = range(2011, 2016)
REFORM = 2013


def simulated(*levers: Mapping[str, object]) -> Record:
    made = [{"date": date(REFORM, 1, 1), "source": "assumption", **lever} for lever in levers]
    horizon = {"start": YEARS[0], "end": YEARS[-1]}
    return simulate(Scenario(**{**dict(BASE), "levers": made, "horizon": horizon}), 0)


def example(lever: str, **changed: object) -> dict[str, object]:
    words = yaml.safe_load(LEVERS[lever].example)
    return {key: value for key, value in words.items() if key not in ("date", "source")} | changed


def violations(record: Record, name: str) -> np.ndarray:
    return record.values[:, record.indicators.index(f"violations.{name}")]


@pytest.fixture(scope="module")
def baseline() -> Record:
    return simulated()


@pytest.mark.parametrize(("lever", "principles"), [
    ("limit_layers", ["two_layers"]),
    ("abolish_wgr_plus", ["single_owner", "main_structure", "direct_election", "sober_bodies", "equal_footing"]),
    ("subsidiarity", ["subsidiarity"]),
    ("sober_cooperation", ["own_responsibility"]),
    ("metropolitan_region", ["equal_footing"]),
    ("abolish_sub_municipal_councils", ["two_layers"]),
])  # fmt: skip
def test_a_reform_brings_principles_closer_from_its_date_on(baseline, lever, principles):
    record = simulated(example(lever))
    before = REFORM - YEARS[0]
    for name in principles:
        plain, reformed = violations(baseline, name), violations(record, name)
        assert (reformed[:before] == plain[:before]).all(), name
        assert reformed[-1] < plain[-1], name


@pytest.mark.parametrize(("lever", "principle", "expected"), [
    (example("minimum_size"), "no_size_norm", [0, 0, 1, 1, 1]),
    (example("smaller_parliament"), "no_constitutional_change", [0, 0, 2, 0, 0]),
    (example("layer_profiles", closed_household_provinces=True), "open_household", [0, 0, 12, 12, 12]),
])  # fmt: skip
def test_a_reform_that_the_note_does_not_want_breaks_a_principle(lever, principle, expected):
    assert violations(simulated(lever), principle).tolist() == expected


def test_water_boards_chosen_by_councils_add_water_management_to_what_is_not_directly_elected(baseline):
    record = simulated(example("water_board_elections", mode="indirect_councils"))
    assert violations(record, "direct_election")[-1] == violations(baseline, "direct_election")[-1] + 1


def test_a_form_that_the_task_may_not_have_is_seen():
    coverage = {
        "lever": "require_coverage",
        "tasks": ["public_health"],
        "division": "veiligheidsregio",
        "grace_years": 0,
        "fallback": "imposed",
        "form": "bedrijfsvoeringsorganisatie",
    }
    assert violations(simulated(coverage), "fitting_form")[-1] > 0


def test_six_reforms_in_a_year_are_more_than_five():
    pushes = [{"lever": "province_push", "id": f"push{i}", "strength": 0.1} for i in range(5)]
    assert violations(simulated(*pushes), "gradual").tolist() == [0, 0, 0, 0, 0]
    assert violations(simulated(*pushes, example("minimum_size")), "gradual").tolist() == [0, 0, 6, 0, 0]


def test_without_reform_the_country_of_2011_breaks_what_the_note_says_it_breaks(baseline):
    """The note's complaints: too many layers, regions as a tier of their own, an eighth plusregio without BDU."""
    first = {name: int(violations(baseline, name)[0]) for name in PRINCIPLES}
    assert (first["equal_footing"], first["sober_bodies"], first["single_owner"], first["main_structure"]) == (
        7,
        8,
        3,
        4,
    )
    assert first["two_layers"] >= 18
    assert first["responsible_owner"] == first["open_household"] == first["no_size_norm"] == first["gradual"] == 0
