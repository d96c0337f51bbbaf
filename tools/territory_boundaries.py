"""Boundaries of the embedded territories: the topology of the raw files in the project's own form."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from shapely import Polygon, symmetric_difference, union_all

Ring = list[int]
Shape = list[list[Ring]]


def write_boundaries(path: Path, raw: Path, provinces: dict[str, str]) -> None:
    """Write boundaries.json from the raw topology of the municipalities.

    The provinces are drawn along the arcs of their own municipalities, so that both fit together exactly.

    Parameters
    ----------
    path
        File to write.
    raw
        Raw topology (TopoJSON).
    provinces
        Province code of each municipality.
    """
    topology = json.loads(raw.read_text(encoding="utf-8"))
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    assert scale[0] == scale[1], "the grid is not square"
    units = dict(sorted(shapes(topology).items()))
    assert set(units) == set(provinces), "the boundaries are not of these municipalities"
    members = defaultdict(list)
    for code, province in provinces.items():
        members[province].append(units[code])
    points = lines(topology)
    data = {
        "origin": origin,
        "step": scale[0],
        "arcs": [[number for point in arc for number in point] for arc in topology["arcs"]],
        "units": units,
        "provinces": {code: outline(members[code], points) for code in sorted(members)},
    }
    path.write_text(_text(data), encoding="utf-8", newline="\n")


def shapes(topology: dict[str, Any]) -> dict[str, Shape]:
    """Give the polygons of each code, as rings of arcs."""
    (layer,) = topology["objects"].values()
    points = lines(topology)
    return {
        one["id"]: [
            [_clockwise(ring, points) for ring in rings]
            for rings in (one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]])
        ]
        for one in layer["geometries"]
    }


def lines(topology: dict[str, Any]) -> list[np.ndarray]:
    """Give the points of each arc on the grid."""
    return [np.cumsum(np.array(arc), axis=0) for arc in topology["arcs"]]


def outline(members: list[Shape], points: list[np.ndarray]) -> Shape:
    """Give the outline of several areas: the rings that are left of theirs without what two of them share."""
    ends = [(tuple(line[0]), tuple(line[-1])) for line in points]
    runs = {arc for shape in members for rings in shape for ring in rings for arc in ring}
    leaving: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for arc in sorted(arc for arc in runs if ~arc not in runs):
        leaving[_begin(arc, ends)].append(arc)
    rings: list[Ring] = []
    for node in sorted(leaving):
        while leaving[node]:
            path: Ring = []
            passed = [node]
            at = node
            while True:
                arc = leaving[at].pop(0)
                path.append(arc)
                at = _begin(~arc, ends)
                if at in passed:
                    # A loop within the way is a ring of its own, so that no ring meets itself in a point.
                    first = passed.index(at)
                    rings.append(path[first:])
                    del path[first:], passed[first + 1 :]
                    if not path:
                        break
                else:
                    passed.append(at)
    # Outer rings run clockwise as those of the municipalities do; water that a province encloses is run the other way.
    outer = {tuple(ring): Polygon(points_of(ring, points)) for ring in rings if _clockwise(ring, points) == ring}
    shape = {ring: [list(ring)] for ring in sorted(outer)}
    for hole in sorted(ring for ring in rings if tuple(ring) not in outer):
        inside = Polygon(points_of(hole, points))
        (around,) = [ring for ring, area in outer.items() if area.contains(inside)]
        shape[around].append(hole)
    return list(shape.values())


def points_of(ring: Ring, points: list[np.ndarray]) -> np.ndarray:
    """Give the points of a ring, the first not repeated."""
    return np.concatenate([(points[arc] if arc >= 0 else points[~arc][::-1])[:-1] for arc in ring])


def check_provinces(raw_units: Path, raw_provinces: Path, provinces: dict[str, str]) -> dict[str, float]:
    """Give, by province, how much of its area differs from the polygon of the raw file of provinces."""
    units = _polygons(json.loads(raw_units.read_text(encoding="utf-8")))
    drawn = _polygons(json.loads(raw_provinces.read_text(encoding="utf-8")))
    shares = {}
    for code, shape in drawn.items():
        mine = union_all([units[unit] for unit, province in provinces.items() if province == code])
        shares[code] = symmetric_difference(mine, shape).area / shape.area
    return shares


def _polygons(topology: dict[str, Any]) -> dict[str, Any]:
    scale, origin = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    points = [line * scale + origin for line in lines(topology)]
    return {
        code: union_all(
            [Polygon(points_of(rings[0], points), [points_of(hole, points) for hole in rings[1:]]) for rings in shape]
        )
        for code, shape in shapes(topology).items()
    }


def _clockwise(ring: Ring, points: list[np.ndarray]) -> Ring:
    """Turn a ring so that all go the same way round, and neighbours run along a shared arc in opposite directions."""
    x, y = points_of(ring, points).T
    return [~arc for arc in reversed(ring)] if np.dot(x, np.roll(y, -1)) > np.dot(y, np.roll(x, -1)) else ring


def _begin(arc: int, ends: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> tuple[int, ...]:
    return ends[arc][0] if arc >= 0 else ends[~arc][1]


def _text(data: dict[str, Any]) -> str:
    """Write JSON with an arc, unit or province on each line."""

    def packed(value: object) -> str:
        return json.dumps(value, separators=(",", ":"))

    arcs = ",\n".join(map(packed, data["arcs"]))
    groups = [
        f"{packed(key)}: {{\n"
        + ",\n".join(f"{packed(code)}:{packed(shape)}" for code, shape in data[key].items())
        + "\n}"
        for key in ("units", "provinces")
    ]
    head = f'"origin": {packed(data["origin"])},\n"step": {packed(data["step"])},\n"arcs": [\n{arcs}\n]'
    return "{\n" + ",\n".join([head, *groups]) + "\n}\n"
