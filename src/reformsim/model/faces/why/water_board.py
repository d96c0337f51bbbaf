"""Why a water board merges or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reformsim.model.faces.why.decision import Decision, Phrase, Said, Term, Way
from reformsim.model.government.water_board_mergers import MECHANISM, willing

if TYPE_CHECKING:
    from reformsim.model.model import ReformModel

_WEIGHT = "water_boards.merging"
_RATE = Phrase("chance that a pair of neighbours agrees in a year", "kans dat twee buren het in een jaar eens worden")


def merging(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """Whether it merges with a neighbour on the next 1 January."""
    world = model.world
    if MECHANISM not in world.acting:
        return ()
    boards = world.state.water_boards
    row = boards.codes.index(code)
    pairs = willing(world, world.state.year)
    ways, said = [], []
    for at in np.flatnonzero((pairs.first == row) | (pairs.second == row)).tolist():
        mine = 0 if pairs.first[at] == row else 1
        other = boards.names[int((pairs.second if mine == 0 else pairs.first)[at])]
        what = Phrase(f"merge with {other}", f"fuseren met {other}")
        rate = Term(_WEIGHT, _RATE, 1.0, world.behaviour[_WEIGHT])
        ways.append(Way(what, pairs.chance, bool(pairs.consents[at, mine]), (rate,)))
        yes = bool(pairs.consents[at, 1 - mine])
        said.append(Said(other, Phrase("consents", "stemt in") if yes else Phrase("declines", "wil niet")))
    question = Phrase(
        "to merge with a neighbour, which both boards must want", "fuseren met een buur, als beide besturen dat willen"
    )
    return (Decision(question, tuple(ways), tuple(said)),)
