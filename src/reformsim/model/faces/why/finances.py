"""How a municipality meets a deficit, by its books of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reformsim.model.accounts.answers import Answer, Means, Standing, answer, savings, tax_room
from reformsim.model.accounts.phase import at_hand, means_of
from reformsim.model.faces.why.decision import Decision, Phrase, Said, Term, Way
from reformsim.model.provinces.supervision import strict_for

if TYPE_CHECKING:
    from reformsim.model.model import ReformModel

_EURO = "EUR an inhabitant"
_QUESTION = Phrase(
    "to meet a structural deficit, or give a surplus back (euro an inhabitant)",
    "een structureel tekort dekken, of een overschot teruggeven (euro per inwoner)",
)
_GAP = Phrase("structural deficit (below 0: surplus)", "structureel tekort (onder 0: overschot)")
_LACKS = Phrase(
    "savings that lack below the floor, and come back", "spaargeld dat onder de ondergrens ontbreekt, en terugkomt"
)
_SAVINGS = (
    Phrase("use savings", "spaargeld gebruiken"),
    Phrase("savings above the floor", "spaargeld boven de ondergrens"),
)
_TAXES = Phrase("raise taxes", "belastingen verhogen"), Phrase("room to the ceiling", "ruimte tot het plafond")
_CUTS = (
    Phrase("cut spending (below 0: spend more)", "bezuinigen (onder 0: meer uitgeven)"),
    Phrase("at most in a year", "hoogstens in een jaar"),
)


def balancing(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """What it does about its deficit or surplus from the next year on; nothing where a run keeps no books."""
    world = model.world
    if world.state.accounts is None:
        return ()
    _, standing = at_hand(world)
    live, means = world.state.live, means_of(world)
    at = int(np.flatnonzero(live == world.state.row_of(code))[0])
    given = answer(standing, means, world.state.accounts.supervised[live], strict_for(world))
    return (Decision(_QUESTION, tuple(_ways(standing, means, given, at)), _said(given, at)),)


def _ways(s: Standing, means: Means, given: Answer, at: int) -> list[Way]:
    people = float(s.people[at])
    lacks = max(means.floor * s.balance_total[at] - s.equity[at], 0.0) / people
    wanted = (
        Term("", _GAP, float(s.gap[at]) / people, 1.0, _EURO),
        Term("accounts.rebuild", _LACKS, lacks, means.rebuild, _EURO),
    )
    ways = []
    for (what, bound), euro, most in (
        (_SAVINGS, given.bridged[at], savings(s, means.floor)[at]),
        (_TAXES, given.raised[at], tax_room(s, means.ceiling)[at]),
        (_CUTS, given.cut[at], means.most * s.spending[at]),
    ):
        told = Phrase(*(f"{word}: {euro / people:.1f}" for word in what))
        limit = Term("", bound, float(most) / people, 1.0, _EURO)
        ways.append(Way(told, None, abs(euro) > 0.05 * people, (limit, *(wanted if what is _CUTS[0] else ()))))
    return ways


def _said(given: Answer, at: int) -> tuple[Said, ...]:
    """What the province and the fund say of it."""
    said = []
    if given.supervised[at]:
        said.append(Said("province", Phrase("preventive supervision next year", "volgend jaar preventief toezicht")))
    if given.helped[at]:
        said.append(
            Said("Rijk", Phrase("a supplement of the fund (article 12)", "een aanvullende uitkering (artikel 12)"))
        )
    return tuple(said)
