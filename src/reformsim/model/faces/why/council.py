"""Why a council votes for or against the mergers that are likeliest, where councils vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reformsim.model.councils.on_mergers import Asked, asked_of
from reformsim.model.councils.parties import USUAL_LOCAL
from reformsim.model.councils.sitting import Ballot
from reformsim.model.councils.voting import carry_chance
from reformsim.model.faces.choices import choices, draw
from reformsim.model.faces.why.decision import Decision, Phrase, Said, Term, Way
from reformsim.model.mergers.coalitions import coalition
from reformsim.model.mergers.phase import Mergers
from reformsim.territory.seats import LOCAL

if TYPE_CHECKING:
    from reformsim.model.model import ReformModel

MOST = 3
"""Mergers of which the vote is told."""
QUESTION = Phrase("the council: to consent to a merger", "de raad: instemmen met een herindeling")
WORTH = Phrase(
    "what it is worth to the municipality this year, less the level of votes",
    "wat zij de gemeente dit jaar waard is, min het niveau van stemmingen",
)
LEANING = Phrase(
    f"local share of the seats above the usual one ({USUAL_LOCAL})",
    f"lokaal aandeel in de zetels boven het gebruikelijke ({USUAL_LOCAL})".replace(".", ","),
)


def voting(model: ReformModel, code: str) -> tuple[Decision, ...]:
    """How the council of a municipality would vote on its likeliest mergers, and what the councils of the first say.

    Nothing where councils do not vote, where history is replayed, or where a procedure is under way. A merger is put to
    councils where one of them is for it, or where the rule alone would begin it; residents asked in a referendum are
    not foreseen here.
    """
    mergers, state = model.mergers, model.state
    if state.councils is None or not isinstance(mergers, Mergers):
        return ()
    row = state.row_of(code)
    if row in mergers.busy:
        return ()
    mergers.update_estimates()
    ways, said = [], []
    for one in choices(model, code, MOST):
        asked = _asked(model, one.codes)
        votes = asked.votes
        mine = [bool(r == row) for r in votes.rows.tolist()]
        if not any(mine):  # Too far below nought for any council.
            continue
        others = [name for its, name in zip(one.codes, one.names, strict=True) if its != code]
        ways.append(_way(model, asked, mine.index(True), others))
        if len(ways) == 1:
            said = [Said(state.names[r], _split(votes, i)) for i, r in enumerate(votes.rows.tolist()) if r != row]
    return (Decision(QUESTION, tuple(ways), tuple(said)),) if ways else ()


def _asked(model: ReformModel, codes: tuple[str, ...]) -> Asked:
    """The votes of the councils of one coalition, as the phase would count them."""
    mergers, state = model.mergers, model.state
    assert isinstance(mergers, Mergers)
    c = coalition([state.row_of(one) for one in codes], state.key)
    value = mergers.values_of(c)
    own = np.array([[value[state.codes[r]] for r in c.members[0].tolist()]])
    luck = draw(model, c, own.min(axis=1))[0]
    worth = own + luck[:, None]
    return asked_of(model.world, c, worth, worth.min(axis=1))


def _way(model: ReformModel, asked: Asked, at: int, names: list[str]) -> Way:
    votes, behaviour = asked.votes, model.world.behaviour
    seats, others = votes.seats[at], ", ".join(names)
    worth = float(asked.worth[asked.set_of[at], asked.place[at]])
    terms = [Term("", WORTH, worth, 1.0, "logit")]
    councils = model.state.councils
    if councils is not None and councils.known[votes.rows[at]]:
        share = float(seats[LOCAL] / seats.sum()) - USUAL_LOCAL
        terms.append(Term("councils.local_merger", LEANING, share, behaviour["councils.local_merger"], "share"))
    split = _split(votes, at)
    what = Phrase(
        f"consent to merging with {others}: {split.en}", f"instemmen met herindeling met {others}: {split.nl}"
    )
    return Way(what, carry_chance(votes.chances[at], seats), bool(votes.carried[at]), tuple(terms))


def _split(votes: Ballot, at: int) -> Phrase:
    """The members for and against, and those of local lists among them."""
    seats, yes = votes.seats[at], votes.yes[at]
    numbers = int(yes.sum()), int(seats.sum() - yes.sum()), int(yes[LOCAL]), int(seats[LOCAL])
    return Phrase(
        "{} for, {} against ({} of {} local members for)".format(*numbers),
        "{} voor, {} tegen ({} van {} lokale leden voor)".format(*numbers),
    )
