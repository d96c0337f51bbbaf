"""What becomes of the books when the map changes: they follow the inhabitants."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats
from reformsim.territory import Territory
from reformsim.territory.divided import Divided
from reformsim.world.accounts import PASSING, Accounts

AnyInts = NDArray[np.integer]


def owners_before(territory: Territory, owner: AnyInts) -> AnyInts:
    """Row that governed each unit or piece when the books were last kept; a piece was where it was cut out of.

    Parameters
    ----------
    owner : (b,)
        Rows of the units and pieces that there were then.
    """
    if not isinstance(territory, Divided):
        return owner
    before = owner.tolist()
    whole = len(territory) - len(territory.cuts)
    for piece in territory.cuts[len(before) - whole :]:
        before.append(before[piece.source])
    return np.array(before)


def shares(before: AnyInts, now: AnyInts, people: AnyInts) -> tuple[AnyInts, AnyInts, Floats]:
    """Who passes how much to whom, of all rows that lose inhabitants to others.

    Parameters
    ----------
    before, now : (n,)
        Row of each unit.
    people : (n,)
        Its inhabitants.

    Returns
    -------
    sender, receiver : (p,)
        Pairs of rows; what a sender keeps is a pair with itself.
    share : (p,) float64
        Of each sender they add up to 1: a merger passes all on, what is divided passes by inhabitants.
    """
    gives = np.unique(before[before != now])
    units = np.isin(before, gives).nonzero()[0]
    pairs, at = np.unique(np.stack([before[units], now[units]], axis=1), axis=0, return_inverse=True)
    weight = np.bincount(at.ravel(), weights=people[units].astype(float), minlength=len(pairs))
    sender, receiver = pairs[:, 0], pairs[:, 1]
    whole = np.bincount(sender, weights=weight)
    return sender, receiver, weight / whole[sender]


def pass_on(books: Accounts, sender: AnyInts, receiver: AnyInts, share: Floats) -> None:
    """Let receivers have their shares of the books of senders; nothing is lost."""
    gone = np.unique(sender)
    for name in PASSING:
        column: Floats = getattr(books, name)
        moved = column[sender] * share.reshape(-1, *[1] * (column.ndim - 1))
        column[gone] = 0.0
        np.add.at(column, receiver, moved)
    for watched in (books.supervised, books.helped):
        watched[gone] = False
