"""Maps as they are drawn: colours, marks and words, and pictures like those that were looked at.

The pictures in ``images/`` are made anew, after a change that is meant, with ``python -m tests.report.test_maps``.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import matplotlib.image
import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb

import reformsim
from reformsim.report.maps.drawing import NEW, MapPanel, Measure, chance_map, map_figure
from reformsim.report.maps.geometry import shapes_of
from reformsim.report.maps.scales import MISSING_COLOUR, chance_scale, shades, value_scale
from reformsim.report.page.saving import svg_text
from reformsim.report.words import words
from reformsim.territory import load_territory

IMAGES = Path(__file__).parent / "images"
TOY = Path(__file__).parent.parent / "toy"
SMALL_DPI = 60


def shapes(name, *, schematic=False):
    t = load_territory(name)
    return t, shapes_of(t.codes, t.x, t.y, t.area_km2, None if schematic else t.boundaries)


def panel(t, values=None, owner=None, new=None, title="One, 2011"):
    owner = np.arange(len(t)) if owner is None else owner
    values = t.population.astype(float) if values is None else values
    return MapPanel(title, "", owner, t.province.astype(int), values, np.zeros(len(t), bool) if new is None else new)


def merged(t):
    """Groningen's six municipalities around Appingedam become one."""
    codes = ("GM0003", "GM0005", "GM0009", "GM0010", "GM0024", "GM0053")
    at = [t.index(code) for code in codes if code in t.codes]
    owner, new, values = np.arange(len(t)), np.zeros(len(t), bool), t.population.astype(float)
    owner[at], new[at], values[at] = len(t), True, t.population[at].sum()
    return panel(t, values, owner, new, title="One, 2020")


def inhabitants_figure():
    t, areas = shapes("netherlands-2011")
    measure = Measure("inhabitants", orders=True)
    text = {"title": "Municipalities", "subtitle": "As at the start and later", "source": t.attribution}
    return map_figure(areas, [panel(t), merged(t)], measure, **text)


def chance_figure():
    t, areas = shapes("netherlands-2003")
    chance = np.linspace(0, 1, len(t)) * (np.arange(len(t)) % 3 > 0)
    text = {"title": "Hoe vaak", "legend": "deel", "subtitle": "", "source": "verzonnen", "lang": "nl"}
    return chance_map(areas, [panel(t, chance)], **text)


FIGURES = {"inhabitants": inhabitants_figure, "chance_schematic": chance_figure}


def pixels(figure):
    stream = io.BytesIO()
    figure.savefig(stream, dpi=SMALL_DPI, format="png", metadata={"Software": None})
    stream.seek(0)
    return matplotlib.image.imread(stream)[..., :3]


@pytest.mark.parametrize("name", FIGURES)
def test_a_map_looks_like_the_one_that_was_looked_at(name):
    found = pixels(FIGURES[name]())
    expected = matplotlib.image.imread(IMAGES / f"map_{name}.png")[..., :3]
    assert found.shape == expected.shape
    assert np.abs(found - expected).mean() < 0.01


def fills(figure, at=0):
    return [to_hex(colour) for colour in figure.axes[at].collections[0].get_facecolors()]


def test_each_municipality_is_drawn_once_in_the_colour_of_its_value_and_missing_ones_grey():
    t, areas = shapes(TOY)
    values = t.population.astype(float)
    values[3] = np.nan
    figure = map_figure(areas, [panel(t, values)], Measure("x", orders=True), title="T", subtitle="", source="s")
    scale = value_scale("x", values, words("en"), orders=True)
    assert fills(figure) == [colour.lower() for colour in scale.colour(values)]
    assert fills(figure)[3] == MISSING_COLOUR.lower()
    assert "no figure" in [text.get_text() for text in figure.texts]


def test_a_merged_municipality_is_one_shape_and_marked_on_its_own_map_only():
    figure = inhabitants_figure()
    assert (len(fills(figure, 0)), len(fills(figure, 1))) == (418, 413)

    def marked(at):
        lines = [c for c in figure.axes[at].collections if isinstance(c, PathCollection) and len(c.get_edgecolors())]
        return sum(len(c.get_paths()) for c in lines if to_hex(c.get_edgecolors()[0]) == NEW.lower())

    assert (marked(0), marked(1)) == (0, 1)
    assert "new municipality (merger)" in [text.get_text() for text in figure.texts]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_one_to_six_maps_share_a_page_and_a_legend_and_no_text_is_cut(count):
    t, areas = shapes("netherlands-2011")
    many = [panel(t, title=f"a scenario with quite a long name, {2011 + i}") for i in range(count)]
    figure = map_figure(areas, many, Measure("inhabitants", orders=True), title="T", subtitle="S " * 90, source="s")
    assert len(figure.axes) == count
    assert figure.get_figheight() < 11.0
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.texts if text.get_text()]
    assert all(figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1 for box in boxes)
    assert all(figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1 for box in boxes)
    assert [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b)] == []


def test_a_schematic_map_says_so_and_a_real_one_does_not():
    said = [text.get_text() for text in chance_figure().texts]
    assert any(text.startswith("Schematische kaart:") for text in said)
    assert not any("chematic" in text.get_text() for text in inhabitants_figure().texts)


def test_the_attribution_stands_on_the_map():
    said = " ".join(text.get_text().replace("\n", " ") for text in inhabitants_figure().texts)
    assert "Statistics Netherlands (CBS) and Kadaster, open data, CC BY 4.0" in said


def test_names_are_shown_as_they_are():
    t, areas = shapes(TOY)
    name = "<script>alert('$x^2$')</script>"
    text = {"title": name, "subtitle": "", "source": "s"}
    svg = svg_text(map_figure(areas, [panel(t, title="p")], Measure("m"), **text))
    assert "<script" not in svg and "&lt;script&gt;alert(" in svg and "$x^2$" in svg


def test_shades_darken_evenly_enough_to_be_told_apart_in_grey():
    for count in range(2, 8):
        light = [np.dot(to_rgb(colour), (0.2126, 0.7152, 0.0722)) for colour in shades(count)]
        assert np.diff(light).max() < -0.05


def test_limits_are_round_and_values_fall_in_the_class_they_begin():
    w = words("nl")
    scale = value_scale("x", np.geomspace(3_000, 400_000, 200), w, orders=True)
    assert scale.labels[0] == "5.000" and "100.000" in scale.labels
    assert scale.colour(np.array([4_999.0]))[0] != scale.colour(np.array([5_000.0]))[0]
    assert value_scale("x", np.linspace(0.1, 0.72, 50), w, unit="share").labels == tuple(
        f"{percent} %" for percent in (20, 30, 40, 50, 60, 70)
    )
    assert value_scale("x", np.full(9, 3.5), w).first == "3,5"
    assert value_scale("x", np.full(9, np.nan), w).colour(np.array([np.nan])) == [MISSING_COLOUR]
    chances = chance_scale("x", "nooit", w).colour(np.array([0.0, 0.01, 0.2, 1.0]))
    assert len(set(chances)) == 4


@pytest.mark.parametrize("name", ["netherlands-2003", TOY])
def test_every_unit_without_borders_gets_a_cell_of_its_own_around_its_centre(name):
    t, areas = shapes(name)
    assert areas.schematic and len(areas) == len(t)
    assert all(shape.is_valid and shape.area > 0 and shape.geom_type == "Polygon" for shape in areas.units)
    (whole,) = areas.merged(np.zeros(len(t), int)).values()
    assert whole.area == pytest.approx(sum(shape.area for shape in areas.units), rel=1e-6)
    assert 0.8 < whole.area / 1e6 / t.area_km2.sum() < 1.7


@pytest.mark.parametrize(
    "points", [[(0, 0)], [(0, 0), (5000, 0)], [(0, 0), (0, 0), (9000, 0)], [(i * 4e3, 0) for i in range(5)]]
)
def test_few_points_points_in_a_row_and_points_on_one_another_have_cells_too(points):
    x, y = np.array(points, float).T
    areas = shapes_of([str(i) for i in range(len(x))], x, y, np.full(len(x), 20.0))
    assert all(shape.area > 1e5 and shape.is_valid for shape in areas.units)


def test_a_territory_shows_itself_in_a_notebook_as_a_small_map():
    page = load_territory("netherlands-2011")._repr_html_()
    assert len(page) < 300_000
    assert page.count("<title>") == 418 and "<title>Amsterdam: 779,808</title>" in page
    assert 'role="img"' in page and "16,655,799 inhabitants" in page and "Schematic" not in page
    assert "Schematic map" in load_territory(TOY)._repr_html_()


def test_a_territory_shows_itself_in_dutch_where_asked():
    page = reformsim.territory_html(load_territory(TOY), "nl")
    assert "gemeenten" in page and "paren buurgemeenten" in page and "Schematische kaart" in page
    assert not re.search(r"inhabitants|municipalit|divisions|Code.*All<", page)


if __name__ == "__main__":
    for name, make in FIGURES.items():
        make().savefig(IMAGES / f"map_{name}.png", dpi=SMALL_DPI, format="png", metadata={"Software": None})
