"""Results, explorations and territories as a notebook shows them, and a municipality looked up in them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

import reformsim
from reformsim.errors import UnknownNameError
from reformsim.experiment import Comparison, compare
from reformsim.experiment.adjusting import adjusted
from reformsim.scenario import load_scenario
from tests.experiment import rich_model
from tests.report.html import parsed

TOY = Path(__file__).parents[1] / "toy"


@lru_cache(maxsize=1)
def pair() -> Comparison:
    both = [adjusted(load_scenario(name), replicates=11, until=2013) for name in ("baseline-2011", "note-2011")]
    return compare(both, simulate=rich_model.simulate)


def test_a_comparison_shows_the_question_the_promises_and_the_indicators_folded():
    page = pair()._repr_html_()
    root = parsed(page)
    assert "What changes by 2013 if" in page
    assert root.all("li")[0].attributes["class"].startswith("promise")
    (folded,) = root.all("details")
    assert "note-2011 against baseline-2011 in 2013" in folded.text
    assert "is told under “What the model cannot say” in the report." in page
    assert "href" not in page and "http" not in page


def test_it_speaks_dutch_where_asked_and_a_title_cannot_run_a_script():
    evil = "<script>alert(1)</script>"
    base, other = pair().runs
    named = replace(other, scenario=other.scenario.model_copy(update={"title": evil, "title_nl": evil}))
    page = reformsim.screen_html(Comparison((base, named)), "nl")
    assert "Wat is er in 2013 anders" in page
    table = parsed(page).all("details")[0].text
    assert "Gemeenten" in table and "note-2011 vergeleken met" in table and "Municipalities" not in table
    assert evil not in page and "&lt;script&gt;" in page


def test_a_run_alone_shows_from_where_to_where_it_goes():
    page = pair().runs[1]._repr_html_()
    assert "What happens under" in page and "note-2011" in parsed(page).all("details")[0].text


def test_a_plot_without_a_name_draws_the_main_indicators():
    assert pair().plot().picture.title == pair().figure("lines").picture.title


def test_a_municipality_is_told_with_its_chance_to_merge_its_partners_and_its_numbers():
    seen = pair().place("U02")
    assert repr(seen) == "<U02 (U02) in baseline-2011, note-2011>"
    # By 2013 the two have merged in the replicates 0 and 1, 3 and 4, 6 and 7, 9 and 10.
    assert seen.mergers["share"].tolist() == [8 / 11, 8 / 11]
    assert seen.mergers["partners"][0] == (("Eerste", 8 / 11),)
    assert set(seen.table["year"]) == {2011, 2013} and set(seen.table["place"]) == {"U02"}
    page = seen._repr_html_()
    assert "merged by 2013 in 73 % of the replicates, most often with Eerste (73 %)" in page
    assert "heringedeeld in 73 %" in pair().place("Eerste", lang="nl")._repr_html_()


def test_an_unknown_place_is_told_with_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown place 'Eersten'; did you mean 'Eerste'"):
        pair().place("Eersten")


def test_a_territory_draws_its_map_and_looks_up_its_municipalities():
    land = reformsim.load_territory("netherlands", 2020)
    assert land.place("Aalsmeer") == reformsim.place("Aalsmeer", "2020-01-01")
    toy = reformsim.load_territory(TOY)
    seen = toy.map(lang="nl")
    assert "<svg" in seen._repr_html_() and seen.picture.title == "Gemeenten, 2011"
    assert toy.place("T01").bodies == ()
