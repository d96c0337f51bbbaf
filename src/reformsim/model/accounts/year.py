"""What a year brings before a deficit is met: structural income and spending of the living municipalities, euro."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reformsim.arrays import Floats
from reformsim.model.accounts.books import cuts_in_fund, fixed_measures
from reformsim.model.accounts.lines import (
    COVERED_BY_FEES,
    divided_fund,
    kept_on_administration,
    moved_grants,
    scale_loss,
    task_cost,
)
from reformsim.model.accounts.scale import curves_of, served
from reformsim.model.government.residents import MEAN_JOINED, by_joined
from reformsim.model.world import World
from reformsim.tasks import GEMEENTE
from reformsim.world.accounts import INCOME, Accounts

OVERHEAD = "back_office"


class Year(NamedTuple):
    """Structural income and spending of m municipalities.

    Parameters
    ----------
    income : (m, 5)
        By line, without what comes once.
    spending : (m, K + 2)
        On tasks, governance and other things, after cuts.
    may_cut : (m,)
        Spending that may be cut: what no specific grant pays.
    received : (m,)
        Grants of this year that do not last: merger grant and supplement.
    """

    income: Floats
    spending: Floats
    may_cut: Floats
    received: Floats


def year_of(world: World, books: Accounts) -> Year:
    """Give income and spending of this year by the rules of law and reforms so far."""
    income, received = _income(world, books)
    spending, may_cut = _spending(world, books)
    return Year(income, spending, may_cut, received)


def _income(world: World, books: Accounts) -> tuple[Floats, Floats]:
    state, finances, live = world.state, world.state.finances, world.state.live
    people = state.population[live].astype(float)
    once = books.due[live, 0] * world.law.value("fund_factor", world.today) + books.supplement[live]
    fund = books.fund * people.sum() * finances.fund[GEMEENTE]
    fund -= cuts_in_fund(world.law, world.today) - books.cuts
    general = divided_fund(max(fund - once.sum(), 0.0), fixed_measures(world, world.today) + books.rest[live])
    paid_for = state.budget / books.asked
    fees = np.array([task in COVERED_BY_FEES for task in world.tasks.ids])
    payer = world.tasks.earmarked, finances.earmarked, fees
    municipal = state.carrier[live] == GEMEENTE
    moved, granted, levied = moved_grants(books.level[live], paid_for, municipal, books.paid[live], payer)
    # What earmarked tasks of the first day brought is part of the specific grants, whatever becomes of them.
    held = books.paid[live][:, world.tasks.earmarked & ~fees].sum(axis=1)
    lines = np.stack(
        [
            general + moved,
            books.specific[live] + held + granted,
            books.taxes[live] + books.raised[live],
            books.fees[live] + levied,
            books.other[live],
        ],
        axis=1,
    )
    assert lines.shape[1] == len(INCOME)
    return lines, once


def _spending(world: World, books: Accounts) -> tuple[Floats, Floats]:
    state, finances, live, weights = world.state, world.state.finances, world.state.live, world.behaviour
    asked = finances.need / books.asked
    lost = scale_loss(served(state), curves_of(world.tasks))
    tasks = task_cost(books.best[live], asked, state.carrier[live] == GEMEENTE, lost)
    chosen, imposed = weights["merger.saving"], weights["merger.saving_imposed"]
    tasks *= (1.0 - by_joined(state.joined[live], state.imposed[live], chosen, imposed - chosen))[:, None]
    own = books.own[live].copy()
    joined = state.joined[live] / MEAN_JOINED
    kept = kept_on_administration(joined, weights["accounts.saved_on_administration"])
    own[:, 0] *= kept
    if OVERHEAD in world.tasks:
        tasks[:, world.tasks.index(OVERHEAD)] *= kept
    people = state.population[live]
    officials = weights["staff.per_1000_gemeente"] * people / 1000.0 * weights["staff.cost"]
    own[:, 1] += books.drift[live] - (1.0 - finances.staff[GEMEENTE]) * officials
    free = ~finances.earmarked
    may_cut = np.maximum(tasks[:, free].sum(axis=1) + own[:, 0], 1.0)
    share = 1.0 - books.cut[live] / may_cut
    tasks[:, free] *= share[:, None]
    own[:, 0] *= share
    return np.concatenate([tasks, own], axis=1), may_cut - books.cut[live]
