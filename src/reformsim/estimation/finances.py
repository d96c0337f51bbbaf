"""Do the books add to the merger rule: difference of wealth, and weak finance, from the accounts of 2017 on.

Put beside the rule as it was estimated up to 2018, whose log odds are the offset. The accounts that a choice could
know are those of two years before (of 2017 for the mergers of 2018 and 2019), so that of the years for choosing only
2018 can speak.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.behaviour import Behaviour
from reformsim.behaviour.estimates import load_estimates
from reformsim.estimation.choices import everything
from reformsim.estimation.command import record_of
from reformsim.estimation.cooperation.cases import joining, starting
from reformsim.estimation.cooperation.estimate import SCORED, ending_rate
from reformsim.estimation.cooperation.fitting import Events, Kind, regress
from reformsim.estimation.cooperation.steps import Step, step
from reformsim.estimation.fit import NAMES, expected_wave, offset
from reformsim.estimation.fitness import auc, average_precision, pair_chances
from reformsim.estimation.record import Moment, moments
from reformsim.model.accounts.wealth import FINANCE_TERMS, LEAST, Wealth
from reformsim.model.mergers.search import chance
from reformsim.territory import later_homes, load_territory
from reformsim.world.accounts import TAXES, WEAK
from reformsim.world.neighbours import Graph

TERMS = tuple(name for name, _ in FINANCE_TERMS)
"""The candidates: unlike own taxes per inhabitant, and members with weak solvency."""
FIRST, LAST_CHOICE, LAST_KNOWN = 2017, 2018, 2024
"""First year of the accounts; last year on which features of mergers may be chosen; last year of the accounts."""
PRIOR = 1.0
"""Standard deviation of the prior of each weight, log odds."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What one rule scores on some years.

    Attributes
    ----------
    terms
        That it has of :data:`TERMS`.
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


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One set of terms: weights on the mergers of 2018 and on all, scores with the former on 2018 and later years."""

    terms: tuple[str, ...]
    first: Found
    all: Found
    on_first: Scores
    on_later: Scores


WEIGHT_HEADS = ("Years", "Weight", "Mergers", "Value", "Error")
BODY_HEADS = ("Rule", "Value", "Error", "Events 2023-2026", "log likelihood gained")
SCORE_HEADS = ("Rule", "log likelihood 2018", "2019-2026", "AUC", "Average precision")


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
    """The terms of every coalition of a moment, (S, 2), as the model has them."""
    around = moment.around
    assert around.graph is not None, "moments have their neighbours"
    there = np.zeros(len(around.population), bool)
    there[moment.owner] = True
    return wealth_known(moment, there, around.graph).columns(moment.candidates)


def wealth_known(moment: Moment, there: Bools, graph: Graph) -> Wealth:
    """How municipalities stood by the accounts that were known for the mergers of a year, by row."""
    year = max(moment.year - 2, FIRST)
    land = load_territory("netherlands", year)
    assert land.books is not None, "the Netherlands have accounts"
    known, people = land.books.years[year], dict(zip(land.codes, land.population.tolist(), strict=True))
    row_of = dict(zip(later_homes(moment.territory, year), moment.owner.tolist(), strict=True))
    sums = np.zeros((len(there), 4))
    for i, code in enumerate(known.codes):
        held = known.income[i, TAXES], known.equity[i], known.balance_total[i], people[code]
        sums[row_of[code]] += np.nan_to_num(held)
    taxes, equity, balance, inhabitants = sums.T
    told = inhabitants > 0
    logs = np.log(np.maximum(taxes / np.maximum(inhabitants, 1.0), LEAST))
    logs[~told] = logs[told].mean()
    weak = (equity < WEAK * balance) & there
    apart = np.abs(logs[graph.source] - logs[graph.target])
    return Wealth(logs, weak, np.array([apart.mean(), weak.sum() / there.sum()]))


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
        value = case.value + case.columns @ own
        total += float((value * case.moment.event).sum() - np.logaddexp(0.0, value).sum())
        pairs, truth = pair_chances(case.moment, chance(value))
        expected.append(pairs)
        truths.append(truth)
    truth, pairs = np.concatenate(truths), np.concatenate(expected)
    return Scores(tuple(weights), total, auc(truth, pairs), average_precision(truth, pairs))


def known_until_2018() -> dict[str, float]:
    """Weights of the merger rule as estimated on the mergers up to 2018 (``hindcast/trained``); the rest is nought."""
    file = Path(__file__).parents[1] / "hindcast" / "trained" / f"{LAST_CHOICE}.yaml"
    known = load_estimates(file).parameters
    return {name: known[name].value if name in known else 0.0 for name in NAMES}


def looked_at(values: Mapping[str, float], behaviour: Behaviour) -> list[LookedAt]:
    """Put no term, each term and both beside the rule with these weights."""
    data = cases(values, behaviour)
    first = [case for case in data if case.moment.year <= LAST_CHOICE]
    later = [case for case in data if case.moment.year > LAST_CHOICE]
    found = []
    for terms in ((), *((name,) for name in TERMS), TERMS):
        early = fitted(first, terms)
        weights = {name: value for name, (value, _) in early.weights.items()}
        found.append(LookedAt(terms, early, fitted(data, terms), scored(first, weights), scored(later, weights)))
    return found


def weight_rows(found: list[LookedAt]) -> list[tuple[str, ...]]:
    """Give the weights as rows of a table."""
    return [
        (f"{one.first}-{one.last}", name, str(one.mergers), f"{value:.2f}", f"{error:.2f}")
        for looked in found
        for one in (looked.first, looked.all)
        for name, (value, error) in one.weights.items()
    ]


def score_rows(found: list[LookedAt]) -> list[tuple[str, ...]]:
    """Give the scores as rows of a table."""
    return [
        (
            " + ".join(looked.terms) or "-",
            f"{looked.on_first.log_likelihood:.2f}",
            f"{looked.on_later.log_likelihood:.2f}",
            f"{looked.on_later.auc:.3f}",
            f"{looked.on_later.average_precision:.4f}",
        )
        for looked in found
    ]


@dataclass(frozen=True, slots=True)
class Cooperating:
    """Weak solvency beside the rule of founding or of joining.

    Attributes
    ----------
    rule
        'founding' or 'joining'.
    value, error
        Of the weight, on the steps to ``until``.
    events, gained
        Events of later steps; log likelihood that the weight gains on them.
    """

    rule: str
    until: int
    value: float
    error: float
    events: float
    gained: float


def cooperating(until: int = 2022) -> list[Cooperating]:
    """Put weak solvency beside the rules of founding and joining, and score it on the steps after a year."""
    steps = [step(year) for year in range(LAST_CHOICE, SCORED + 1)]
    ending, found = ending_rate(), []
    rules: tuple[tuple[str, Kind, Callable[[Step, float], tuple[Events, Ints]]], ...]
    rules = ("founding", "rate", starting), ("joining", "chance", joining)
    for rule, kind, events in rules:
        parts = [_with_weak(one, *events(one, ending)) for one in steps]
        data = Events(*(np.concatenate([getattr(part, name) for part in parts]) for name in Events.__slots__))
        train, test = data.take(data.year <= until), data.take(data.year > until)
        bare = [replace(some, terms=some.terms[:, :-1]) for some in (train, test)]
        own, rival = regress(train, kind), regress(bare[0], kind)
        gained = float((own.log_score(test) - rival.log_score(bare[1])).sum())
        error = float(np.sqrt(own.covariance[-1, -1]))
        number = float((test.happened * test.weight).sum())
        found.append(Cooperating(rule, until, float(own.weights[-1]), error, number, gained))
    return found


def _with_weak(one: Step, events: Events, rows: Ints) -> Events:
    """Cases with a further term: whether solvency is weak, less the part of all of which that is so."""
    year = min(max(one.year - 2, FIRST), LAST_KNOWN)
    books = load_territory("netherlands", year).books
    assert books is not None, "the Netherlands have accounts"
    known = books.years[year]
    weak = dict(zip(known.codes, (known.equity < WEAK * known.balance_total).tolist(), strict=True))
    mean = sum(weak.values()) / len(weak)
    column = np.array([weak.get(code, mean) - mean for code in one.world.territory.codes])[rows]
    return replace(events, terms=np.column_stack([events.terms, column]))


def body_rows(found: list[Cooperating]) -> list[tuple[str, ...]]:
    """Give what weak solvency does beside the rules of founding and joining as rows of a table."""
    return [
        (one.rule, f"{one.value:.2f}", f"{one.error:.2f}", f"{one.events:.0f}", f"{one.gained:.2f}") for one in found
    ]
