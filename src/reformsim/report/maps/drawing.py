"""Maps side by side with one legend: what each municipality is like, and how often each merges."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.report import style
from reformsim.report.maps.maplegend import LINE, MARGIN, NEW, draw_legend, scale_width, write
from reformsim.report.maps.scales import Scale, chance_scale, value_scale
from reformsim.report.page.picture import Part
from reformsim.report.page.saving import look
from reformsim.report.words import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from shapely.geometry.base import BaseGeometry

    from reformsim.report.maps.geometry import Shapes

__all__ = ["NEW", "MapFigure", "MapPanel", "Measure", "chance_map", "columns", "map_figure", "outline"]

Ints = NDArray[np.integer[Any]]

_GAP = 0.25
_TALLEST, _PAGE = 6.2, 7.6
"""Inches of height of a map alone, and of all maps under one another: with all text they fit a page."""
_TEXT_LINE, _NOTE_LINE, _HEAD_LINE, _ABOUT_LINE = 0.17, 0.125, 0.17, 0.145
_ROW_GAP = 0.16
_LEGEND = 0.68
_SUBTITLE_LETTERS, _NOTE_LETTERS, _LEGEND_LETTERS = 104, 124, 60
_HEAD_LETTER, _ABOUT_LETTER = 0.088, 0.068
"""Width of a letter in inches."""


class MapFigure(Figure):
    """A figure of maps, with the maps and the legend as parts for a narrow page."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, eq=False)
class MapPanel:
    """One map.

    Parameters
    ----------
    owner
        (n,) int: label of the municipality that each unit belongs to.
    province
        (n,) int: label of its province.
    values
        (n,) float64: value of each unit's municipality; NaN where there is none.
    new
        (n,) bool: whether the unit's municipality came of a merger; none unless given.
    """

    title: str
    about: str
    owner: Ints
    province: Ints
    values: Floats
    new: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))


@dataclass(frozen=True, slots=True)
class Measure:
    """What the colour of a map says.

    Parameters
    ----------
    unit
        Unit as the registry has it; 'share' is written as a percentage.
    orders
        Whether values spread over orders of magnitude, as inhabitants do.
    """

    title: str
    unit: str = ""
    orders: bool = False


def map_figure(
    shapes: Shapes,
    panels: Sequence[MapPanel],
    measure: Measure,
    *,
    title: str,
    subtitle: str,
    source: str,
    lang: str = "en",
    border: str = "",
) -> MapFigure:
    """Draw maps of municipalities, coloured by one measure, with one legend.

    Parameters
    ----------
    panels
        One to six maps, or more, in rows of two or three.
    border
        What the thick lines are; provincial borders unless given.

    Raises
    ------
    ValueError
        If there is no panel.
    """
    w = words(lang)
    values = np.concatenate([panel.values for panel in panels]) if panels else np.zeros(0)
    scale = value_scale(measure.title, values, w, unit=measure.unit, orders=measure.orders)
    return _figure(shapes, panels, scale, title, subtitle, source, lang, border)


def chance_map(
    shapes: Shapes,
    panels: Sequence[MapPanel],
    *,
    title: str,
    legend: str,
    subtitle: str,
    source: str,
    lang: str = "en",
    border: str = "",
) -> MapFigure:
    """Draw how often each unit merges, a map per scenario.

    Parameters
    ----------
    panels
        Maps whose values are shares of the replicates, 0 to 1.
    title, legend, subtitle, source, lang, border
        As in :func:`map_figure`; the legend says of what the share is.

    Raises
    ------
    ValueError
        If there is no panel.
    """
    w = words(lang)
    scale = chance_scale(legend, w("maps.chance.never"), w)
    return _figure(shapes, panels, scale, title, subtitle, source, lang, border)


def columns(count: int) -> int:
    """Maps beside one another, of so many in all."""
    return {1: 1, 2: 2, 4: 2}.get(count, 3)


def _figure(
    shapes: Shapes,
    panels: Sequence[MapPanel],
    scale: Scale,
    title: str,
    subtitle: str,
    source: str,
    lang: str,
    border: str,
) -> MapFigure:
    if not panels:
        raise ValueError("no panel to draw")
    w = words(lang)
    titles = textwrap.wrap(title, 72)
    about = textwrap.wrap(subtitle, _SUBTITLE_LETTERS)
    said = f"{w('maps.schematic')} {source}" if shapes.schematic else source
    notes = textwrap.wrap(said, _NOTE_LETTERS)
    legend = textwrap.wrap(scale.title, _LEGEND_LETTERS)
    west, south, east, north = shapes.box
    across = columns(len(panels))
    down = math.ceil(len(panels) / across)
    wide = (style.WIDTH_IN - 2 * MARGIN - (across - 1) * _GAP) / across
    # A country that is tall and narrow does not take more than a page, one that is wide not less than a strip.
    high = min(max(wide * (north - south) / (east - west), 0.35 * wide), _TALLEST if down == 1 else _PAGE / down)
    heads = [_head(panel, wide) for panel in panels]
    head = max(_HEAD_LINE * len(name) + _ABOUT_LINE * len(more) for name, more in heads) + 0.1
    row = head + high + _ROW_GAP
    top = 0.16 + 0.22 * len(titles) + _TEXT_LINE * len(about) + 0.1
    bottom = 0.1 + _NOTE_LINE * len(notes) + 0.06
    height = top + down * row + _LEGEND + LINE * len(legend) + bottom
    marks = any(panel.new.any() for panel in panels)
    missing = any(not np.isfinite(panel.values).all() for panel in panels)
    with rc_context(look()):
        figure = MapFigure(figsize=(style.WIDTH_IN, height), facecolor="white")
        parts = []
        FigureCanvasAgg(figure)
        for at, panel in enumerate(panels):
            left, ceiling = MARGIN + (at % across) * (wide + _GAP), height - top - (at // across) * row
            write(figure, left, ceiling, "\n".join(heads[at][0]), size=style.TEXT_SIZE, weight="bold")
            below = ceiling - _HEAD_LINE * len(heads[at][0])
            write(figure, left, below, "\n".join(heads[at][1]), size=8, color=style.FAINT)
            axes = _axes(figure, shapes, left, ceiling - head - high, wide, high)
            parts.append(Part(left, height - ceiling + head, wide, high, panel.title, panel.about))
            _draw(figure, axes, shapes, panel, scale)
        write(figure, MARGIN, height - 0.14, "\n".join(titles), size=style.TITLE_SIZE, weight="bold")
        below = height - 0.16 - 0.22 * len(titles)
        write(figure, MARGIN, below, "\n".join(about), size=style.TEXT_SIZE - 0.5, color=style.FAINT)
        right = draw_legend(figure, scale, legend, bottom, marks, missing, lang, border) - 0.1
        stripe = height - bottom - _LEGEND - LINE * len(legend), _LEGEND + LINE * len(legend)
        for start, end in ((0.0, min(right, scale_width(scale) + 0.3)), (right, style.WIDTH_IN)):
            parts.append(Part(start, stripe[0], end - start, stripe[1], wide=True))
        figure.parts = tuple(parts)
        write(figure, MARGIN, bottom - 0.06, "\n".join(notes), size=style.NOTE_SIZE, color=style.FAINT)
    return figure


def _axes(figure: Figure, shapes: Shapes, left: float, base: float, wide: float, high: float) -> Axes:
    """Make room for a map, in inches from the corner at the lower left."""
    west, south, east, north = shapes.box
    across, up = style.WIDTH_IN, figure.get_figheight()
    axes = figure.add_axes((left / across, base / up, wide / across, high / up))
    axes.set(xlim=(west, east), ylim=(south, north), aspect="equal")
    axes.set_axis_off()
    axes.set_anchor("N")
    return axes


def _head(panel: MapPanel, wide: float) -> tuple[list[str], list[str]]:
    """Lines of the title of a panel and of what stands under it."""
    name = textwrap.wrap(panel.title, int(wide / _HEAD_LETTER), max_lines=3, placeholder="\N{HORIZONTAL ELLIPSIS}")
    return name, textwrap.wrap(panel.about, int(wide / _ABOUT_LETTER))


def _draw(figure: Figure, axes: Axes, shapes: Shapes, panel: MapPanel, scale: Scale) -> None:
    """Draw one map."""
    box = axes.get_position()
    west, south, east, north = shapes.box
    across, up = box.width * figure.get_figwidth(), box.height * figure.get_figheight()
    metres = max((east - west) / across, (north - south) / up) / 72  # what a point of paper spans
    areas = shapes.merged(panel.owner)
    labels, first = np.unique(panel.owner, return_index=True)
    fills = scale.colour(panel.values[first])
    outlines = [outline(areas[int(label)]) for label in labels]
    axes.add_collection(PathCollection(outlines, facecolors=fills, edgecolors=style.EDGE, linewidths=0.25))
    if len(panel.new):
        # Just within the area, so that the borders stay to be seen and neighbours keep a line each.
        found = [areas[int(label)] for label, new in zip(labels, panel.new[first], strict=True) if new]
        inner = [area.buffer(-1.1 * metres, join_style="mitre") for area in found]
        marked = [outline(area if small.is_empty else small) for area, small in zip(found, inner, strict=True)]
        # A light rim keeps the line apart from dark colours, in grey as well.
        for colour, width in ((style.UPON_DARK, 2.0), (NEW, 1.2)):
            lines: dict[str, Any] = {"facecolors": "none", "edgecolors": colour, "linewidths": width}
            axes.add_collection(PathCollection(marked, **lines))
    borders = [outline(area) for area in shapes.merged(panel.province).values()]
    axes.add_collection(PathCollection(borders, facecolors="none", edgecolors=style.UPON_LIGHT, linewidths=0.8))
    for collection in axes.collections:
        collection.set(joinstyle="round", clip_on=False)


def outline(shape: BaseGeometry) -> Outline:
    """Path along the borders of an area, holes and separate parts included."""
    points, codes = [], []
    for part in getattr(shape, "geoms", [shape]):
        for ring in (part.exterior, *part.interiors):
            xy = np.asarray(ring.coords)
            points.append(xy)
            codes.append(np.full(len(xy), Outline.LINETO, dtype=Outline.code_type))
            codes[-1][0], codes[-1][-1] = Outline.MOVETO, Outline.CLOSEPOLY
    return Outline(np.concatenate(points), np.concatenate(codes))
