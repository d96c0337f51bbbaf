"""Money and officials: cuts and growth on their way, and what moving a task and merging cost once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reformsim.arrays import Ints
from reformsim.law.formulas import merger_grant
from reformsim.levers.changes import CutStaff, MoveTask, ScaleMoney
from reformsim.model.world import World
from reformsim.tasks import GEMEENTE, LAYERS, REGIO, RIJK
from reformsim.world.accounts import Bill
from reformsim.world.finances import Path


def update_money(world: World) -> None:
    """Set what each layer gets this year, after the reforms of the year.

    Cuts in the municipal fund (law tables ``fund_scale_cut`` and ``fund_cut``) come off what municipalities spend
    on the tasks they carry. What bodies carry in their own right the state pays.
    """
    state = world.state
    finances = state.finances
    cut = world.law.value("fund_scale_cut", world.today) + world.law.value("fund_cut", world.today)
    finances.money[:] = 1.0
    for path in finances.paths:
        finances.money[path.layer] *= path.at(state.year)
    finances.fund[:] = finances.money
    if cut:
        people = state.population[state.live].astype(float)
        spent = float(people @ ((state.carrier[state.live] == GEMEENTE) @ state.budget))
        finances.money[GEMEENTE] *= max(0.0, 1.0 - cut / max(spent * finances.money[GEMEENTE], 1e-9))
    finances.money[REGIO] = finances.money[RIJK]


def book_move(world: World, task: int, share: float) -> None:
    """Book what it costs once that a task changes layer.

    Parameters
    ----------
    task
        Index in the catalogue.
    share
        Share of the inhabitants for whom it changes.
    """
    finances, people = world.state.finances, world.state.unit_population.sum()
    finances.one_off += world.behaviour["money.moving_a_task"] * finances.need[task] * float(people) * share


def book_merger(world: World, members: Ints, unit: int) -> None:
    """Book the one-off cost of a merger, and the merger grant of the gemeentefonds (Bfv 2001, item 45).

    Parameters
    ----------
    members
        Rows that become one.
    unit
        A unit of theirs, where the books have the bill.
    """
    state, day = world.state, world.today
    people = state.population[members]
    others = float(people.sum() - people.max())
    cost = world.behaviour["merger.cost_per_inhabitant"] * others + spent_before(world, members)
    state.merger_cost += cost
    grant = merger_grant(world.law, day, people, with_factor=False)
    state.merger_grants += grant * world.law.value("fund_factor", day)
    state.merger_log.append((state.year, len(members) - 1, grant))
    if state.accounts is not None:
        state.accounts.bills.append(Bill(unit, cost, grant))


def book_split(world: World, made: Sequence[int], outside: float) -> None:
    """Book what it costs once that a municipality is taken apart.

    Parameters
    ----------
    made
        Rows of the parts that leave it; in the books they bear it by inhabitants.
    outside
        Inhabitants outside the part that goes on (or the largest, if none does).
    """
    state = world.state
    cost = world.behaviour["merger.cost_per_inhabitant"] * outside
    state.merger_cost += cost
    if state.accounts is not None:
        people = state.population[list(made)].astype(float)
        for row, share in zip(made, people / people.sum(), strict=True):
            unit = int((state.owner == row).nonzero()[0][0])
            state.accounts.bills.append(Bill(unit, cost * float(share), 0.0))


def spent_before(world: World, members: Ints) -> float:
    """Euro that municipalities spend on the eve of their merger since others will share the bill.

    ``merger.common_pool`` of what each has for its tasks in a year, in proportion to the part that others will pay, 1
    less its share of the inhabitants: alike parts spend just that, smaller ones more.
    """
    state = world.state
    people = state.population[members].astype(float)
    has = people * ((state.carrier[members] == GEMEENTE) @ state.budget) * state.finances.money[GEMEENTE]
    borne_by_others = (1.0 - people / people.sum()) / (1.0 - 1.0 / len(members))
    return float(world.behaviour["merger.common_pool"] * (has @ borne_by_others))


def pay_task(world: World, task: int, change: MoveTask) -> None:
    """Set what a task asks, what comes along for it, and whether that is a specific grant.

    A discount is a part of what comes that the state keeps; what the task asks stays.
    """
    state = world.state
    if change.budget is not None:
        people = float(state.unit_population.sum()) if change.whole else 1.0
        state.finances.need[task] = state.budget[task] = change.budget / people
    state.budget[task] *= change.budget_factor
    if change.earmarked is not None:
        state.finances.earmarked[task] = change.earmarked


def _scale_money(world: World, change: ScaleMoney, lever: str) -> None:
    share = world.behaviour["money.fund_share"] if change.through_funds and change.layer != "rijk" else 1.0
    factors = tuple(1.0 + share * (factor - 1.0) for factor in change.factors)
    world.state.finances.paths.append(Path(LAYERS.index(change.layer), world.state.year, factors))
    world.tell("money_changed", change.layer, (), f"to {factors[-1]:.3f} of what it was ({lever})")


def _cut_staff(world: World, change: CutStaff, lever: str) -> None:
    layer = LAYERS.index(change.layer)
    staff = world.state.finances.staff
    staff[layer] *= 1.0 - change.share
    if layer in (RIJK, GEMEENTE):
        # Bodies in their own right are staffed by members and state: they follow the municipalities.
        staff[REGIO] = staff[GEMEENTE]
    world.tell("staff_cut", change.layer, (), f"{100 * change.share:g} % ({lever})")


WORDS: Mapping[type, Callable[[World, Any, str], None]] = {ScaleMoney: _scale_money, CutStaff: _cut_staff}
"""Words of the vocabulary that are about money and officials."""
