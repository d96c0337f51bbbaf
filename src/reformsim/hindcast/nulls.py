"""Null models: what a forecast without a model of behaviour would say, from the years before the start only."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from reformsim.arrays import Bools, Floats, Ints
from reformsim.hindcast.forecast import Forecast
from reformsim.hindcast.past import Start, Step, joined, same

Grow = Callable[[Ints, Ints, Generator], Ints]
"""Gives the labels of the next year from labels (M,), inhabitants (M,) and chance."""


def null_forecasts(start: Start, steps: list[Step], replicates: int, seed: int) -> list[Forecast]:
    """Give the null models that can be had: without years before the start, only that nothing changes."""
    found = [no_change(start)]
    if any(step.together.any() for step in steps):
        found += [
            random_neighbours(start, steps, replicates, seed),
            by_inhabitants(start, steps, replicates, seed),
            by_pairs(start, steps, replicates, seed),
        ]
    return found


def no_change(start: Start) -> Forecast:
    """Every municipality stays as it is, but for what is announced."""
    return Forecast("no change", _ensemble(start, lambda labels, people, chance: labels, 1, 0), start)


def random_neighbours(
    start: Start, steps: list[Step], replicates: int, seed: int, name: str = "random rate"
) -> Forecast:
    """Random rate: a year of those before the start is drawn, and as many municipalities join a random neighbour."""
    fewer = np.array([step.fewer for step in steps])

    def grow(labels: Ints, people: Ints, chance: Generator) -> Ints:
        for _ in range(int(fewer[chance.integers(len(fewer))])):
            ends = labels[start.pairs]
            here = np.unique(ends[ends[:, 0] != ends[:, 1]])
            if not len(here):
                break
            labels = _join(labels, start.pairs, int(here[chance.integers(len(here))]), chance)
        return labels

    return Forecast(name, _ensemble(start, grow, replicates, seed), start)


def by_inhabitants(start: Start, steps: list[Step], replicates: int, seed: int) -> Forecast:
    """Logit size: logistic regression on log inhabitants, a municipality and a year at a time.

    Who is drawn joins a random neighbour; so what is drawn is to go into another than as its largest member. The
    chance to merge at all is a regression of its own.
    """
    size = np.concatenate([_log(step.people) for step in steps])[:, None]
    smaller = fit_logit(size, np.concatenate([_not_largest(step) for step in steps]))
    merged = fit_logit(size, np.concatenate([joined(step.label) for step in steps]))

    def grow(labels: Ints, people: Ints, chance: Generator) -> Ints:
        here, total = _sizes(labels, people)
        drawn = here[chance.random(len(here)) < smaller(_log(total)[:, None])]
        for label in drawn.tolist():
            if (labels == label).any():
                labels = _join(labels, start.pairs, label, chance)
        return labels

    maps = _ensemble(start, grow, replicates, seed)
    once = merged(_log(start.people[0])[:, None])
    known = joined(start.settled(np.arange(len(start.codes))))
    return Forecast("logit size", maps, start, merged=_in_years(once, start, known))


def by_pairs(start: Start, steps: list[Step], replicates: int, seed: int) -> Forecast:
    """Logit pair: logistic regression on the logs of the smaller and the larger inhabitants of two neighbours."""
    fitted = fit_logit(
        np.concatenate([pair_sizes(step.people, step.pairs) for step in steps]),
        np.concatenate([step.together for step in steps]),
    )
    # Three that become one are three pairs but two municipalities fewer.
    thinned = sum(step.fewer for step in steps) / sum(int(step.together.sum()) for step in steps)

    def grow(labels: Ints, people: Ints, chance: Generator) -> Ints:
        here, total = _sizes(labels, people)
        place = np.searchsorted(here, labels)
        ends = place[start.pairs]
        ends = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0).reshape(-1, 2)
        drawn = ends[chance.random(len(ends)) < min(thinned, 1.0) * fitted(pair_sizes(total, ends))]
        links = coo_array((np.ones(len(drawn)), (drawn[:, 0], drawn[:, 1])), shape=(len(here), len(here)))
        result: Ints = connected_components(links, directed=False)[1][place].astype(np.int64)
        return result

    once = fitted(pair_sizes(start.people[0], start.pairs))
    together = _in_years(once, start, same(start.settled(np.arange(len(start.codes))), start.pairs))
    alone = np.ones((len(start.codes), len(start.years)))
    np.multiply.at(alone, start.pairs.ravel(), np.repeat(1.0 - together.T, 2, axis=0))
    maps = _ensemble(start, grow, replicates, seed)
    return Forecast("logit pair", maps, start, merged=1.0 - alone.T, together=together)


def fit_logit(features: Floats, happened: Bools) -> Callable[[Floats], Floats]:
    """Fit a logistic regression without penalty; gives the function from features (N, f) to chances (N,)."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=np.inf, max_iter=1000, tol=1e-8))
    model.fit(features, happened)

    def chance(of: Floats) -> Floats:
        result: Floats = model.predict_proba(of)[:, 1]
        return result

    return chance


def pair_sizes(people: NDArray[np.number], pairs: Ints) -> Floats:
    """Logs of the smaller and the larger number of inhabitants of each pair, (p, 2)."""
    return np.sort(_log(people)[pairs], axis=1)


def _log(people: NDArray[np.number]) -> Floats:
    result: Floats = np.log(np.maximum(people, 1))
    return result


def _in_years(once: Floats, start: Start, announced: Bools) -> Floats:
    """Chance that what has this chance in a year has happened by each year; what is announced is sure."""
    result: Floats = 1.0 - (1.0 - once) ** np.arange(len(start.years))[:, None]
    result[1:, announced] = 1.0
    return result


def _not_largest(step: Step) -> Bools:
    """Whether each municipality became part of another than as the largest member, (M,)."""
    order = np.lexsort((-step.people, step.label))
    first = np.ones(len(order), bool)
    first[1:] = step.label[order[1:]] != step.label[order[:-1]]
    found = np.zeros(len(order), bool)
    found[order[~first]] = True
    return found


def _sizes(labels: Ints, people: Ints) -> tuple[Ints, Floats]:
    here, place = np.unique(labels, return_inverse=True)
    return here, np.bincount(place, weights=people).astype(float)


def _join(labels: Ints, pairs: Ints, label: int, chance: Generator) -> Ints:
    """Let a municipality join a neighbour drawn at random; one without neighbours stays."""
    ends = labels[pairs]
    ends = ends[ends[:, 0] != ends[:, 1]]
    near = np.unique(np.concatenate([ends[ends[:, 0] == label, 1], ends[ends[:, 1] == label, 0]]))
    if not len(near):
        return labels
    return np.where(labels == label, near[chance.integers(len(near))], labels)


def _ensemble(start: Start, grow: Grow, replicates: int, seed: int) -> Ints:
    """Let labels grow together from year to year, (R, Y, M)."""
    found = np.empty((replicates, *start.people.shape), np.int64)
    for replicate in range(replicates):
        chance = default_rng([seed, replicate])
        labels = np.arange(len(start.codes))
        found[replicate, 0] = labels
        for at in range(1, len(start.years)):
            labels = start.settled(grow(labels, start.people[at - 1], chance))
            found[replicate, at] = labels
    return found
