"""Figures: what they show, that nothing overlaps, and that equal numbers give equal pictures."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import matplotlib.image
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.report.figures.dots import Dots, Mark, Row, dots_figure
from reformsim.report.figures.lines import Band, draw, indicator_figure, source_line, spread, year_ticks
from reformsim.report.style import COLOURS, DPI, HEIGHT_IN, WIDTH_IN
from reformsim.report.words import words

YEARS = tuple(range(2011, 2031))


def _band(name: str, level: float, slope: float, width: float = 5.0) -> Band:
    middle = level + slope * np.arange(len(YEARS), dtype=np.float64)
    return Band(name, YEARS, middle, middle - width, middle + width)


def _draw(path: Path, *bands: Band) -> bytes:
    draw("Municipalities", "municipalities", bands, path, source="reformsim; data: Statistics Netherlands")
    return path.read_bytes()


def test_a_figure_has_a_line_and_a_band_per_scenario_each_in_its_colour() -> None:
    bands = [_band("baseline-2011", 418, -2), _band("note-2011", 418, -4)]
    axes = indicator_figure("Municipalities", "municipalities", bands, source="x").axes[0]
    lines = [line for line in axes.lines if len(line.get_xdata()) == len(YEARS)]
    assert [line.get_color() for line in lines] == list(COLOURS[:2])
    assert np.array_equal(lines[1].get_ydata(), bands[1].middle)
    assert len(axes.collections) == 2


def test_lines_are_named_where_they_end_and_not_in_a_legend() -> None:
    bands = [_band("baseline-2011", 418, -2), _band("note-2011", 418, -2.01)]
    axes = indicator_figure("Municipalities", "municipalities", bands, source="x").axes[0]
    assert axes.get_legend() is None
    assert [text.get_text() for text in axes.texts] == ["baseline-2011", "note-2011"]
    heights = [text.get_position()[1] for text in axes.texts]
    assert heights[0] - heights[1] >= 0.06


def test_where_there_is_no_value_words_at_the_right_edge_say_so_and_leave_the_dots_free() -> None:
    none = Mark(np.nan, np.nan, np.nan)
    rows = (
        Row("a", 10.0, (Mark(0.1, 0.0, 0.2),)),
        Row("b", np.nan, (Mark(0.0, 0.0, 0.1),)),
        Row("c", np.nan, (none,)),
    )
    panel = Dots("", rows, from_nought=True)
    figure = dots_figure("Tasks", "below", ("note-2011",), [panel], source="x", w=words("nl"))
    figure.draw_without_rendering()
    axes = figure.axes[-1]
    assert [text.get_text() for text in axes.texts] == ["n.v.t."] * 3
    boxes = [text.get_window_extent() for text in axes.texts]
    assert all(box.x0 > axes.bbox.x0 + 0.8 * axes.bbox.width and box.x1 <= axes.bbox.x1 for box in boxes)
    assert not boxes[1].overlaps(boxes[2])


def test_nothing_in_a_figure_runs_over_its_edge_or_into_other_words() -> None:
    bands = [_band(f"scenario-with-a-rather-long-name-{i}", 16e6, 10.0 * i) for i in range(4)]
    figure = indicator_figure("Inhabitants of all municipalities", "inhabitants", bands, source=source_line("y" * 90))
    figure.draw_without_rendering()
    axes = figure.axes[0]
    boxes = [t.get_window_extent() for t in (*axes.texts, *figure.texts) if t.get_text()]
    for box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0
        assert box.x1 <= figure.bbox.width and box.y1 <= figure.bbox.height
    for i, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[i + 1 :])


def test_a_figure_says_unit_meaning_and_source() -> None:
    figure = indicator_figure("Title", "persons", [_band("a", 10, 1)], source="reformsim; data: CBS")
    words = [text.get_text() for text in figure.texts]
    assert words == [
        "Title",
        "persons; median and the range of 80 % of the replicates",
        "reformsim; data: CBS",
    ]


def test_values_that_cannot_fall_below_nought_get_an_axis_that_does_not() -> None:
    axes = indicator_figure("t", "share", [_band("a", 0.01, 0.0, width=0.01)], source="x").axes[0]
    assert axes.get_ylim()[0] == 0.0


def test_a_flat_or_missing_line_is_drawn_without_complaint(tmp_path: Path) -> None:
    nothing = np.full(len(YEARS), np.nan)
    _draw(tmp_path / "a.png", _band("flat", 12, 0, width=0), Band("gap", YEARS, nothing, nothing, nothing))
    _draw(tmp_path / "b.png", Band("gap", YEARS, nothing, nothing, nothing))
    one = np.array([3.0])
    _draw(tmp_path / "c.png", Band("one year", (2011,), one, one, one))


def test_a_png_has_the_size_of_the_style_and_is_not_blank(tmp_path: Path) -> None:
    _draw(tmp_path / "a.png", _band("baseline-2011", 418, -2))
    pixels = matplotlib.image.imread(tmp_path / "a.png")
    assert pixels.shape[:2] == (round(HEIGHT_IN * DPI), round(WIDTH_IN * DPI))
    assert 0.01 < float((pixels[:, :, :3].min(axis=2) < 0.9).mean()) < 0.5


def test_equal_numbers_give_equal_pictures_without_a_date(tmp_path: Path) -> None:
    first, second = (_draw(tmp_path / name, _band("a", 1, 1)) for name in ("1.png", "2.png"))
    assert first == second
    assert b"tEXt" not in first and b"tIME" not in first


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (2011, 2030, [2011, 2015, 2020, 2025, 2030]),
        (2003, 2018, [2003, 2010, 2015, 2018]),
        (2011, 2014, [2011, 2012, 2013, 2014]),
        (2011, 2011, [2011]),
    ],
)
def test_years_on_the_axis_are_whole_and_not_crowded(first: int, last: int, expected: list[int]) -> None:
    ticks = year_ticks(first, last)
    assert ticks == expected


@given(st.lists(st.floats(0, 1), max_size=7), st.floats(0.01, 0.3))
def test_labels_keep_their_order_and_distance_and_stay_where_there_is_room(heights: list[float], gap: float) -> None:
    placed = spread(heights, gap)
    by_height = [p for _, _, p in sorted(zip(heights, range(len(heights)), placed, strict=True))]
    assert all(b - a >= gap - 1e-9 for a, b in pairwise(by_height))
    wanted = sorted(heights)
    if all(b - a >= gap for a, b in pairwise(wanted)):
        assert placed == pytest.approx(heights)
