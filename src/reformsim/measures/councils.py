"""Who sits in councils, and how they vote; absent where councils do not vote (mechanism ``councils``)."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.territory.seats import KINDS, LOCAL


@once
def _parties(s: Snapshots) -> Floats:
    """Seats by kind of list, (N, 3); 0 where the parties of a council are not known."""
    known = [
        np.zeros((len(shot.row), len(KINDS))) if shot.councils is None else shot.councils.seats for shot in s.shots
    ]
    return np.concatenate(known).astype(float)


def _share(local: Floats, seats: Floats) -> Floats:
    """A share, absent where there is nothing to be shared."""
    return np.divide(local, seats, out=np.full(len(seats), np.nan), where=seats > 0)


def local_share(s: Snapshots) -> Floats:
    """Local share of the seats of councils whose parties are known, (N,)."""
    parties = _parties(s)
    return _share(parties[:, LOCAL], parties.sum(axis=1))


def national_local_share(s: Snapshots) -> Floats:
    """The same of all these councils together, (S,)."""
    parties = _parties(s)
    return _share(s.total(parties[:, LOCAL]), s.total(parties.sum(axis=1)))


def counted(s: Snapshots, which: str) -> Floats:
    """A count of votes so far, (S,); absent where councils do not vote."""
    return np.array([np.nan if shot.councils is None else float(getattr(shot.councils, which)) for shot in s.shots])


MEASURES = (
    Measure(
        "council_local_share",
        "share",
        "Council seats of local parties",
        "Raadszetels van lokale partijen",
        "Share of the seats of local lists in the councils whose parties are known; which lists are local is told by "
        "their names.",
        "none",
        "Kiesraad, council elections of 2018, 2022 and 2026; later ones: model",
        national_local_share,
        local_share,
        together="councillors",
    ),
    Measure(
        "merger_proposals_voted_down",
        "proposals",
        "Merger proposals voted down, so far",
        "Weggestemde herindelingsvoorstellen, tot nu toe",
        "Proposals to merge, put to councils since the first day, to which the consent that the rules ask for was not "
        "given.",
        "none",
        "Wet arhi art. 5; model",
        lambda s: counted(s, "voted_down"),
    ),
    Measure(
        "councils_divided",
        "share",
        "Council votes that divide a council",
        "Raadsbesluiten die een raad verdelen",
        "Share of the votes of councils since the first day in which at least a third of the seats was against the "
        "outcome; on mergers, on joining, founding and leaving bodies, and on what a reform asks of them.",
        "none",
        "model; how far members of a council lie apart: assumption (councils.apart)",
        lambda s: _share(counted(s, "divided"), counted(s, "held")),
    ),
)
