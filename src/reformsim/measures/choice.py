"""Which measures are wanted: the words for sets of them. What a name means, the registry knows."""

from __future__ import annotations

from collections.abc import Iterable

HEADLINE, REPORT, ALL = SETS = ("headline", "report", "all")
"""The measures shown first; those and what the report needs; every one there is."""

DEFAULT: tuple[str, ...] = (REPORT,)

GivenMeasures = str | Iterable[str]
"""A word or name, several with commas between them, or a list of these."""


def words_of(given: GivenMeasures) -> tuple[str, ...]:
    """Give the words that are meant, each once.

    >>> words_of("report, turnout_council")
    ('report', 'turnout_council')
    """
    words = given.split(",") if isinstance(given, str) else given
    return tuple(dict.fromkeys(word.strip() if isinstance(word, str) else word for word in words))
