"""Who sits in the councils of a run, by kind of list, and how they voted (mechanism ``councils``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from reformsim.arrays import Bools, Floats, Ints32


class Vote(NamedTuple):
    """What one council decided on one proposal.

    Parameters
    ----------
    year
        Of the vote.
    question
        'merger', 'joining', 'founding', 'leaving', or, where a reform asks the councils, 'named' (a merger) or 'split'.
    row
        Of the municipality.
    subject
        Codes of those that would merge, or name of the body.
    yes, no
        Members for and against, by kind of list: national, combined, local. Of a council whose parties are not known
        all stand under the first.
    followed
        Share for in a referendum that the council followed; ``None`` where it decided by itself.
    """

    year: int
    question: str
    row: int
    subject: str
    yes: tuple[int, int, int]
    no: tuple[int, int, int]
    followed: float | None = None

    @property
    def passed(self) -> bool:
        """Whether more than half of the seats were for it."""
        return sum(self.yes) > sum(self.no)

    @property
    def divided(self) -> bool:
        """Whether at least a third of the seats was against the outcome."""
        return 3 * min(sum(self.yes), sum(self.no)) >= sum(self.yes) + sum(self.no)


@dataclass(slots=True)
class Councils:
    """The councils of a run.

    Attributes
    ----------
    seats : (R, 3) int32
        Seats by kind of list (``territory.seats.KINDS``), by row; 0 where the parties are not known. Where they are
        they add up to the seats of the council.
    unit_mix : (n, 3) float64
        How each unit of the start map voted last, as a share of the seats.
    unit_votes : (n,) float64
        Valid votes per inhabitant there; 0 where not known.
    votes
        All votes of the run, in order.
    merger_proposals, voted_down
        Proposals to merge that came to a vote since the first day, and those of them without the consent needed.
    held, divided
        Votes since the first day, and those with a third of the seats or more in the minority.
    """

    seats: Ints32
    unit_mix: Floats
    unit_votes: Floats
    votes: list[Vote] = field(default_factory=list)
    merger_proposals: int = 0
    voted_down: int = 0
    held: int = 0
    divided: int = 0

    @property
    def known(self) -> Bools:
        """Whether the parties of a council are known, (R,)."""
        return np.asarray(self.seats.sum(axis=1) > 0)

    def make_room(self) -> None:
        """Double the rows."""
        self.seats = np.concatenate([self.seats, np.zeros_like(self.seats)])

    def standing(self) -> tuple[int, int, int, int, int]:
        """How many votes there were, and how they were counted."""
        return len(self.votes), self.merger_proposals, self.voted_down, self.held, self.divided

    def back_to(self, standing: tuple[int, int, int, int, int]) -> None:
        """Forget the votes since a :meth:`standing`: those of years before the first day did not happen."""
        votes, self.merger_proposals, self.voted_down, self.held, self.divided = standing
        del self.votes[votes:]

    def enter(self, vote: Vote) -> None:
        """Write down a vote."""
        self.votes.append(vote)
        self.held += 1
        self.divided += vote.divided
