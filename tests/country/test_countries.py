"""Countries: what comes with the package, and what is wrong with a file of one's own, told in exact words."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from reformsim import behaviour
from reformsim.country import check_country, embedded_countries, load_country
from reformsim.errors import DataError, UnknownNameError
from reformsim.law import load_law
from reformsim.law.entries import SILENT
from reformsim.model.mergers.abroad import ESTIMATED_ON, HOME, proportion
from reformsim.territory import check_territory, load_territory

TOY = Path(__file__).resolve().parents[1] / "toy"
RIGHT = """\
name: nowhere
title: {en: Nowhere, nl: Nergens}
language: en
middle_layer: {en: [county, counties], nl: [graafschap, graafschappen]}
law:
  council_seats:
    entries:
      - {since: 1990-01-01, article: s. 1, source: invented, status: secondary, classes: {1000: 9, above: 15}}
"""


def test_four_countries_come_with_the_package():
    assert embedded_countries() == ("flanders", "netherlands", "none", "switzerland")
    assert load_country("netherlands").dutch and load_country("netherlands").law is load_law()
    assert not any(load_country(name).dutch for name in ("flanders", "none", "switzerland"))


def test_of_no_country_nothing_is_known_and_nothing_is_charged():
    law, day = load_country("none").law, date(2020, 1, 1)
    assert law.unknown == set(load_law().names)
    for name in law.names:
        kind = law.table(name).kind
        if kind == "value":
            assert law.value(name, day) == SILENT.get(name, 0.0)
        elif kind == "classes":
            assert (law.by_class(name, day, np.array([10, 10_000_000])) == 0).all()
        assert law.dates(name, day) == () if kind == "dates" else not law.in_force(name, day)


def test_no_table_of_flanders_or_switzerland_is_a_dutch_one():
    for name in ("flanders", "switzerland"):
        law = load_country(name).law
        assert not [
            t.name for t in law.tables for e in t.entries if "BWBR" in e.bwb or "Gemeentewet art. 8(" in e.article
        ]
        assert law.unknown >= {
            "councillor_fee",
            "merger_grant_base",
            "wgr_views_on_decisions",
            "fixed_sum_municipality",
        }


def test_flemish_councils_have_the_sizes_of_their_decree():
    law, day = load_country("flanders").law, date(2018, 10, 14)
    seats = law.by_class("council_seats", day, np.array([88, 999, 1000, 2732, 299_999, 523_248]))
    assert seats.tolist() == [7, 7, 9, 11, 53, 55]
    assert law.by_class("provincial_council_seats", day, np.array([870_880, 1_847_486])).tolist() == [31, 36]
    before = law.by_class("provincial_council_seats", date(2018, 1, 1), np.array([870_880, 1_847_486]))
    assert before.tolist() == [63, 72]


def test_what_a_scenario_sets_is_known_from_then_on():
    law, seats = load_country("none").law, load_law().entry("council_seats", date(2020, 1, 1))
    assert "council_seats" not in law.amend("council_seats", seats).unknown


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("name: nowhere", "name: No Where", "name: 'No Where' has not the form ^[a-z0-9][a-z0-9-]*$"),
        ("language: en", "langage: en", "langage: unknown key; did you mean 'language'?"),
        ("language: en", "language: no", "language: expected words, not False"),
        ("language: en", "language: en\ncurrency: euro", "currency: 'euro' has not the form ^[A-Z]{3}$"),
        ("language: en", "language: en\nnone: [parliament]", "none[0]: 'parliament' is not known"),
        ("council_seats:", "council_seat:",
         "law.council_seat: unknown table of law 'council_seat'; did you mean 'council_seats'?"),
        ("classes: {1000: 9, above: 15}", "value: 9",
         "law.council_seats.entries[0]: a table of kind 'classes' needs 'classes', found 'value'"),
        ("above: 15}", "above: 15.5}", "law.council_seats.entries[0].classes: "),
        ("status: secondary", "status: law",
         "law.council_seats.entries[0].status: status 'law' needs the id of the act"),
        ("since: 1990-01-01", "since: soon",
         "law.council_seats.entries[0].since: expected a day (YYYY-MM-DD), not 'soon'"),
        ("en: [county, counties]", "en: [county]", "middle_layer.en: "),
        ("council_seats:\n    entries:", "council_seats:\n    unit: EUR\n    entries:",
         "law.council_seats.unit: expected 'seats', which the model counts by"),
        ("council_seats:", "councillor_fee:",
         "law.councillor_fee: is an amount of money, expected the key 'currency' as well"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(tmp_path: Path, before: str, after: str, message: str):
    assert before in RIGHT
    path = tmp_path / "country.yaml"
    path.write_text(RIGHT.replace(before, after), "utf-8")
    told = [str(problem) for problem in check_country(path, "country.yaml")]
    assert any(message in one and one.startswith("country.yaml:") for one in told), told
    with pytest.raises(DataError):
        load_country(path)


def test_all_mistakes_of_the_law_are_told_at_once(tmp_path: Path):
    path = tmp_path / "country.yaml"
    path.write_text(RIGHT + "  aldermn_fill: {entries: []}\n  aldermen_fill: 3\n", "utf-8")
    assert len(check_country(path, "country.yaml")) == 2


@pytest.mark.parametrize(
    ("country", "message"),
    [
        ("flandres", "country: unknown country 'flandres'; did you mean 'flanders'?"),
        ("country.yaml", "country: there is no file 'country.yaml' in this folder"),
        ("../country.yaml", "country: '../country.yaml' is wrong, expected a file in this folder"),
    ],
)
def test_a_territory_of_a_country_that_is_not_there_is_refused(tmp_path: Path, country: str, message: str):
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    file = folder / "territory.yaml"
    file.write_text(file.read_text("utf-8").replace("country: netherlands", f"country: {country}"), "utf-8")
    (problem,) = check_territory(folder)
    assert message in str(problem)


def test_a_territory_must_say_its_country(tmp_path: Path):
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    file = folder / "territory.yaml"
    file.write_text(file.read_text("utf-8").replace("country: netherlands\n", ""), "utf-8")
    (problem,) = check_territory(folder)
    assert str(problem).endswith("territory.yaml:2:1: country: is missing")


def test_an_unknown_country_is_told_with_the_nearest():
    with pytest.raises(UnknownNameError, match="flanders"):
        load_country("flanderen")


def test_the_merger_rule_is_held_against_the_country_it_is_used_in():
    assert proportion(load_territory(TOY)) is HOME
    assert f"territory: {ESTIMATED_ON}\n" in (Path(behaviour.__file__).parent / "estimated.yaml").read_text("utf-8")
    people, per_km = proportion(load_territory("switzerland"))
    assert people == pytest.approx((7_870_140 / 2596) / (16_192_572 / 489), rel=1e-6) and per_km > 2
