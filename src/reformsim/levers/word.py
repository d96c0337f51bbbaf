"""The base of the words of the vocabulary: what each of them says of where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

Values = Mapping[str, object]
"""Values of fields, by their names."""


class Word:
    """What every word says of its sources.

    Class attributes
    ----------------
    figures
        Fields that are the scenario's own figures, each with the value at which it says nothing; of a word that is
        a figure and nothing else, ``None``.
    law
        Fields that are law, likewise, where the figures say something without it; ``None`` where they do not.
    """

    __slots__ = ()

    figures: ClassVar[Values | None] = {}
    law: ClassVar[Values | None] = None
