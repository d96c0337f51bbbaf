"""Municipalities that a reform takes apart: parts of them become municipalities of their own on 1 January."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reformsim.arrays import Ints
from reformsim.levers.changes_by_name import Part, SplitMunicipality
from reformsim.model.cooperation.memberships import carry_regionally, dissolve_empty
from reformsim.model.councils.on_bodies import decide
from reformsim.model.government.lookup import NotThereError, found, impossible
from reformsim.model.mergers.framework import agreeing
from reformsim.model.mergers.mapchange import councils_elected, new_code, next_row, way_to_hall
from reformsim.model.mergers.pieces import recomposed, units_with, whole_units
from reformsim.model.money import book_split
from reformsim.model.world import Merged, World
from reformsim.territory.divided import strips


class Off(NamedTuple):
    """Units that become a municipality of their own: its name, and its code where it has had one before."""

    name: str
    code: str
    units: Ints


def split_named(world: World, change: SplitMunicipality, lever: str) -> None:
    """Take a municipality apart, or all that were formed in a year."""
    try:
        rows = [found(world, change.municipality)] if change.merged_in is None else _formed_in(world, change.merged_in)
    except NotThereError as error:
        impossible(world, lever, error)
        return
    for row in rows:
        if change.asked and not _agrees(world, row, lever):
            continue
        try:
            if change.parts:
                _split(world, row, _cut(world, row, change.parts), lever)
            else:
                _split(world, row, _former_of(world, row), lever)
                world.lineage.remove(_last_merger(world, row))
        except NotThereError as error:
            impossible(world, lever, error)


def _agrees(world: World, row: int, lever: str) -> bool:
    """Ask the council: it agrees to be taken apart with the chance with which it would refuse to merge."""
    rows, key = np.array([row]), world.state.key[[row]]
    draws = world.streams.uniform("split.asked", world.state.year, key)
    chances = 1.0 - agreeing(world, (row,))
    given = bool(decide(world, "split", rows, key, chances, draws, lambda _: lever, rare=False).carried[0])
    if not given:
        world.tell("split_refused", lever, world.codes_of(rows), "refused by its council")
    return given


def _formed_in(world: World, year: int) -> list[int]:
    rows = sorted({one.row for one in world.lineage if one.year == year and world.state.alive[one.row]})
    if not rows:
        raise NotThereError(f"no municipality that exists in {world.state.year} was formed by a merger in {year}")
    return rows


def _former_of(world: World, row: int) -> list[Off]:
    """What the last merger took together; what has come since stays with the largest of them."""
    state = world.state
    last = _last_merger(world, row)
    units = np.flatnonzero(state.owner == row)
    before = dict(zip(last.units.tolist(), last.before.tolist(), strict=True))
    groups: dict[int, list[int]] = {}
    for unit in units.tolist():
        if unit in before:
            groups.setdefault(before[unit], []).append(unit)
    if len(groups) < 2:
        raise NotThereError(
            f"only '{state.names[next(iter(groups))]}' is left of those that formed '{state.names[row]}'"
        )
    largest = max(groups, key=lambda old: (int(state.unit_population[groups[old]].sum()), -old))
    groups[largest] += [unit for unit in units.tolist() if unit not in before]
    itself = [old for old in groups if state.codes[old] == state.codes[row]]
    return [
        Off(state.names[old], state.codes[old], np.array(sorted(groups[old]))) for old in groups if old not in itself
    ]


def _last_merger(world: World, row: int) -> Merged:
    for one in reversed(world.lineage):
        if one.row == row:
            return one
    raise NotThereError(f"'{world.state.names[row]}' was not formed by a merger in this run")


def _cut(world: World, row: int, wanted: tuple[Part, ...]) -> list[Off]:
    """The parts as units, after all of them have been found possible."""
    state = world.state
    name, people = state.names[row], int(state.population[row])
    named = [_former(world, row, part) for part in wanted]
    taken = np.concatenate([np.zeros(0, np.int64), *(off.units for off in named if off is not None)])
    if len(np.unique(taken)) < len(taken):
        raise NotThereError(f"two parts of '{name}' have a unit in common")
    numbers = [part.inhabitants or round((part.share or 0.0) * people) for part in wanted]
    asked = sum(n for n, off in zip(numbers, named, strict=True) if off is None)
    left = people - int(state.unit_population[taken].sum())
    if any(off is None for off in named) and asked >= left:
        raise NotThereError(f"'{name}' has {left:,} inhabitants to divide in {state.year}, and {asked:,} were to go")
    if any(n < 1 for n, off in zip(numbers, named, strict=True) if off is None):
        raise NotThereError(f"a part of '{name}' would have no inhabitants in {state.year}")
    result = []
    for part, number, off in zip(wanted, numbers, named, strict=True):
        if off is None:
            units = _from_the_edge(world, row, number, taken)
            off = Off(part.name, "", units)
            taken = np.concatenate([taken, units])
        result.append(off)
    return result


def _former(world: World, row: int, part: Part) -> Off | None:
    """The units of the former municipalities of a part; ``None`` if it is by share or number."""
    if not part.former:
        return None
    state = world.state
    units, rows = list[int](), list[int]()
    for word in part.former:
        old, mine = _units_of(world, word)
        if not len(mine) or (state.owner[mine] != row).any():
            raise NotThereError(f"'{word}' is no part of '{state.names[row]}' in {state.year}")
        units += mine.tolist()
        rows.append(old)
    own = state.names[row].casefold()
    if any(word == state.codes[row] or word.casefold() == own for word in part.former):
        raise NotThereError(f"'{state.names[row]}' goes on as what is left; expected only parts that leave it")
    code = state.codes[rows[0]] if len(rows) == 1 else ""
    return Off(part.name or state.names[rows[0]], code, np.array(sorted(set(units))))


def _units_of(world: World, word: str) -> tuple[int, Ints]:
    """Row and units of a former municipality when it merged with others; -1 and none if it has not in this run."""
    state, low = world.state, word.casefold()
    for one in reversed(world.lineage):
        for old in np.unique(one.before).tolist():
            if state.codes[old] == word or state.names[old].casefold() == low:
                return old, one.units[one.before == old]
    return -1, np.zeros(0, np.int64)


def _from_the_edge(world: World, row: int, people: int, taken: Ints) -> Ints:
    """Units with so many inhabitants, from the edge of a municipality inwards; the last is cut."""
    state, t = world.state, world.territory
    units = np.setdiff1d(np.flatnonzero((state.owner == row) & ~strips(t)), taken)
    apart = np.hypot(t.x[units] - state.hall_x[row], t.y[units] - state.hall_y[row])
    return units_with(world, units[np.lexsort((units, -apart))].tolist(), people)


def _split(world: World, row: int, off: list[Off], lever: str) -> None:
    state = world.state
    before = int(state.population[row])
    units = np.flatnonzero(state.owner == row)
    rest = np.setdiff1d(units, np.concatenate([one.units for one in off]))
    if len(rest) and not whole_units(world, rest):  # strips alone are no municipality
        off = [off[0]._replace(units=np.union1d(off[0].units, rest)), *off[1:]]
        rest = rest[:0]
    made = [_founded(world, row, one) for one in off]
    _seats(world, row, made, goes_on=bool(len(rest)))
    elected = list(zip(made, (one.units for one in off), strict=True))
    if len(rest):
        recomposed(world, row, rest)
        state.travel[row] = way_to_hall(world, row, rest)
        elected += [(row, rest)] if _unlike(world, before, int(state.population[row])) else []
    else:
        state.alive[row] = False
        state.population[row] = 0
    councils_elected(world, elected)
    state.refresh_live()
    inhabitants = state.population[made]
    outside = float(inhabitants.sum() if len(rest) else inhabitants.sum() - inhabitants.max())
    book_split(world, made, outside)
    world.remade += [*made, row] if len(rest) else made
    there = [row, *made] if len(rest) else made
    world.tell("municipality_split", state.codes[row], world.codes_of(there), lever)
    dissolve_empty(state, {row, *made})
    carry_regionally(state, state.live, world.tasks.carrier_index)


def _unlike(world: World, before: int, after: int) -> bool:
    """Whether so many have gone that the council of the rest is elected anew (Wet arhi art. 52: a tenth)."""
    limit = world.law.value("merger_interim_election_population_change", world.today)
    return abs(after - before) >= limit * before


def _founded(world: World, row: int, off: Off) -> int:
    """Open the row of a part: offices are elected, all else it has from the municipality that it was part of."""
    state, t = world.state, world.territory
    new = next_row(state)
    state.codes.append(off.code or new_code(state, f"{state.codes[row].partition('+')[0]}-1"))
    state.names.append(off.name)
    state.alive[new], state.founded[new], state.owner[off.units] = True, state.year, new
    seat = off.units[int(state.unit_population[off.units].argmax())]
    state.hall_x[new], state.hall_y[new] = t.x[seat], t.y[seat]
    for column in (state.province, state.carrier, state.executor, state.joined, state.imposed):
        column[new] = column[row]
    recomposed(world, new, off.units)
    state.travel[new] = way_to_hall(world, new, off.units)
    return new


def _seats(world: World, row: int, made: list[int], *, goes_on: bool) -> None:
    """Let parts take seats in the bodies of the municipality that they were part of (Wet arhi art. 41)."""
    bodies = world.state.bodies
    mine = bodies.edge_body[bodies.edge_row == row]
    for new in made:
        bodies.add_members(mine.tolist(), [new] * len(mine))
    if not goes_on:
        bodies.remove_members(bodies.edge_row == row)
