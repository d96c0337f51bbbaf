"""Financial supervision: whether a province puts a municipality under preventive supervision (Gemeentewet art. 203).

Supervision is repressive unless the budget is not in structural and real balance and its estimates do not restore that
in the years that follow (art. 203, law table ``preventive_supervision``; not read again). That is a judgement of the
province, and provinces need not judge alike: each has a strictness of its own, in logits of what it wants to see
covered by savings. No record of these judgements by province is in the data, so the strictness of all is nought unless
a spread is given.

For the books of municipalities (``model/accounts/answers.py``, whose names these are): where that rule says ::

    supervised = ~at_ease & (left > 1e-6 * s.spending) & (needed > free) | (s.equity < 0)

the province's own rule is ``preventive(at_ease, left, needed, free, s.equity, s.spending, strict)``, with ``strict``
from ``strictness(streams, provinces.codes, spread)[state.province[live]]``; without strictness it is the same to the
bit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.world.streams import Streams, keys_of

ROUNDING = 1e-6
"""Share of spending below which a deficit is none."""


def preventive(
    at_ease: Bools, left: Floats, needed: Floats, free: Floats, equity: Floats, spending: Floats, strict: Floats
) -> Bools:
    """Whether municipalities come under preventive supervision, (m,).

    Parameters
    ----------
    at_ease : (m,) bool
        Savings bridge the deficit for the years of the estimates, and nobody watched last year.
    left : (m,) float64
        Structural deficit that remains after what is decided this year, euro; at least nought.
    needed : (m,) float64
        What savings would have to bridge until it is closed, euro.
    free : (m,) float64
        Savings above the floor, euro.
    equity, spending : (m,) float64
        Euro.
    strict : (m,) float64
        Strictness of the municipality's province: it wants exp(strict) times what is needed to be there.
    """
    uncovered = np.where(strict == 0.0, needed, needed * np.exp(strict)) > free
    result: Bools = ~at_ease & (left > ROUNDING * spending) & uncovered | (equity < 0)
    return result


def judged(balance: Floats, equity: Floats, years: np.ndarray, spending: Floats, strict: Floats, term: float) -> Bools:
    """The same from what a province sees without a look at what is decided, (m,).

    Parameters
    ----------
    balance : (m,) float64
        Structural income less structural spending, euro.
    equity, spending : (m,) float64
        Euro.
    years : (m,) int64
        Years in a row with a structural deficit, this one included.
    strict : (m,) float64
    term
        Years of the budget and its estimates, within which balance is to be restored (law table ``budget_years``).

    Notes
    -----
    A deficit that is closed evenly within the term needs deficit (term - 1) / 2 of savings until then. That estimate is
    not believed of who has had deficits for a term already.
    """
    deficit = np.maximum(-balance, 0.0)
    believed = years <= term
    needed = deficit * (term - 1.0) / 2.0
    covered = believed & (needed * np.exp(strict) <= equity)
    result: Bools = (deficit > ROUNDING * spending) & ~covered | (equity < 0)
    return result


def strictness(streams: Streams, codes: Sequence[str], spread: float) -> Floats:
    """Strictness of each province, (P,), in logits: drawn once a run, with mean nought, keyed by its code."""
    result: Floats = spread * streams.bounded_normal("province.strictness", 0, keys_of(tuple(codes)))
    return result
