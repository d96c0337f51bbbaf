"""The two territories abroad: maps and records, what is measured of them, and what the report says they rest on."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import reformsim
from reformsim.dossier.page import Report
from reformsim.dossier.sections.country import country as country_section
from reformsim.errors import AmbiguousNameError, DayError
from reformsim.history import History, Record
from reformsim.measures import MEASURES
from reformsim.measures.known import lacking, needs, unknown
from reformsim.measures.registry import measured
from reformsim.model import simulate
from reformsim.report.page.html import Listing, Table
from reformsim.scenario.endings import endings
from reformsim.tasks import load_task_book
from reformsim.territory import load_territory, successions
from tests.measures.asking import FILE, written

SWISS = (2551, 2495, 2408, 2352, 2324, 2294, 2255, 2222, 2212, 2202, 2172, 2148, 2136, 2131, 2121, 2110)
"""Communes on 1 January 2011 to 2026 as the Federal Statistical Office counts them."""


@pytest.fixture(scope="module")
def flanders() -> History:
    return simulate(reformsim.load_scenario("flanders-2018"), 0)


@pytest.fixture(scope="module")
def record(flanders: History) -> Record:
    return measured(flanders)


def of(record: Record, name: str) -> list[float]:
    return record.values[:, record.indicators.index(name)].tolist()


def test_flanders_has_308_municipalities_and_its_record_leaves_285(flanders: History):
    land = flanders.territory
    assert (len(land), len(land.province_codes), int(land.population.sum())) == (308, 5, 6_552_967)
    assert (land.year, land.events_until, land.divisions.keys()) == (2018, 2025, {"arrondissement"})
    assert [len(shot.row) for shot in flanders.years] == [308, *[300] * 6, 285]


def test_switzerland_has_2596_communes_and_its_record_gives_the_official_count_of_every_year():
    land = load_territory("switzerland")
    assert (len(land), len(land.province_codes), int(land.population.sum())) == (2596, 26, 7_870_140)
    count, found = len(land), []
    for _, changes in sorted(successions(land.events, land.codes).items()):
        count -= sum(len(one.members) - 1 for one in changes)
        found.append(count)
    assert tuple(found) == SWISS


def test_flemish_councils_come_to_the_published_number_of_seats(flanders: History, record: Record):
    """VVSG: 7,398 after the elections of October 2018, by the inhabitants of that 1 January."""
    assert of(record, "councillors")[1] == 7398
    assert of(record, "provincial_councillors") == [175.0] * 8
    assert flanders.first.provinces.seats.sum() == 351


def test_who_is_alderman_and_councillor_counts_once(record: Record):
    parts = ("councillors", "provincial_councillors", "kings_commissioners", "sub_municipal_office_holders")
    assert of(record, "administrators_total")[-1] == sum(of(record, name)[-1] for name in parts)


def test_what_is_not_known_is_absent_and_all_else_is_a_number(flanders: History, record: Record):
    missing = lacking(flanders.territory, record.indicators)
    for at, name in enumerate(record.indicators):
        values = record.values[:, at]
        assert (
            np.isnan(values).all() if name in missing else name == "water_board_turnout" or np.isfinite(values).all()
        ), name
    assert {"thin_tasks", "bodies_total", "administrators_cost", "spending_per_inhabitant"} <= missing.keys()
    assert missing["thin_tasks"] == ("bodies", "tasks")
    assert of(record, "water_boards") == [0.0] * 8 and "merger_grants_paid" in missing


def test_nobody_gets_a_dutch_grant_or_pays_a_dutch_fine(flanders: History):
    last = flanders.years[-1]
    assert last.merger_grants == 0.0 and len(flanders.tasks) == 0 and not last.network.alive.any()


def test_amounts_in_euro_are_absent_where_money_is_not_euro():
    swiss = load_territory("switzerland")
    assert "euro" in unknown(swiss) and "euro" not in unknown(load_territory("flanders"))
    assert lacking(swiss, ["merger_cost"]) == {"merger_cost": ("euro",)}


def test_nothing_is_unknown_under_dutch_law():
    assert unknown(load_territory("netherlands-2011")) == frozenset()


def test_what_measures_are_made_of_is_what_they_ask():
    """On the toy province; `python -m tests.measures.asking` writes the file anew."""
    assert FILE.read_text("utf-8") == written()
    assert set(needs()) <= set(MEASURES)


def test_what_counts_bodies_is_absent_where_bodies_are_not_known():
    assert {"bodies", "tasks"} <= set(needs()["authorities_per_subject"]) & set(needs()["autonomy"])


@pytest.mark.parametrize("family", ["lost_to_scale", "thin"])
def test_what_is_measured_task_by_task_is_made_of_the_same_for_every_task(family: str):
    assert {needs()[f"{family}.{task}"] for task in load_task_book().ids} == {("bodies", "tasks", "water_boards")}


def test_a_simulated_run_abroad_says_that_its_rule_is_dutch():
    replayed = reformsim.load_scenario("flanders-2018")
    simulated = replayed.model_copy(update={"mergers": "simulated"})
    assert "rule_abroad" in [one.what for one in endings(simulated)]
    assert "rule_abroad" not in [one.what for one in endings(replayed)]
    assert "council_elections" not in [one.what for one in endings(reformsim.load_scenario("switzerland-2010"))]


def test_the_report_says_what_is_known_and_what_is_not():
    run = reformsim.run("flanders-2018", replicates=1, until=2019)
    report = Report(run)
    points, laws, absent = country_section(report.matter)
    assert isinstance(points, Listing) and "law of Flanders" in points.items[0].text
    assert isinstance(laws, Table) and "Governors of a province" in [row.head for row in laws.groups[0].rows]
    assert isinstance(absent, Table)
    told = {row.head: row.cells[1].text for row in absent.groups[0].rows}
    both = "Lost to scale, thin tasks, budget outside the council, spending per inhabitant"
    assert told[both] == "cooperation bodies, the tasks of government"
    assert "thin_tasks" not in [one.name for one in report.matter.headlines]


def test_a_dutch_run_has_no_such_section():
    assert list(country_section(Report(reformsim.run("baseline-2011", replicates=1, until=2011)).matter)) == []


def test_places_are_found_abroad_with_what_became_of_them():
    ghent = reformsim.place("gent", "2018-06-01", "flanders")
    assert (ghent.code, ghent.inhabitants, ghent.seats, ghent.regions) == (
        "BE44021",
        260_341,
        51,
        {"arrondissement": "Gent"},
    )
    nevele = reformsim.place("Nevele", territory="flanders")
    assert (nevele.name, nevele.note) == ("Deinze", "Nevele (BE44049) is part of Deinze on this day")
    assert nevele.figures_of == 2020 and nevele.seats is None
    assert reformsim.place("Glarus Nord", date(2011, 1, 1), "switzerland").province == "Glarus"
    with pytest.raises(DayError, match="formed on 2011-01-01"):
        reformsim.place("Glarus Nord", "2010-12-31", "switzerland")
    with pytest.raises(DayError, match="from 2018-01-01 to 2025-12-31"):
        reformsim.place("Gent", "2017-01-01", "flanders")
    with pytest.raises(AmbiguousNameError):
        reformsim.place("Wald", "2010-01-01", "switzerland")
