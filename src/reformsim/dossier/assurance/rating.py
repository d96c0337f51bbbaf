"""How uncertain an effect is, in four words, by a rule that is written down (docs/assurance.md).

Three kinds of evidence are graded by themselves, and the worst grade is the rating: a rating is never better than any
of its evidence, and evidence that is not there is no good evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reformsim.experiment.attribution.sources import ASSUMED, ESTIMATED, FIGURES, SOURCES
from reformsim.experiment.verdict import DEPENDS, NONE, PUT_IN, ROBUST

LOW, MEDIUM, HIGH, VERY_HIGH = "low", "medium", "high", "very_high"
LEVELS: Final = (LOW, MEDIUM, HIGH, VERY_HIGH)

RESTS, HISTORY, VERDICT = "rests", "history", "verdict"
KINDS: Final = (RESTS, HISTORY, VERDICT)

ASSUMED_TO: Final = (0.10, 1 / 3, 2 / 3)
"""Shares of an effect that rest on assumptions, up to which it is low, medium and high."""

MISSED_TO: Final = (0.01, 0.05, 0.20)
"""Misses of published figures up to which it is low, medium and high."""

SOME: Final = 0.10
"""Share of an effect that rests on estimated behaviour from which on it is medium at least."""

MUCH: Final = 1 / 3
"""From which on it is high, where the estimated rule foretold no better than its best null model."""

TYPED: Final = 0.5
"""Share of the scenario's own figures from which on it is medium at least, for they are no finding."""

_OF_VERDICT: Final[Mapping[str, str]] = MappingProxyType({ROBUST: LOW, PUT_IN: MEDIUM, DEPENDS: HIGH, NONE: HIGH})


@dataclass(frozen=True, slots=True)
class Rating:
    """An uncertainty rating.

    Attributes
    ----------
    level
        One of :data:`LEVELS`.
    grades
        The level of each of :data:`KINDS`, of which ``level`` is the worst.
    """

    level: str
    grades: Mapping[str, str]

    @property
    def because(self) -> tuple[str, ...]:
        """The kinds of evidence that have the worst grade."""
        return tuple(kind for kind in KINDS if self.grades[kind] == self.level)


def rate(rests_on: Mapping[str, float] | None, miss: float | None, verdict: str, *, foretold: bool) -> Rating:
    """Rate the uncertainty of an effect.

    Parameters
    ----------
    rests_on
        Share of the effect by source; ``None`` where that is not known.
    miss
        How far the measure was off where history was replayed, as a share; ``None`` where nothing was published.
    verdict
        As of :mod:`reformsim.experiment.verdict`; empty where there is none.
    foretold
        Whether the estimated merger rule foretold the number of municipalities better than its best null model.

    Examples
    --------
    >>> shares = {"statutes": 0.95, "figures": 0.0, "estimated": 0.0, "assumed": 0.05}
    >>> rate(shares, 0.002, "robust", foretold=False).level
    'low'
    >>> rate(shares, None, "robust", foretold=False).because
    ('history',)
    """
    grades = {
        RESTS: of_sources(rests_on, foretold=foretold),
        HISTORY: of_miss(miss),
        VERDICT: _OF_VERDICT.get(verdict, HIGH),
    }
    return Rating(worst(*grades.values()), MappingProxyType(grades))


def of_sources(shares: Mapping[str, float] | None, *, foretold: bool) -> str:
    """Grade what an effect rests on; not known is high."""
    if shares is None:
        return HIGH
    found = [_step(shares[ASSUMED], ASSUMED_TO)]
    if shares[ESTIMATED] >= SOME:
        found.append(HIGH if shares[ESTIMATED] >= MUCH and not foretold else MEDIUM)
    if shares[FIGURES] >= TYPED:
        found.append(MEDIUM)
    return worst(*found)


def of_miss(miss: float | None) -> str:
    """Grade how far a measure was off in history; never held against it is high."""
    return HIGH if miss is None else _step(miss, MISSED_TO)


def worst(*levels: str) -> str:
    """Give the level of most uncertainty.

    Examples
    --------
    >>> worst("low", "high", "medium")
    'high'
    """
    return max(levels, key=LEVELS.index)


def shares_of(parts: Mapping[str, float]) -> dict[str, float] | None:
    """Give the shares of an effect's parts by their sizes, whatever their signs; ``None`` where nothing moves.

    Examples
    --------
    >>> shares_of({"statutes": -3.0, "figures": 0.0, "estimated": 0.0, "assumed": 1.0})["assumed"]
    0.25
    """
    sizes = {name: abs(parts[name]) for name in SOURCES}
    total = sum(sizes.values())
    return {name: size / total for name, size in sizes.items()} if 0.0 < total < float("inf") else None


def _step(value: float, ends: tuple[float, ...]) -> str:
    """Give the level of a value: up to the first end low, and so on; what is no number is very high."""
    return next((level for level, end in zip(LEVELS, ends, strict=False) if value <= end), VERY_HIGH)
