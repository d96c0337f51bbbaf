"""What government spends, what the funds pay, and what reform costs and saves."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.cost import administrators_cost, cooperation_cost
from reformsim.indicators.kind import Indicator
from reformsim.indicators.staff import saved_on_staff
from reformsim.indicators.view import Floats, View, once
from reformsim.tasks import LAYERS
from reformsim.territory import Territory

RIJK, GEMEENTE, WATERSCHAP = (LAYERS.index(name) for name in ("rijk", "gemeente", "waterschap"))


def on_tasks(view: View) -> Floats:
    """Euro per inhabitant spent on the tasks of the catalogue in each municipality's area, shape (m,)."""
    state = view.state
    paid = state.finances.money[:, None] * state.budget
    result: Floats = paid.take(view.carrier_place).sum(axis=1)
    return result


def gross(view: View) -> float:
    """Euro per inhabitant a year: tasks, administrators and coordination."""
    million = administrators_cost(view) + cooperation_cost(view)
    return view.by_people(on_tasks(view)) + 1e6 * million / view.inhabitants


@once
def spending(view: View) -> float:
    """Euro per inhabitant a year: tasks, administrators and coordination, less what fewer officials save."""
    return view.gross_spending - saved_on_staff(view) / view.inhabitants


def one_off(view: View) -> float:
    """Euro spent once so far: on mergers and on moving tasks."""
    return view.state.merger_cost + view.state.finances.one_off


def fund(view: View) -> float:
    """Euro per inhabitant from the municipal fund: fixed sums, amount per inhabitant, and tasks moved into it.

    Fixed sums and the amount per inhabitant by the law tables, times the fund factor; the cut for scale-up comes off.
    """
    state, law, day = view.state, view.world.law, view.today
    factor = law.value("fund_factor", day)
    special = {c: e.value for e in law.scoped("fixed_sum_municipality", day) for c in e.scope or ()}
    ordinary = law.value("fixed_sum_municipality", day)
    fixed = ordinary * len(view.live)
    if special:
        codes, leader = view.world.territory.codes, state.leader.take(view.live)
        named = _named(view.world.territory, frozenset(special)).take(leader)
        own = [special[codes[unit]] for unit in leader.compress(named)]
        fixed += sum(float(value) - ordinary for value in own if isinstance(value, int | float))
    base = factor * (fixed / view.inhabitants + law.value("fund_per_inhabitant", day))
    moved = (view.world.tasks.carrier_index != GEMEENTE) & ~state.finances.earmarked
    added = view.by_people((view.budget * moved).sum(axis=1))
    cut = law.value("fund_scale_cut", day) / view.inhabitants
    return float((base + added) * state.finances.fund[GEMEENTE] - cut)


@lru_cache(maxsize=64)
def _named(territory: Territory, some: frozenset[str]) -> NDArray[np.bool_]:
    """Which units of the start map are among some, shape (n,)."""
    return np.array([code in some for code in territory.codes], bool)


def earmarked(view: View) -> float:
    """Share of the budget of provinces, municipalities and regions that comes as a specific grant."""
    state = view.state
    decentral = (view.carrier != RIJK) & (view.carrier != WATERSCHAP)
    budget = view.people @ (decentral * state.budget)
    return float(budget.compress(state.finances.earmarked).sum() / max(budget.sum(), 1e-12))


INDICATORS = (
    Indicator(
        "spending_per_inhabitant",
        "EUR a year",
        "Spending per inhabitant",
        "Uitgaven per inwoner",
        "Budget of all tasks of the catalogue as they are paid, cost of administrators and of cooperation, less what "
        "fewer officials save; per inhabitant, prices of the start.",
        "lower",
        "note 1/22, 5/22; budgets: tasks/catalogue.yaml",
        spending,
        headline=True,
        items=(6, 7, 29, 132),
    ),
    Indicator(
        "fund_per_inhabitant",
        "EUR a year",
        "Municipal fund per inhabitant",
        "Gemeentefonds per inwoner",
        "Fixed sums, amount per inhabitant (times the fund factor) and tasks moved into the fund, less the cut for "
        "expected scale-up.",
        "none",
        "Financiële-verhoudingswet art. 8; law tables fixed_sum_municipality, fund_per_inhabitant, fund_factor, "
        "fund_scale_cut",
        fund,
        items=(7, 29, 65, 132),
    ),
    Indicator(
        "earmarked_share",
        "share",
        "Earmarked share of decentral money",
        "Aandeel specifieke uitkeringen",
        "Share of the budget of tasks of provinces, municipalities and regions that comes as a specific grant.",
        "lower",
        "note 11/22 (BDU to the general funds); grants: tasks/catalogue.yaml, unverified",
        earmarked,
        items=(65,),
    ),
    Indicator(
        "transition_cost",
        "M€ so far",
        "Cost of transition",
        "Eenmalige kosten van hervorming",
        "One-off cost of mergers and of tasks that changed layer, so far.",
        "lower",
        "assumption (merger.cost_per_inhabitant, money.moving_a_task)",
        lambda v: one_off(v) / 1e6,
        items=(132,),
    ),
    Indicator(
        "net_present_value",
        "M€ so far",
        "Net present value",
        "Netto contante waarde",
        "What was saved so far beside the spending per inhabitant of the first year, less one-off costs, discounted "
        "to the first year. That of a reform is its difference from a run without it.",
        "higher",
        "discount rate: money.discount_rate; cost: assumption",
        lambda v: v.state.finances.present_value / 1e6,
        items=(132,),
    ),
)
