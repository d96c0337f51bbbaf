"""Income and spending of a year: pure functions on arrays of m municipalities and K tasks, euro."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.tasks import lost

COVERED_BY_FEES = ("sewerage", "waste")
"""Tasks that households pay by a levy that may not exceed their cost (Gemeentewet art. 228a; Wet milieubeheer art.
15.33)."""


def task_cost(best: Floats, asked: Floats, municipal: Bools, lost_now: Floats) -> Floats:
    """Give what tasks cost where municipalities carry them, (m, K).

    Parameters
    ----------
    best : (m, K)
        At the best scale, asked as on the first day.
    asked : (K,)
        What each task asks now, relative to the first day.
    municipal : (m, K)
        Carried by the municipality.
    lost_now : (m, K)
        Share of a euro lost to scale: the same service costs more where more is lost.
    """
    cost: Floats = best * asked * municipal / (1.0 - lost_now)
    return cost


def scale_loss(served: Floats, curves: tuple[Floats, Floats, Floats, Floats]) -> Floats:
    """Give the share of a euro lost by scale, (m, K), from inhabitants served and the curves of the catalogue."""
    depth, _, _, rise = curves
    shares = np.zeros(served.shape)
    curved = ((depth > 0) | (rise > 0)).nonzero()[0]
    if len(curved):
        shares[:, curved] = lost(served[:, curved], *(one[curved] for one in curves))
    return shares


def divided_fund(total: float, measures: Floats) -> Floats:
    """Divide the general grant over municipalities: all measures times one factor, so that the total is just spent.

    That factor is what the fund calls the uitkeringsfactor (Financiële-verhoudingswet art. 9): fixed sums that lapse
    with merged municipalities, and supplements to single ones, raise and lower what all others get.

    Parameters
    ----------
    total
        Euro of the whole fund.
    measures : (m,)
        Fixed sum, amount per inhabitant and the other measures of each.
    """
    shares: Floats = measures * (total / measures.sum())
    return shares


def moved_grants(
    level: Floats, paid_for: Floats, municipal: Bools, paid: Floats, payer: tuple[Bools, Bools, Bools]
) -> tuple[Floats, Floats, Floats]:
    """Give how income changes with tasks since the first day: general grant, specific grants, fees, (m,) each.

    Parameters
    ----------
    level : (m, K)
        What each task is spent on, asked as on the first day.
    paid_for : (K,)
        Part of that which the state pays now (less than asked: a discount).
    municipal : (m, K)
        Carried by the municipality now.
    paid : (m, K)
        What income paid for it on the first day.
    payer : three arrays (K,) of bool
        Paid by a specific grant on the first day; now; paid by fees, then and now.
    """
    then, now, fees = payer
    come = level * paid_for * municipal
    general = (come * ~(now | fees)).sum(axis=1) - (paid * ~(then | fees)).sum(axis=1)
    specific = (come * (now & ~fees)).sum(axis=1) - (paid * (then & ~fees)).sum(axis=1)
    return general, specific, (come * fees).sum(axis=1) - (paid * fees).sum(axis=1)


def kept_on_administration(joined: Floats, saved: float) -> Floats:
    """Give the part of what is spent on governance and overhead that is left after mergers, (m,).

    Parameters
    ----------
    joined
        How far inhabitants were joined to others (``model.government.residents.joined``), relative to a mean merger.
    saved
        Part that a mean merger saves and does not spend on other things.
    """
    kept: Floats = 1.0 - np.minimum(saved * joined, 1.0)
    return kept


def next_incidental(
    before: Floats, income: Floats, people: Floats, chance: Floats, persistence: float, spread: float
) -> Floats:
    """Give the part of a year's result that fades, (m,).

    ``persistence`` of the last one, and something new: ``spread`` of income for 30,000 inhabitants, more for fewer
    (exponent -0.2: 6.1 % below 20,000 and 3.3 % above 100,000 in the accounts of 2017 and 2018).
    """
    size = (30_000.0 / np.maximum(people, 1.0)) ** 0.2
    now: Floats = persistence * before + spread * size * income * chance
    return now
