"""How the local share of a council lasts from one election to the next, by the elections of the record."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reformsim.model.councils.parties import log_odds
from reformsim.territory.seats import LOCAL, NOVEMBER, load_elected


@dataclass(frozen=True, slots=True)
class Persistence:
    """Log odds of the local share, regressed on those of four years before.

    Attributes
    ----------
    lasting
        Part of the distance from the middle that is left after an election.
    middle
        Log odds towards which councils go.
    spread
        Standard deviation of what is new.
    lasting_error
        Standard error of the first.
    correlation
        Of the shares themselves.
    pairs
        Councils of both elections.
    mean, mean_odds
        Mean local share, and mean log odds, at the first election and at the second.
    """

    span: str
    lasting: float
    lasting_error: float
    middle: float
    spread: float
    correlation: float
    pairs: int
    mean: tuple[float, float]
    mean_odds: tuple[float, float]


def persistence(record: str) -> list[Persistence]:
    """Estimate over every four years of a record, and over all of them together (first)."""
    regular = {day: councils for day, councils in load_elected(record).items() if day.month != NOVEMBER}
    spans = {}
    for first, second in pairwise(regular):
        both = sorted(regular[first].keys() & regular[second].keys())
        spans[f"{first.year}-{second.year}"] = np.array(
            [
                [(sum(one.seats), one.seats[LOCAL]) for one in (regular[first][code], regular[second][code])]
                for code in both
            ]
        )
    named = [("all", np.concatenate(list(spans.values()))), *spans.items()]
    return [_of(name, pairs) for name, pairs in named]


def _of(span: str, pairs: np.ndarray) -> Persistence:
    seats, local = pairs[:, :, 0].astype(float), pairs[:, :, 1].astype(float)
    odds, share = log_odds(local, seats), local / seats
    before, after = odds[:, 0], odds[:, 1]
    design = np.column_stack([np.ones(len(before)), before])
    weights = np.linalg.lstsq(design, after, rcond=None)[0]
    rest = after - design @ weights
    spread = float(np.sqrt(rest @ rest / (len(rest) - 2)))
    error = spread / float(np.sqrt(((before - before.mean()) ** 2).sum()))
    return Persistence(
        span, float(weights[1]), error, float(weights[0] / (1.0 - weights[1])), spread,
        float(np.corrcoef(share[:, 0], share[:, 1])[0, 1]), len(rest),
        (float(share[:, 0].mean()), float(share[:, 1].mean())), (float(before.mean()), float(after.mean())),
    )  # fmt: skip
