"""The search for coalitions: which candidate sets are considered in a year, without evaluating them all.

Exact evaluation of some 95,000 sets a year would cost more than everything else together. A set can only come
about if its yearly draw lies below its chance, and the chance cannot exceed that of an upper estimate of its
value (taken on the first day, plus ``SLACK`` for what changes later, plus tastes as they become known). Three
sieves, each cheaper than the next, leave a few dozen sets a year for exact evaluation. Where a value should
ever exceed its estimate, the estimate is the chance: attention is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.behaviour import Behaviour
from reformsim.law import Law
from reformsim.model.mergers import worth
from reformsim.model.mergers.coalitions import Candidates, start_candidates
from reformsim.model.mergers.tastes import most_taste
from reformsim.model.mergers.together import Surroundings, Together, surroundings, together
from reformsim.tasks import TaskCatalogue
from reformsim.territory import Territory
from reformsim.world.neighbours import row_graphs
from reformsim.world.start import start_state
from reformsim.world.streams import prepare

SLACK = 2.0
"""Logits by which a value may rise above its estimate of the first day before the cap binds."""
ATTENTION_FLOOR = 1e-4
"""A coalition is on nobody's table if its yearly chance would stay below this with the slack and the most
favourable tastes, in a year without a wave."""
AT_ONCE = 512
"""Municipalities of the start map whose coalitions are estimated at a time."""
FORESIGHT = 25
"""Years for which coalitions are kept that distance rules out now and, if its weight declines
(``residents.reach``), no longer then."""


@dataclass(frozen=True, slots=True)
class Moving:
    """The terms of coalition values that reforms and years move away from the upper estimates: money, distance.

    Attributes
    ----------
    shares : (S, 3) float64
        Municipalities fewer per inhabitant, share of inhabitants outside the largest member, extent in km.
    estimated : (S,) float64
        The terms together, in logits, when the estimates were made.
    prices : (3,) float64
        Logits per unit of ``shares`` at that time; not a number where blocks of several times were joined.
    """

    shares: Floats
    estimated: Floats
    prices: Floats

    def take(self, index: NDArray[np.integer]) -> Moving:
        """Those of the coalitions at the positions given."""
        return Moving(self.shares[index], self.estimated[index], self.prices)

    def joined(self, *others: Moving) -> Moving:
        """All together."""
        parts = (self, *others)
        same = all(np.array_equal(self.prices, other.prices) for other in others)
        return Moving(
            np.concatenate([part.shares for part in parts]),
            np.concatenate([part.estimated for part in parts]),
            self.prices if same else np.full(3, np.nan),
        )

    def lift(self, prices: Floats) -> Floats | float:
        """How far the terms have risen since the estimates at the prices of now, (S,); 0 where none has changed."""
        if np.array_equal(prices, self.prices):
            return 0.0
        result: Floats = np.maximum(self.shares @ prices - self.estimated, 0.0)
        return result


def prices_of(s: Surroundings, behaviour: Behaviour) -> Floats:
    """Logits per municipality fewer per inhabitant, per share outside the largest member, and per km; (3,)."""
    money = behaviour["merger.finance"] / 100.0
    return np.array(
        [
            money * (s.grant_base - s.lost_years * s.fixed_sum),
            money * s.grant_per_inhabitant,
            -behaviour["merger.extent"] * s.nearness / s.apart_km,
        ]
    )


def moving_terms(c: Candidates, whole: Together, prices: Floats) -> Moving:
    """The moving terms of coalitions, at the prices of now (:func:`prices_of`)."""
    fewer, outside = (c.size - 1) / whole.people, 1.0 - whole.largest / whole.people
    shares = np.stack([fewer, outside, whole.extent_km], axis=1)
    return Moving(shares, shares @ prices, prices)


@dataclass(slots=True)
class Block:
    """Candidates with what the first sieve needs of them.

    Attributes
    ----------
    candidates
        S coalitions.
    estimate : (S,) float64
        Upper estimate of their value without tastes.
    prepared : (S,) uint64
        Keys prepared for drawing.
    most_chance : (S,) float64
        Chance at the estimate with the most favourable tastes.
    moving
        The terms of the value that may rise above the estimate.
    """

    candidates: Candidates
    estimate: Floats
    prepared: NDArray[np.uint64]
    most_chance: Floats
    moving: Moving

    def take(self, index: NDArray[np.integer]) -> Block:
        """Those at the positions given."""
        return Block(
            self.candidates.take(index),
            self.estimate[index],
            self.prepared[index],
            self.most_chance[index],
            self.moving.take(index),
        )

    def joined(self, *others: Block) -> Block:
        """All together."""
        parts = (self, *others)
        return Block(
            self.candidates.joined(*(other.candidates for other in others)),
            np.concatenate([part.estimate for part in parts]),
            np.concatenate([part.prepared for part in parts]),
            np.concatenate([part.most_chance for part in parts]),
            self.moving.joined(*(other.moving for other in others)),
        )


def make_block(c: Candidates, estimate: Floats, behaviour: Behaviour, s: Surroundings, whole: Together) -> Block:
    """Candidates ready for the sieves, without those on nobody's table (``ATTENTION_FLOOR``).

    ``s`` is what the estimates were made from.
    """
    kept = np.flatnonzero(chance(estimate + _most_lift(c, behaviour, s, whole)) >= ATTENTION_FLOOR)
    c, estimate = c.take(kept), estimate[kept]
    moving = moving_terms(c, whole.take(kept), prices_of(s, behaviour))
    return Block(c, estimate, prepare(c.key), chance(estimate + most_taste(behaviour)), moving)


def _most_lift(c: Candidates, behaviour: Behaviour, s: Surroundings, whole: Together) -> Floats | float:
    """How far tastes, and distance as it comes to weigh less, may lift values above their estimates."""
    lift: Floats | float = most_taste(behaviour)
    if behaviour["residents.reach"] > 0.0:
        nearer = replace(s, nearness=s.nearness * (1.0 - behaviour["residents.reach"]) ** FORESIGHT)
        moving = moving_terms(c, whole, prices_of(s, behaviour))
        lift = lift + moving.lift(prices_of(nearer, behaviour))
    return lift


@lru_cache(maxsize=8)
def start_search(territory: Territory, law: Law, tasks: TaskCatalogue, behaviour: Behaviour, largest: int) -> Block:
    """Candidates of the start map with their upper estimates."""
    state = start_state(territory, law, tasks)
    graph = row_graphs(territory, state.owner, len(state.alive)).mergeable
    s = surroundings(territory, state, law, behaviour, graph)
    # In parts: on a map of many thousands of municipalities all coalitions at once would not fit into memory.
    blocks = [searchable(c, whole, s, behaviour) for c, whole in start_coalitions(territory, largest, s)]
    return blocks[0].joined(*blocks[1:])


_KEPT: dict[tuple[Territory, int], tuple[tuple[Candidates, Together], ...]] = {}
"""Coalitions of the last start map with what follows from the map alone, so that other weights cost a product only."""


def start_coalitions(territory: Territory, largest: int, s: Surroundings) -> Iterable[tuple[Candidates, Together]]:
    """Coalitions of the start map in parts, with what their members come to together.

    ``s`` are the surroundings on the first day, of which only what follows from the map is used. A map that is one
    part is kept for the next run; the parts of a larger one are given one after the other.
    """
    parts = (
        (c := start_candidates(territory, largest, first, first + AT_ONCE), together(c, s))
        for first in range(0, len(territory), AT_ONCE)
    )
    if len(territory) > AT_ONCE:
        return parts
    if (territory, largest) not in _KEPT:
        _KEPT.clear()
        _KEPT[territory, largest] = tuple(parts)
    return _KEPT[territory, largest]


def searchable(c: Candidates, whole: Together, s: Surroundings, behaviour: Behaviour) -> Block:
    """Candidates with their upper estimates; ``whole`` is what :func:`together` gives of them.

    What members share and how they are served changes from year to year and lies within the slack; a merger of the last
    years, which lowers the value for a time, is left out of account too.
    """
    s = replace(s, recent=np.zeros(len(s.recent), bool), shared=None)
    return make_block(c, worth.set_value(c, s, behaviour, whole) + SLACK, behaviour, s, whole)


def chance(value: Floats) -> Floats:
    """Logistic function."""
    with np.errstate(over="ignore"):  # beyond some -700 the chance is nought
        result: Floats = 1.0 / (1.0 + np.exp(-value))
    return result
