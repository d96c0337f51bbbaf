"""Units of the start map that a reform divides: the world gets the pieces, and what is known of units is divided."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from reformsim.arrays import Ints
from reformsim.model.world import World
from reformsim.territory.divided import Cut, apportioned, cut, origins, parts, strips
from reformsim.world.streams import keys_of


def cut_off(world: World, unit: int, people: int, *, strip: bool = False) -> int:
    """Cut a piece with so many inhabitants out of a unit; returns its position. It stays with the same municipality.

    Parameters
    ----------
    people
        More than none and fewer than live in the unit this year.
    strip
        As in :class:`reformsim.territory.divided.Cut`.
    """
    state = world.state
    share = people / int(state.unit_population[unit])
    before = origins(world.territory)
    n = len(world.start_map)
    world.territory = cut(world.territory, Cut(unit, share, strip))
    origin, part = origins(world.territory), parts(world.territory)
    whole = {year: np.bincount(before, weights=p, minlength=n).astype(np.int64) for year, p in world.path.items()}
    world.path = {year: apportioned(people_of, origin, part) for year, people_of in whole.items()}
    new = len(origin) - 1
    for name in ("owner", "unit_province"):
        column = getattr(state, name)
        setattr(state, name, np.append(column, column[unit]).astype(column.dtype))
    state.water_boards.label = np.append(state.water_boards.label, state.water_boards.label[unit]).astype(np.int32)
    state.unit_population = world.path[state.year]
    state.refresh_live()
    return new


def units_with(world: World, units: Iterable[int], people: int, *, strip: bool = False) -> Ints:
    """Of units in their order the first in which so many inhabitants live, ascending; the last one is cut.

    Parameters
    ----------
    strip
        Whether what is cut off is a strip, as in :class:`reformsim.territory.divided.Cut`.
    """
    chosen: list[int] = []
    for unit in units:
        if people <= 0:
            break
        here = int(world.state.unit_population[unit])
        chosen.append(unit if here <= people else cut_off(world, unit, people, strip=strip))
        people -= here
    return np.array(sorted(chosen))


def recomposed(world: World, row: int, units: Ints) -> None:
    """Set what a municipality has from its units: inhabitants, land, key, and the unit that leads it."""
    state, t = world.state, world.territory
    whole = units[~strips(t)[units]]
    leader = whole[int(state.unit_population[whole].argmax())]
    state.population[row], state.area[row] = state.unit_population[units].sum(), t.area_km2[units].sum()
    state.key[row] = keys_of(tuple(t.codes[u] for u in whole.tolist())).sum(dtype=np.uint64)
    state.leader[row], state.n_units[row] = origins(t)[leader], len(whole)


def whole_units(world: World, units: Ints) -> int:
    """How many of some units are no strips."""
    return int((~strips(world.territory)[units]).sum())
