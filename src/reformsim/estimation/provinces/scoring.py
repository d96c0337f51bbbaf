"""Whether effects of provinces last: those estimated on some years held against later ones, by the protocol."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr

from reformsim.arrays import Floats
from reformsim.behaviour import Behaviour
from reformsim.estimation.command import FIRST, TERRITORY
from reformsim.estimation.protocol import Scored, scored, trained
from reformsim.estimation.provinces.counts import Counts, count
from reformsim.estimation.provinces.effects import LASTING, SHAPES, Spread, effects, log_likelihood, spread_of

SPANS = ((2011, 2012, 2018), (2018, 2019, 2026))
"""Last year that is known, and the years that are scored; each once (docs/protocol-mergers.md)."""
BEFORE, AFTER = "rule", "rule with provinces"


@dataclass(frozen=True, slots=True)
class Held:
    """Effects of provinces held against later years.

    Attributes
    ----------
    known, later
        Counts of the years that the effects know, and of those they do not, by the rule estimated on the years known.
    spreads
        By how long effects last, on the years known.
    lasting : (P,) float64
        Effects that last for ever.
    gain
        Log likelihood of where the later mergers fell under these, beyond that of the rule alone.
    drawn
        The same of effects that are not known but drawn anew with the spread of the years known, by how long they last.
    rank
        Rank correlation of the lasting effects with the log of real over expected later mergers.
    pairs
        Scores of pairs a year ahead, of the rule and of the rule with the lasting effects.
    """

    known: Counts
    later: Counts
    spreads: tuple[Spread, ...]
    lasting: Floats
    gain: float
    drawn: dict[str, float]
    rank: float
    pairs: Scored


def hold(last: int, first: int, until: int, behaviour: Behaviour) -> Held:
    """Estimate on the years up to ``last`` and score on those from ``first`` to ``until``."""
    values = trained(last, behaviour)
    both = count(values, FIRST, until, behaviour)
    known, later = both.take(FIRST, last), both.take(first, until)
    spreads = tuple(spread_of(known, shape) for shape in SHAPES)
    own = effects(known, LASTING, spreads[SHAPES.index(LASTING)].value).value[0]
    rules = {BEFORE: values, AFTER: values}
    pairs = scored(TERRITORY, first, until, rules, {}, behaviour, {AFTER: own})
    return Held(known, later, spreads, own, gain_of(later, own), drawn_anew(later, spreads), rank(later, own), pairs)


def gain_of(later: Counts, own: Floats) -> float:
    """Log likelihood of where later mergers fell under effects (P,), beyond that without them."""
    none = np.zeros(later.expected.shape)
    return log_likelihood(later, none + own) - log_likelihood(later, none)


def drawn_anew(later: Counts, spreads: tuple[Spread, ...]) -> dict[str, float]:
    """The same under effects of which only the spread is known, integrated out, by how long they last."""
    return {one.shape: effects(later, one.shape, one.value).gain for one in spreads}


def rank(later: Counts, own: Floats) -> float:
    """Rank correlation of effects with the log of later mergers over those expected (half a merger added to both).

    Not a number where all effects are alike.
    """
    if np.ptp(own) == 0.0:
        return float("nan")
    expected = later.expected.sum(axis=0) * later.real.sum() / later.expected.sum()
    more = np.log((later.real.sum(axis=0) + 0.5) / (expected + 0.5))
    return float(spearmanr(own, more).statistic)


def without(c: Counts, year: int) -> Counts:
    """All but one year: whether a spread hangs on it."""
    kept = c.year != year
    return Counts(c.year[kept], c.codes, c.names, c.expected[kept], c.real[kept])


def most_telling_year(c: Counts, found: Spread) -> int:
    """The year that says most for effects of a spread: without it the record gains least by them."""
    years = [int(year) for year in c.year[c.total > 0]]
    return min(years, key=lambda year: effects(without(c, year), found.shape, found.value).gain)
