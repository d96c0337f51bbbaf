"""What indicators of areas have in common: which units they mean, and who governs there.

Areas are those that the territory names (``areas`` in ``territory.yaml``). On a territory that does not name the ones
an indicator asks for, the whole territory stands for them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.view import View
from reformsim.tasks import LAYERS
from reformsim.territory import Territory

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

RANDSTAD = "randstad"
WINGS = ("noordvleugel", "zuidvleugel")
"""The wings of the Randstad, each taken as one daily urban system (note 15/22; that it is one: assumption)."""
SOUTH = "zuidvleugel"
ECONOMIC = (*WINGS, "brainport", "delta")
"""Economic areas that cross borders (note 15/22, 17/22)."""
PROVINCIE, REGIO = LAYERS.index("provincie"), LAYERS.index("regio")


def units_of(view: View, *names: str) -> list[Ints]:
    """Units of each of the named areas that the territory has; all units, once, where it has none of them."""
    return list(_units(view.world.territory, names))


@lru_cache(maxsize=64)
def _units(territory: Territory, names: tuple[str, ...]) -> tuple[Ints, ...]:
    found = tuple(territory.area_units(name) for name in names if name in territory.area_names)
    return found or (np.arange(len(territory)),)


def bodies_in(view: View, units: Ints) -> Ints:
    """Numbers of the living bodies with a member that governs one of the units."""
    rows = np.zeros(len(view.state.alive), bool)
    rows[view.state.owner[units]] = True
    bodies = view.state.bodies
    there = np.zeros(bodies.count, bool)
    there[bodies.edge_body[rows[bodies.edge_row]]] = True
    return np.flatnonzero(there)


def governments_in(view: View, units: Ints) -> float:
    """Governments active in some units: Rijk, provinces, water boards, municipalities, deelgemeenten and bodies."""
    state = view.state
    provinces = np.unique(state.unit_province[units])
    boards = np.unique(state.water_boards.label[units])
    s = state.sub_municipal
    quarters = s.bodies[s.alive & s.council_tier & np.isin(s.unit, units)].sum()
    alone = sum(one.body < 0 and not one.provinces.isdisjoint(provinces.tolist()) for one in view.arrangements)
    counts = (len(provinces), (boards >= 0).sum(), len(np.unique(state.owner[units])), quarters, alone)
    return float(1 + sum(counts) + len(bodies_in(view, units)))


def inhabitants_in(view: View, units: Ints) -> Floats:
    """Inhabitants of the units by living municipality, shape (m,)."""
    state = view.state
    by_row = np.bincount(state.owner[units], weights=state.unit_population[units], minlength=len(state.alive))
    return np.asarray(by_row[view.live], np.float64)


def congestion(view: View) -> tuple[float, float]:
    """The two parts of bestuurlijke drukte in the Randstad: authorities per subject there, and governments active."""
    (units,) = units_of(view, RANDSTAD)
    people = inhabitants_in(view, units)
    return float(view.authorities.mean(axis=1) @ people / people.sum()), governments_in(view, units)
