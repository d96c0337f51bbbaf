"""Border corrections that a reform names: inhabitants and land pass to a neighbour on 1 January."""

from __future__ import annotations

import numpy as np

from reformsim.arrays import Ints
from reformsim.levers.changes_by_name import MoveBorder
from reformsim.model.government.lookup import NotThereError, found, impossible
from reformsim.model.mergers.mapchange import councils_elected, way_to_hall
from reformsim.model.mergers.pieces import recomposed, units_with
from reformsim.model.world import World
from reformsim.territory.divided import strips


def move_border(world: World, change: MoveBorder, lever: str) -> None:
    """Move inhabitants with their share of the land of their unit to a neighbour.

    Both go on. A council is elected anew where the inhabitants of its municipality change by a tenth or more: less is a
    border correction without an Act (Wet arhi art. 1, 3 and 52).
    """
    state = world.state
    try:
        giver, receiver = found(world, change.giver), found(world, change.receiver)
        number = _number(world, change, giver, receiver)
    except NotThereError as error:
        impossible(world, lever, error)
        return
    rows = np.array([giver, receiver])
    before = state.population[rows].copy()
    moved = _nearest(world, giver, receiver, number)
    state.owner[moved] = receiver
    state.unit_province[moved] = state.province[receiver]
    for row in rows.tolist():
        units = np.flatnonzero(state.owner == row)
        recomposed(world, row, units)
        state.travel[row] = way_to_hall(world, row, units)
    limit = world.law.value("merger_border_correction_limit", world.today)
    anew = rows[np.abs(state.population[rows] - before) >= limit * before]
    councils_elected(world, [(int(row), np.flatnonzero(state.owner == row)) for row in anew])
    state.refresh_live()
    world.remade += rows.tolist()
    names = world.codes_of(rows)
    world.tell("border_moved", names[1], names, f"{number:,} inhabitants ({lever})")


def _number(world: World, change: MoveBorder, giver: int, receiver: int) -> int:
    """Inhabitants who move, after it has been found possible."""
    state = world.state
    here, there = (f"'{state.names[row]}'" for row in (giver, receiver))
    if giver == receiver:
        raise NotThereError(f"{here} cannot give to itself")
    if receiver not in world.neighbours.all.neighbours(giver):
        raise NotThereError(f"{here} and {there} are no neighbours in {state.year}")
    people = int(state.population[giver])
    number = change.inhabitants or round((change.share or 0.0) * people)
    if number >= people:
        raise NotThereError(f"{here} has {people:,} inhabitants in {state.year}, and {number:,} were to go")
    if number < 1:
        raise NotThereError(f"nobody of {here} would go in {state.year}")
    return number


def _nearest(world: World, giver: int, receiver: int, people: int) -> Ints:
    """Units of the giver with so many inhabitants, those nearest to the receiver first; the last is cut.

    A strip that came from elsewhere goes last. What is cut is a strip.
    """
    state, t = world.state, world.territory
    units = np.flatnonzero(state.owner == giver)
    apart = np.hypot(t.x[units] - state.hall_x[receiver], t.y[units] - state.hall_y[receiver])
    return units_with(world, units[np.lexsort((units, apart, strips(t)[units]))].tolist(), people, strip=True)
