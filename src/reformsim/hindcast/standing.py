"""How a hindcast stands beside its null models, and which hindcasts are tests."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reformsim.hindcast.forecast import MEASURES
from reformsim.hindcast.kept import SPAN, Kept, load_scores
from reformsim.hindcast.replay.replayed import Held, Miss, load_replayed
from reformsim.hindcast.trained import knows_later


@dataclass(frozen=True, slots=True)
class Beside:
    """A score of the model beside that of its best null model."""

    measure: str
    mine: float
    best: float
    null: str

    @property
    def better(self) -> bool:
        """Whether the model is better."""
        return self.mine > self.best if MEASURES[self.measure].better == "higher" else self.mine < self.best


def beside(one: Kept, measure: str) -> Beside | None:
    """Set a score beside the best null model's; ``None`` where one of them lacks it, or there is no null model."""
    mine, *nulls = one.scores
    if not nulls or any(math.isnan(found.get(measure, math.nan)) for found in one.scores.values()):
        return None
    choose = max if MEASURES[measure].better == "higher" else min
    best = choose(nulls, key=lambda null: one.scores[null][measure])
    return Beside(measure, one.scores[mine][measure], one.scores[best][measure], best)


def is_test(one: Kept) -> bool:
    """Whether the merger rule that was scored was estimated without the years that it was scored on."""
    return not knows_later(one.start)


def newest_test(kind: str = SPAN, found: Iterable[Kept] | None = None) -> Kept | None:
    """Give the test with the latest start that has null models; ``None`` where there is none.

    Parameters
    ----------
    kind
        'span' or 'one-year'.
    found
        Hindcasts; those shipped with the project unless given.
    """
    known = load_scores() if found is None else found
    tests = [one for one in known if one.kind == kind and len(one.scores) > 1 and is_test(one)]
    return max(tests, key=lambda one: (one.first, one.last), default=None)


def miss_of_count(one: Kept, held: Sequence[Held] | None = None) -> Miss | None:
    """Give how far a hindcast was off in the number of municipalities: its CRPS, as a share of the real numbers.

    Parameters
    ----------
    held
        Figures with the real numbers; those shipped with the project unless given.
    """
    known = load_replayed() if held is None else held
    real = {at.year: at.published for at in known if at.measure == "municipalities" and one.first < at.year <= one.last}
    crps = next(iter(one.scores.values())).get("count_crps", math.nan)
    if not real or math.isnan(crps):
        return None
    return Miss(crps / (sum(real.values()) / len(real)), len(real), min(real), max(real))
