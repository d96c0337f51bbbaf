"""The register of measures: every one says what it counts, in which unit, in whose favour, and from where."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.errors import UnknownNameError
from reformsim.measures import HEADLINES, LOCAL, MEASURES, Snapshots, measure_of, national
from reformsim.measures.means import accounts
from reformsim.measures.registry import by_place as local_by_place
from reformsim.tasks import load_task_book, load_tasks
from tests.model.worlds import bare, seen, statutory, toy, value, world_of

OF_BOOKS = {one.name for one in accounts.MEASURES}
OF_COUNCILS = {"council_local_share", "merger_proposals_voted_down", "councils_divided"}
"""Absent where councils do not vote (mechanism ``councils``)."""


def by_place(s: Snapshots, name: str) -> tuple[dict[str, float], dict[str, float]]:
    """A local measure of the last snapshot by code of the province, and by code of the municipality."""
    local, column = local_by_place(s), LOCAL.index(name)
    by_province = dict(zip(local.provinces, local.by_province[-1, :, column].tolist(), strict=True))
    by_unit = dict(zip(s.territory.codes, local.by_unit[-1, :, column].tolist(), strict=True))
    return by_province, by_unit


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_says_what_it_is(name):
    one = MEASURES[name]
    assert one.name == name
    assert one.unit and one.title_en and one.title_nl and one.source
    assert one.definition.endswith("."), "a definition is a sentence"
    assert one.direction in ("lower", "higher", "none")


def test_titles_are_different_in_both_languages():
    for language in ("title_en", "title_nl"):
        titles = [getattr(i, language) for i in MEASURES.values()]
        assert len(set(titles)) == len(titles)


def test_headlines_are_measures_and_cover_what_the_questions_ask():
    assert set(HEADLINES) <= set(MEASURES)
    asked = {"administrators_total", "authorities_per_subject", "relations_to_keep_up", "lost_to_scale", "thin_tasks"}
    assert asked | {"distance_to_town_hall", "municipalities"} <= set(HEADLINES)


def test_an_unknown_measure_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'relations_to_keep_up'"):
        measure_of("relations_to_keep")


@pytest.mark.parametrize("territory", [toy, statutory, bare], ids=["all bodies", "statutory", "none"])
def test_every_measure_has_a_finite_value_on_every_kind_of_world(territory):
    values = national(seen(world_of(territory())))
    assert values.shape == (2, len(MEASURES))
    # A task that no municipality carries, or that the catalogue of the day has not, has no value of its own.
    absent = {name for name, one in zip(MEASURES, values.T, strict=True) if not np.isfinite(one).all()} - OF_COUNCILS
    other = set(load_task_book().ids) - {t.id for t in load_tasks() if t.carrier == "gemeente"}
    absent -= OF_BOOKS  # a run that keeps none
    assert {name.split(".")[0] for name in absent} <= {"thin", "lost_to_scale"}
    assert {name.split(".")[1] for name in absent} <= other


@pytest.mark.parametrize("name", [n for n in LOCAL if MEASURES[n].together == "sum"])
def test_what_adds_up_adds_up_from_places_to_the_country(name):
    world = world_of(toy())
    for here in by_place(seen(world), name):
        assert sum(here.values()) == pytest.approx(value(name, world), nan_ok=name in OF_BOOKS)


def test_municipal_office_holders_are_councillors_aldermen_and_mayors():
    """Councillors 206, aldermen 37, mayors 12; provinces, water boards and deelgemeenten are not among them."""
    world = world_of(toy())
    assert value("municipal_office_holders", world) == 206 + 37 + 12
    assert value("administrators_total", world) > 206 + 37 + 12


@pytest.mark.parametrize("name", [n for n in LOCAL if MEASURES[n].together == "inhabitants"])
def test_the_value_of_a_province_is_the_mean_over_its_inhabitants(name):
    provinces, values = by_place(seen(world_of(toy())), name)
    people = dict(zip(toy().codes, toy().population.tolist(), strict=True))
    north = [c for c in (f"T0{i}" for i in range(1, 7)) if np.isfinite(values[c])]
    inhabitants = sum(people[c] for c in north)
    wanted = sum(values[c] * people[c] for c in north) / inhabitants if north else np.nan
    assert provinces["PA"] == pytest.approx(wanted, nan_ok=True)


def test_inhabitants_per_councillor_of_a_province_are_its_inhabitants_by_its_councillors():
    s = seen(world_of(toy()))
    (per_councillor, _), (councillors, _) = (by_place(s, n) for n in ("inhabitants_per_councillor", "councillors"))
    assert per_councillor["PA"] == pytest.approx(210_000 / councillors["PA"])


def test_relations_to_keep_up_in_a_province_count_each_municipality_once():
    world = world_of(toy())
    provinces, _ = by_place(seen(world), "relations_to_keep_up")
    assert provinces["PA"] == pytest.approx(world.state.memberships[:6].mean())


def test_every_municipality_and_province_is_a_place_once():
    provinces, municipalities = by_place(seen(world_of(toy())), "councillors")
    assert (list(municipalities), list(provinces)) == (list(toy().codes), ["PA", "PB"])
