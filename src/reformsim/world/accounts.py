"""The books of municipalities: what comes in, what is spent, what is owned, and who watches.

Amounts are euro a year in prices and levels of the first day: growth that lifts income and cost alike is left out.
Arrays have a row per municipality that ever exists (R), as those of :class:`reformsim.world.state.State`; a row that is
not alive has nought.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import NamedTuple

import numpy as np

from reformsim.arrays import Bools, Floats, Ints, Ints32

INCOME = ("general_grant", "specific_grants", "local_taxes", "fees", "other_income")
"""Lines of income, in the order of ``Accounts.income``."""
GENERAL, SPECIFIC, TAXES, FEES, OTHER = range(len(INCOME))

FLOWS = ("rest", "specific", "taxes", "fees", "other", "level", "best", "paid", "own", "raised", "cut", "drift")
"""Columns that grow with inhabitants."""
PASSING = ("people", *FLOWS, "incidental", "supplement", "equity", "balance_total", "due")
"""Columns that pass on with inhabitants when the map changes: each adds up to the same before and after."""

WEAK = 0.2
"""Solvency below which finance is weak (law table ``solvency_classes``)."""
DUE = 10
"""Years over which a grant may be paid out, at most."""


class Bill(NamedTuple):
    """What a change of the map costs once, and the grant for it, booked where a unit lies.

    Parameters
    ----------
    unit
        Position of the unit whose municipality pays and receives.
    cost
        Euro, in the year itself.
    grant
        Euro, over the years of ``merger_grant_instalments``.
    """

    unit: int
    cost: float
    grant: float


class Books(NamedTuple):
    """What measures see of the books, (m,) each but for ``income``, (m, 5); see :class:`Accounts`.

    ``spending`` is all that was spent.
    """

    income: Floats
    spending: Floats
    equity: Floats
    balance_total: Floats
    deficit: Floats
    raised: Floats
    cut: Floats
    supervised: Bools
    helped: Bools


@dataclass(slots=True)
class Accounts:
    """The books.

    Attributes
    ----------
    owner : (n,) int32
        Municipality row of each unit (and piece) when the books were last kept.
    people : (R,) float64
        Inhabitants then.
    rest : (R,) float64
        General grant of the first day beyond the fixed sum and the amount per inhabitant: all other measures of the
        fund together, at the municipality's own level.
    specific, taxes, fees, other : (R,) float64
        Specific grants beyond those for earmarked tasks; own taxes at the rates of the first day; fees and other
        income.
    level, best, paid : (R, K) float64
        What is spent on each task, or would be if it were municipal, asked as on the first day and at its scale; the
        same at the best scale; and how much of it income paid on the first day.
    own : (R, 2) float64
        Governance; what is no task of the catalogue.
    raised, cut : (R,) float64
        Taxes raised, and spending cut, since the first day to meet deficits (below nought: new spending).
    drift : (R,) float64
        Cost that has risen beyond income.
    incidental : (R,) float64
        Of this year's result what fades: land, delays, windfalls.
    supplement : (R,) float64
        Supplement of the fund in the next year.
    equity, balance_total : (R,) float64
        Own means and balance total on 31 December.
    due : (R, DUE) float64
        Merger grant still to come: this year first.
    supervised, helped : (R,) bool
        Under preventive supervision (Gemeentewet art. 203); with a supplement of the fund (Fvw art. 12).
    income : (R, 5) float64; spending : (R, K + 2) float64; once : (R,) float64
        Of the last year: :data:`INCOME`; by task, governance and other; spent once on mergers.
    deficit : (R,) float64
        Structural deficit of the last year, before it is met (nought where there is none).
    asked : (K,) float64
        What each task asked on the first day, euro an inhabitant.
    fund, cuts : float
        Euro of the general grant per inhabitant of the first day; cuts in the fund that were in it.
    recorded
        The year of the first day is on record: the books of the first year are the record.
    bills
        Of this year, not yet booked.
    told
        What a back-test tells of the nation: euro per inhabitant by year, of lines of income and of all spending.
    """

    owner: Ints32
    people: Floats
    rest: Floats
    specific: Floats
    taxes: Floats
    fees: Floats
    other: Floats
    level: Floats
    best: Floats
    paid: Floats
    own: Floats
    raised: Floats
    cut: Floats
    drift: Floats
    incidental: Floats
    supplement: Floats
    equity: Floats
    balance_total: Floats
    due: Floats
    supervised: Bools
    helped: Bools
    income: Floats
    spending: Floats
    once: Floats
    deficit: Floats
    asked: Floats
    fund: float
    cuts: float
    recorded: bool
    bills: list[Bill] = field(default_factory=list)
    told: dict[int, dict[str, float]] = field(default_factory=dict)

    @property
    def result(self) -> Floats:
        """Income less spending of the last year, (R,)."""
        result: Floats = self.income.sum(axis=1) - self.spending.sum(axis=1) - self.once
        return result

    @property
    def weak(self) -> Bools:
        """Solvency is weak, (R,)."""
        result: Bools = self.equity < WEAK * self.balance_total
        return result

    def fit(self, rows: int) -> None:
        """Make room for more rows."""
        for one in fields(self):
            column = getattr(self, one.name)
            if isinstance(column, np.ndarray) and one.name not in ("owner", "asked") and len(column) < rows:
                more = np.zeros((rows - len(column), *column.shape[1:]), column.dtype)
                setattr(self, one.name, np.concatenate([column, more]))

    def seen(self, rows: Ints | Ints32) -> Books:
        """Give what measures see of some municipalities, copied."""
        spending = self.spending[rows].sum(axis=1) + self.once[rows]
        columns = {name: getattr(self, name)[rows] for name in Books._fields if name != "spending"}
        return Books(**columns, spending=spending)
