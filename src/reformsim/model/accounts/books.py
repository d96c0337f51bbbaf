"""The books of the first day as arrays of the state."""

from __future__ import annotations

from datetime import date

import numpy as np

from reformsim.arrays import Floats
from reformsim.law import Law
from reformsim.model.accounts.lines import scale_loss
from reformsim.model.accounts.opening import Opening, opening
from reformsim.model.accounts.scale import curves_of, served
from reformsim.model.world import World
from reformsim.tasks import GEMEENTE
from reformsim.world.accounts import DUE, FEES, GENERAL, INCOME, OTHER, SPECIFIC, TAXES, Accounts


def open_books(world: World) -> Accounts:
    """Give the books of the first day (:mod:`reformsim.model.accounts.opening`).

    Income and spending are made to balance, for by law a budget does (Gemeentewet art. 189): what the year of the
    record left over or lacked fades, part of it in spending (``accounts.in_spending``) and the rest in other income.
    """
    state, territory, tasks = world.state, world.territory, world.tasks
    day = date(territory.year, 12, 31)
    opened = opening(territory, tasks, state.carrier[state.live] == GEMEENTE)
    lag = territory.year - opened.year
    books = _blank(world)
    books.fund = float(opened.income[:, GENERAL].sum() / state.population[state.live].sum())
    books.cuts, books.recorded = cuts_in_fund(world.law, day), lag == 0
    fading = opened.result * world.behaviour["accounts.persistence"] ** max(lag - 1, 0)
    for name, values in _columns(world, opened, fixed_measures(world, day)).items():
        getattr(books, name)[state.live] = values
    books.incidental[state.live] = fading if lag >= 0 else 0.0
    return books


def _columns(world: World, opened: Opening, measures: Floats) -> dict[str, Floats]:
    state, tasks, inside = world.state, world.tasks, world.behaviour["accounts.in_spending"]
    people, income, own = state.population[state.live].astype(float), opened.income, opened.own.copy()
    own[:, 1] += inside * opened.result
    municipal = state.carrier[state.live] == GEMEENTE
    there = municipal & (state.finances.need > 0)
    level = np.where(there, opened.tasks, _asked(world) * people[:, None])
    return {
        "people": people,
        "rest": income[:, GENERAL] - measures,
        "specific": income[:, SPECIFIC] - opened.tasks[:, tasks.earmarked].sum(axis=1),
        "taxes": income[:, TAXES],
        "fees": income[:, FEES],
        "other": income[:, OTHER] - (1.0 - inside) * opened.result,
        "level": level,
        "best": level * (1.0 - scale_loss(served(state), curves_of(tasks))),
        "paid": opened.tasks,
        "own": own,
        "equity": opened.equity,
        "balance_total": opened.balance_total,
    }


def _blank(world: World) -> Accounts:
    """Books without a figure, with a row for every row of the state."""
    rows, tasks = len(world.state.alive), len(world.tasks)
    shapes = {"level": (tasks,), "best": (tasks,), "paid": (tasks,), "own": (2,), "due": (DUE,)}
    shapes |= {"income": (len(INCOME),), "spending": (tasks + 2,)}
    plain = (
        "people rest specific taxes fees other raised cut drift incidental supplement equity balance_total once deficit"
    )
    columns = {name: np.zeros(rows) for name in plain.split()}
    columns |= {name: np.zeros((rows, *shape)) for name, shape in shapes.items()}
    return Accounts(
        **columns,  # type: ignore[arg-type]
        owner=world.state.owner.copy(),
        supervised=np.zeros(rows, bool),
        helped=np.zeros(rows, bool),
        asked=_asked(world),
        fund=0.0,
        cuts=0.0,
        recorded=False,
    )


def _asked(world: World) -> Floats:
    """What each task asks on the first day, (K,); of one that a reform brings later, a euro an inhabitant."""
    need = world.state.finances.need
    asked: Floats = np.where(need > 0, need, 1.0)
    return asked


def cuts_in_fund(law: Law, day: date) -> float:
    """Give what the fund is cut by, euro a year."""
    return law.value("fund_scale_cut", day) + law.value("fund_cut", day)


def fixed_measures(world: World, day: date) -> Floats:
    """Give the fixed sum and the amount per inhabitant of the general grant, (m,) euro, with the fund factor.

    The law names municipalities with a sum of their own by the code of the unit that leads them (``State.leader``).
    """
    law, state = world.law, world.state
    own = {c: e.value for e in law.scoped("fixed_sum_municipality", day) for c in e.scope or ()}
    usual, codes = law.value("fixed_sum_municipality", day), world.territory.codes
    fixed = np.array([own.get(codes[unit], usual) for unit in state.leader[state.live].tolist()], float)
    people = state.population[state.live]
    measures: Floats = law.value("fund_factor", day) * (fixed + law.value("fund_per_inhabitant", day) * people)
    return measures
