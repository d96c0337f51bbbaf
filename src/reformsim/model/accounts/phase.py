"""The books of a year: what came in, what was spent, what is left, and how a deficit is met from the next year on."""

from __future__ import annotations

import copy

import numpy as np

from reformsim.arrays import Floats
from reformsim.model.accounts.answers import Answer, Means, Standing, answer
from reformsim.model.accounts.lines import next_incidental
from reformsim.model.accounts.passing import owners_before, pass_on, shares
from reformsim.model.accounts.year import Year, year_of
from reformsim.model.provinces.supervision import strict_for
from reformsim.model.world import World
from reformsim.world.accounts import DUE, FLOWS, GENERAL, INCOME, OTHER, TAXES, Accounts


def keep_accounts(world: World) -> None:
    """Keep the books of this year, where the run has any.

    The map may have changed since the last year, and inhabitants with it; then come income and spending by law and
    reforms, what fades and what is new of the result, and the answer to a deficit, which holds from the next year on.
    """
    books = world.state.accounts
    if books is not None:
        standing = closed(world, books)
        _answer(world, books, standing)
        books.recorded = False


def at_hand(world: World) -> tuple[Accounts, Standing]:
    """Give the books as this year will close them, in a copy, and how the living municipalities then stand."""
    books = copy.deepcopy(world.state.accounts)
    assert books is not None, "asked of a run with books"
    return books, closed(world, books)


def closed(world: World, books: Accounts) -> Standing:
    """Close the books of this year; give how the living municipalities stand, before they answer."""
    follow_the_map(world, books)
    year = year_of(world, books)
    fading = _fading(world, books, year)
    year = as_told(world, books, year, fading)
    _close(world, books, year, fading)
    return standing_of(world, books, year)


def follow_the_map(world: World, books: Accounts) -> None:
    """Let the books go with inhabitants to other municipalities and grow with them; book what the changes cost."""
    state, live = world.state, world.state.live
    books.fit(len(state.alive))
    before = owners_before(world.territory, books.owner)
    if len(before) != len(books.owner) or (before != state.owner).any():
        pass_on(books, *shares(before, state.owner, state.unit_population))
        books.owner = state.owner.copy()
    people = state.population[live].astype(float)
    grown = people / np.maximum(books.people[live], 1.0)
    for name in FLOWS:
        column: Floats = getattr(books, name)
        column[live] *= grown.reshape(-1, *[1] * (column.ndim - 1))
    books.people[live] = people
    books.once[:] = 0.0
    parts = _instalments(world)
    for bill in books.bills:
        row = state.owner[bill.unit]
        books.once[row] += bill.cost
        books.due[row] += bill.grant * parts
    books.bills.clear()


def _instalments(world: World) -> Floats:
    """Parts of the merger grant by year, (DUE,)."""
    listed = world.law.listed("merger_grant_instalments", world.today)[:DUE]
    return np.array([*listed, *[0.0] * (DUE - len(listed))])


def _fading(world: World, books: Accounts, year: Year) -> tuple[Floats, Floats]:
    """Income and less spending of this year that do not last, (m,) each."""
    live, weights = world.state.live, world.behaviour
    if not books.recorded:
        chance = world.streams.bounded_normal("accounts", world.state.year, world.state.key[live])
        kept = weights["accounts.persistence"], weights["accounts.chance"]
        total, people = year.income.sum(axis=1), books.people[live]
        books.incidental[live] = next_incidental(books.incidental[live], total, people, chance, *kept)
    inside = weights["accounts.in_spending"]
    return (1.0 - inside) * books.incidental[live], inside * books.incidental[live]


def as_told(world: World, books: Accounts, year: Year, fading: tuple[Floats, Floats]) -> Year:
    """Let lines add up to what a back-test tells of the nation in this year, if it tells any, euro per inhabitant."""
    told = books.told.get(world.state.year)
    if told is None:
        return year
    people = float(books.people[world.state.live].sum())
    total = year.income.sum(axis=0)
    total[GENERAL] += year.received.sum()
    total[OTHER] += fading[0].sum()
    lines = np.array([told[name] for name in INCOME]) * people / total
    spent = told["spending"] * people / (year.spending.sum() - fading[1].sum())
    return year._replace(income=year.income * lines, spending=year.spending * spent)


def _close(world: World, books: Accounts, year: Year, fading: tuple[Floats, Floats]) -> None:
    """Add what fades to income and spending, and the result to equity."""
    live = world.state.live
    books.income[:], books.spending[:] = 0.0, 0.0
    books.income[live], books.spending[live] = year.income, year.spending
    books.income[live, GENERAL] += year.received
    books.income[live, OTHER] += fading[0]
    books.spending[live, -1] -= fading[1]
    result = books.result[live]
    books.equity[live] += result
    books.balance_total[live] += world.behaviour["accounts.to_balance"] * result
    if (told := books.told.get(world.state.year)) is not None:
        books.balance_total[live] *= told["balance_total"] * books.people[live].sum() / books.balance_total[live].sum()
    books.due[:, :-1], books.due[:, -1] = books.due[:, 1:].copy(), 0.0
    books.supplement[:] = 0.0


def means_of(world: World) -> Means:
    """What municipalities may do about a deficit, by law and weights."""
    weights, day = world.behaviour, world.today
    return Means(
        world.law.value("budget_years", day),
        weights["accounts.floor"],
        weights["accounts.tax_part"],
        weights["accounts.tax_ceiling"],
        weights["accounts.most_cut"],
        weights["accounts.rebuild"],
    )


def standing_of(world: World, books: Accounts, year: Year) -> Standing:
    """How the living municipalities stand at the end of the year."""
    live = world.state.live
    return Standing(
        year.spending.sum(axis=1) - year.income.sum(axis=1),
        books.equity[live],
        books.balance_total[live],
        year.income[:, TAXES],
        books.people[live],
        year.may_cut,
        books.raised[live],
        books.cut[live],
    )


def _answer(world: World, books: Accounts, standing: Standing) -> None:
    live = world.state.live
    given = answer(standing, means_of(world), books.supervised[live], strict_for(world))
    books.deficit[live] = np.maximum(standing.gap, 0.0)
    books.raised[live] += given.raised
    books.cut[live] += given.cut
    books.supplement[live] = given.supplement
    _watched(world, books, given)
    books.drift[live] += world.behaviour["accounts.squeeze"] * books.spending[live].sum(axis=1)


def _watched(world: World, books: Accounts, given: Answer) -> None:
    """Set who is watched and helped, and tell of those who come under supervision or get a supplement."""
    codes, live = world.state.codes, world.state.live
    for row in live[given.supervised & ~books.supervised[live]].tolist():
        world.tell("supervised", codes[row], (codes[row],))
    for row in live[given.helped & ~books.helped[live]].tolist():
        world.tell("supplement_given", codes[row], (codes[row],))
    for column, now in ((books.supervised, given.supervised), (books.helped, given.helped)):
        column[:] = False
        column[live] = now
