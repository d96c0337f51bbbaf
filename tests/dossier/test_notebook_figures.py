"""Figures that show themselves in a notebook."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

import reformsim
from reformsim import Seen, draw_map, figure, plot
from reformsim.errors import OutputError, RunError, UnknownNameError
from reformsim.experiment import Comparison
from reformsim.scenario import Scenario

pytestmark = pytest.mark.painted

TOY = Path(__file__).parents[1] / "toy"


@lru_cache(maxsize=1)
def compared() -> Comparison:
    def named(name: str) -> Scenario:
        values = {
            "name": name,
            "territory": str(TOY),
            "horizon": {"start": 2011, "end": 2012},
            "replicates": 1,
            "seed": 1,
        }
        return Scenario.model_validate(values)

    return reformsim.compare([named("now"), named("then")])


@pytest.mark.parametrize("shown", [
    lambda: plot(compared(), "municipalities"),
    lambda: figure(compared(), "drukte"),
    lambda: draw_map(compared(), 2012),
], ids=["plot", "figure", "map"])  # fmt: skip
def test_a_figure_stands_in_the_page_with_its_words(shown):
    seen: Seen = shown()
    page = seen._repr_html_()
    assert "<svg" in page
    assert "aria-label=" in page
    assert "http://" not in page.replace("http://www.w3.org/", "")


@pytest.mark.parametrize(("method", "function"), [
    (lambda r: r.plot("municipalities", lang="nl"), lambda r: plot(r, "municipalities", lang="nl")),
    (lambda r: r.figure("drukte"), lambda r: figure(r, "drukte")),
    (lambda r: r.map(2011, "2012"), lambda r: draw_map(r, 2011, 2012)),
    (lambda r: r.map(indicator="merger_chance"), lambda r: draw_map(r, indicator="merger_chance")),
], ids=["plot", "figure", "map", "chance"])  # fmt: skip
def test_a_run_and_a_comparison_draw_themselves_as_the_functions_draw_them(method, function):
    for results in (compared(), compared().runs[1]):
        seen, expected = method(results), function(results)
        assert isinstance(seen, Seen)
        assert (seen.picture.title, seen.picture.alt) == (expected.picture.title, expected.picture.alt)
        assert seen._repr_html_() == expected._repr_html_()


def test_a_comparison_draws_the_map_of_one_of_its_scenarios():
    alt = compared().map("2012", scenario="then").picture.alt
    assert "then" in alt
    assert "now" not in alt


def test_the_words_of_a_map_name_the_territory_and_not_its_folder():
    alt = draw_map(compared(), 2012).picture.alt
    assert "Maps of The toy province" in alt
    assert str(TOY) not in alt


def test_the_words_of_a_map_of_chances_are_of_chances():
    seen = draw_map(compared(), indicator="merger_chance")
    assert seen.picture.title == "How often a municipality merges"
    assert "the share of replicates in which a municipality of 2011 has merged by 2012" in seen.picture.alt
    assert "then 0 of " in seen.picture.alt


def test_a_figure_is_kept_in_a_file_of_the_form_that_its_name_says(tmp_path):
    seen = compared().plot("municipalities")
    assert seen.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in seen.save(str(tmp_path / "a.svg")).read_text("utf-8")
    for wrong in ("a.pdf", "none/a.png"):
        with pytest.raises(OutputError, match="cannot write "):
            seen.save(tmp_path / wrong)


def test_a_year_outside_the_results_cannot_be_drawn():
    with pytest.raises(RunError, match="year 2025 is not in the run; it has 2011 to 2012"):
        compared().map(2025)


def test_a_figure_speaks_the_language_that_was_asked_for():
    assert "gemeenten" in draw_map(compared(), lang="nl").picture.alt.lower()


@pytest.mark.parametrize(("draw", "message"), [
    (lambda: plot(compared(), "municipalitys"), "did you mean 'municipalities'"),
    (lambda: compared().runs[0].plot("municipalitys"), "did you mean 'municipalities'"),
    (lambda: figure(compared(), "drukt"), "did you mean 'drukte'"),
    (lambda: draw_map(compared(), scenario="nou"), "unknown scenario"),
])  # fmt: skip
def test_a_wrong_name_is_told_with_the_nearest(draw, message):
    with pytest.raises(UnknownNameError, match=message):
        draw()


def test_a_figure_too_large_for_svg_is_an_image_of_the_page_and_not_text(monkeypatch):
    monkeypatch.setattr("reformsim.report.page.drawn.LARGEST_SVG", 0)
    page = draw_map(compared(), 2012)._repr_html_()
    assert '<img style="width:100%" src="data:image/png;base64,' in page
    assert "&lt;" not in page
