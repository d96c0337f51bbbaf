"""What measures of areas have in common: which units they mean, and who governs there.

Areas are those that the territory names (``areas`` in ``territory.yaml``). On a territory that does not name the ones
a measure asks for, the whole territory stands for them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Bools, Floats, Ints
from reformsim.territory import Territory

RANDSTAD = "randstad"
WINGS = ("noordvleugel", "zuidvleugel")
"""The wings of the Randstad, each taken as one daily urban system (note 15/22; that it is one: assumption)."""
SOUTH = "zuidvleugel"
ECONOMIC = (*WINGS, "brainport", "delta")
"""Economic areas that cross borders (note 15/22, 17/22)."""


def units_of(s: Snapshots, *names: str) -> list[Ints]:
    """Units of each of the named areas that the territory has; all units, once, where it has none of them."""
    return list(_units(s.territory, names))


@lru_cache(maxsize=64)
def _units(territory: Territory, names: tuple[str, ...]) -> tuple[Ints, ...]:
    found = tuple(territory.area_units(name) for name in names if name in territory.area_names)
    return found or (np.arange(len(territory)),)


def bodies_in(s: Snapshots, units: Ints) -> Floats:
    """Living bodies with a member that governs one of the units, shape (S,)."""
    member = marks(s.owner[:, units], len(s.snap)).take(s.edge_member)
    return s.per_snapshot(marks(s.edge_body.compress(member), len(s.body_snap)))


def provinces_in(s: Snapshots, units: Ints) -> Bools:
    """Provinces in which some of the units lie, shape (S, P)."""
    return marks(s.unit_province[:, units], s.by_province.size).reshape(s.by_province.shape)


def governments_in(s: Snapshots, units: Ints) -> Floats:
    """Governments active in some units, (S,).

    Rijk, provinces, water boards, municipalities, sub-municipal councils, cooperation bodies, and arrangements of
    provinces without a body.
    """
    provinces = provinces_in(s, units)
    shape = s.of_boards("alive").shape
    board = s.water_board[:, units]
    at, unit = (board >= 0).nonzero()
    boards = marks(at * shape[1] + board[at, unit], shape[0] * shape[1]).reshape(shape).sum(axis=1)
    municipalities = s.total(marks(s.owner[:, units], len(s.snap)))
    part = "sub_municipal"
    there = s.table("alive", part) & s.table("council_tier", part)
    there = there & marks(units, len(s.territory)).take(s.table("unit", part))
    councils = (s.table("bodies", part) * there).sum(axis=1)
    alone = [
        sum(one.body < 0 and bool(here[list(one.provinces)].any()) for one in shot.arrangements)
        for shot, here in zip(s.shots, provinces, strict=True)
    ]
    governments = 1.0 + provinces.sum(axis=1) + boards + municipalities + councils + alone
    return governments + bodies_in(s, units)


def marks(numbers: NDArray[np.integer], size: int) -> Bools:
    """Which of the numbers 0 to ``size`` - 1 occur, shape (size,)."""
    there = np.zeros(size, bool)
    there[numbers] = True
    return there


@once
def randstad_bodies(s: Snapshots) -> Floats:
    """Living cooperation bodies with a member in the Randstad, shape (S,)."""
    return bodies_in(s, units_of(s, RANDSTAD)[0])


@once
def randstad_governments(s: Snapshots) -> Floats:
    """Governments active in the Randstad, shape (S,)."""
    return governments_in(s, units_of(s, RANDSTAD)[0])


def inhabitants_in(s: Snapshots, units: Ints) -> Floats:
    """Inhabitants of the units by municipality, shape (N,)."""
    people = np.bincount(s.owner[:, units].ravel(), weights=s.unit_people[:, units].ravel(), minlength=len(s.snap))
    return people.astype(np.float64, copy=False)


def congestion(s: Snapshots) -> tuple[Floats, Floats]:
    """The two parts of bestuurlijke drukte in the Randstad, each (S,): authorities per subject, governments active."""
    people = inhabitants_in(s, units_of(s, RANDSTAD)[0])
    return s.total(s.authorities_per_subject * people) / s.total(people), randstad_governments(s)
