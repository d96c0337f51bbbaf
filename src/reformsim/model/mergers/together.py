"""What the members of coalitions come to together: what follows from the map and its inhabitants alone.

Members are rows in an (S, K) array padded with -1; padded places are masked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats, Ints32
from reformsim.behaviour import Behaviour
from reformsim.law import Law
from reformsim.model.mergers.coalitions import Candidates, Members, member_pairs
from reformsim.model.mergers.shared import Shared
from reformsim.territory import Territory
from reformsim.world.neighbours import Graph
from reformsim.world.state import State

FINANCE_YEARS = 10.0
"""Years of lost fixed sums that councils weigh against the merger grant (`assumption`)."""


@dataclass(slots=True, kw_only=True)
class Around:
    """What the map and its inhabitants say of municipalities, by row: all that a record of any country has.

    Attributes
    ----------
    population : (R,) float64
    x, y : (R,) float64
        Town halls in metres.
    province : (R,) int32
    recent : (R,) bool
        Came about by a merger in the last ``merger.recent_years``.
    median : float
        Inhabitants of the middle municipality: sizes are relative to it.
    apart_km : float
        Distance between the town halls of the middle pair of neighbours: distances are relative to it.
    graph : Graph, optional
        Neighbours across which a merger is possible, with the length of the border; left out, none is enclosed.
    nearness : float
        Factor on the aversion to distance; 1 on the first day.
    shared : Shared, optional
        What they share and what bodies do for them; left out, that plays no part.
    """

    population: Floats
    x: Floats
    y: Floats
    province: Ints32
    recent: Bools
    median: float
    apart_km: float
    graph: Graph | None = None
    nearness: float = 1.0
    shared: Shared | None = None


@dataclass(slots=True, kw_only=True)
class Surroundings(Around):
    """What the value of a coalition is computed from in a run, by row.

    Attributes
    ----------
    grant_base, grant_per_inhabitant, fixed_sum : float
        Euro; the merger grant of the gemeentefonds and the yearly fixed sum lost per municipality less.
    lost_years : float
        Years of lost fixed sums that count against a merger.
    """

    grant_base: float
    grant_per_inhabitant: float
    fixed_sum: float
    lost_years: float = FINANCE_YEARS


def middle(population: Floats, x: Floats, y: Floats, graph: Graph, live: NDArray[np.integer]) -> tuple[float, float]:
    """Give what sizes and distances of a map are relative to: ``median`` and ``apart_km`` of :class:`Around`.

    Parameters
    ----------
    population, x, y : (R,) float64
        Inhabitants, and town halls in metres.
    live : (n,) int
        Rows of the municipalities that exist.
    """
    a, b = graph.source, graph.target
    apart = np.hypot(x[a] - x[b], y[a] - y[b]) / 1000.0
    return float(np.median(population[live])), float(np.median(apart)) if len(apart) else 1.0


def surroundings(
    territory: Territory,
    state: State,
    law: Law,
    behaviour: Behaviour,
    graph: Graph,
    lost_years: float = FINANCE_YEARS,
    shared: Shared | None = None,
) -> Surroundings:
    """What coalition values are computed from, for the state as it is."""
    day = date(state.year, 12, 31)
    nearness = (1.0 - behaviour["residents.reach"]) ** max(state.year - territory.year, 0)
    factor, people = law.value("fund_factor", day), np.maximum(state.population, 1).astype(float)
    median, apart_km = middle(people, state.hall_x, state.hall_y, graph, state.live)
    return Surroundings(
        population=people,
        x=state.hall_x,
        y=state.hall_y,
        province=state.province,
        recent=state.year - state.founded < behaviour["merger.recent_years"],
        median=median,
        apart_km=apart_km,
        graph=graph,
        nearness=nearness,
        shared=shared,
        grant_base=law.value("merger_grant_base", day) * factor,
        grant_per_inhabitant=law.value("merger_grant_per_inhabitant", day) * factor,
        fixed_sum=law.value("fixed_sum_municipality", day) * factor,
        lost_years=lost_years,
    )


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


def crosses(members: Members, label: Ints32) -> Bools:
    """Whether the members lie in more than one area of a division, shape (S,)."""
    return _crosses(filled(members), label)


def _crosses(rows: Members, label: Ints32) -> Bools:
    """The same of members by column, filled up (:func:`filled`)."""
    area = label[rows]
    result: Bools = (area[1:] != area[0]).any(axis=0)
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
    people, largest, smallest : (S,) float64
        Inhabitants of all members, of the largest, and of the smallest.
    extent_km : (S,) float64
        Largest distance between two members' town halls.
    enclosed : (S,) float64
        Share of their borders that runs between members (0 without a graph).
    provinces : (S,) bool
        Whether they lie in more than one province.
    """

    people: Floats
    largest: Floats
    smallest: Floats
    extent_km: Floats
    enclosed: Floats
    provinces: Bools

    def take(self, index: NDArray[np.integer]) -> Together:
        """Of the coalitions at the positions given."""
        parts = (self.people, self.largest, self.smallest, self.extent_km, self.enclosed, self.provinces)
        return Together(*(part[index] for part in parts))


def together(c: Candidates, s: Around) -> Together:
    """What the members of coalitions come to together."""
    rows = filled(c.members)
    people_in = np.where(c.members.T >= 0, s.population[c.members.T], 0.0)
    return Together(
        people_in.sum(axis=0),
        people_in.max(axis=0),
        s.population[rows].min(axis=0),
        _extent_km(rows, s.x, s.y),
        np.zeros(len(c)) if s.graph is None else enclosed_share(c.members, s.graph, c.between_km),
        _crosses(rows, s.province),
    )
