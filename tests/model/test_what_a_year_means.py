"""A recorded year tells of its 31 December, with the municipalities and inhabitants of its 1 January; so it is told."""

from __future__ import annotations

import numpy as np
import pytest
from typer.testing import CliRunner

import reformsim
from reformsim.cli.app import app
from reformsim.dossier.page import Report
from reformsim.experiment import run
from reformsim.measures import MEASURES, measured, national
from reformsim.model import ReformModel
from reformsim.model.recording import snapshot
from reformsim.report.words import LANGUAGES, catalogue
from tests.experiment import fake_model
from tests.model.worlds import seen
from tests.properties.invariants import every_indicator_is_a_number
from tests.report.html import parsed

FIRST_DAY = ("municipalities", "inhabitants_per_municipality", "largest_municipality", "distance_to_town_hall")
"""Indicators of nothing but municipalities and their inhabitants."""


@pytest.fixture(scope="module")
def year_2014() -> dict[str, dict[str, float]]:
    """The indicators of the note in 2014: after its 1 January, as recorded, and at its very end."""
    model = ReformModel(reformsim.load_scenario("note-2011"), 0)
    start = snapshot(model.world)
    while model.years_done < 3:
        model.step()
    model.state.year += 1
    found = {}
    for _, phase in model.schedule:
        phase()
        found.setdefault("morning", national(seen(model.world, start))[-1])
    found["recorded"], found["evening"] = measured(model.history()).values[-1], national(seen(model.world, start))[-1]
    assert model.state.year == 2014
    return {when: dict(zip(MEASURES, values.tolist(), strict=True)) for when, values in found.items()}


def test_every_indicator_tells_of_the_end_of_its_year(year_2014: dict[str, dict[str, float]]) -> None:
    assert [
        name
        for name, value in year_2014["recorded"].items()
        # What adds up over the years needs those before it.
        if name not in ("net_present_value", "randstad_economy")
        and not np.array_equal(value, year_2014["evening"][name], equal_nan=True)
    ] == []


def test_municipalities_and_inhabitants_are_those_of_the_first_of_january(
    year_2014: dict[str, dict[str, float]],
) -> None:
    morning, recorded = year_2014["morning"], year_2014["recorded"]
    assert [name for name in FIRST_DAY if morning[name] != recorded[name]] == []


def test_the_elections_and_reforms_of_a_year_count_in_it(year_2014: dict[str, dict[str, float]]) -> None:
    morning, recorded = year_2014["morning"], year_2014["recorded"]
    assert recorded["councillors"] < morning["councillors"] - 500  # elected on 19 March 2014, by the smaller table
    assert recorded["sub_municipal_bodies"] == 0 < morning["sub_municipal_bodies"]
    assert recorded["administrators_cost"] < morning["administrators_cost"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_says_that_the_figures_are_of_the_first_of_january(lang: str) -> None:
    told = catalogue()["page.headline.when"][lang]
    assert "31 december" in told.lower() and "1 januar" in told.lower()
    for key in ("page.scenario.years", "page.headline.ranges", "page.headline.verdict.note"):
        assert "1 januar" not in catalogue()[key][lang].lower()
    found = run(reformsim.load_scenario("baseline-2011"), replicates=1, simulate=fake_model.simulate)
    assert told in parsed(Report(found, lang).html).text


def test_the_list_of_indicators_says_of_which_day_they_are() -> None:
    for words in (["indicators"], ["indicators", "councillors"]):
        told = " ".join(CliRunner(env={"COLUMNS": "80"}).invoke(app, words).stdout.split())
        assert catalogue()["page.headline.when"]["en"] in told


def test_a_first_year_has_the_councils_and_the_map_of_the_data() -> None:
    model = ReformModel(reformsim.load_scenario("baseline-2011"), 0)
    first = national(seen(model.world))[-1]
    model.step()
    record = measured(model.history())
    every_indicator_is_a_number(record)
    recorded = dict(zip(MEASURES, record.values[0].tolist(), strict=True))
    begun = dict(zip(MEASURES, first.tolist(), strict=True))
    same = ("municipalities", "councillors", "aldermen", "provincial_councillors", "bodies_total")
    assert [recorded[name] for name in same] == [begun[name] for name in same]
