"""The books of the first day, from the record of accounts.

A first day with accounts of its year has these. A later one has the last, per inhabitant. An earlier one has the
first, scaled back: every municipality has its share, by inhabitants, of the accounts of that into which it went, in
prices of the first day, without the tasks that came in 2015 and what the fund paid for them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.errors import RunError
from reformsim.tasks import TaskCatalogue, load_task_book
from reformsim.territory import AccountsRecord, Territory, YearOfAccounts, later_homes
from reformsim.territory.accounts import BEYOND
from reformsim.world.accounts import GENERAL, SPECIFIC


@dataclass(frozen=True, eq=False)
class Opening:
    """Accounts of the n municipalities of a first day, euro, with K tasks.

    Attributes
    ----------
    income : (n, 5) float64
        Lines of ``world.accounts.INCOME``.
    tasks : (n, K) float64
        Spent on each task (nought where it is not municipal, or the accounts do not tell it apart).
    own : (n, 2) float64
        Governance; all else.
    equity, balance_total : (n,) float64
        At the beginning of the year.
    year
        Of the accounts it rests on.
    """

    income: Floats
    tasks: Floats
    own: Floats
    equity: Floats
    balance_total: Floats
    year: int

    @property
    def result(self) -> Floats:
        """Income less spending, (n,)."""
        result: Floats = self.income.sum(axis=1) - self.tasks.sum(axis=1) - self.own.sum(axis=1)
        return result


CAME_IN_2015 = ("youth_care", "sheltered_living", "local_teams")
"""Tasks that came to municipalities with the acts of 2015, paid by the fund; of the Wmo the part that other layers
had."""

GRANTED_BEFORE_2015 = ("work_participation",)
"""Tasks with a specific grant until 2015, and paid by the fund since."""

INFLATION = {
    **{2004: 0.012, 2005: 0.017, 2006: 0.011, 2007: 0.016, 2008: 0.025, 2009: 0.012, 2010: 0.013},
    **{2011: 0.023, 2012: 0.025, 2013: 0.025, 2014: 0.010, 2015: 0.006, 2016: 0.003, 2017: 0.014},
}
"""Rise of consumer prices on the year before (CBS; from general knowledge, unverified): what older books are scaled
by."""


def opening(territory: Territory, tasks: TaskCatalogue, municipal: Bools) -> Opening:
    """Give the accounts of a first day.

    Parameters
    ----------
    municipal : (n, K) bool
        Which tasks each municipality carries.

    Raises
    ------
    RunError
        If nothing is known of the accounts of the territory.
    """
    record = territory.books
    if record is None:
        raise RunError(f"mechanism 'accounts': no accounts are known of territory '{territory.name}'")
    year = record.nearest(territory.year)
    known = record.years[year]
    people = territory.population.astype(float)
    place, share, then = _sources(territory, known, year)
    held = known.spending[place] * share[:, None]
    spent, own = _by_task(record, held, tasks, municipal)
    income = known.income[place] * share[:, None]
    equity, balance = known.equity[place] * share, known.balance_total[place] * share
    if territory.year < year:
        return _scaled_back(territory, tasks, record, held, (income, equity, balance), municipal, year)
    if territory.year > year:
        grown = people / then
        income, spent, own = income * grown[:, None], spent * grown[:, None], own * grown[:, None]
    else:
        equity = equity - (income.sum(axis=1) - spent.sum(axis=1) - own.sum(axis=1))
    return Opening(income, spent, own, equity, balance, year)


def _sources(territory: Territory, known: YearOfAccounts, year: int) -> tuple[Ints, Floats, Floats]:
    """Accounts that each municipality has, the share of them, and its inhabitants in their year, (n,) each.

    One without accounts (not delivered) has those of the most alike in inhabitants, per inhabitant.
    """
    at = {code: i for i, code in enumerate(known.codes)}
    home = later_homes(territory, year)
    then = _people_of(territory, year)
    place = np.array([at.get(code, -1) for code in home])
    whole = {code: 0.0 for code in home}
    for code, people in zip(home, then.tolist(), strict=True):
        whole[code] += people
    total = np.array([whole[code] for code in home])
    there = (place >= 0) & ~np.isnan(known.equity[place]) & ~np.isnan(known.balance_total[place])
    share = then / total
    for i in (~there).nonzero()[0].tolist():
        like = there.nonzero()[0][np.abs(np.log(total[there] / total[i])).argmin()]
        place[i], share[i] = place[like], share[i] * total[i] / total[like]
    return place, share, then


def _people_of(territory: Territory, year: int) -> Floats:
    """Inhabitants of the units in a year, or in the nearest that is known."""
    years = np.asarray(territory.population_years)
    return territory.population_by_year[np.abs(years - year).argmin()].astype(float)


def _by_task(record: AccountsRecord, held: Floats, tasks: TaskCatalogue, municipal: Bools) -> tuple[Floats, Floats]:
    """Spending by task of the day, (n, K), and beside it, (n, 2): governance, and what is no municipal task."""
    spent = np.zeros((len(held), len(tasks)))
    for column, name in enumerate(record.spending):
        if name in tasks:
            spent[:, tasks.index(name)] = held[:, column]
    spent *= municipal
    governance = held[:, record.spending.index(BEYOND[0])]
    return spent, np.stack([governance, held.sum(axis=1) - spent.sum(axis=1) - governance], axis=1)


def _scaled_back(
    territory: Territory,
    tasks: TaskCatalogue,
    record: AccountsRecord,
    held: Floats,
    beside: tuple[Floats, Floats, Floats],
    municipal: Bools,
    year: int,
) -> Opening:
    """Accounts of an earlier first day: in prices of then, without the tasks that came to municipalities in between."""
    index = _prices(territory.year, year) * territory.population / _people_of(territory, year)
    income, equity, balance = (one * (index if one.ndim == 1 else index[:, None]) for one in beside)
    then = held * index[:, None]
    came = sum(
        (then[:, record.spending.index(name)] for name in CAME_IN_2015 if name in record.spending), np.zeros(len(held))
    )
    spent = np.zeros(municipal.shape)
    for k, task in enumerate(tasks):
        if task.id in record.spending and task.id not in CAME_IN_2015:
            spent[:, k] = then[:, record.spending.index(task.id)]
    for name, parts in _later_one(record, tasks).items():
        column, budgets = then[:, record.spending.index(name)], tasks.budget[parts]
        spent[:, parts] = column[:, None] * budgets / budgets.sum()
        came = came + (spent[:, parts] * ~municipal[:, parts]).sum(axis=1)
    spent *= municipal
    governance = then[:, record.spending.index(BEYOND[0])]
    rest = then.sum(axis=1) - came - spent.sum(axis=1) - governance
    granted = spent[:, [tasks.index(name) for name in GRANTED_BEFORE_2015 if name in tasks]].sum(axis=1)
    income[:, GENERAL] -= came + granted
    income[:, SPECIFIC] += granted
    return Opening(income, spent, np.stack([governance, rest], axis=1), equity, balance, year)


def _later_one(record: AccountsRecord, tasks: TaskCatalogue) -> dict[str, list[int]]:
    """Columns of the accounts in which several tasks of the day have come together, and these."""
    book, found = load_task_book(), dict[str, list[int]]()
    for k, name in enumerate(tasks.ids):
        into = book.task(name).into if name in book.ids else ()
        for one in into:
            if one in record.spending and name not in record.spending:
                found.setdefault(one, []).append(k)
    return found


def _prices(now: int, then: int) -> float:
    """Prices of a year beside those of a later one."""
    return float(np.prod([1.0 / (1.0 + INFLATION.get(year, 0.0)) for year in range(now + 1, then + 1)]))
