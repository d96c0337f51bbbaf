"""What the first screen of the report says of every world: cards, price and the sentence to read out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reformsim.dossier.sections.saying import sentence
from reformsim.dossier.sections.screen import cards, priced, weighed
from reformsim.dossier.sections.weighed import PRICE, PROMISES
from reformsim.interactive.both import Both

if TYPE_CHECKING:
    from reformsim.dossier.sections.shared import Matter

CARD: Final = ("promise", "effect", "unit", "spread", "verdict", "reason")
"""Texts of a card, in the order in which the page has them."""


def said(both: Both) -> list[dict[str, Any]]:
    """Give for every world its cards, its price and its sentence, as positions among the texts.

    Of the first world, which the others are compared with, how its levels move: as of a run alone.
    """
    return [_world(both if at else alone(both), at) for at in range(len(both.matter.runs))]


def alone(both: Both) -> Both:
    """Give the first run as if it had been the only one, with the same texts."""
    opened = replace(both.worlds.opened, results=both.matter.base)
    return Both(replace(both.worlds, opened=opened), both.texts)


def _world(both: Both, at: int) -> dict[str, Any]:
    matter = both.matter
    promised = [found[0].name for names in PROMISES.values() if (found := weighed(matter, at, names))]
    texts = both.places(lambda one: _cards(one, at))
    signs = ({"mark": card.mark, "kind": card.kind} for card in cards(matter, at))
    return {
        "cards": [
            {"measure": name, "texts": own, "beside": beside, **sign}
            for name, (own, beside), sign in zip(promised, texts, signs, strict=True)
        ],
        "price": both.places(lambda one: [priced(one, item) for item in weighed(one, at, PRICE)]) if at else [],
        "sentence": both.place(lambda one: sentence(one, at)),
    }


def _cards(matter: Matter, at: int) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(tuple(getattr(card, name) for name in CARD), card.beside) for card in cards(matter, at)]
