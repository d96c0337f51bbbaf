"""The register of indicators: every one says what it counts, in which unit, in whose favour, and from where."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.errors import UnknownNameError
from reformsim.indicators import HEADLINES, INDICATORS, View, measure, measure_places
from reformsim.indicators.registry import indicator
from tests.model.worlds import bare, statutory, toy, world_of

PLACED = [name for name, i in INDICATORS.items() if i.by_municipality is not None]


@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_says_what_it_is(name):
    one = INDICATORS[name]
    assert one.name == name
    assert one.unit and one.title_en and one.title_nl and one.source
    assert one.definition.endswith("."), "a definition is a sentence"
    assert one.direction in ("lower", "higher", "none")


def test_titles_are_different_in_both_languages():
    for language in ("title_en", "title_nl"):
        titles = [getattr(i, language) for i in INDICATORS.values()]
        assert len(set(titles)) == len(titles)


def test_headlines_are_indicators_and_cover_what_the_questions_ask():
    assert set(HEADLINES) <= set(INDICATORS)
    asked = {"administrators_total", "drukte_index", "capacity_mean", "distance_to_town_hall", "municipalities"}
    assert asked <= set(HEADLINES)


def test_an_unknown_indicator_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'drukte_index'"):
        indicator("drukte_indx")


@pytest.mark.parametrize("territory", [toy, statutory, bare], ids=["all bodies", "statutory", "none"])
def test_every_indicator_has_a_finite_value_on_every_kind_of_world(territory):
    values = measure(View(world_of(territory())))
    assert len(values) == len(INDICATORS) and np.isfinite(values).all()


@pytest.mark.parametrize("name", [n for n in PLACED if INDICATORS[n].together == "sum"])
def test_what_adds_up_adds_up_from_places_to_the_country(name):
    view = View(world_of(toy()))
    national = INDICATORS[name].function(view)
    for level in ("province", "municipality"):
        here = [p.value for p in measure_places(view, level) if p.indicator == name]
        assert sum(here) == pytest.approx(national)


def test_municipal_office_holders_are_councillors_aldermen_and_mayors():
    """Councillors 206, aldermen 37, mayors 12; provinces, water boards and deelgemeenten are not among them."""
    view = View(world_of(toy()))
    assert INDICATORS["municipal_office_holders"].function(view) == 206 + 37 + 12
    assert INDICATORS["administrators_total"].function(view) > 206 + 37 + 12


@pytest.mark.parametrize("name", [n for n in PLACED if INDICATORS[n].together == "inhabitants"])
def test_the_value_of_a_province_is_the_mean_over_its_inhabitants(name):
    view = View(world_of(toy()))
    values = {p.code: p.value for p in measure_places(view, "municipality") if p.indicator == name}
    provinces = {p.code: p.value for p in measure_places(view, "province") if p.indicator == name}
    people = dict(zip(toy().codes, toy().population.tolist(), strict=True))
    north = [f"T0{i}" for i in range(1, 7)]
    assert provinces["PA"] == pytest.approx(sum(values[c] * people[c] for c in north) / 210_000)


def test_inhabitants_per_councillor_of_a_province_are_its_inhabitants_by_its_councillors():
    places = measure_places(View(world_of(toy())), "province")
    value = {p.indicator: p.value for p in places if p.code == "PA"}
    assert value["inhabitants_per_councillor"] == pytest.approx(210_000 / value["councillors"])


def test_bodies_per_municipality_of_a_province_count_each_municipality_once():
    view = View(world_of(toy()))
    north = view.state.province[view.live] == 0
    value = next(p.value for p in measure_places(view, "province") if p.indicator == "bodies_per_municipality")
    assert value == pytest.approx(view.state.memberships[view.live][north].mean())


def test_every_municipality_and_province_is_a_place_once():
    view = View(world_of(toy()))
    places = [p for p in measure_places(view, "municipality") if p.indicator == "councillors"]
    assert [p.code for p in places] == list(toy().codes)
    assert [p.code for p in measure_places(view, "province") if p.indicator == "councillors"] == ["PA", "PB"]
