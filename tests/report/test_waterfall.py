"""The waterfall: steps that lead from one level to the other, legible whatever they are called."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from reformsim.report.figures.lines import source_line
from reformsim.report.figures.waterfall import MOST_STEPS, Step, draw_waterfall, in_order, waterfall_figure
from reformsim.report.style import COLOURS

STEPS = [Step("Europe", 0.0), Step("Offices", -30.0, 2.0), Step("Tasks", 12.0, 1.0), Step("Together", 50.0, last=True)]


def figure(steps=STEPS, start=400.0):
    return waterfall_figure("Title", "note-2011, 2030", start, steps, unit="bodies", source=source_line("y" * 90))


def test_the_largest_steps_come_first_and_what_levers_do_together_last():
    assert [step.label for step in in_order(STEPS)] == ["Offices", "Tasks", "Europe", "Together"]


def test_many_small_steps_become_one_and_nothing_is_lost():
    many = [Step(f"s{i}", float(i), 3.0) for i in range(1, 31)] + [Step("together", 0.5, 1.0, last=True)]
    rows = in_order(many)
    assert len(rows) == MOST_STEPS and rows[-1].label == "together"
    assert [row.label for row in rows[:2]] == ["s30", "s29"]
    assert rows[-2].label == "Other (20)" and rows[-2].error == pytest.approx(3.0 * math.sqrt(20))
    assert sum(row.effect for row in rows) == pytest.approx(sum(step.effect for step in many))


def test_each_bar_begins_where_the_one_before_ended_and_the_last_ends_at_the_level_with_all():
    axes = figure().axes[0]
    bars = [patch for patch in axes.patches if patch.get_height() > 0.5]
    ends = [400.0]
    for bar, effect in zip(bars, (-30.0, 12.0, 0.0, 50.0), strict=True):
        assert (bar.get_x(), bar.get_width()) == pytest.approx((ends[-1], effect))
        ends.append(ends[-1] + effect)
    dots = [float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() == "o"]
    assert dots == pytest.approx([400.0, 432.0])


def test_rises_and_falls_have_colours_of_their_own_and_every_step_its_number():
    axes = figure().axes[0]
    words = {text.get_text(): text.get_color() for text in axes.texts}
    assert words["\N{MINUS SIGN}30"] == COLOURS[2] and words["+12"] == COLOURS[1]
    assert {"400", "432", "0", "+50"} <= set(words)
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "Without the package", "Offices", "Tasks", "Europe", "Together", "With the package",
    ]  # fmt: skip


def test_whiskers_span_two_standard_errors_either_way_and_are_explained():
    made = figure()
    whiskers = [line.get_xdata() for line in made.axes[0].lines if line.get_linewidth() == 1.1]
    assert [tuple(map(float, data)) for data in whiskers] == [(366.0, 374.0), (380.0, 384.0)]
    assert any("standard errors" in text.get_text() for text in made.texts)
    bare = figure([Step("a", 1.0)])
    assert not any("standard errors" in text.get_text() for text in bare.texts)


@pytest.mark.parametrize("start", [0.0, 0.6, 16e6])
def test_nothing_runs_over_the_edge_or_into_other_words(start):
    size = max(start, 1.0) / 10
    long = "A lever with a name that goes on and on until nobody reads it any more, number"
    steps = [Step(f"{long} {i}", size * (-1) ** i * (i + 1) / 9, size / 20) for i in range(20)]
    made = figure(steps, start)
    made.draw_without_rendering()
    axes = made.axes[0]
    boxes = [t.get_window_extent() for t in (*axes.texts, *made.texts, *axes.get_yticklabels()) if t.get_text()]
    for box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0
        assert box.x1 <= made.bbox.width and box.y1 <= made.bbox.height
    for i, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[i + 1 :])


def test_steps_of_nothing_and_without_a_value_are_drawn_without_complaint(tmp_path: Path):
    figure([Step("a", 0.0), Step("b", 0.0)], 0.0).draw_without_rendering()
    figure([Step("a", math.nan, math.nan)], math.nan).draw_without_rendering()


def test_equal_numbers_give_equal_pictures(tmp_path: Path):
    for name in ("1.png", "2.png"):
        draw_waterfall("Title", "s", 400.0, STEPS, tmp_path / name, unit="bodies", source="x")
    assert (tmp_path / "1.png").read_bytes() == (tmp_path / "2.png").read_bytes()
