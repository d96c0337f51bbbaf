"""Scores of forecasts: pure functions on arrays, each by its formula or by scikit-learn.

A score that does not exist (an AUC where nothing happened) is not a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats, Ints

Coalition = frozenset[int]


def crps(ensemble: NDArray[np.floating] | NDArray[np.integer], real: float) -> float:
    """Continuous ranked probability score of an ensemble: mean |x - y| less half the mean |x - x'|.

    Nought is perfect; for a single value it is the absolute error. In the unit of the values.
    """
    x = np.sort(np.asarray(ensemble, float))
    m = len(x)
    # The sum of |x_i - x_j| over all pairs, from the sorted values.
    spread = 2.0 * float(((2 * np.arange(m) - m + 1) * x).sum())
    return float(np.abs(x - real).mean()) - spread / (2.0 * m * m)


def quantile_score(quantiles: Floats, levels: Floats, real: float) -> float:
    """Twice the mean pinball loss over levels: with the median and edges of bands, the weighted interval score.

    With many levels it is the CRPS. In the unit of the values.

    References
    ----------
    Bracher, Ray, Gneiting, Reich (2021), Evaluating epidemic forecasts in an interval format, PLOS Computational
    Biology 17 (2).
    """
    off = real - quantiles
    return float(2.0 * np.mean(np.where(off >= 0.0, levels * off, (levels - 1.0) * off)))


def band(ensemble: NDArray[np.number], share: float = 0.8) -> tuple[Floats, Floats, Floats]:
    """Median, lower and upper edge of the central share of an ensemble, along the first axis."""
    low = (1.0 - share) / 2.0
    # Rounded, so that a real value on the edge is not put outside by the last bit of a quantile.
    cut = np.round(np.quantile(np.asarray(ensemble, float), [0.5, low, 1.0 - low], axis=0), 9)
    return cut[0], cut[1], cut[2]


def auc(chance: Floats, happened: Bools) -> float:
    """Area under the ROC curve: the chance that what happened was given more than what did not; ties count half."""
    if happened.all() or not happened.any():
        return nan
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(happened, chance))


def average_precision(chance: Floats, happened: Bools) -> float:
    """Mean precision over the steps of recall; a useless forecast has the share of what happened."""
    if not happened.any():
        return nan
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(happened, chance))


def brier(chance: Floats, happened: Bools) -> float:
    """Mean squared difference between chance and what happened."""
    from sklearn.metrics import brier_score_loss

    return float(brier_score_loss(happened, np.clip(chance, 0.0, 1.0), labels=[False, True]))


def log_score(chance: Floats, happened: Bools, least: float) -> float:
    """Mean of minus the natural log of the chance that was given to what came about, whether it happened or not.

    Parameters
    ----------
    least
        A chance below it counts as it, and one above 1 less it as that: a finite number of replicates cannot tell
        what is rarer from what is impossible.
    """
    p = np.clip(chance, least, 1.0 - least)
    return float(-np.mean(np.where(happened, np.log(p), np.log1p(-p))))


def size_distance(people: Ints, labels: Ints, real: Ints) -> float:
    """Wasserstein distance between the natural logarithms of inhabitants per municipality, simulated and real."""
    from scipy.stats import wasserstein_distance

    def sizes(of: Ints) -> Floats:
        total = np.bincount(np.unique(of, return_inverse=True)[1], weights=people)
        return np.log(np.maximum(total, 1.0))

    return float(wasserstein_distance(sizes(labels), sizes(real)))


def map_agreement(labels: Ints, real: Ints) -> float:
    """Adjusted Rand index of two maps: 1 if they are the same, 0 on average for one without information."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(real, labels))


def coalitions(labels: Ints) -> set[Coalition]:
    """Sets of two or more places that have the same label, (M,)."""
    members: dict[int, list[int]] = {}
    for place, label in enumerate(labels.tolist()):
        members.setdefault(label, []).append(place)
    return {frozenset(group) for group in members.values() if len(group) > 1}


def frequencies(maps: Iterable[Ints]) -> Counter[Coalition]:
    """In how many maps each whole coalition came about."""
    found: Counter[Coalition] = Counter()
    for labels in maps:
        found.update(coalitions(labels))
    return found


def hit_rate(found: Counter[Coalition], real: set[Coalition], most: int) -> float:
    """Share of the real coalitions among the ``most`` that came about most often.

    Where several came about equally often at the limit, each counts for the chance of being among them.
    """
    if not real:
        return nan
    ordered = sorted(found.values(), reverse=True)
    if len(ordered) <= most:
        return len(real & set(found)) / len(real)
    limit = ordered[most - 1]
    above, equal = (sum(n > limit for n in ordered), sum(n == limit for n in ordered))
    chance = (most - above) / equal
    hits = sum(1.0 if found[one] > limit else chance if found[one] == limit else 0.0 for one in real if one in found)
    return hits / len(real)


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of like chance: how many, their mean chance, and the share in which it happened."""

    cases: int
    forecast: float
    happened: float


def reliability(chance: Floats, happened: Bools, bins: int = 10) -> list[Bin]:
    """Cases ordered by their chance and cut into equal parts (deciles); equal chances stay together."""
    order = np.argsort(chance, kind="stable")
    value, outcome = chance[order], happened[order]
    limits, found = [0], []
    for part in range(1, bins):
        at = round(part * len(value) / bins)
        # Move on to where the chance changes, or the order of equal cases would decide.
        at = int(np.searchsorted(value, value[at], side="left")) if 0 < at < len(value) else at
        if at > limits[-1]:
            limits.append(at)
    for low, high in zip(limits, [*limits[1:], len(value)], strict=True):
        if high > low:
            found.append(Bin(high - low, float(value[low:high].mean()), float(outcome[low:high].mean())))
    return found


def reliability_gap(bins: Iterable[Bin]) -> float:
    """Largest absolute difference between mean chance and share that happened."""
    return max((abs(one.forecast - one.happened) for one in bins), default=nan)
