"""A forecast of the municipal map, and its scores against what really happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import nan

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats, Ints
from reformsim.hindcast import scoring
from reformsim.hindcast.past import Past, Start, counted, joined, same

WIDE = 10
"""Whole coalitions are also looked for among this many times as many as there really were."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A score: its title, whether less or more is better, and decimals to show."""

    title: str
    better: str
    decimals: int


MEASURES: dict[str, Measure] = {
    "count_in_band": Measure("Count: years with the real one in the 80 % band", "higher", 0),
    "count_crps": Measure("Count of municipalities: CRPS", "lower", 2),
    "fewer_crps": Measure("Municipalities fewer in a year: CRPS", "lower", 2),
    "merged_auc": Measure("Who merged: AUC", "higher", 3),
    "merged_ap": Measure("Who merged: average precision", "higher", 3),
    "merged_brier": Measure("Who merged: Brier", "lower", 4),
    "merged_gap": Measure("Who merged: largest gap of a decile", "lower", 3),
    "merged_expected": Measure("Who merged: expected number", "none", 1),
    "pair_auc": Measure("Pairs: AUC", "higher", 3),
    "pair_ap": Measure("Pairs: average precision", "higher", 3),
    "pair_gap": Measure("Pairs: largest gap of a decile", "lower", 3),
    "pair_expected": Measure("Pairs: expected number", "none", 1),
    "coalition_hits": Measure("Coalitions: real among as many likeliest", "higher", 3),
    "coalition_hits_wide": Measure(f"Coalitions: real among {WIDE} x as many", "higher", 3),
    "coalition_share": Measure("Coalitions: real in a mean replicate", "higher", 3),
    "size_distance": Measure("Sizes at the end: Wasserstein, log", "lower", 4),
    "map_agreement": Measure("Map at the end: adjusted Rand index", "higher", 3),
}
"""Scores of a hindcast, by name, in the order they are shown."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """An ensemble of maps by year, and the chances that follow from it or that a null model gives itself.

    Attributes
    ----------
    maps : (R, Y, M) int64
        Which municipalities of the first year form one, by replicate and year: equal labels.
    merged : (Y, M) float64
        Chance that each is in one municipality with another, by year.
    together : (Y, p) float64
        Chance that each pair of neighbours is in one.
    """

    name: str
    maps: Ints
    start: Start
    merged: Floats = field(default_factory=lambda: np.zeros(0))
    together: Floats = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        if not len(self.merged):
            object.__setattr__(self, "merged", joined(self.maps).mean(axis=0))
        if not len(self.together):
            object.__setattr__(self, "together", same(self.maps, self.start.pairs).mean(axis=0))

    @property
    def counts(self) -> Ints:
        """Municipalities by replicate and year, (R, Y)."""
        return counted(self.maps)


def scores(forecast: Forecast, past: Past) -> dict[str, float]:
    """Give all scores of a forecast, by the names of :data:`MEASURES`."""
    ends = forecast.maps[:, -1]
    real, found = scoring.coalitions(past.labels[-1]), scoring.frequencies(ends)
    most, maps = len(real), len(ends)
    return {
        **count_scores(forecast, past),
        **chance_scores("merged", forecast.merged[-1], past.merged, squared=True),
        **chance_scores("pair", forecast.together[-1], past.together),
        "coalition_hits": scoring.hit_rate(found, real, most),
        "coalition_hits_wide": scoring.hit_rate(found, real, WIDE * most),
        "coalition_share": sum(found[one] for one in real) / maps / most if most else nan,
        "size_distance": _mean(scoring.size_distance(past.people[-1], labels, past.labels[-1]) for labels in ends),
        "map_agreement": _mean(scoring.map_agreement(labels, past.labels[-1]) for labels in ends),
    }


def count_scores(forecast: Forecast, past: Past) -> dict[str, float]:
    """Scores of the number of municipalities, the first year (which is known) left out."""
    counts, real = forecast.counts[:, 1:], past.counts[1:]
    fewer, really = -np.diff(forecast.counts, axis=1), -np.diff(past.counts)
    _, low, high = scoring.band(counts)
    return {
        "count_in_band": float(((low <= real) & (real <= high)).sum()),
        "count_crps": _mean(scoring.crps(counts[:, at], float(real[at])) for at in range(len(real))),
        "fewer_crps": _mean(scoring.crps(fewer[:, at], float(really[at])) for at in range(len(real))),
    }


def chance_scores(name: str, chance: Floats, happened: NDArray[np.bool_], *, squared: bool = False) -> dict[str, float]:
    """Scores of chances of single things, with the name in front."""
    found = {
        f"{name}_auc": scoring.auc(chance, happened),
        f"{name}_ap": scoring.average_precision(chance, happened),
        f"{name}_gap": scoring.reliability_gap(scoring.reliability(chance, happened)),
        f"{name}_expected": float(chance.sum()),
    }
    return {**found, f"{name}_brier": scoring.brier(chance, happened)} if squared else found


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))
