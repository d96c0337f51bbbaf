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
from reformsim.hindcast.past import Past, Step, joined

Grow = Callable[[Ints, Ints, Generator], Ints]
"""Gives the labels of the next year from labels (M,), inhabitants (M,) and chance."""


def null_forecasts(past: Past, steps: list[Step], replicates: int, seed: int) -> list[Forecast]:
    """Give the null models that can be had: without years before the start, only that nothing changes."""
    found = [no_change(past)]
    if any(step.together.any() for step in steps):
        found += [
            random_neighbours(past, steps, replicates, seed),
            by_inhabitants(past, steps, replicates, seed),
            by_pairs(past, steps, replicates, seed),
        ]
    return found


def no_change(past: Past) -> Forecast:
    """Every municipality stays as it is."""
    still = np.broadcast_to(np.arange(len(past.codes)), (1, *past.labels.shape))
    return Forecast("no change", np.array(still), past)


def random_neighbours(past: Past, steps: list[Step], replicates: int, seed: int) -> Forecast:
    """Random rate: a year of those before the start is drawn, and as many municipalities join a random neighbour."""
    fewer = np.array([step.fewer for step in steps])

    def grow(labels: Ints, people: Ints, chance: Generator) -> Ints:
        for _ in range(int(fewer[chance.integers(len(fewer))])):
            ends = labels[past.pairs]
            here = np.unique(ends[ends[:, 0] != ends[:, 1]])
            if not len(here):
                break
            labels = _join(labels, past.pairs, int(here[chance.integers(len(here))]), chance)
        return labels

    return Forecast("random rate", _ensemble(past, grow, replicates, seed), past)


def by_inhabitants(past: Past, steps: list[Step], replicates: int, seed: int) -> Forecast:
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
                labels = _join(labels, past.pairs, label, chance)
        return labels

    maps = _ensemble(past, grow, replicates, seed)
    once = merged(_log(past.people[0])[:, None])
    return Forecast("logit size", maps, past, merged=_in_years(once, past))


def by_pairs(past: Past, steps: list[Step], replicates: int, seed: int) -> Forecast:
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
        ends = place[past.pairs]
        ends = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0).reshape(-1, 2)
        drawn = ends[chance.random(len(ends)) < min(thinned, 1.0) * fitted(pair_sizes(total, ends))]
        links = coo_array((np.ones(len(drawn)), (drawn[:, 0], drawn[:, 1])), shape=(len(here), len(here)))
        result: Ints = connected_components(links, directed=False)[1][place].astype(np.int64)
        return result

    once = fitted(pair_sizes(past.people[0], past.pairs))
    together = _in_years(once, past)
    alone = np.ones(len(past.codes))
    np.multiply.at(alone, past.pairs.ravel(), np.repeat(1.0 - together, 2))
    maps = _ensemble(past, grow, replicates, seed)
    return Forecast("logit pair", maps, past, merged=1.0 - alone, together=together)


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


def _in_years(once: Floats, past: Past) -> Floats:
    """Chance that what has this chance in a year happens in the span."""
    result: Floats = 1.0 - (1.0 - once) ** (len(past.years) - 1)
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


def _ensemble(past: Past, grow: Grow, replicates: int, seed: int) -> Ints:
    """Let labels grow together from year to year, (R, Y, M)."""
    found = np.empty((replicates, *past.labels.shape), np.int64)
    for replicate in range(replicates):
        chance = default_rng([seed, replicate])
        labels = np.arange(len(past.codes))
        found[replicate, 0] = labels
        for at in range(1, len(past.years)):
            labels = grow(labels, past.people[at - 1], chance)
            found[replicate, at] = labels
    return found
