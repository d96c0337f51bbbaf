"""Do the books add to the merger rule: difference of wealth, and weak finance, from the accounts of 2017 on.

Put beside the rule as it was estimated up to 2018, whose log odds are the offset. The accounts that a choice could know are those of two years before
(of 2017 for the mergers of 2018 and 2019), so that of the years for choosing only 2018 can speak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.behaviour import Behaviour
from reformsim.estimation.choices import everything
from reformsim.estimation.command import record_of
from reformsim.estimation.fit import NAMES, expected_wave, offset
from reformsim.estimation.fitness import auc, average_precision, pair_chances
from reformsim.estimation.record import Moment, moments
from reformsim.model.mergers.search import chance
from reformsim.territory import Territory, later_homes, load_territory
from reformsim.territory.accounts import INCOME

TERMS = ("wealth_difference", "weak_finance")
"""The candidates: difference of own taxes per inhabitant (log, largest less smallest); part of the members with weak solvency."""
WEAK = 0.2
FIRST = 2017
LEAST = 50.0
"""Euro per inhabitant: what is booked below is a mistake of the account."""
PRIOR = 1.0
"""Standard deviation of the prior of each weight, log odds."""
_TAXES = INCOME.index("local_taxes")


@dataclass(frozen=True, slots=True)
class Scores:
    """What one rule scores on some years.

    Parameters
    ----------
    log_likelihood
        Of all coalitions.
    auc, average_precision
        Of pairs of neighbours a year ahead.
    """

    terms: tuple[str, ...]
    log_likelihood: float
    auc: float
    average_precision: float


@dataclass(frozen=True, slots=True)
class Found:
    """The weights of the terms on some years: value and standard error, and the mergers they rest on."""

    first: int
    last: int
    weights: Mapping[str, tuple[float, float]]
    mergers: int


@dataclass(frozen=True, eq=False)
class _Case:
    """A year: the moment, log odds by the rule, the columns of :data:`TERMS`, (S, 2)."""

    moment: Moment
    value: Floats
    columns: Floats


def cases(values: Mapping[str, float], behaviour: Behaviour, first: int = 2018, last: int = 2026) -> list[_Case]:
    """Give the years of the record with accounts, under the rule with these weights."""
    weights, found = np.array([values[name] for name in NAMES]), []
    for moment in moments(record_of("netherlands", first), first, last, behaviour["merger.recent_years"]):
        data = everything(moment)
        value = data.columns @ weights + offset(data, behaviour) + expected_wave(behaviour)
        found.append(_Case(moment, value, columns_of(moment)))
    return found


def columns_of(moment: Moment) -> Floats:
    """The terms of every coalition of a moment, (S, 2)."""
    wealth, weak = books_of(moment.territory, moment.owner, len(moment.around.population), moment.year)
    members = moment.candidates.members
    there = members >= 0
    high = np.where(there, wealth[members], -np.inf).max(axis=1)
    low = np.where(there, wealth[members], np.inf).min(axis=1)
    part = np.where(there, weak[members], 0.0).sum(axis=1) / there.sum(axis=1)
    return np.stack([high - low, part], axis=1)


def books_of(territory: Territory, owner: Floats, rows: int, year: int) -> tuple[Floats, Bools]:
    """Log of own taxes per inhabitant, and whether solvency is weak, by row, as known for a merger of a year."""
    then = max(year - 2, FIRST)
    record = load_territory("netherlands", then).books
    assert record is not None, "the Netherlands have accounts"
    known = record.years[then]
    at = {code: i for i, code in enumerate(known.codes)}
    home = later_homes(territory, then)
    first = {}
    for unit, code in enumerate(home):
        first.setdefault(code, unit)
    people = dict(zip((land := load_territory("netherlands", then)).codes, land.population.tolist(), strict=True))
    sums = np.zeros((rows, 4))
    for code, unit in first.items():
        if code in at:
            i = at[code]
            sums[int(owner[unit])] += (known.income[i, _TAXES], known.equity[i], known.balance_total[i], people[code])
    taxes, equity, balance, inhabitants = sums.T
    there = inhabitants > 0
    wealth = np.zeros(rows)
    wealth[there] = np.log(np.maximum(taxes[there] / inhabitants[there], LEAST))
    wealth[~there] = wealth[there].mean()
    weak = np.zeros(rows, bool)
    weak[there] = equity[there] < WEAK * balance[there]
    return wealth, weak


def fitted(data: list[_Case], terms: tuple[str, ...] = TERMS) -> Found:
    """Estimate the terms beside the rule: posterior mode with a prior around nought, and its standard errors."""
    at = [TERMS.index(name) for name in terms]
    x = np.concatenate([case.columns[:, at] for case in data])
    x = x - x.mean(axis=0)
    y = np.concatenate([case.moment.event for case in data]).astype(float)
    base = np.concatenate([case.value for case in data])
    # The level of these years is not the question: a constant goes with them.
    x = np.column_stack([x, np.ones(len(x))])
    precision = np.diag([*[1.0 / PRIOR**2] * len(at), 1e-4])
    own = np.zeros(x.shape[1])
    for _ in range(50):
        p = chance(base + x @ own)
        bend = (x * (p * (1.0 - p))[:, None]).T @ x + precision
        own = own - np.linalg.solve(bend, x.T @ (p - y) + precision @ own)
    errors = np.sqrt(np.diag(np.linalg.inv(bend)))
    weights = {name: (float(own[i]), float(errors[i])) for i, name in enumerate(terms)}
    return Found(data[0].moment.year, data[-1].moment.year, weights, int(y.sum()))


def scored(data: list[_Case], weights: Mapping[str, float]) -> Scores:
    """Score the rule with some terms on the years of some cases."""
    own = np.array([weights.get(name, 0.0) for name in TERMS])
    total, expected, truths = 0.0, [], []
    for case in data:
        columns = case.columns - case.columns.mean(axis=0)
        value = case.value + columns @ own
        total += float((value * case.moment.event).sum() - np.logaddexp(0.0, value).sum())
        pairs, truth = pair_chances(case.moment, chance(value))
        expected.append(pairs)
        truths.append(truth)
    truth, pairs = np.concatenate(truths), np.concatenate(expected)
    return Scores(tuple(weights), total, auc(truth, pairs), average_precision(truth, pairs))
