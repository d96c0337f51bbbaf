"""Shapes that maps are drawn from: real borders where a territory has them, cells around the centroids where not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely import MultiPoint, MultiPolygon, Point, Polygon, STRtree, box, buffer, prepare, union_all, voronoi_polygons
from shapely import points as shapely_points
from shapely.geometry.base import BaseGeometry

Rings = tuple[tuple[tuple[int, ...], ...], ...]

_REACH = 1.55
"""Radius of the land taken to lie around a centroid, in that of a disc with the unit's area.

Neighbours then touch, and an island with sea around it stays a disc apart.
"""
_DISC = 0.75
"""The same where no land lies around: the disc of an island is not larger than its cell would be among others."""


class Topology(Protocol):
    """Borders as a territory gives them: lines, and rings of lines by code; see ``territory/boundaries.py``."""

    @property
    def units(self) -> Mapping[str, Rings]:
        """Rings of each unit."""
        ...

    @property
    def pieces(self) -> Mapping[str, tuple[str, ...]]:
        """Codes of the shapes that a unit is made of, where it has none of its own."""
        ...

    def line(self, arc: int) -> NDArray[np.float64]:
        """Points of a line, (k, 2), in the direction of a ring."""
        ...


@dataclass(frozen=True, eq=False)
class Shapes:
    """The areas of a map.

    Parameters
    ----------
    units
        (n,) shapely geometries of the units, in the order of the territory.
    schematic
        Whether they are cells around centroids rather than real borders.
    """

    units: NDArray[Any]
    schematic: bool = False

    def __len__(self) -> int:
        return len(self.units)

    def merged(self, labels: ArrayLike) -> dict[int, BaseGeometry]:
        """Give the union of the units of each label, by label.

        Parameters
        ----------
        labels
            (n,) int: the municipality or the province that each unit belongs to.
        """
        at = np.asarray(labels)
        kinds, position, counts = np.unique(at, return_inverse=True, return_counts=True)
        order = np.argsort(position, kind="stable")
        groups = np.split(order, np.cumsum(counts)[:-1])
        return {
            int(kind): self.units[group[0]] if len(group) == 1 else union_all(self.units[group])
            for kind, group in zip(kinds, groups, strict=True)
        }

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all units in metres."""
        west, south, east, north = np.array([shape.bounds for shape in self.units]).T
        return float(west.min()), float(south.min()), float(east.max()), float(north.max())


def shapes_of(
    codes: Sequence[str], x: ArrayLike, y: ArrayLike, area_km2: ArrayLike, topology: Topology | None = None
) -> Shapes:
    """Give the areas of a map.

    Parameters
    ----------
    x, y
        (n,) centroids in metres.
    area_km2
        (n,) areas; they say how far the land around a centroid reaches on a schematic map.

    Returns
    -------
    Shapes
        With real borders those; otherwise the cells of land nearest to each centroid, and discs for islands.
    """
    if topology is not None:
        return Shapes(_array([_area(topology, code) for code in codes]))
    return Shapes(_array(_cells(np.column_stack([x, y]).astype(np.float64), np.asarray(area_km2, np.float64))), True)


def _area(topology: Topology, code: str) -> BaseGeometry:
    """Give the area of a unit: its own shape, or the union of those it is made of."""
    made_of = topology.pieces.get(code, (code,))
    parts = [polygons(topology, topology.units[one]) for one in made_of]
    return parts[0] if len(parts) == 1 else union_all(parts)


def polygons(topology: Topology, shape: Rings) -> BaseGeometry:
    """Build the geometry of a unit or province from the lines of its rings."""

    def ring(arcs: Sequence[int]) -> NDArray[np.float64]:
        return np.concatenate([topology.line(arc)[:-1] for arc in arcs])

    parts = [Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:]]) for rings in shape]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _cells(points: NDArray[np.float64], area_km2: NDArray[np.float64]) -> list[BaseGeometry]:
    """Voronoi cells of the points, cut off at the coast of a land of discs around them."""
    points = _apart(points)
    radius = np.sqrt(area_km2 / np.pi) * 1000.0
    if len(points) == 1:
        return [Point(points[0]).buffer(float(radius[0]))]
    usual = float(np.median(radius))
    land = union_all(buffer(shapely_points(points), _REACH * radius, quad_segs=10))
    # Bays between discs are closed and the coast drawn back, so that it is smooth and lies about where it should.
    land = land.buffer(0.6 * usual, quad_segs=4).buffer(-usual, quad_segs=4).simplify(0.015 * usual)
    prepare(land)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    frame = box(west, south, east, north).buffer(10 * float(radius.max()))
    cells = list(voronoi_polygons(MultiPoint(points), extend_to=frame).geoms)
    tree = STRtree(cells)
    shapes: list[BaseGeometry] = []
    for point, r in zip(points, radius, strict=True):
        here = Point(point)
        cell = cells[int(tree.nearest(here))]
        inside = cell if land.contains_properly(cell) else cell.intersection(land)
        parts = [part for part in getattr(inside, "geoms", [inside]) if part.distance(here) == 0 and part.area > 0]
        shapes.append(parts[0] if parts else cell.intersection(here.buffer(_DISC * float(r))))
    return shapes


def _apart(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move points that lie on one another a little apart, or they would share a cell."""
    _, first, counts = np.unique(points, axis=0, return_inverse=True, return_counts=True)
    if counts.max() == 1:
        return points
    moved = points.copy()
    step = 0.01 * max(float(np.ptp(points, axis=0).max()), 1000.0)
    for group in np.flatnonzero(counts > 1):
        members = np.flatnonzero(first.ravel() == group)
        turn = 2 * np.pi * np.arange(len(members)) / len(members)
        moved[members] += step * np.column_stack([np.cos(turn), np.sin(turn)])
    return moved


def _array(shapes: Sequence[BaseGeometry]) -> NDArray[Any]:
    # NumPy would take the parts of a geometry for a dimension.
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return array
