"""Councils vote on what each decides alone: joining, founding or leaving a body (Wgr art. 1), what a reform asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.model.councils.referenda import consulted
from reformsim.model.councils.sitting import Ballot, ballot, seats_of, told
from reformsim.model.councils.voting import level_alone
from reformsim.model.world import World
from reformsim.world.councils import Vote
from reformsim.world.streams import U64

EFFECT = {
    "joining": ("councils.local_joining", 1.0),
    "named": ("councils.local_merger", 1.0),
    "split": ("councils.local_merger", -1.0),
}
"""What the local share of a council does, by question, with its sign (a split undoes a merger); to others no effect is
estimated, and there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What was decided.

    Attributes
    ----------
    carried : (P,) bool
    words
        How the council voted, by place.
    """

    carried: Bools
    words: dict[int, str] = field(default_factory=dict)


def decide(
    world: World,
    question: str,
    rows: Ints,
    keys: U64,
    chances: Floats,
    draws: Floats,
    subject: Callable[[int], str],
    *,
    rare: bool = True,
) -> Decided:
    """Decide what comes about: by the rule alone, or with votes of councils where they vote.

    Parameters
    ----------
    question
        As in :class:`Vote`.
    rows : (P,) int64
        Who decides.
    keys : (P,) uint64
        Of each thing to decide.
    chances, draws : (P,) float64
        Yearly chance by the rule, and the draw that the rule alone decides by.
    subject
        What it is about, in words, by place.
    rare
        Whether it seldom comes about, so that doubts have to be made up for (``voting.level``); what a reform asks of
        councils is as often as not.

    Notes
    -----
    By the rule something comes about where its draw is below its chance: where logit(chance) - logit(draw), its worth
    in this year, is above nought. A proposal comes before the council where the rule would carry it, or where the
    council is for what the rule would not.
    """
    by_rule = draws < chances
    if world.state.councils is None:
        return Decided(by_rule)
    effect, apart = effect_on(world, question), world.behaviour["councils.apart"]
    # Where the worth is above minus the reach, said in odds: logarithms of all there is to decide would cost more.
    least = np.exp(-reach(apart, effect)) if rare else 0.0
    near = np.flatnonzero(chances * (1.0 - draws) > least * draws * (1.0 - chances))
    worth = _logit(chances[near]) - _logit(draws[near])
    off = _level(world, rows[near], apart) if rare else np.zeros(len(near))
    votes = ballot(world, question, rows[near], keys[near], worth - off, effect)
    put = np.flatnonzero(votes.carried | by_rule[near]) if rare else np.arange(len(near))
    carried, words = np.zeros(len(rows), bool), {}
    for at, one in zip(put.tolist(), _held(world, question, votes, put, keys[near], near, subject), strict=True):
        place = int(near[at])
        carried[place], words[place] = one.passed, told(world, one)
        if not one.passed:
            said = f"{question}: {words[place]}"
            world.tell("proposal_voted_down", one.subject, (world.state.codes[one.row],), said)
    return Decided(carried, words)


def _held(
    world: World, question: str, votes: Ballot, put: Ints, keys: U64, near: Ints, subject: Callable[[int], str]
) -> Iterator[Vote]:
    """Write down the votes on what was put to councils; on mergers that a reform asks for residents may be asked."""
    councils, codes = world.state.councils, world.state.codes
    assert councils is not None
    asked = consulted(world, votes.rows[put] if question == "named" else votes.rows[:0], keys[put])
    for number, at in enumerate(put.tolist()):
        followed = float(asked.yes[number]) if asked.follows(number) else None
        one = votes.vote(world, at, question, subject(int(near[at])), followed)
        councils.enter(one)
        if asked.of(number):
            world.tell("referendum_held", codes[one.row], (codes[one.row],), asked.in_words(number))
        yield one


def effect_on(world: World, question: str) -> float:
    """By how much members of local lists are more in favour, in logits."""
    name, sign = EFFECT.get(question, ("", 0.0))
    return sign * world.behaviour[name] if name else 0.0


def _level(world: World, rows: Ints, apart: float) -> Floats:
    """The level of councils that decide alone, (P,): it follows from their seats."""
    sizes, place = np.unique(seats_of(world, rows).sum(axis=1), return_inverse=True)
    return np.array([level_alone(float(one), apart) for one in sizes.tolist()])[place]


def _logit(chance: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        result: Floats = np.log(chance) - np.log1p(-chance)
    return result


def reach(apart: float, effect: float) -> float:
    """Logits below nought beyond which no council is asked: one of nine members would carry it twice in 1,000."""
    return 2.0 * apart + abs(effect)
