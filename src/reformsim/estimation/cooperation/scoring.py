"""Scores of the rules of cooperation on years that they have not seen, beside null models (``protocol.md``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import nbinom, poisson, rankdata

from reformsim.arrays import Floats
from reformsim.estimation.cooperation.cases import Cases
from reformsim.estimation.cooperation.fitting import Events, Groups, Kind, choose, regress

SAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class Score:
    """How well a rule foresaw what happened.

    Attributes
    ----------
    events
        That happened.
    expected, low, high
        Expected by the rule, with its 80 % band.
    gain_rate, gain_near : tuple of float
        Log score an event better than a null model: the value, and the 80 % interval of resamples.
    auc, auc_near : tuple of float
        Chance that what happened ranks above what did not: the same three.
    """

    rule: str
    events: float
    expected: float
    low: float
    high: float
    gain_rate: tuple[float, float, float]
    gain_near: tuple[float, float, float]
    auc: tuple[float, float, float]
    auc_near: tuple[float, float, float]


def scores(train: Cases, test: Cases) -> list[Score]:
    """Score each rule, trained on some cases, on others."""
    found = [
        _of_events("founding", train.founding, test.founding, "rate"),
        _of_events("joining", train.joining, test.joining, "chance"),
        _of_events("leaving", train.leaving, test.leaving, "chance"),
        _of_events("ending", train.ending, test.ending, "chance"),
    ]
    return [found[0], _of_groups(train.partners, test.partners), *found[1:]]


def auc(value: Floats, happened: Floats, weight: Floats) -> float:
    """Chance that an event has a higher value than what did not happen; 0.5 without either."""
    yes = happened > 0
    if not yes.any() or yes.all():
        return 0.5
    rank = rankdata(value)
    many = float((~yes).sum())
    share = happened[yes] * weight[yes]
    below = rank[yes] - rankdata(value[yes])
    return float((share * below).sum() / share.sum() / many)


def _of_events(rule: str, train: Events, test: Events, kind: Kind) -> Score:
    fitted = regress(train, kind)
    flat = regress(replace(train, terms=train.terms[:, :0]), kind)
    last = train.year == train.year.max()
    there = train.near.any()
    recent = train.take(last)
    by_distance = replace(train, terms=train.near) if there else replace(recent, terms=recent.terms[:, :0])
    nearest = regress(by_distance, kind)
    bare = replace(test, terms=test.terms[:, :0])
    near_case = replace(test, terms=test.near) if there else bare
    score = fitted.log_score(test)
    over_rate, over_near = score - flat.log_score(bare), score - nearest.log_score(near_case)
    value, near_value = fitted.value(test.terms), nearest.value(near_case.terms)
    number = float((test.happened * test.weight).sum())

    def gain(over: Floats) -> Callable[[Floats], float]:
        return lambda weight: float((over * weight).sum() / max((test.happened * test.weight * weight).sum(), 1e-9))

    draws = resampled(test.group)
    mean = float(fitted.expected(test.terms).sum())
    low, high = _band(train, mean, len(np.unique(test.year)))

    def ranks(by: Floats) -> Callable[[Floats], float]:
        return lambda weight: auc(by[weight > 0], test.happened[weight > 0], weight[weight > 0])

    ranked, ranked_near = interval(ranks(value), draws[:200]), interval(ranks(near_value), draws[:200])
    gains = interval(gain(over_rate), draws), interval(gain(over_near), draws)
    return Score(rule, number, mean, low, high, *gains, ranked, ranked_near)


def _of_groups(train: Groups, test: Groups) -> Score:
    weights, _ = choose(train)
    near, _ = choose(replace(train, terms=train.terms[:, :, :1]))
    alone = replace(test, terms=test.terms[:, :, :1])
    score = test.log_score(weights)
    even = replace(test, terms=test.terms[:, :, :1]).log_score(np.zeros(1))
    number = (test.weight * test.chosen.sum(axis=1)).sum()

    def gain(over: Floats) -> Callable[[Floats], float]:
        each = test.weight * test.chosen.sum(axis=1)
        return lambda weight: float((over * weight).sum() / (each * weight).sum())

    def named(terms: Floats, by: Floats) -> Callable[[Floats], float]:
        rank = (-(terms @ by)).argsort(axis=1, kind="stable").argsort(axis=1)
        sought = test.chosen.sum(axis=1)
        hits = test.weight * ((rank < sought[:, None]) & test.chosen).sum(axis=1)
        return lambda weight: float((hits * weight).sum() / (test.weight * sought * weight).sum())

    draws = resampled(test.group)
    return Score(
        "who founds", float(number), float(number), float(number), float(number),
        interval(gain(score - even), draws), interval(gain(score - alone.log_score(near)), draws),
        interval(named(test.terms, weights), draws), interval(named(alone.terms, near), draws),
    )  # fmt: skip


def _band(train: Events, mean: float, years: int) -> tuple[float, float]:
    """80 % band of a count over some years: as spread over the years as that of the training years about its mean.

    Not a number after a single training year, which does not tell how years differ.
    """
    by_year = np.array([(train.happened * train.weight)[train.year == one].sum() for one in np.unique(train.year)])
    if years and len(by_year) < 2:
        return float("nan"), float("nan")
    excess = max(by_year.var(ddof=1) / max(by_year.mean(), 1e-9), 1.0)
    if excess <= 1.0 or years == 0:
        return float(poisson.ppf(0.1, mean)), float(poisson.ppf(0.9, mean))
    number = mean / (excess - 1.0)
    return float(nbinom.ppf(0.1, number, 1.0 / excess)), float(nbinom.ppf(0.9, number, 1.0 / excess))


def resampled(group: np.ndarray) -> Floats:
    """How often each case stands in each resample of groups, (samples, n); the first is the data themselves."""
    _, place = np.unique(group, return_inverse=True)
    number = int(place.max()) + 1
    draw = np.random.Generator(np.random.PCG64(2022)).multinomial(number, np.full(number, 1.0 / number), SAMPLES)
    return np.concatenate([np.ones((1, len(group))), draw[:, place].astype(float)])


def interval(statistic: Callable[[Floats], float], draws: Floats) -> tuple[float, float, float]:
    """The statistic of the data, and the 10 and 90 % points of its resamples."""
    values = np.array([statistic(one) for one in draws])
    low, high = np.nanquantile(values[1:], [0.1, 0.9])
    return float(values[0]), float(low), float(high)
