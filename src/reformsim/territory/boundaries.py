"""Borders of units and provinces (``boundaries.json``): lines shared by neighbours, read only when asked for."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from reformsim.errors import Mistakes, Near, Problem, TerritoryError
from reformsim.marked import read_text

if TYPE_CHECKING:
    from reformsim.territory.frozen import Territory

FILE = "boundaries.json"
KEYS = ("origin", "step", "arcs", "units", "provinces")

Ring = tuple[int, ...]
Shape = tuple[tuple[Ring, ...], ...]
Arc = npt.NDArray[np.float64]

_FARTHEST = 2**40
"""Steps from the origin; what lies farther off is a slip, and would not fit the arithmetic."""


@dataclass(frozen=True, eq=False)
class Boundaries:
    """Borders as lines, each of which stands once however many areas it bounds.

    Parameters
    ----------
    arcs
        Lines, (k, 2) float64 each: coordinates in metres, of the same grid as the units' centroids.
    units, provinces
        For each code its polygons; of each polygon its rings, the outer one first and then the holes; of each ring the
        arcs it runs along, in order. A number below nought is an arc run backwards: ``~3`` is arc 3.
    pieces
        For each unit of the territory the codes of ``units`` that it is made of, where the borders are those of an
        earlier map; empty where each unit has a shape of its own.
    """

    arcs: tuple[Arc, ...]
    units: Mapping[str, Shape]
    provinces: Mapping[str, Shape]
    pieces: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def line(self, arc: int) -> Arc:
        """Give the points of an arc in the direction in which a ring runs along it, (k, 2)."""
        return _along(self.arcs, arc)


def load_boundaries(territory: Territory) -> Boundaries | None:
    """Read the borders of a territory; ``None`` if its folder has none.

    Raises
    ------
    TerritoryError
        If the file has mistakes or is not of these units and provinces; carries all of them.
    """
    if not territory.folder:
        return None
    path = Path(territory.folder) / FILE
    if not path.exists():
        return None
    problems = Mistakes()
    pieces: dict[str, tuple[str, ...]] = {}
    for drawn, unit in territory.pieces:
        pieces[unit] = (*pieces.get(unit, ()), drawn)
    units = frozenset(drawn for drawn, _ in territory.pieces) or frozenset(territory.codes)
    found = read_boundaries(path, f"{territory.name}/{FILE}", units, frozenset(territory.province_codes), problems)
    if found is None or problems:
        raise TerritoryError(problems.told())
    return replace(found, pieces=MappingProxyType(pieces))


def read_boundaries(
    path: Path, file: str, units: Collection[str], provinces: Collection[str], problems: Mistakes
) -> Boundaries | None:
    """Read and check a file of boundaries.

    Parameters
    ----------
    units, provinces
        Codes that must each have a shape; nothing is said of codes where there are none to go by.

    Returns
    -------
    Boundaries or None
        ``None`` if the file is no topology at all; not to be used if there are problems.
    """
    text = read_text(path, file, problems)
    if text is None:
        return None
    reader = _Reader(file, problems)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        problems.append(Problem(file, f"is not JSON: {error.msg}", line=error.lineno, column=error.colno))
        return None
    except ValueError:  # a whole number of thousands of digits, which Python does not read
        problems.append(Problem(file, f"has a number of more than {sys.get_int_max_str_digits():,} digits"))
        return None
    except RecursionError:
        problems.append(Problem(file, "is nested too deeply"))
        return None
    return reader.read(data, units, provinces)


class _Reader:
    def __init__(self, file: str, problems: Mistakes):
        self.file, self.problems = file, problems

    def wrong(self, path: str, message: str, near: Near | None = None) -> None:
        self.problems.append(Problem(self.file, message, path=path, near=near))

    def read(self, data: Any, units: Collection[str], provinces: Collection[str]) -> Boundaries | None:
        if not isinstance(data, dict):
            self.wrong("", f"is not a topology, expected an object with {', '.join(KEYS)}")
            return None
        for key in data:
            if key not in KEYS:
                self.wrong(key, "unknown key", Near(key, KEYS))
        for key in KEYS:
            if key not in data:
                self.wrong(key, "is missing")
        if any(key not in data for key in KEYS):
            return None
        arcs = self._arcs(data)
        if arcs is None:
            return None
        shapes = [
            self._shapes(data[key], key, kind, known, arcs)
            for key, kind, known in (("units", "unit", units), ("provinces", "province", provinces))
        ]
        self._check_shared(shapes[0], len(arcs))
        return Boundaries(arcs, MappingProxyType(shapes[0]), MappingProxyType(shapes[1]))

    def _arcs(self, data: dict[str, Any]) -> tuple[Arc, ...] | None:
        origin, step, rows = data["origin"], data["step"], data["arcs"]
        before = len(self.problems)
        if not (_is_list(origin) and len(origin) == 2 and all(map(_is_number, origin))):
            self.wrong("origin", "expected two coordinates in metres")
        if not (_is_number(step) and step > 0):
            self.wrong("step", "expected a length in metres above 0")
        if not _is_list(rows):
            self.wrong("arcs", "expected a list of lines")
        if len(self.problems) > before:
            return None
        arcs = []
        for at, row in enumerate(rows):
            if not (_is_list(row) and len(row) >= 4 and len(row) % 2 == 0 and all(map(_is_whole, row))):
                said = "expected whole numbers, x and y in turn, of two points or more"
                self.wrong(f"arcs[{at}]", said)
                continue
            steps = np.cumsum(np.array(row, dtype=np.int64).reshape(-1, 2), axis=0)
            line = np.asarray(origin, dtype=np.float64) + float(step) * steps
            line.setflags(write=False)
            arcs.append(line)
        return tuple(arcs) if len(self.problems) == before else None

    def _shapes(
        self, data: Any, key: str, kind: str, known: Collection[str], arcs: tuple[Arc, ...]
    ) -> dict[str, Shape]:
        if not isinstance(data, dict):
            self.wrong(key, f"expected a shape per {kind}")
            return {}
        shapes = {}
        for code, polygons in data.items():
            path = f"{key}.{code}"
            if known and code not in known:
                self.wrong(path, f"unknown {kind} '{code}'", Near(code, known))
                continue
            if not (_is_list(polygons) and polygons and all(_is_list(rings) and rings for rings in polygons)):
                self.wrong(path, "expected a list of polygons, each a list of rings")
                continue
            shape = []
            for p, rings in enumerate(polygons):
                for r, ring in enumerate(rings):
                    self._check_ring(ring, f"{path}[{p}][{r}]", arcs)
                if all(map(_is_list, rings)):
                    shape.append(tuple(tuple(ring) for ring in rings))
            shapes[code] = tuple(shape)
        for code in sorted(set(known) - set(data)):
            self.wrong(key, f"the {kind} '{code}' has no shape")
        return shapes

    def _check_ring(self, ring: Any, path: str, arcs: tuple[Arc, ...]) -> None:
        if not (_is_list(ring) and ring and all(map(_is_whole, ring))):
            self.wrong(path, "expected the numbers of the arcs that the ring runs along")
            return
        off = [arc for arc in ring if not -len(arcs) <= arc < len(arcs)]
        if off:
            self.wrong(path, f"there is no arc {off[0]}, expected one from {-len(arcs)} to {len(arcs) - 1}")
            return
        lines = [_along(arcs, arc) for arc in ring]
        for (here, line), (there, following) in pairwise([*zip(ring, lines, strict=True), (ring[0], lines[0])]):
            if (line[-1] != following[0]).any():
                self.wrong(path, f"is not closed: arc {here} does not end where arc {there} begins")
                return
        points = np.concatenate([line[:-1] for line in lines])
        # From a point of its own, so that far-off coordinates take no digits away.
        x, y = (points - points[0]).T
        if np.dot(x, np.roll(y, -1)) == np.dot(y, np.roll(x, -1)):
            self.wrong(path, "encloses no area")

    def _check_shared(self, units: Mapping[str, Shape], count: int) -> None:
        """Every arc bounds one unit, or two from its two sides."""
        used = Counter(arc for shape in units.values() for arc in _runs(shape) if _is_whole(arc))
        for arc in range(count):
            forth, back = used[arc], used[~arc]
            if forth + back == 0:
                self.wrong(f"arcs[{arc}]", "bounds no unit")
            elif forth + back > 2:
                self.wrong(f"arcs[{arc}]", f"bounds {forth + back} units, expected two at most")


def _along(arcs: tuple[Arc, ...], arc: int) -> Arc:
    return arcs[arc] if arc >= 0 else arcs[~arc][::-1]


def _runs(shape: Shape) -> Iterator[int]:
    return (arc for rings in shape for ring in rings for arc in ring)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _FARTHEST


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _FARTHEST
