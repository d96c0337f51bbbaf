"""Results as ten slides, each with one message, composed from the numbers, as its title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from reformsim.dossier.export.deck.course import map_of_the_end, places, timeline
from reformsim.dossier.export.deck.outcome import answer, legitimacy, price, what_is_asked
from reformsim.dossier.export.deck.rests import assumptions, hangs, ranges
from reformsim.dossier.sections.screen import title
from reformsim.dossier.sections.shared import Matter
from reformsim.report.slides.deck import Deck

SLIDES: Final[tuple[Callable[[Deck, Matter], None], ...]] = (
    what_is_asked,
    answer,
    price,
    timeline,
    hangs,
    map_of_the_end,
    places,
    legitimacy,
    assumptions,
    ranges,
)
"""What makes each slide, in order."""


def write(matter: Matter, path: Path) -> None:
    """Write the slides as a .pptx file; :class:`RunError` without python-pptx."""
    deck = Deck(title(matter), matter.subject.source)
    for make in SLIDES:
        make(deck, matter)
    path.write_bytes(deck.file(matter.base.timing.started))
