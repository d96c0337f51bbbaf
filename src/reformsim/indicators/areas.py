"""What indicators of areas have in common: which units they mean, and who governs there.

Areas are those that the territory names (``areas`` in ``territory.yaml``). On a territory that does not name the ones
an indicator asks for, the whole territory stands for them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.view import View, once
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
    bodies = view.state.bodies
    member = marks(view.state.owner.take(units), len(view.state.alive)).take(bodies.edge_row)
    return np.bincount(bodies.edge_body.take(member.nonzero()[0]), minlength=bodies.count).nonzero()[0]


def governments_in(view: View, units: Ints) -> float:
    """Governments active in some units: Rijk, provinces, water boards, municipalities, deelgemeenten and bodies."""
    return _governments_beside_bodies(view, units) + len(bodies_in(view, units))


def _governments_beside_bodies(view: View, units: Ints) -> float:
    state = view.state
    provinces = marks(state.unit_province.take(units), len(state.provinces.codes)).nonzero()[0].tolist()
    label = state.water_boards.label.take(units)
    boards = np.count_nonzero(marks(label.compress(label >= 0), len(state.water_boards.codes)))
    municipalities = np.count_nonzero(marks(state.owner.take(units), len(state.alive)))
    s = state.sub_municipal
    quarters = s.bodies.compress(s.alive & s.council_tier & marks(units, len(state.owner)).take(s.unit)).sum()
    alone = sum(one.body < 0 and not one.provinces.isdisjoint(provinces) for one in view.arrangements)
    return float(1 + len(provinces) + boards + municipalities + quarters + alone)


def marks(numbers: NDArray[np.integer] | list[int], size: int) -> NDArray[np.bool_]:
    """Which of the numbers 0 to ``size`` - 1 occur, shape (size,)."""
    there = np.zeros(size, bool)
    there[numbers] = True
    return there


@once
def randstad_bodies(view: View) -> float:
    """Living cooperation bodies with a member in the Randstad."""
    return float(len(bodies_in(view, units_of(view, RANDSTAD)[0])))


@once
def randstad_governments(view: View) -> float:
    """Governments active in the Randstad."""
    return _governments_beside_bodies(view, units_of(view, RANDSTAD)[0]) + randstad_bodies(view)


def inhabitants_in(view: View, units: Ints) -> Floats:
    """Inhabitants of the units by living municipality, shape (m,)."""
    state = view.state
    people = state.unit_population.take(units)
    by_row = np.bincount(state.owner.take(units), weights=people, minlength=len(state.alive))
    return np.asarray(by_row.take(view.live), np.float64)


def congestion(view: View) -> tuple[float, float]:
    """The two parts of bestuurlijke drukte in the Randstad: authorities per subject there, and governments active."""
    (units,) = units_of(view, RANDSTAD)
    people = inhabitants_in(view, units)
    return float(view.authorities_per_subject @ people / people.sum()), randstad_governments(view)
