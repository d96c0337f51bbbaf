"""A map on which units of the start map are divided: each piece has its share of the people and the land of one unit.

Where a piece lies within its unit is not known. It is put where the unit is, shares the unit's regions, and borders on
what the unit borders on in proportion to its share (`assumption`); a strip that a border correction moves has no
borders of its own, so that who neighbours on whom stays as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats, Ints
from reformsim.territory.frozen import Division, Territory


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece cut out of a unit.

    Parameters
    ----------
    source
        Position of the unit or of the earlier piece that it is cut out of.
    share
        Part of the people and the land of that, above 0 and below 1.
    strip
        It passes to a neighbour with the border, and has no borders of its own.
    """

    source: int
    share: float
    strip: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Divided(Territory):
    """A territory with pieces behind its units.

    Parameters
    ----------
    whole
        The start map, with n units.
    cuts
        The pieces, in the order in which they were cut; piece i has position n + i.
    origin
        (n + p,) int64: position of the unit of the start map of which each unit is what is left, or a piece.
    part
        (n + p,) float64: share of it.
    """

    whole: Territory | None = None
    cuts: tuple[Cut, ...] = ()
    origin: Ints | None = None
    part: Floats | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return divided, (self.whole, self.cuts)


def start_map(territory: Territory) -> Territory:
    """Give the map without pieces."""
    return territory.whole if isinstance(territory, Divided) and territory.whole is not None else territory


def origins(territory: Territory) -> Ints:
    """Position on the start map of the unit that each unit or piece belongs to, (n + p,)."""
    if isinstance(territory, Divided) and territory.origin is not None:
        return territory.origin
    return np.arange(len(territory))


def parts(territory: Territory) -> Floats:
    """Share of that unit, (n + p,)."""
    if isinstance(territory, Divided) and territory.part is not None:
        return territory.part
    return np.ones(len(territory))


def strips(territory: Territory) -> Bools:
    """Which units are strips, (n + p,)."""
    cuts = territory.cuts if isinstance(territory, Divided) else ()
    return np.array([False] * (len(territory) - len(cuts)) + [cut.strip for cut in cuts], bool)


def cut(territory: Territory, piece: Cut) -> Divided:
    """Cut one piece more; it comes last."""
    before = territory.cuts if isinstance(territory, Divided) else ()
    return divided(start_map(territory), (*before, piece))


def divided(whole: Territory, cuts: tuple[Cut, ...]) -> Divided:
    """Give a start map with pieces cut out of it."""
    origin, part = list(range(len(whole))), [1.0] * len(whole)
    for piece in cuts:
        origin.append(origin[piece.source])
        part.append(part[piece.source] * piece.share)
        part[piece.source] -= part[-1]
    home, share = np.array(origin), np.array(part)
    # Behind all codes of units, so that these are found among them as before.
    codes = [f"~{whole.codes[home[len(whole) + i]]}.{i + 1}" for i in range(len(cuts))]
    kept = {field.name: getattr(whole, field.name) for field in fields(Territory)}
    changed: dict[str, Any] = {name: kept[name][home] for name in ("province", "x", "y", "council_reference_year")}
    changed |= {name: tuple(kept[name][u] for u in origin) for name in ("names", "population_basis")}
    changed |= _borders(whole, home, share, cuts)
    known = f"{whole.hash}|{cuts!r}".encode()
    return Divided(
        **kept
        | changed
        | {
            "codes": (*whole.codes, *codes),
            "population": apportioned(whole.population, home, share),
            "population_by_year": np.array([apportioned(p, home, share) for p in whole.population_by_year]),
            "area_km2": whole.area_km2[home] * share,
            "divisions": _labelled(whole.divisions, home),
            "hash": hashlib.sha256(known).hexdigest(),
            "whole": whole,
            "cuts": cuts,
            "origin": home,
            "part": share,
        }
    )


def apportioned(people: NDArray[np.integer], origin: Ints, part: Floats) -> Ints:
    """Divide the inhabitants of units over what is left of them and their pieces; nobody is lost.

    Parameters
    ----------
    people : (n,)
        Inhabitants of the whole units.
    origin, part : (n + p,)
        As those of :class:`Divided`.
    """
    n = len(people)
    result = np.concatenate([people, np.zeros(len(origin) - n, np.int64)]).astype(np.int64)
    for at in range(n, len(origin)):
        home = origin[at]
        result[at] = min(round(float(people[home]) * float(part[at])), int(result[home]))
        result[home] -= result[at]
    return result


def _labelled(divisions: Mapping[str, Division], origin: Ints) -> dict[str, Division]:
    return {name: replace(one, label=one.label[origin]) for name, one in divisions.items()}


def _borders(whole: Territory, origin: Ints, part: Floats, cuts: tuple[Cut, ...]) -> dict[str, Any]:
    """Borders of what is left and of pieces: those of the unit in proportion, and one between a piece and the rest.

    That one is as long as a disc of the piece's land is wide (`assumption`).
    """
    n = len(whole)
    strip = np.array([False] * n + [piece.strip for piece in cuts])
    of_strips = np.bincount(origin[strip], weights=part[strip], minlength=n)
    pieces = {u: [u, *np.flatnonzero((origin == u) & ~strip & (np.arange(len(origin)) >= n))] for u in set(origin[n:])}
    rows: list[tuple[int, int, int, float]] = []
    for edge, (a, b) in enumerate(whole.edges.tolist()):
        for i in pieces.get(a, [a]):
            for j in pieces.get(b, [b]):
                of_a, of_b = (part[x] + (of_strips[x] if x < n else 0.0) for x in (i, j))
                rows.append((i, j, edge, float(whole.border_km[edge] * of_a * of_b)))
    for at, piece in enumerate(cuts, start=n):
        if not piece.strip:
            width = 2.0 * float(np.sqrt(whole.area_km2[origin[at]] * part[at] / np.pi))
            rows.append((piece.source, at, -1, width))
    rows = sorted((min(i, j), max(i, j), edge, km) for i, j, edge, km in rows)
    at_edge = np.array([row[2] for row in rows], int)
    inner = at_edge < 0
    return {
        "edges": np.array([row[:2] for row in rows], np.int32).reshape(-1, 2),
        "border_km": np.array([row[3] for row in rows]),
        "edge_water": np.where(inner, False, whole.edge_water[at_edge]) if len(whole.edges) else ~inner,
        "edge_link": tuple("border" if e < 0 else whole.edge_link[e] for e in at_edge.tolist()),
        "gap_km": np.where(inner, 0.0, whole.gap_km[at_edge]) if len(whole.edges) else np.zeros(len(rows)),
    }
