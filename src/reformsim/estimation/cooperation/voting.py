"""What members vote by, estimated on the register: admission of who joins, the end of bodies, and bodies that merge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from reformsim.arrays import Bools, Floats
from reformsim.estimation.cooperation.cases import Cases, graph_of
from reformsim.estimation.cooperation.fitting import Events, Regression, regress
from reformsim.estimation.cooperation.steps import LISTS_SINCE, Step
from reformsim.model.cooperation.boards.admitting import ADMITTING, ADMITTING_AT, admission_terms
from reformsim.model.cooperation.boards.ballots import logistic
from reformsim.model.cooperation.boards.governance import Boards, boards_of
from reformsim.model.cooperation.boards.merging import mergeable
from reformsim.model.cooperation.terms import MEMBERS, joinable

EVERY = 8
"""Of pairs that did not join one of so many is taken for the fit, with that weight."""
SPREADS = np.array([0.12])
"""Spread of the terms of admission over members, by which the prior of their weights goes."""
CLOSE = {"xatol": 1e-3, "fatol": 1e-4}
START = (0.0, 6.0)
"""Where the fit of admission begins; the better of the two ends counts."""


@dataclass(frozen=True, slots=True)
class Applications:
    """Pairs at risk of joining, in the order of the cases of joining, with who votes on them.

    Attributes
    ----------
    boards
        Members of the bodies, with their votes.
    terms : (n, F) float64
    """

    boards: Boards
    terms: Floats

    def take(self, some: Bools) -> Applications:
        """Those marked, (P,)."""
        seats, boards = some.repeat(self.boards.sizes), self.boards
        kept = Boards(boards.sizes[some], boards.row[seats], boards.votes[seats], boards.needed[some])
        return Applications(kept, self.terms[seats])

    def passing(self, level: float, weights: Floats) -> Floats:
        """Chance that each is admitted, (P,)."""
        return self.boards.chance(logistic(level, self.terms, ADMITTING_AT, weights))


def applications(steps: Iterable[Step]) -> Applications:
    """Give who votes on whom over some steps, as in the cases of joining."""
    boards, terms = [], []
    for one in steps:
        pairs = joinable(one.world, graph_of(one), one.tied, one.free & one.goes_on)
        stays = one.stays[pairs.row]
        body, row = pairs.body[stays], pairs.row[stays]
        boards.append(boards_of(one.world.state.bodies, body, one.world.state.population, "admit"))
        terms.append(admission_terms(one.world, one.tied, body, row))
    parts = (np.concatenate([getattr(one, name) for one in boards]) for name in Boards.__slots__)
    return Applications(Boards(*parts), np.concatenate(terms))


@dataclass(frozen=True, slots=True)
class VotesFit:
    """Weights of the votes with their standard errors, by name, and the rates of before that they go with."""

    values: Mapping[str, float]
    errors: Mapping[str, float]


def fit_admission(joining: Events, asked: Applications, rule: Regression, level: float) -> tuple[Floats, Floats]:
    """Fit the weights of admission beside a rule of joining, at a given share of votes for a usual applicant.

    The chance to join is that of the rule times that of being admitted, times the number that leaves the joinings on
    record as many as they are.

    Returns
    -------
    weights, errors
        (F,) each.
    """
    count = np.arange(len(joining.year))
    some = (joining.happened > 0) | (count % EVERY == 0)
    weight = np.where(joining.happened > 0, joining.weight, joining.weight * EVERY)[some]
    happened, few = joining.happened[some] > 0, asked.take(some)
    chance = rule.expected(joining.terms[some])

    def loss(weights: Floats) -> float:
        passing = few.passing(level, weights)
        by = (weight * chance).sum() / (weight * chance * passing).sum()
        joins = np.clip(chance * passing * by, 1e-12, 1.0 - 1e-9)
        score = (weight * np.where(happened, np.log(joins), np.log1p(-joins))).sum()
        return float(-score + ((weights * SPREADS) ** 2).sum() / 2.0)

    tried = [minimize(loss, np.full(len(ADMITTING), one), method="Nelder-Mead", options=CLOSE) for one in START]
    found = min(tried, key=lambda one: one.fun)
    return found.x, _errors(loss, found.x)


def _errors(loss: Callable[[Floats], float], at: Floats) -> Floats:
    """Standard errors by the curvature of a loss at its lowest point."""
    step = np.maximum(np.abs(at) * 0.02, 0.02)
    number = len(at)
    curve = np.zeros((number, number))
    for i in range(number):
        for j in range(number):
            ahead = [at + (a * step * (np.arange(number) == i)) + (b * step * (np.arange(number) == j))
                     for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))]  # fmt: skip
            one, two, three, four = (loss(point) for point in ahead)
            curve[i, j] = (one - two - three + four) / (4.0 * step[i] * step[j])
    result: Floats = np.sqrt(np.abs(np.diag(np.linalg.inv(curve))))
    return result


def end_chance(members: Floats, level: float, support: float) -> Floats:
    """Chance that a body ends, all of whose members must agree; ``level`` for one of five."""
    result: Floats = np.minimum(level / support**MEMBERS, 1.0) * support**members
    return result


def fit_ending(ending: Events) -> tuple[Floats, Floats]:
    """Fit the level of ending and the support for it, as ``bodies_end`` has them: values and errors, (2,)."""
    members, happened = MEMBERS * np.exp(ending.terms[:, 0]), ending.happened > 0

    def loss(point: Floats) -> float:
        level, support = 1.0 / (1.0 + np.exp(-point))
        ends = np.clip(end_chance(members, level, support), 1e-12, 1.0 - 1e-9)
        return float(-np.where(happened, np.log(ends), np.log1p(-ends)).sum() + ((point[1] - 1.0) / 2.0) ** 2 / 2.0)

    found = minimize(loss, np.array([-4.0, 1.0]), method="Nelder-Mead")
    value = 1.0 / (1.0 + np.exp(-found.x))
    return value, _errors(loss, found.x) * value * (1.0 - value)


def merging_cases(steps: Iterable[Step]) -> Events:
    """Pairs of bodies on one subject with a member in common: whether the first went up in the second.

    It did if it is not there a year later, the second is, and more than half of its members sit there then.
    """
    parts: list[tuple[Floats, Floats, Floats, Floats]] = []
    for one in steps:
        if one.year < LISTS_SINCE:
            continue
        pairs = mergeable(one.world)
        free = one.free & ~one.one_left
        known = free[pairs.body] & free[pairs.into]
        body, into = pairs.body[known], pairs.into[known]
        sitting = (one.before[body] & one.after[into]).sum(axis=1) > one.before[body].sum(axis=1) / 2
        happened = ~one.goes_on[body] & one.goes_on[into] & sitting
        year = np.full(len(body), float(one.year))
        parts.append((year, (pairs.overlap - 1.0)[known], happened.astype(float), body.astype(float)))
    when, overlap, came, number = (np.concatenate([part[at] for part in parts]) for at in range(4))
    ones, nothing = np.ones(len(when)), np.zeros((len(when), 1))
    return Events(when.astype(np.int64), overlap[:, None], came, ones, number.astype(np.int64), nothing)


def fit_votes(data: Cases, asked: Applications, merging: Events, level: float) -> VotesFit:
    """Fit all that members vote by; ``level`` is the share of votes for a usual applicant, which no record tells."""
    rule = regress(data.joining, "chance")
    admit, admit_error = fit_admission(data.joining, asked, rule, level)
    (_, support), (_, support_error) = fit_ending(data.ending)
    went_up = regress(merging, "chance")
    chance = 1.0 / (1.0 + np.exp(-went_up.weights[0]))
    spread = np.sqrt(np.diag(went_up.covariance))
    gone = merging.happened.sum() / max(data.ending.happened.sum(), 1.0)
    gone_error = np.sqrt(gone * (1.0 - gone) / max(data.ending.happened.sum(), 1.0))
    names = (*ADMITTING, "bodies.end_support", "bodies.merging", "bodies.merging_overlap", "bodies.merged_ends")
    values = (*admit, support, chance, went_up.weights[1], gone)
    errors = (*admit_error, support_error, chance * (1.0 - chance) * spread[0], spread[1], gone_error)
    return VotesFit(
        dict(zip(names, map(float, values), strict=True)), dict(zip(names, map(float, errors), strict=True))
    )
