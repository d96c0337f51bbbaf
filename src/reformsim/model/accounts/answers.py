"""How a deficit is met: pure functions on arrays of m municipalities, euro.

The ladder, from below: savings above a floor bridge it while it is closed over the years of the budget; taxes rise to a
ceiling and spending (staff with it) falls, at most so much a year; savings below the floor are built up again. Who
cannot close it in its own budget, and has no savings to bridge it, comes under preventive supervision and closes all it
can, taxes first; who then has nothing left gets a supplement of the fund. A surplus goes back the same way, slowly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.model.provinces.supervision import preventive


class Means(NamedTuple):
    """What a municipality may do about a deficit, by weights.

    Parameters
    ----------
    years
        Years of the budget and the estimates beside it in which it is closed, where savings bridge it.
    floor
        Solvency below which savings are kept.
    tax_part
        Part of what is closed that taxes bring.
    ceiling
        Own taxes per inhabitant to which they may rise, relative to the mean municipality.
    most
        Part of spending that may be cut in a year.
    rebuild
        Part of what savings lack below the floor that a municipality wants back in a year.
    """

    years: float
    floor: float
    tax_part: float
    ceiling: float
    most: float
    rebuild: float


class Standing(NamedTuple):
    """How municipalities stand at the end of a year, (m,) each.

    Parameters
    ----------
    gap
        Structural deficit: structural spending less structural income; below nought a surplus.
    equity, balance_total
        On 31 December.
    taxes, people, spending
        Own taxes; inhabitants; spending that may be cut.
    raised, cut
        Taxes raised and spending cut so far.
    """

    gap: Floats
    equity: Floats
    balance_total: Floats
    taxes: Floats
    people: Floats
    spending: Floats
    raised: Floats
    cut: Floats


class Answer(NamedTuple):
    """What is done about it from the next year on, (m,) each.

    Parameters
    ----------
    bridged
        Savings that may bridge the deficit of the next year.
    raised, cut
        Change of taxes and of cuts, a year.
    supervised, helped
        Under preventive supervision; with a supplement of the fund.
    supplement
        Euro of it, next year.
    """

    bridged: Floats
    raised: Floats
    cut: Floats
    supervised: Bools
    helped: Bools
    supplement: Floats


def savings(s: Standing, floor: float) -> Floats:
    """Give equity above the floor, (m,)."""
    free: Floats = np.maximum(s.equity - floor * s.balance_total, 0.0)
    return free


def tax_room(s: Standing, ceiling: float) -> Floats:
    """Give how much own taxes may still rise, (m,): to ``ceiling`` times the mean per inhabitant of the nation."""
    mean = s.taxes.sum() / max(s.people.sum(), 1.0)
    room: Floats = np.maximum(ceiling * mean * s.people - s.taxes, 0.0)
    return room


def answer(s: Standing, means: Means, was_supervised: Bools, strictness: Floats | float = 0.0) -> Answer:
    """Give what municipalities do about their deficits and surpluses.

    Parameters
    ----------
    was_supervised : (m,) bool
        This year.
    strictness : (m,) float64
        Of the province that supervises it (:func:`reformsim.model.provinces.supervision.preventive`).
    """
    lacking = np.maximum(means.floor * s.balance_total - s.equity, 0.0)
    deficit, gap = np.maximum(s.gap, 0.0), np.maximum(s.gap + means.rebuild * lacking, 0.0)
    free, room, most = savings(s, means.floor), tax_room(s, means.ceiling), means.most * s.spending
    # Closed evenly over the years of the estimates, savings bridge gap (1 - 1/y) + (1 - 2/y) ... = gap (y - 1) / 2.
    bridge = gap * (means.years - 1.0) / 2.0
    at_ease = (free >= bridge) & ~was_supervised
    wanted = np.where(at_ease, gap / means.years, gap)
    strict = was_supervised & (gap > 0)
    raised = np.minimum(np.where(strict, wanted, means.tax_part * wanted), room)
    cut = np.minimum(wanted - raised, most)
    raised = raised + np.minimum(wanted - raised - cut, room - raised)
    left = np.maximum(deficit - raised - cut, 0.0)
    # Closed as fast as it may be, this is what savings would still have to bridge.
    pace = np.maximum(most + (room - raised) / means.years, 1e-9)
    needed = left * (left / pace + 1.0) / 2.0
    supervised = preventive(at_ease, left, needed, free, s.equity, s.spending, strictness)
    helped = was_supervised & supervised & (s.equity < 0) & (room - raised <= 1e-6 * s.taxes)
    supplement = np.where(helped, left + np.maximum(-s.equity, 0.0) / means.years, 0.0)
    give = _given_back(s, means, free)
    return Answer(np.minimum(free, left), raised - give[0], cut - give[1], supervised, helped, supplement)


def _given_back(s: Standing, means: Means, free: Floats) -> tuple[Floats, Floats]:
    """Of a surplus: taxes lowered and cuts undone (then new spending), where savings exceed the floor, (m,) each."""
    surplus = np.where(free > 0, np.maximum(-s.gap, 0.0) / means.years, 0.0)
    lowered = np.minimum(means.tax_part * surplus, np.maximum(s.raised, 0.0))
    return lowered, surplus - lowered
