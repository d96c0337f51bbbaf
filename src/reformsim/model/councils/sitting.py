"""A council votes: who sits in it, how each member votes, and the vote written down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Bools, Floats, Ints, Ints32
from reformsim.model.councils.voting import leaning, majority, member_chance, votes_for
from reformsim.model.world import World
from reformsim.territory.seats import KINDS, LOCAL
from reformsim.world.councils import Vote
from reformsim.world.streams import U64, pair_keys


def seats_of(world: World, rows: Ints) -> Ints32:
    """Seats by kind of list, (P, 3); of a council whose parties are not known all under the first kind."""
    councils = world.state.councils
    assert councils is not None
    seats = councils.seats[rows].copy()
    unknown = ~seats.any(axis=1)
    seats[unknown, 0] = world.state.seats[rows[unknown]]
    return seats


@dataclass(frozen=True, slots=True, eq=False)
class Ballot:
    """Votes of councils on what lies before them, one row each.

    Attributes
    ----------
    rows : (P,) int64
        Of the municipalities.
    seats : (P, 3) int
    chances : (P, 3) float64
        That a member of each kind votes for.
    yes : (P, 3) int64
        Members for.
    """

    rows: Ints
    seats: Ints32
    chances: Floats
    yes: Ints

    @property
    def carried(self) -> Bools:
        """Whether the council is for it, (P,)."""
        return majority(self.yes, self.seats)

    def vote(self, world: World, at: int, question: str, subject: str, followed: float | None = None) -> Vote:
        """The vote of one council, to be written down; of all members as residents did where it followed them."""
        a, b, c = self.seats[at].tolist()
        x, y, z = self.yes[at].tolist() if followed is None else (a, b, c) if followed > 0.5 else (0, 0, 0)
        return Vote(world.state.year, question, int(self.rows[at]), subject, (x, y, z), (a - x, b - y, c - z), followed)


def ballot(world: World, question: str, rows: Ints, subject: U64, worth: Floats, effect: float) -> Ballot:
    """Let councils vote.

    Parameters
    ----------
    question
        As in :class:`Vote`; with year, proposal and council it keys the draws.
    rows : (P,) int64
    subject : (P,) uint64
        Key of what each votes on.
    worth : (P,) float64
        Of it to the municipality, in logits.
    effect
        By how much members of local lists are more in favour.
    """
    councils = world.state.councils
    assert councils is not None
    seats = seats_of(world, rows)
    chances = member_chance(worth, leaning(councils.seats[rows], effect), world.behaviour["councils.apart"])
    keys = pair_keys(subject, world.state.key[rows])
    draws = [world.streams.uniform(f"councils.{question}.{kind}", world.state.year, keys) for kind in KINDS]
    return Ballot(rows, seats, chances, votes_for(chances, seats, np.stack(draws, axis=1)))


def in_words(code: str, vote: Vote, known: bool) -> str:
    """A vote as the log tells it: 'GM0003 9-6 (local 2-4)', for and against.

    Parameters
    ----------
    known
        Whether the parties of the council are known.
    """
    followed = f", as {vote.followed:.0%} did in a referendum" if vote.followed is not None else ""
    local = f" (local {vote.yes[LOCAL]}-{vote.no[LOCAL]})" if known else ""
    return f"{code} {sum(vote.yes)}-{sum(vote.no)}{local}{followed}"


def told(world: World, vote: Vote) -> str:
    """A vote of this run in the words of the log."""
    councils = world.state.councils
    assert councils is not None
    return in_words(world.state.codes[vote.row], vote, sum(councils.seats[vote.row].tolist()) > 0)
