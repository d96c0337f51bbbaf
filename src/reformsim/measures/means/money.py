"""What government spends, what the funds pay, and what reform costs and saves."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.means.cost import administrators_cost, coordination, late_penalties, saved_on_parliament
from reformsim.measures.means.europe import input_cost
from reformsim.measures.means.staff import saved_on_staff
from reformsim.measures.view.along import running_sum
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.model.government.residents import by_joined
from reformsim.tasks import GEMEENTE, RIJK, WATERSCHAP


def on_tasks(s: Snapshots) -> Floats:
    """Euro per inhabitant spent on the tasks of the catalogue in each municipality's area, shape (N,)."""
    paid = (s.table("money", "finances")[:, :, None] * s.prices[:, None, :]).take(s.carrier_place)
    return paid.sum(axis=1) - _saved_by_merging(s) * (paid * s.municipal).sum(axis=1)


def _saved_by_merging(s: Snapshots) -> Floats | float:
    """Part of what a municipality spends on its tasks that it saves since it was formed by a merger, (N,)."""
    chosen, imposed = s.weight("merger.saving"), s.weight("merger.saving_imposed")
    if not (chosen.any() or imposed.any()):
        return 0.0
    return by_joined(s.along("joined"), s.along("imposed"), s.each(chosen), s.each(imposed - chosen))


@once
def gross(s: Snapshots) -> Floats:
    """Euro per inhabitant a year: tasks, administrators and coordination, shape (S,)."""
    euro = 1e6 * administrators_cost(s) + coordination(s)
    return s.by_people(on_tasks(s)) + euro / s.inhabitants


@once
def spending(s: Snapshots) -> Floats:
    """Euro per inhabitant a year: tasks, administrators and coordination, less what fewer officials save, (S,).

    And less what a smaller Parliament saves, more what authorities pay for being late and for their input in Europe.
    """
    beside = late_penalties(s) + input_cost(s) - saved_on_parliament(s)
    return gross(s) + (beside - saved_on_staff(s)) / s.inhabitants


def one_off(s: Snapshots) -> Floats:
    """Euro spent once so far: on mergers and on moving tasks, shape (S,)."""
    return s.number("merger_cost") + s.number("one_off", "finances")


def present_value(s: Snapshots) -> Floats:
    """Euro saved so far beside the first year, less one-off costs, discounted to the first year, shape (S,)."""
    first = np.minimum(s.first + 1, len(s.shots) - 1)  # What a run without years gives is not looked at.
    spent_once = np.diff(one_off(s), prepend=0.0)
    saved = (spending(s).take(first) - spending(s)) * s.inhabitants - spent_once
    rate = s.weight("money.discount_rate")
    return running_sum(s, saved / (1.0 + rate) ** (s.year - s.year.take(first)))


def fund(s: Snapshots) -> Floats:
    """Euro per inhabitant from the municipal fund: fixed sums, amount per inhabitant, and tasks moved into it, (S,).

    Fixed sums and the amount per inhabitant by the law tables, times the fund factor; the cuts for scale-up and for
    other ends come off.
    """
    fixed = s.law("fixed_sum_municipality") * s.count + _beside_fixed_sum(s)
    base = s.law("fund_factor") * (fixed / s.inhabitants + s.law("fund_per_inhabitant"))
    moved = (s.tasks.carrier_index != GEMEENTE) & ~s.table("earmarked", "finances")
    added = s.by_people(s.weighted(s.municipal, s.prices * moved))
    cut = (s.law("fund_scale_cut") + s.law("fund_cut")) / s.inhabitants
    return (base + added) * s.table("fund", "finances")[:, GEMEENTE] - cut


def _beside_fixed_sum(s: Snapshots) -> Floats:
    """Euro more that municipalities named by the law get than the ordinary fixed sum, shape (S,).

    A municipality is named by the code of the unit that leads it (``State.leader``).
    """
    unit_of = {code: unit for unit, code in enumerate(s.territory.codes)}
    named: list[tuple[int, int, float]] = []
    for snap, (shot, day) in enumerate(zip(s.shots, s.today, strict=True)):
        own = {c: e.value for e in shot.law.scoped("fixed_sum_municipality", day) for c in e.scope or ()}
        named += [(snap, unit_of[c], v) for c, v in own.items() if c in unit_of and isinstance(v, int | float)]
    at, unit = (np.array([one[side] for one in named], np.int64) for side in (0, 1))
    more = np.array([euro for _, _, euro in named]) - s.law("fixed_sum_municipality")[at]
    leads = s.along("leader")[s.owner[at, unit]] == unit
    return np.bincount(at, weights=leads * more, minlength=len(s.shots)).astype(np.float64)


def earmarked(s: Snapshots) -> Floats:
    """Share of the budget of provinces, municipalities and regions that comes as a specific grant, shape (S,)."""
    decentral = (s.carrier != RIJK) & (s.carrier != WATERSCHAP)
    granted = s.by_people(s.weighted(decentral, s.prices * s.table("earmarked", "finances")))
    return granted / np.maximum(s.by_people(s.weighted(decentral, s.prices)), 1e-12)


MEASURES = (
    Measure(
        "spending_per_inhabitant",
        "EUR a year",
        "Spending per inhabitant",
        "Uitgaven per inwoner",
        "Budget of all tasks of the catalogue as they are paid, cost of administrators and of cooperation, penalties "
        "for being late and input in Europe, less what fewer officials and a smaller Parliament save; per inhabitant, "
        "prices of the start.",
        "lower",
        "note 1/22, 5/22; budgets: tasks/catalogue.yaml",
        spending,
        headline=True,
        items=(6, 7, 29, 132),
    ),
    Measure(
        "fund_per_inhabitant",
        "EUR a year",
        "Municipal fund per inhabitant",
        "Gemeentefonds per inwoner",
        "Fixed sums, amount per inhabitant (times the fund factor) and tasks moved into the fund, less the cuts for "
        "expected scale-up and for other ends.",
        "none",
        "Financiële-verhoudingswet art. 8; law tables fixed_sum_municipality, fund_per_inhabitant, fund_factor, "
        "fund_scale_cut, fund_cut",
        fund,
        items=(7, 29, 65, 132),
    ),
    Measure(
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
    Measure(
        "transition_cost",
        "M€ so far",
        "Cost of transition",
        "Eenmalige kosten van hervorming",
        "One-off cost of mergers and of tasks that changed layer, so far.",
        "lower",
        "assumption (merger.cost_per_inhabitant, money.moving_a_task); merger.common_pool",
        lambda s: one_off(s) / 1e6,
        items=(132,),
    ),
    Measure(
        "net_present_value",
        "M€ so far",
        "Net present value",
        "Netto contante waarde",
        "What was saved so far beside the spending per inhabitant of the first year, less one-off costs, discounted "
        "to the first year. That of a reform is its difference from a run without it.",
        "higher",
        "discount rate: money.discount_rate; cost: assumption",
        lambda s: present_value(s) / 1e6,
        items=(132,),
    ),
)
