"""A question put to bodies: who votes, by which terms each member is for it, and what comes of the votes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.cooperation.boards.governance import Boards, Question, boards_of
from reformsim.model.world import World


@dataclass(frozen=True, slots=True)
class Ballot:
    """The same question put to m bodies, with n members in all.

    Attributes
    ----------
    body : (m,) int64
        Who is asked.
    boards
        Members with their votes.
    terms : (n, F) float64
        By which a member is for it or against it.
    yes : (n,) float64
        Chance that it votes for it.
    key : (n,) uint64
        For its draw.
    """

    body: Ints
    boards: Boards
    terms: Floats
    yes: Floats
    key: NDArray[np.uint64]

    @property
    def chance(self) -> Floats:
        """Chance that each question passes, (m,)."""
        return self.boards.chance(self.yes)

    def cast(self, world: World, purpose: str) -> Bools:
        """Who votes for it this year, (n,)."""
        result: Bools = world.streams.uniform(purpose, world.state.year, self.key) < self.yes
        return result

    def count(self, yes: Bools) -> list[str]:
        """Outcome of each vote in words, such as '5 of 7 votes, 5 needed'."""
        for_it = self.boards.total(self.boards.votes * yes).astype(int).tolist()
        votes = self.boards.total(self.boards.votes).astype(int).tolist()
        return [
            f"{one} of {of} votes, {need} needed"
            for one, of, need in zip(for_it, votes, self.boards.needed.tolist(), strict=True)
        ]


def put(
    world: World, question: Question, body: Ints, terms: Floats, yes: Floats, about: NDArray[np.uint64] | None = None
) -> Ballot:
    """Put a question to some bodies.

    Parameters
    ----------
    terms, yes
        For the members of these bodies, in the order of :func:`~.governance.boards_of`.
    about : (m,) uint64
        Key of what the question is about, where a body is asked several of a kind in one year.
    """
    bodies, state = world.state.bodies, world.state
    weighed = question == "budget" and len(body) > 0
    weighed = weighed and world.law.value("wgr_weighted_votes_allowed", world.today) > 0
    boards = boards_of(bodies, body, state.population, question, weighed=weighed)
    key = bodies.key[body] if about is None else bodies.key[body] + about
    return Ballot(body, boards, terms, yes, key.repeat(boards.sizes) + state.key[boards.row])


def voters(world: World, body: Ints) -> tuple[Ints, Ints]:
    """Members of some bodies, (n,), and the place of the body of each among them, (n,)."""
    sizes, place = world.state.bodies.seats(body)
    return world.state.bodies.edge_row[place].astype(np.int64), np.arange(len(body)).repeat(sizes)


def logistic(level: float, terms: Floats, at: Floats, weights: Floats) -> Floats:
    """Chance of a vote for it, (n,): ``level`` where the terms are ``at``; 1 everywhere if ``level`` is 1."""
    if level >= 1.0 or level <= 0.0:
        return np.full(len(terms), min(max(level, 0.0), 1.0))
    value = np.log(level / (1.0 - level)) + (terms - at) @ weights
    result: Floats = 1.0 / (1.0 + np.exp(-value))
    return result


def raised(chance: Floats, passing: Floats) -> float:
    """By what asking is more frequent than what the register tells of, since it tells only of what passed.

    Parameters
    ----------
    chance, passing : (P,) float64
        Chance of what is on record, and that it passes if it is asked.
    """
    kept = float((chance * passing).sum())
    return float(chance.sum()) / kept if kept > 0.0 else 1.0
