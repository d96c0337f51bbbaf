"""How well an estimated rule tells who merges, a year ahead: pairs of neighbours, and numbers by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from reformsim.arrays import Bools, Floats, Ints
from reformsim.behaviour import Behaviour
from reformsim.estimation.choices import everything
from reformsim.estimation.fit import chances as chances_of
from reformsim.estimation.record import Moment, moments
from reformsim.model.mergers.coalitions import member_pairs
from reformsim.territory import Territory


@dataclass(frozen=True, slots=True)
class YearFit:
    """Expected and real mergers that took effect in one year.

    Attributes
    ----------
    expected, real
        Coalitions that came about.
    expected_fewer, real_fewer
        Municipalities less.
    missed
        Real mergers that the rule cannot give: no connected set of two to five.
    """

    year: int
    expected: float
    real: int
    expected_fewer: float
    real_fewer: int
    missed: int


@dataclass(frozen=True, slots=True)
class Fitness:
    """Scores over some years.

    Attributes
    ----------
    auc, average_precision
        Of all pairs of municipalities with a land border, a year ahead; not a number if none merged.
    pairs, merging
        Number of such pairs, and of those that became one.
    """

    first: int
    last: int
    auc: float
    average_precision: float
    pairs: int
    merging: int
    years: tuple[YearFit, ...]


def fitness(
    territory: Territory | str, first: int, last: int, values: dict[str, float], behaviour: Behaviour
) -> Fitness:
    """Score the rule with estimated weights on the mergers that took effect from ``first`` to ``last``."""
    years, chances, truths = [], [], []
    for moment in moments(territory, first, last, behaviour["merger.recent_years"]):
        done = chances_of(everything(moment), values, behaviour)
        fewer = moment.candidates.size - 1
        years.append(
            YearFit(
                moment.year,
                float(done.sum()),
                int(moment.event.sum()) + moment.missed,
                float(done @ fewer),
                int(fewer[moment.event].sum()),
                moment.missed,
            )
        )
        expected, truth = pair_chances(moment, done)
        chances.append(expected)
        truths.append(truth)
    expected, truth = np.concatenate(chances), np.concatenate(truths)
    area, precision = auc(truth, expected), average_precision(truth, expected)
    return Fitness(first, last, area, precision, len(truth), int(truth.sum()), tuple(years))


def pair_chances(moment: Moment, done: Floats) -> tuple[Floats, Bools]:
    """Chance of each pair with a land border to become one (sum over the sets holding both), and whether it did."""
    land = land_pairs(moment)
    members, rows = moment.candidates.members, len(moment.around.population)
    first, second = member_pairs(members.shape[1])
    wanted = land[:, 0] * rows + land[:, 1]
    total, truth = np.zeros(len(land)), np.zeros(len(land), bool)
    for a, b in zip(first, second, strict=True):
        there = np.flatnonzero(members[:, b] >= 0)
        place = members[there, a] * rows + members[there, b]
        at = np.minimum(np.searchsorted(wanted, place), len(wanted) - 1)
        hit = wanted[at] == place
        total += np.bincount(at[hit], weights=done[there[hit]], minlength=len(wanted))
        truth[at[hit & moment.event[there]]] = True
    return total, truth


def land_pairs(moment: Moment) -> Ints:
    """Pairs of municipalities with a land border, by row, (p, 2), sorted."""
    territory = moment.territory
    ends = np.sort(moment.owner[territory.edges[~territory.edge_water]], axis=1)
    result: Ints = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    return result


def auc(truth: Bools, score: Floats) -> float:
    """Chance that a pair that became one scores higher than one that did not (ties count half)."""
    hits = int(truth.sum())
    if hits in (0, len(truth)):
        return float("nan")
    above = rankdata(score)[truth].sum() - hits * (hits + 1) / 2.0
    return float(above / (hits * (len(truth) - hits)))


def average_precision(truth: Bools, score: Floats) -> float:
    """Mean over what happened of the precision down to its place; equal scores stand at one place."""
    if not truth.any():
        return float("nan")
    order = np.argsort(-score, kind="stable")
    hit, ordered = truth[order], score[order]
    last = np.searchsorted(-ordered, -ordered, side="right")
    found = np.concatenate([[0], np.cumsum(hit)])[last]
    return float((found / last)[hit].mean())
