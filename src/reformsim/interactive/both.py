"""Results with what is said of them in English and in Dutch at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reformsim.interactive.packing import Texts
from reformsim.interactive.worlds import Worlds

if TYPE_CHECKING:
    from reformsim.dossier.sections.shared import Matter

Said = dict[str, str]


@dataclass(frozen=True, eq=False)
class Both:
    """What the page is made from: results, and the texts of both languages.

    Parameters
    ----------
    worlds
        The results.
    texts
        All texts that the data refer to; they come in as they are asked for.
    """

    worlds: Worlds
    texts: Texts = field(default_factory=Texts)

    @cached_property
    def matters(self) -> tuple[Matter, Matter]:
        """What a report is made from, in English and in Dutch."""
        return self.worlds.opened.matter("en"), self.worlds.opened.matter("nl")

    @property
    def matter(self) -> Matter:
        """The English one, for numbers."""
        return self.matters[0]

    @cached_property
    def studied(self) -> Both:
        """The results whose draws tell what effects hang on: these, or of combinations the exploration of the whole."""
        return self if self.worlds.deep is None else Both(self.worlds.deep, self.texts)

    def say(self, tell: Callable[[Matter], str]) -> Said:
        """Give a text in both languages."""
        english, dutch = map(tell, self.matters)
        return {"en": english, "nl": dutch}

    def place(self, tell: Callable[[Matter], str]) -> int:
        """Give the position of a text among all texts."""
        return self.texts.place(*map(tell, self.matters))

    def places(self, tell: Callable[[Matter], Any]) -> Any:
        """Give lists of texts, in whatever lists and tuples, as their positions among all texts."""
        return self._paired(*map(tell, self.matters))

    def _paired(self, english: Any, dutch: Any) -> Any:
        if isinstance(english, str):
            return self.texts.place(english, dutch)
        return [self._paired(*pair) for pair in zip(english, dutch, strict=True)]
