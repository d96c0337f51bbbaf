"""What the members of coalitions come to together: what follows from the map and its inhabitants alone.

Members are rows in an (S, K) array padded with -1; padded places are masked out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reformsim.model.mergers.coalitions import Candidates, Members, member_pairs
from reformsim.world.neighbours import Graph

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

FINANCE_YEARS = 10.0
"""Years of lost fixed sums that councils weigh against the merger grant (`assumption`)."""


LARGE_SIZE = 50_000.0
"""Inhabitants of a coalition above which its size holds it back (`assumption`)."""


@dataclass(slots=True)
class Surroundings:
    """What the value of a coalition is computed from, by row.

    Attributes
    ----------
    population, capacity : (R,) float64
    x, y : (R,) float64
        Town halls in metres.
    province, corop : (R,) int32
    near : (R,) bool
        A neighbour has a merger procedure under way.
    recent : (R,) bool
        Came about by a merger in the last ``merger.recent_years``.
    grant_base, grant_per_inhabitant, fixed_sum : float
        Euro; the merger grant of the gemeentefonds and the yearly fixed sum lost per municipality less.
    mean_capacity : float
        National mean of capacity on the first day; need is measured from it.
    graph : Graph, optional
        Neighbours across which a merger is possible, with the length of the border; left out, none is enclosed.
    small_size : float
        Inhabitants below which a member counts as small.
    large_size : float
        Inhabitants of a coalition above which its size holds it back.
    nearness : float
        Factor on the aversion to distance; 1 on the first day of a run on a Dutch map.
    lost_years : float
        Years of lost fixed sums that count against a merger.
    """

    population: Floats
    capacity: Floats
    x: Floats
    y: Floats
    province: Ints
    corop: Ints
    near: NDArray[np.bool_]
    recent: NDArray[np.bool_]
    grant_base: float
    grant_per_inhabitant: float
    fixed_sum: float
    mean_capacity: float
    graph: Graph | None = None
    small_size: float = 20_000.0
    large_size: float = LARGE_SIZE
    nearness: float = 1.0
    lost_years: float = FINANCE_YEARS


def filled(members: Members) -> Members:
    """Members by column, (K, S), with the first member in the padded places.

    What asks for a largest or smallest member, or for one that differs from the first, then needs no mask.
    """
    columns = members.T
    return columns if len(columns) and columns[-1].min(initial=0) >= 0 else np.where(columns >= 0, columns, columns[0])


def extent_km(members: Members, x: Floats, y: Floats) -> Floats:
    """Largest distance between two members' town halls, shape (S,), in km."""
    return _extent_km(filled(members), x, y)


def _extent_km(rows: Members, x: Floats, y: Floats) -> Floats:
    """The same of members by column, filled up (:func:`filled`)."""
    px, py = x[rows], y[rows]
    squared = np.zeros(rows.shape[1])
    for at in range(1, len(rows)):
        apart, dy = px[:at] - px[at], py[:at] - py[at]
        apart *= apart
        dy *= dy
        apart += dy
        np.maximum(squared, apart.max(axis=0), out=squared)
    result: Floats = np.sqrt(squared) / 1000.0
    return result


def crosses(members: Members, label: Ints) -> NDArray[np.bool_]:
    """Whether the members lie in more than one area of a division, shape (S,)."""
    return _crosses(filled(members), label)


def _crosses(rows: Members, label: Ints) -> NDArray[np.bool_]:
    """The same of members by column, filled up (:func:`filled`)."""
    area = label[rows]
    result: NDArray[np.bool_] = (area[1:] != area[0]).any(axis=0)
    return result


def enclosed_share(members: Members, graph: Graph, between_km: Floats | None = None) -> Floats:
    """Share of the members' borders with other municipalities that runs between members, shape (S,).

    ``between_km`` is the length of the borders between members, (S,), where it is known.
    """
    total = np.where(members >= 0, graph.around_km[members], 0.0).sum(axis=1)
    between = _between_km(members, graph) if between_km is None else between_km
    result: Floats = 2.0 * between / np.maximum(total, 1e-9)
    return result


def _between_km(members: Members, graph: Graph) -> Floats:
    """Length of the borders between members, shape (S,)."""
    rows = len(graph.start) - 1
    # Neighbours are kept by row and then by neighbour, so a pair is found by bisection.
    pairs = graph.source * rows + graph.target
    a, b = member_pairs(members.shape[1])
    there = members[:, b] >= 0
    between = np.zeros(there.shape)
    if len(pairs):
        wanted = members[:, a][there] * rows + members[:, b][there]
        at = np.minimum(np.searchsorted(pairs, wanted), len(pairs) - 1)
        between[there] = np.where(pairs[at] == wanted, graph.border_km[at], 0.0)
    result: Floats = between.sum(axis=1)
    return result


@dataclass(slots=True)
class Together:
    """What the members of coalitions come to together: what follows from the map and its inhabitants alone.

    Attributes
    ----------
    people, largest : (S,) float64
        Inhabitants of all members, and of the largest.
    extent_km : (S,) float64
        Largest distance between two members' town halls.
    enclosed : (S,) float64
        Share of their borders that runs between members (0 without a graph).
    provinces, corops : (S,) bool
        Whether they lie in more than one province, in more than one COROP area.
    """

    people: Floats
    largest: Floats
    extent_km: Floats
    enclosed: Floats
    provinces: NDArray[np.bool_]
    corops: NDArray[np.bool_]

    def take(self, index: NDArray[np.integer]) -> Together:
        """Of the coalitions at the positions given."""
        parts = (self.people, self.largest, self.extent_km, self.enclosed, self.provinces, self.corops)
        return Together(*(part[index] for part in parts))


def together(c: Candidates, s: Surroundings) -> Together:
    """What the members of coalitions come to together."""
    rows = filled(c.members)
    people_in = np.where(c.members.T >= 0, s.population[c.members.T], 0.0)
    return Together(
        people_in.sum(axis=0),
        people_in.max(axis=0),
        _extent_km(rows, s.x, s.y),
        np.zeros(len(c)) if s.graph is None else enclosed_share(c.members, s.graph, c.between_km),
        _crosses(rows, s.province),
        _crosses(rows, s.corop),
    )
