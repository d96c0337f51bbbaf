"""Figures look as they did: every one is held against its picture, and nothing in it is cut or overlaps."""

from __future__ import annotations

from pathlib import Path

import matplotlib.image
import numpy as np
import pytest

from tests.report import images
from tests.report.samples_figures import FIGURES

MOST_BYTES = 40_000


@pytest.mark.parametrize("name", sorted(images.figures()))
def test_a_figure_looks_as_its_picture(name: str, tmp_path: Path):
    images.draw(name, tmp_path / "now.png")
    assert images.difference(tmp_path / "now.png", images.picture(name)) <= images.TOLERANCE


def test_every_picture_has_its_figure_and_is_small():
    # Maps have pictures and a command of their own.
    kept = {path.stem: path.stat().st_size for path in images.FOLDER.glob("*.png") if path.stem[:4] != "map_"}
    assert set(kept) == set(images.figures())
    assert {name: size for name, size in kept.items() if size > MOST_BYTES} == {}


def test_a_figure_with_another_line_is_not_taken_for_the_same(tmp_path: Path):
    images.draw("lines", tmp_path / "one.png")
    pixels = np.array(matplotlib.image.imread(tmp_path / "one.png"))
    pixels[60:160, 60:63] = 0.0
    pixels[:, :, :3][:10] = 0.3
    matplotlib.image.imsave(tmp_path / "other.png", pixels)
    assert images.difference(tmp_path / "one.png", tmp_path / "other.png") > images.TOLERANCE


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_no_words_of_a_figure_are_cut_or_run_into_others(name: str):
    figure = FIGURES[name]()
    figure.draw_without_rendering()
    drawn = [axes for axes in figure.axes if axes.axison]
    texts = [text for axes in drawn for text in axes.texts]
    # Ticks beyond the limits of an axis have a label too, which is not drawn.
    texts += [
        t for a in drawn for t in a.get_yticklabels() if min(a.get_ylim()) <= t.get_position()[1] <= max(a.get_ylim())
    ]
    boxes = [t.get_window_extent() for t in (*texts, *figure.texts) if t.get_text().strip() and t.get_visible()]
    assert boxes
    for box in boxes:
        assert box.x0 >= -0.5 and box.y0 >= -0.5
        assert box.x1 <= figure.bbox.width + 0.5 and box.y1 <= figure.bbox.height + 0.5
    # The boxes of words that stand under one another touch by the air around their letters.
    smaller = [box.padded(-1.5) for box in boxes]
    for i, one in enumerate(smaller):
        assert not any(one.overlaps(other) for other in smaller[i + 1 :])
