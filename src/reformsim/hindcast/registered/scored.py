"""Scores of a registered forecast: by the rule that was registered with it, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reformsim.hindcast import scoring
from reformsim.hindcast.fan.rule import SHARES
from reformsim.hindcast.forecast import Measure, chance_scores
from reformsim.hindcast.past import counted, same
from reformsim.hindcast.registered.form import FAN, QUANTILES, Registered
from reformsim.hindcast.registered.outcome import Outcome
from reformsim.hindcast.span import MODEL

BANDS = {share: f"in_{round(100 * share)}" for share in SHARES}

MEASURES: dict[str, Measure] = {
    "median": Measure("Number: median foretold", "none", 0),
    **{name: Measure(f"Number: real in the {100 * share:.0f} % band", "none", 0) for share, name in BANDS.items()},
    "count_crps": Measure("Number: CRPS", "lower", 2),
    "count_quantiles": Measure("Number: quantile score", "lower", 2),
    "pair_log": Measure("Pairs: log score", "lower", 5),
    "pair_brier": Measure("Pairs: Brier score", "lower", 5),
    "pair_auc": Measure("Pairs: AUC", "higher", 3),
    "pair_ap": Measure("Pairs: average precision", "higher", 3),
    "pair_expected": Measure("Pairs: expected number", "none", 1),
}
"""Scores by name, in the order they are shown."""

AVERAGED = ("count_crps", "count_quantiles")
"""Scores of single years whose mean over the years tells more than the last: pairs are cumulative, numbers are not."""


@dataclass(frozen=True, slots=True)
class YearScores:
    """The scores of a year.

    Attributes
    ----------
    year
        1 January of it.
    real
        Municipalities that there really were.
    pairs, happened
        Pairs of neighbours scored, and those that had become one by then.
    scores
        By forecast (the model's first, then the fan, then the null models), then by measure.
    """

    year: int
    real: int
    pairs: int
    happened: int
    scores: Mapping[str, Mapping[str, float]]


def score(forecast: Registered, outcome: Outcome) -> list[YearScores]:
    """Score a forecast by what really happened, for every year that is known."""
    counts = counted(outcome.labels)
    scored = ~forecast.announced
    pairs = forecast.pairs[scored]
    names = (MODEL, FAN, *(name for name in forecast.counts if name != MODEL))
    found = []
    for at, year in enumerate(outcome.years):
        real, happened = int(counts[at]), same(outcome.labels[at], pairs)
        scores = {}
        for name in names:
            scores[name] = _number(forecast, name, at, real)
            if name in forecast.together:
                chance = forecast.together[name][at, scored]
                scores[name] |= chance_scores("pair", chance, happened, squared=True)
                scores[name]["pair_log"] = scoring.log_score(chance, happened, forecast.least)
        found.append(YearScores(year, real, len(pairs), int(happened.sum()), scores))
    return found


def means(found: Sequence[YearScores]) -> dict[str, dict[str, float]]:
    """Mean over the years of the scores of the number, by forecast and measure."""
    return {
        name: {
            measure: float(np.mean([one.scores[name][measure] for one in found]))
            for measure in AVERAGED
            if measure in first
        }
        for name, first in found[0].scores.items()
    }


def _number(forecast: Registered, name: str, at: int, real: int) -> dict[str, float]:
    cut = forecast.quantiles(name)[at]
    middle = len(QUANTILES) // 2
    found = {"median": float(cut[middle])}
    for inner, (_, band) in enumerate(BANDS.items(), start=1):
        found[band] = float(cut[middle - inner] <= real <= cut[middle + inner])
    found["count_quantiles"] = scoring.quantile_score(cut, np.array(QUANTILES), float(real))
    if name in forecast.counts:
        found["count_crps"] = scoring.crps(forecast.counts[name][:, at], float(real))
    return found
