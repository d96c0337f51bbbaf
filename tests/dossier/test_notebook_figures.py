"""Figures that show themselves in a notebook."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

import reformsim
from reformsim.dossier.notebook import Seen, draw_map, figure, plot
from reformsim.errors import UnknownNameError
from reformsim.experiment import Comparison
from reformsim.scenario import Scenario

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


def test_a_figure_speaks_the_language_that_was_asked_for():
    assert "gemeenten" in draw_map(compared(), lang="nl").picture.alt.lower()


@pytest.mark.parametrize(("draw", "message"), [
    (lambda: plot(compared(), "municipalitys"), "did you mean 'municipalities'"),
    (lambda: figure(compared(), "drukt"), "did you mean 'drukte'"),
    (lambda: draw_map(compared(), scenario="nou"), "unknown scenario"),
])  # fmt: skip
def test_a_wrong_name_is_told_with_the_nearest(draw, message):
    with pytest.raises(UnknownNameError, match=message):
        draw()


def test_a_figure_too_large_for_svg_is_an_image_of_the_page_and_not_text(monkeypatch):
    monkeypatch.setattr("reformsim.report.drawn.LARGEST_SVG", 0)
    page = draw_map(compared(), 2012)._repr_html_()
    assert '<img style="width:100%" src="data:image/png;base64,' in page
    assert "&lt;" not in page
