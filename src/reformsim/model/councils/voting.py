"""How a council votes: each member for itself, by what the proposal is worth to the municipality and its kind of list.

The worth of a proposal is the value that the municipality's rule gives, with the shock by which the rule decides: above
nought the rule alone would carry it. A member sees it with a doubt of its own (logistic), so that a council is near to
unanimous where the worth is far from nought and divided where it is near.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import bdtr, betainc
from scipy.stats import binom

from reformsim.arrays import Bools, Floats, Ints, Ints32
from reformsim.model.councils.parties import USUAL_LOCAL
from reformsim.model.mergers.search import chance
from reformsim.territory.seats import KINDS, LOCAL

FAR, STEP = 6.0, 1.0 / 6.0
"""Beyond so many scales of doubt from nought a council carries all, or nothing; steps between, in the same unit."""
_GRID = np.arange(-FAR, FAR, STEP) + STEP / 2.0


def leaning(seats: Ints32, effect: float) -> Floats:
    """What the kind of list adds to the worth of a proposal for its members, (P, 3), in logits.

    In a council with the usual local share it adds nought in the mean; where parties are not known it adds nought.

    Parameters
    ----------
    seats : (P, 3) int
        By kind of list; all 0 where not known.
    effect
        By how much members of local lists are more in favour than others.
    """
    own = np.full(len(KINDS), -effect * USUAL_LOCAL)
    own[LOCAL] += effect
    result: Floats = np.where((seats.sum(axis=1) > 0)[:, None], own, 0.0)
    return result


def member_chance(worth: Floats, lean: Floats, apart: float) -> Floats:
    """Chance that a member of each kind of list votes for, (P, 3).

    Parameters
    ----------
    worth : (P,) float64
        Of the proposal to each council, in logits.
    lean : (P, 3) float64
        What the kind of list adds (:func:`leaning`).
    apart
        Scale of the doubts of members, in logits.
    """
    return chance((worth[:, None] + lean) / apart)


def votes_for(chances: Floats, seats: Ints32, draws: Floats) -> Ints:
    """Members for, by kind of list, (P, 3): the quantile of a binomial distribution at each draw, (P, 3)."""
    # At most so many members are for, with these chances; beyond the seats there is nothing to be counted.
    up_to = np.arange(seats.max(initial=0))
    with np.errstate(invalid="ignore"):
        reached = draws[..., None] > bdtr(up_to, seats[..., None], chances[..., None])
    result: Ints = (reached & (up_to < seats[..., None])).sum(axis=-1)
    return result


def majority(yes: Ints, seats: Ints32) -> Bools:
    """Whether more than half of the seats are for, (P,)."""
    result: Bools = 2 * yes.sum(axis=-1) > seats.sum(axis=-1)
    return result


def majority_chance(worth: Floats, seats: Floats, apart: float) -> Floats:
    """Chance that a council of so many seats carries a proposal, its kinds of lists alike; shapes broadcast.

    The chance that a binomial number is above half of the seats, which is an incomplete beta function.
    """
    half = np.floor(seats / 2.0)
    result: Floats = betainc(half + 1.0, seats - half, chance(worth / apart))
    return result


def carry_chance(chances: Floats, seats: Ints32) -> float:
    """Chance that one council carries a proposal, its kinds of lists apart.

    Parameters
    ----------
    chances, seats : (3,)
        That a member of a kind votes for, and seats by kind.
    """
    total = np.ones(1)
    for p, number in zip(chances.tolist(), seats.tolist(), strict=True):
        total = np.convolve(total, binom.pmf(np.arange(number + 1), number, p))
    return float(total[int(seats.sum()) // 2 + 1 :].sum())


def level(seats: Floats, ahead: Floats, apart: float) -> Floats:
    """Logits to be taken off the worth, so that councils together carry as many proposals as the rule alone, (S,).

    The doubts of members carry a proposal now and then that the rule would not, and hold one up that it would. What
    is proposed is rare, so that worths fall off as exp(-worth): the sum over them of the chance that all councils of
    a proposal carry it is held against that of the rule, which is 1 for the least eager.

    Parameters
    ----------
    seats : (S, K) float64
        Of the councils whose consent is needed; 0 for padding.
    ahead : (S, K) float64
        By how much the worth to each is above that to the least eager.
    apart
        Scale of the doubts of members.
    """
    there = seats > 0
    all_carry = np.ones((len(seats), len(_GRID)))
    for k in range(seats.shape[1]):
        rows = there[:, k].nonzero()[0]
        if len(rows):
            all_carry[rows] *= _carried(_GRID + ahead[rows, k][:, None] / apart, seats[rows, k])
    within = all_carry @ np.exp(-apart * _GRID) * (apart * STEP)
    result: Floats = np.log(within + np.exp(-apart * FAR))
    return result


@lru_cache(maxsize=1024)
def level_alone(seats: float, apart: float) -> float:
    """The same for one council of so many seats."""
    return float(level(np.array([[seats]]), np.zeros((1, 1)), apart)[0])


def _carried(worth: Floats, seats: Floats) -> Floats:
    """Chance of a majority at worths in scales of doubt, (s, G): read from a table for each number of seats."""
    result = np.empty_like(worth)
    for number in np.unique(seats).tolist():
        mine = seats == number
        result[mine] = np.interp(worth[mine], _TABLE, _table(number))
    return result


_TABLE = np.arange(-12.0, 12.0 + 1e-9, 0.05)


@lru_cache(maxsize=256)
def _table(seats: float) -> Floats:
    return majority_chance(_TABLE, np.array(seats), 1.0)
