"""Merger procedures under way on the first day of a run's own mergers: those on record, and drawn ones beyond them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reformsim.model.mergers.procedures import STAGES, Procedure, stage_months, stages_due
from reformsim.territory import UnderWay

if TYPE_CHECKING:
    from reformsim.model.mergers.phase import Mergers

WARM_UP_YEARS = 3
"""Years before the first in which procedures that are drawn may have started."""


def enter(mergers: Mergers) -> None:
    """Enter the procedures under way on the first day, and tell of each whether it is recorded or drawn.

    Parameters
    ----------
    mergers
        Of a run, before its first year, or taking over from a replay.
    """
    world, land = mergers.world, mergers.world.territory
    recorded = land.procedures
    # The record is of the territory's own first day; what is under way after a replay to a later year is not known.
    if recorded is None or world.state.year != land.year:
        _draw(mergers)
    elif land.procedures_until is not None:
        _draw(mergers)
        _leave_later(mergers, recorded, land.procedures_until)
    drawn = len(mergers.procedures)
    if recorded is not None and world.state.year == land.year:
        _recorded(mergers, recorded)
    for number, p in enumerate(mergers.procedures):
        how = f"recorded, stage {STAGES[p.passed]}" if number >= drawn else "drawn, not known"
        world.tell("procedure_under_way", f"from {p.route}", world.codes_of(p.rows), f"started {p.started}; {how}")


def _leave_later(mergers: Mergers, recorded: tuple[UnderWay, ...], until: int) -> None:
    """Leave of drawn procedures those that the record leaves room for: of others, and with effect after its years.

    All mergers up to and on 1 January of ``until`` are on record, so that none that is drawn may come through by then.
    """
    state, land, world = mergers.world.state, mergers.world.territory, mergers.world
    taken = {int(state.owner[land.index(code)]) for one in recorded for code in one.members}
    months = {route: stage_months(world.law, world.today, route) for route in ("below", "above")}
    last = len(STAGES) - 1
    mergers.procedures = [
        p
        for p in mergers.procedures
        if taken.isdisjoint(p.rows) and last not in stages_due(p, months[p.route], until - 1)
    ]


def _recorded(mergers: Mergers, recorded: tuple[UnderWay, ...]) -> None:
    """Take up the procedures on record; where a reform of that very day made members one, there is none to enter."""
    state, land = mergers.world.state, mergers.world.territory
    for one in recorded:
        rows = np.unique(state.owner[[land.index(code) for code in one.members]])
        if len(rows) < len(one.members):
            continue
        with np.errstate(over="ignore"):
            key = int(state.key[rows].sum(dtype=np.uint64))
        members = tuple(int(row) for row in rows)
        stage = STAGES.index(one.stage)
        mergers.procedures.append(Procedure(members, key, one.year, one.route, stage, one.month, one.into))


def _draw(mergers: Mergers) -> None:
    """Draw procedures as if the past years had been the first.

    Only what is still under way stays; what began and ended before the first day did not happen.
    """
    world, state = mergers.world, mergers.world.state
    first, told = state.year, len(world.events)
    voted = None if state.councils is None else state.councils.standing()
    for year in range(first - WARM_UP_YEARS, first):
        mergers.start(year)
        mergers.advance(year)
        mergers.completed = []
    del world.events[told:]
    if state.councils is not None and voted is not None:
        state.councils.back_to(voted)
    state.mergers_assessed = state.mergers_advised = state.mergers_from_above = 0
