"""A map as a few lines of SVG inside a page of HTML, where a figure would be too heavy: for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reformsim.report import style
from reformsim.report.maps.scales import Scale, value_scale
from reformsim.report.words import words

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from reformsim.report.maps.geometry import Shapes

_PIXELS: Final = 400
_GRID: Final = 4
"""Steps per pixel to which points are rounded."""


def inline_map(
    shapes: Shapes, names: Sequence[str], values: ArrayLike, province: ArrayLike, *, label: str, lang: str = "en"
) -> str:
    """Give a map of inhabitants by unit with its legend, as HTML.

    Parameters
    ----------
    names
        (n) names; each shows with the number when a pointer rests on the unit.
    values
        (n,) inhabitants.
    province
        (n,) int: label of the province of each unit.
    """
    w = words(lang)
    numbers = np.asarray(values, np.float64)
    scale = value_scale(w("maps.inhabitants"), numbers, w, orders=True)
    west, south, east, north = shapes.box
    step = max(east - west, north - south) / (_PIXELS * _GRID)
    wide, high = (round(span / step) for span in (east - west, north - south))

    def path(shape: BaseGeometry) -> str:
        return _path(shape, west, north, step)

    units = "".join(
        f'<path d="{path(shape)}" fill="{colour}"><title>{escape(name)}: {w.number(number)}</title></path>'
        for shape, colour, name, number in zip(shapes.units, scale.colour(numbers), names, numbers, strict=True)
    )
    borders = "".join(path(shape) for shape in shapes.merged(province).values())
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" viewBox="0 0 {wide} {high}" '
        f'width="{round(wide / _GRID)}" height="{round(high / _GRID)}" style="max-width:100%">'
        f'<g stroke="{style.EDGE}" stroke-width="{0.25 * _GRID}" fill-rule="evenodd">{units}</g>'
        f'<path d="{borders}" fill="none" stroke="{style.UPON_LIGHT}" stroke-width="{_GRID}"/></svg>'
    )
    schematic = f"<br><small>{escape(w('maps.schematic'))}</small>" if shapes.schematic else ""
    return f"{drawing}<br>{_legend(scale)}{schematic}"


def _legend(scale: Scale) -> str:
    ends = (*scale.labels, "")
    chips = "".join(
        f'<span style="background:{colour};border:1px solid {style.EDGE};display:inline-block;width:2em">&nbsp;</span>'
        f" {escape(after)} "
        for colour, after in zip(scale.colours, ends, strict=True)
    )
    return f"<small>{escape(scale.title)}: {escape(scale.first)} {chips}</small>"


def _path(shape: BaseGeometry, west: float, north: float, step: float) -> str:
    """Write the rings of a geometry as a path of whole numbers, each point relative to the one before."""
    parts = []
    for part in getattr(shape, "geoms", [shape]):
        for ring in (part.exterior, *part.interiors):
            points = np.asarray(ring.coords)[:-1]
            grid: NDArray[Any] = np.rint((points - (west, north)) / (step, -step)).astype(np.int64)
            moves = np.diff(grid, axis=0)
            moves = moves[moves.any(axis=1)]
            # A minus sign parts two numbers as well as a blank does.
            steps = "".join(f" {number}" if number >= 0 else str(number) for number in moves.ravel().tolist())
            parts.append(f"M{grid[0, 0]} {grid[0, 1]}l{steps.lstrip()}z" if steps else "")
    return "".join(parts)
