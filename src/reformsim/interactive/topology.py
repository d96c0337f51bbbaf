"""The borders of a map as the page draws them: lines that neighbours share, each once, in whole steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reformsim.arrays import Floats

if TYPE_CHECKING:
    from reformsim.territory import Territory

GRID: Final = 2**14
"""Steps along the longer side of a map: for the Netherlands some twenty metres each."""


def topology(land: Territory) -> dict[str, Any]:
    """Give the lines of a map and the rings that units make of them.

    Returns
    -------
    dict
        ``wide`` and ``high`` in steps; ``metres`` of a step; ``arcs``, lines as x and y of the first point and then the
        moves from point to point, y downwards; ``rings`` by unit, each a list of arcs, where ``~3`` is arc 3 run
        backwards; ``schematic`` where the territory has no borders, and its units are cells around their middles.
    """
    borders = land.boundaries
    if borders is None:
        lines, rings = _cells(land)
    else:
        lines = list(borders.arcs)
        made_of = (borders.pieces.get(code, (code,)) for code in land.codes)
        rings = [[list(r) for one in codes for polygon in borders.units[one] for r in polygon] for codes in made_of]
    (west, south), (east, north) = _extent(lines)
    step = max(east - west, north - south) / GRID
    grids = [np.rint((line - (west, north)) / (step, -step)).astype(np.int64) for line in lines]
    return {
        "wide": round((east - west) / step),
        "high": round((north - south) / step),
        "metres": step,
        "arcs": [moves(grid) for grid in grids],
        "rings": rings,
        "schematic": borders is None,
    }


def moves(grid: np.ndarray[Any, np.dtype[np.int64]]) -> list[int]:
    """Give a line as its first point and the moves from point to point, without those that lead nowhere.

    Examples
    --------
    >>> moves(np.array([[5, 5], [5, 5], [6, 3]]))
    [5, 5, 1, -2]
    """
    steps = np.diff(grid, axis=0)
    found: list[int] = np.concatenate([grid[:1], steps[steps.any(axis=1)]]).ravel().tolist()
    return found


def _extent(lines: Sequence[Floats]) -> tuple[Floats, Floats]:
    points = np.concatenate(lines)
    return points.min(axis=0), points.max(axis=0)


def _cells(land: Territory) -> tuple[list[Floats], list[list[list[int]]]]:
    """Cells around the middles of units: each ring is a line of its own, for cells meet where they like."""
    from reformsim.report.maps.geometry import shapes_of

    lines: list[Floats] = []
    rings: list[list[list[int]]] = []
    for shape in shapes_of(land.codes, land.x, land.y, land.area_km2).units:
        first = len(lines)
        lines += [np.asarray(ring.coords, np.float64) for ring in _rings(shape)]
        rings.append([[at] for at in range(first, len(lines))])
    return lines, rings


def _rings(shape: Any) -> Iterable[Any]:
    for part in getattr(shape, "geoms", [shape]):
        yield part.exterior
        yield from part.interiors
