"""A decision as it is told: a question, the ways that were open, and what the others said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Phrase(NamedTuple):
    """Words in English and Dutch."""

    en: str
    nl: str


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a rule: ``amount`` (of what ``title`` says, in ``unit``) times the signed ``weight``.

    Attributes
    ----------
    name
        The weight of behaviour by which it counts; empty for what is drawn.
    """

    name: str
    title: Phrase
    amount: float
    weight: float
    unit: str = ""

    @property
    def value(self) -> float:
        """What it counts for, in logits unless its rule says otherwise."""
        return self.amount * self.weight


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that an actor could do.

    Attributes
    ----------
    chance
        That it does this in such a year; ``None`` where the rule is no chance.
    chosen
        Whether it was chosen by the draw of the year; ``None`` where that shows only in what happened.
    terms
        What made it more or less likely, in the order of the rule.
    """

    what: Phrase
    chance: float | None = None
    chosen: bool | None = None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What another actor said of it: its code or name, and the words."""

    who: str
    what: Phrase


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of one actor in one year.

    Attributes
    ----------
    question
        What was to be decided.
    ways
        What was open, the likeliest first.
    said
        What the others whose consent, view or vote counts said.
    """

    question: Phrase
    ways: tuple[Way, ...]
    said: tuple[Said, ...] = ()
