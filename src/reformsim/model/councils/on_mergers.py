"""Councils vote on mergers: each of those concerned, and the consent that the rules ask for decides."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.councils.on_bodies import reach
from reformsim.model.councils.referenda import consulted
from reformsim.model.councils.sitting import Ballot, ballot, seats_of, told
from reformsim.model.councils.voting import level
from reformsim.model.mergers.coalitions import Candidates
from reformsim.model.mergers.support import consent_given, majority_suffices
from reformsim.model.world import World


@dataclass(frozen=True, slots=True, eq=False)
class Consent:
    """What councils decided on the coalitions of a year.

    Attributes
    ----------
    given : (S,) bool
        Whether the consent that the rules ask for was given.
    eager : (S, K) float64
        How eager each municipality is, above nought: a growing function of the worth.
    words
        How the councils voted on what was put to them, by place.
    """

    given: Bools
    eager: Floats
    words: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The councils of coalitions, one row each, as they vote by themselves.

    Attributes
    ----------
    set_of, place : (P,) int64
        Coalition, and column of the member.
    votes
        Their ballot.
    worth : (S, K) float64
        What the coalitions are worth to their members, less the level.
    """

    set_of: Ints
    place: Ints
    votes: Ballot
    worth: Floats


def council_consent(world: World, c: Candidates, worth: Floats, least: Floats, by_rule: Bools) -> Consent:
    """Let the councils of coalitions vote.

    Parameters
    ----------
    worth : (S, K) float64
        Of each coalition to each member, with the shock of the year, in logits; padded places are not read.
    least : (S,) float64
        The same of the member whose consent decides by the rule.
    by_rule : (S,) bool
        What the rule alone would start.

    Notes
    -----
    What comes to a vote is what the rule would start, or what one council at least is for.
    """
    asked = asked_of(world, c, worth, least)
    carried = np.zeros(c.members.shape, bool)
    carried[asked.set_of, asked.place] = asked.votes.carried
    put = by_rule | carried.any(axis=1)
    words = _held(world, c, asked, carried, put)
    given: Bools = put & consent_given(world, c, carried)
    _count(world, c, put, given, words)
    eager = np.logaddexp(0.0, np.where(c.members >= 0, asked.worth, 0.0))
    return Consent(given, eager, words)


def asked_of(world: World, c: Candidates, worth: Floats, least: Floats) -> Asked:
    """How the councils of coalitions would vote by themselves; nothing is written down."""
    apart, effect = world.behaviour["councils.apart"], world.behaviour["councils.local_merger"]
    inside = c.members >= 0
    near = np.where(inside, worth, -np.inf).max(axis=1, initial=-np.inf) > -reach(apart, effect)
    set_of, place = np.nonzero(inside & near[:, None])
    rows = c.members[set_of, place]
    seats, ahead = np.zeros(c.members.shape), np.where(inside, worth - least[:, None], 0.0)
    seats[set_of, place] = seats_of(world, rows).sum(axis=1)
    if majority_suffices(world):  # Those less eager than the one that decides are not needed.
        seats[ahead < 0.0] = 0.0
    off = np.zeros(len(c))
    off[near] = level(seats[near], np.maximum(ahead[near], 0.0), apart)
    less = worth - off[:, None]
    return Asked(set_of, place, ballot(world, "merger", rows, c.key[set_of], less[set_of, place], effect), less)


def _held(world: World, c: Candidates, asked: Asked, carried: Bools, put: Bools) -> dict[int, str]:
    """Write down the votes on what was put to councils, by key; those that follow residents are mended."""
    councils = world.state.councils
    assert councils is not None
    at = np.flatnonzero(put[asked.set_of])
    at = at[np.lexsort((asked.place[at], c.key[asked.set_of[at]]))]
    asking = consulted(world, asked.votes.rows[at], c.key[asked.set_of[at]])
    words: dict[int, str] = {}
    for one, number in enumerate(at.tolist()):
        s = int(asked.set_of[number])
        codes = world.codes_of(c.members[s][: c.size[s]])
        followed = float(asking.yes[one]) if asking.follows(one) else None
        vote = asked.votes.vote(world, number, "merger", " ".join(codes), followed)
        councils.enter(vote)
        carried[s, asked.place[number]] = vote.passed
        words[s] = f"{words[s]}, {told(world, vote)}" if s in words else told(world, vote)
        if asking.of(one):
            world.tell("referendum_held", world.state.codes[vote.row], codes, asking.in_words(one))
    return words


def _count(world: World, c: Candidates, put: Bools, given: Bools, words: dict[int, str]) -> None:
    councils = world.state.councils
    assert councils is not None
    councils.merger_proposals += int(put.sum())
    lost = np.flatnonzero(put & ~given)
    councils.voted_down += len(lost)
    for s in lost[np.argsort(c.key[lost], kind="stable")].tolist():
        world.tell("proposal_voted_down", "merger", world.codes_of(c.members[s][: c.size[s]]), words[s])
