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
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.behaviour import Behaviour
from reformsim.law import Law
from reformsim.model.capacity.adequacy import assess_municipalities, task_weights
from reformsim.model.cooperation.memberships import recount
from reformsim.model.mergers import worth
from reformsim.model.mergers.coalitions import Candidates, member_pairs, start_candidates
from reformsim.tasks import TaskCatalogue
from reformsim.territory import Territory
from reformsim.world.neighbours import Graph, row_graphs
from reformsim.world.start import start_state
from reformsim.world.state import State
from reformsim.world.streams import Streams, pair_keys, prepare

Floats = NDArray[np.float64]

SLACK = 2.0
"""Logits by which a value may rise above its estimate of the first day before the cap binds."""
ATTENTION_FLOOR = 1e-4
"""A coalition is on nobody's table if its yearly chance would stay below this with the slack and the most
favourable tastes. On the map of 2011 that leaves 24,675 of 94,951 sets."""
AT_ONCE = 512
"""Municipalities of the start map whose coalitions are estimated at a time."""
FORESIGHT = 25
"""Years for which coalitions are kept that distance rules out now and, if its weight declines
(``residents.reach``), no longer then."""
MOST_TASTE = float(np.sqrt(6.0))
"""Largest value of a bounded normal draw."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What stays fixed over a run and coalition values refer to.

    Attributes
    ----------
    mean_capacity
        National mean of capacity on the first day.
    curve_weight : (K,) float64
        National mean share of each task among those carried out alone on the first day.
    """

    mean_capacity: float
    curve_weight: Floats


def carried_alone(state: State, rows: NDArray[np.integer] | None = None) -> Floats:
    """Share of the budget in each task that municipalities carry out alone, (R, K); 0 but for those asked for."""
    rows = state.live if rows is None else rows
    alone = np.zeros(state.executor.shape)
    alone[rows] = task_weights(state, rows) * (state.executor[rows] < 0)
    return alone


def rows_in(members: NDArray[np.integer], n_rows: int) -> NDArray[np.int64]:
    """Rows that occur in an array padded with -1, ascending."""
    found = np.zeros(n_rows + 1, bool)
    found[members] = True
    return np.flatnonzero(found[:-1])


def area_label(territory: Territory, state: State, division: str) -> NDArray[np.int32]:
    """Area of each row in a division: that of its leading unit; the province if there is no such division."""
    known = territory.divisions.get(division)
    label = known.label if known is not None else territory.province
    result: NDArray[np.int32] = np.asarray(label, np.int32)[state.leader]
    return result


def surroundings(
    territory: Territory,
    state: State,
    law: Law,
    behaviour: Behaviour,
    mean_capacity: float,
    near: NDArray[np.bool_],
    graph: Graph,
    lost_years: float = worth.FINANCE_YEARS,
) -> worth.Surroundings:
    """What coalition values are computed from, for the state as it is."""
    day = date(state.year, 12, 31)
    nearness = (1.0 - behaviour["residents.reach"]) ** max(state.year - territory.year, 0)
    factor = law.value("fund_factor", day)
    return worth.Surroundings(
        population=np.maximum(state.population, 1).astype(float),
        capacity=state.capacity,
        x=state.hall_x,
        y=state.hall_y,
        province=state.province,
        corop=area_label(territory, state, "corop"),
        near=near,
        recent=state.year - state.founded < behaviour["merger.recent_years"],
        grant_base=law.value("merger_grant_base", day) * factor,
        grant_per_inhabitant=law.value("merger_grant_per_inhabitant", day) * factor,
        fixed_sum=law.value("fixed_sum_municipality", day) * factor,
        mean_capacity=mean_capacity,
        graph=graph,
        small_size=behaviour["merger.small_size"],
        nearness=nearness,
        lost_years=lost_years,
    )


def upper_values(
    c: Candidates,
    s: worth.Surroundings,
    state: State,
    behaviour: Behaviour,
    yardstick: Yardstick,
    whole: worth.Together,
) -> tuple[Floats, Floats]:
    """Value of coalitions without tastes, cheaply: what all members share, (S,), and each member's part, (S, K).

    A merger of the last years, which lowers the value for a time, is left out of account. Padded places are infinite.
    """
    s = replace(s, recent=np.zeros(len(s.recent), bool))
    gain = worth.capacity_gain_curve(
        c,
        s.population,
        carried_alone(state).sum(axis=1),
        yardstick.curve_weight,
        state.efficient_scale,
        behaviour["capacity.steepness"],
    )
    member = behaviour["merger.capacity"] * gain.T + behaviour["merger.voice"] * whole.voice.T
    return worth.set_value(c, s, behaviour, whole), np.where(c.members.T >= 0, member, np.inf).T


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


def prices_of(s: worth.Surroundings, behaviour: Behaviour) -> Floats:
    """Logits per municipality fewer per inhabitant, per share outside the largest member, and per km; (3,)."""
    money = behaviour["merger.finance"] / 100.0
    return np.array(
        [
            money * (s.grant_base - s.lost_years * s.fixed_sum),
            money * s.grant_per_inhabitant,
            -behaviour["merger.extent"] * s.nearness,
        ]
    )


def moving_terms(c: Candidates, whole: worth.Together, prices: Floats) -> Moving:
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
    by_all : (S,) float64
        The estimate as long as every member must consent, minus infinity for sets that are then on nobody's table;
        ``None`` where the consent of all is needed throughout, so that it is ``estimate`` itself.
    """

    candidates: Candidates
    estimate: Floats
    prepared: NDArray[np.uint64]
    most_chance: Floats
    moving: Moving
    by_all: Floats | None = None

    def joined(self, *others: Block) -> Block:
        """All together."""
        parts = (self, *others)
        by_all = [part.by_all for part in parts if part.by_all is not None]
        return Block(
            self.candidates.joined(*(other.candidates for other in others)),
            np.concatenate([part.estimate for part in parts]),
            np.concatenate([part.prepared for part in parts]),
            np.concatenate([part.most_chance for part in parts]),
            self.moving.joined(*(other.moving for other in others)),
            np.concatenate(by_all) if len(by_all) == len(parts) else None,
        )


def most_taste(behaviour: Behaviour) -> float:
    """No coalition's tastes add up to more than this."""
    return MOST_TASTE * (behaviour["merger.taste_spread"] + behaviour["merger.pair_taste_spread"])


def make_block(
    c: Candidates,
    estimate: Floats,
    behaviour: Behaviour,
    s: worth.Surroundings,
    whole: worth.Together,
    by_all: Floats | None = None,
) -> Block:
    """Candidates ready for the sieves, without those on nobody's table (``ATTENTION_FLOOR``).

    ``s`` is what the estimates were made from. ``by_all`` are the estimates for the years in which every member must
    consent, where these are not ``estimate`` itself.
    """
    lift: Floats | float = most_taste(behaviour)
    moving = moving_terms(c, whole, prices_of(s, behaviour))
    if behaviour["residents.reach"] > 0.0:
        nearer = replace(s, nearness=s.nearness * (1.0 - behaviour["residents.reach"]) ** FORESIGHT)
        lift = lift + moving.lift(prices_of(nearer, behaviour))
    kept = np.flatnonzero(chance(estimate + lift) >= ATTENTION_FLOOR)
    if by_all is not None:
        by_all = np.where(chance(by_all + lift) >= ATTENTION_FLOOR, by_all, -np.inf)[kept]
    c = c.take(kept)
    most = chance(estimate[kept] + most_taste(behaviour))
    return Block(c, estimate[kept], prepare(c.key), most, moving.take(kept), by_all)


@lru_cache(maxsize=8)
def start_search(
    territory: Territory, law: Law, tasks: TaskCatalogue, behaviour: Behaviour, largest: int, any_member: bool
) -> tuple[Block, Yardstick]:
    """Candidates of the start map with their upper estimates, and the yardstick of the run."""
    state = start_state(territory, law, tasks)
    recount(state, state.live)
    assess_municipalities(state, behaviour)
    people = state.population[state.live]
    weight = carried_alone(state)[state.live].mean(axis=0)
    yardstick = Yardstick(
        float((state.capacity[state.live] * people).sum() / people.sum()), weight / max(weight.sum(), 1e-12)
    )
    near = np.zeros(len(state.alive), bool)
    graph = row_graphs(territory, state.owner, len(state.alive)).mergeable
    s = surroundings(territory, state, law, behaviour, yardstick.mean_capacity, near, graph)
    # In parts: on a map of many thousands of municipalities all coalitions at once would not fit into memory.
    blocks = [
        searchable(c, whole, s, state, behaviour, yardstick, any_member=any_member)
        for c, whole in start_coalitions(territory, largest, s)
    ]
    return blocks[0].joined(*blocks[1:]), yardstick


_KEPT: dict[tuple[Territory, int], tuple[tuple[Candidates, worth.Together], ...]] = {}
"""Coalitions of the last start map with what follows from the map alone, so that other weights cost a product only."""


def start_coalitions(
    territory: Territory, largest: int, s: worth.Surroundings
) -> Iterable[tuple[Candidates, worth.Together]]:
    """Coalitions of the start map in parts, with what their members come to together.

    ``s`` are the surroundings on the first day, of which only what follows from the map is used. A map that is one
    part is kept for the next run; the parts of a larger one are given one after the other.
    """
    parts = (
        (c := start_candidates(territory, largest, first, first + AT_ONCE), worth.together(c, s))
        for first in range(0, len(territory), AT_ONCE)
    )
    if len(territory) > AT_ONCE:
        return parts
    if (territory, largest) not in _KEPT:
        _KEPT.clear()
        _KEPT[territory, largest] = tuple(parts)
    return _KEPT[territory, largest]


def searchable(
    c: Candidates,
    whole: worth.Together,
    s: worth.Surroundings,
    state: State,
    behaviour: Behaviour,
    yardstick: Yardstick,
    *,
    any_member: bool,
) -> Block:
    """Candidates with their upper estimates; with ``any_member`` both for a majority's consent and for that of all.

    ``whole`` is what :func:`worth.together` gives of them.

    A reform that lets a majority suffice from some year on then changes nothing in the years before it.
    """
    common, member = upper_values(c, s, state, behaviour, yardstick, whole)
    by_all = common + member.min(axis=1) + SLACK
    if not any_member:
        return make_block(c, by_all, behaviour, s, whole)
    # The most eager member's value instead of the least eager's: for majorities and procedures from above.
    estimate = common + np.where(np.isfinite(member), member, -np.inf).max(axis=1) + SLACK
    return make_block(c, estimate, behaviour, s, whole, by_all)


class Tastes:
    """Persistent tastes of a run: of each municipality for merging, and of each pair for one another."""

    def __init__(self, streams: Streams, behaviour: Behaviour, n_rows: int):
        self._streams = streams
        self._own, self._pair = behaviour["merger.taste_spread"], behaviour["merger.pair_taste_spread"]
        self._of_row = np.zeros(n_rows)

    @property
    def most_pair(self) -> float:
        """No mean of pair tastes is more than this."""
        return MOST_TASTE * self._pair

    def enter(self, rows: NDArray[np.integer], key: NDArray[np.uint64]) -> None:
        """Draw the taste of new rows."""
        self._of_row[rows] = self._own * self._streams.bounded_normal("merger.taste", 0, key[rows])

    def of_members(self, c: Candidates) -> Floats:
        """Mean taste of the members, shape (S,)."""
        result: Floats = np.where(c.members >= 0, self._of_row[c.members], 0.0).sum(axis=1) / c.size
        return result

    def of_pairs(self, c: Candidates, key: NDArray[np.uint64]) -> Floats:
        """Mean affinity over all pairs of members, shape (S,)."""
        a, b = member_pairs(c.members.shape[1])
        there = c.members[:, b] >= 0
        keys = pair_keys(key[c.members[:, a]][there], key[c.members[:, b]][there])
        affinity = np.zeros(there.shape)
        affinity[there] = self._streams.bounded_normal("merger.pair", 0, keys)
        result: Floats = self._pair * affinity.sum(axis=1) / (c.size * (c.size - 1) / 2.0)
        return result


def chance(value: Floats) -> Floats:
    """Logistic function."""
    with np.errstate(over="ignore"):  # beyond some -700 the chance is nought
        result: Floats = 1.0 / (1.0 + np.exp(-value))
    return result
