"""Which draws are simulated: a Latin hypercube, Morris' trajectories or Sobol's points, with chance as a factor.

Coordinates are those of a unit cube, one for each parameter; what values they stand for is the business of
:class:`reformsim.scenario.assumptions.Assumptions`. A row is simulated in all scenarios with the same parameters and
chance.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.errors import RunError, UnknownNameError

LHS, MORRIS, SOBOL = "lhs", "morris", "sobol"
DESIGNS = (LHS, MORRIS, SOBOL)

GROUPED = ("none", "name", "source")
"""What Morris and Sobol may move as one; see :func:`grouped`."""

REPLICATES = "replicates"
"""The draws that a run or comparison has anyway, told of as an exploration."""

CHANCE = "chance"
"""Name of the factor that chance is."""

LEVELS = 4
"""Of Morris' grid."""

EDGE = 0.05
"""What Morris' grid leaves out at either end of a parameter's distribution, which may have no end."""

AGAIN = 4
"""Of so many draws of a Latin hypercube one is simulated a second time, which tells chance from assumptions."""

_CHANCES = 2**20
"""Parts of the coordinate of chance in Sobol's points; each stands for one number of a replicate."""

FEWEST = {LHS: 8, MORRIS: 2, SOBOL: 4, REPLICATES: 8}
MOST_ROWS = 100_000
DRAWS = {LHS: 256, MORRIS: 10, SOBOL: 64}
"""Draws, trajectories or base points unless another number is given."""


@dataclass(frozen=True)
class Design:
    """A plan of draws, from which all rows follow.

    Parameters
    ----------
    kind
        Of :data:`DESIGNS`.
    names
        The parameters that are drawn.
    draws
        Draws of a Latin hypercube, trajectories of Morris, base points of Sobol (a power of two); replicates.
    seed
        Of the draws, and of the scenarios.
    replicates
        How often each draw of a Latin hypercube is simulated, each time with other chance. With 1 every fourth draw is
        simulated a second time; see :data:`AGAIN`.
    groups
        The group of each parameter, moved as one by Morris and Sobol; each is its own unless given.

    Raises
    ------
    UnknownNameError
        For another design.
    RunError
        If there is nothing to draw, or the number of draws or replicates cannot be.
    """

    kind: str
    names: tuple[str, ...]
    draws: int
    seed: int
    replicates: int = 1
    groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in FEWEST:
            raise UnknownNameError("design", self.kind, DESIGNS)
        if not self.names:
            raise RunError("nothing to explore: no parameter is drawn")
        if self.draws < FEWEST[self.kind]:
            raise RunError(f"{self.kind} needs at least {FEWEST[self.kind]} draws, got {self.draws}")
        if self.kind == SOBOL and self.draws & (self.draws - 1):
            raise RunError(
                f"sobol needs a power of two as number of draws, such as {_power(self.draws)}, got {self.draws}"
            )
        if self.replicates < 1 or (self.replicates > 1 and self.kind != LHS):
            raise RunError(
                "replicates are a whole number of 1 or more, and of lhs alone: chance is a factor in the others"
            )
        if self.rows > MOST_ROWS:
            raise RunError(f"{self.rows:,} draws of each scenario are more than {MOST_ROWS:,}: {self._fewer}")

    @property
    def _fewer(self) -> str:
        return "draw fewer" if self.kind == LHS else "draw fewer, group the parameters, or name those to explore"

    @property
    def group_of(self) -> tuple[str, ...]:
        """Group of each parameter."""
        return self.groups or self.names

    @property
    def factors(self) -> tuple[str, ...]:
        """What is moved by itself: the groups (or parameters), and chance as the last."""
        return (*dict.fromkeys(self.group_of), CHANCE)

    @property
    def rows(self) -> int:
        """Simulations of each scenario."""
        count = len(self.factors)
        if self.kind == MORRIS:
            return self.draws * (count + 1)
        if self.kind == SOBOL:
            return self.draws * (count + 2)
        if self.kind == REPLICATES:
            return self.draws
        return self.draws * self.replicates + (self.draws // AGAIN if self.replicates == 1 else 0)

    @property
    def problem(self) -> dict[str, Any]:
        """The same in SALib's words."""
        names = [*self.names, CHANCE]
        bounds = [[0.0, 1.0]] * len(names)
        return {"num_vars": len(names), "names": names, "bounds": bounds, "groups": [*self.group_of, CHANCE]}


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a design.

    Parameters
    ----------
    unit
        (n, k): coordinates of the parameters.
    chance
        (n,): number of the replicate whose chance a row has.
    moved
        (n, k + 1): coordinates as the design moved them, with that of chance last.
    draw
        (n,): rows of the same number have the same parameters, and other chance.
    sample
        (n,): whether a row is one of a sample of the distributions, in which every draw counts alike: not where some
        are simulated a second time, none of Morris', of Sobol's the base points.
    """

    unit: Floats
    chance: Ints
    moved: Floats
    draw: Ints
    sample: Bools

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of all rows."""
        total = hashlib.sha256()
        for array in (self.unit, self.chance, self.draw):
            total.update(np.ascontiguousarray(array).tobytes())
        return total.hexdigest()

    def sealed(self) -> Rows:
        """Make all arrays read-only."""
        for array in (self.unit, self.chance, self.moved, self.draw, self.sample):
            array.setflags(write=False)
        return self


@lru_cache(maxsize=4)
def rows_of(design: Design) -> Rows:
    """Give the rows of a design; the same for the same design, wherever they are asked for."""
    return laid({LHS: _lhs, MORRIS: _morris, SOBOL: _sobol}[design.kind](design), design)


def laid(moved: Floats, design: Design) -> Rows:
    """Give the rows of a design whose coordinates, with that of chance last, are known: (n, k + 1)."""
    count, number = len(design.factors), np.arange(len(moved))
    if design.kind == MORRIS:
        # A level of chance is other chance in every trajectory, or there would be four histories in all.
        chance = number // (count + 1) * LEVELS + np.rint(moved[:, -1] * (LEVELS - 1)).astype(np.int64)
        unit = EDGE + (1.0 - 2.0 * EDGE) * moved[:, :-1]
        return Rows(unit, chance, moved, number, np.zeros(len(moved), np.bool_)).sealed()
    if design.kind == SOBOL:
        # SALib writes for each base point the first matrix, one row for each factor, and the second matrix.
        within = number % (count + 2)
        chance = np.floor(moved[:, -1] * _CHANCES).astype(np.int64)
        return Rows(moved[:, :-1], chance, moved, number, (within == 0) | (within == count + 1)).sealed()
    return Rows(moved[:, :-1], number, moved, _draws(design), number < design.draws * design.replicates).sealed()


def _draws(design: Design) -> Ints:
    """Number of the draw in each row of a Latin hypercube."""
    draw = np.repeat(np.arange(design.draws), design.replicates)
    again = np.arange(design.draws // AGAIN) * AGAIN if design.replicates == 1 else np.arange(0)
    return np.concatenate([draw, again])


def _lhs(design: Design) -> Floats:
    from scipy.stats import qmc

    cube = qmc.LatinHypercube(len(design.names), seed=_chance(design)).random(design.draws)
    draw = _draws(design)
    return np.column_stack([cube[draw], (np.arange(len(draw)) + 0.5) / len(draw)])


def _morris(design: Design) -> Floats:
    from SALib.sample.morris import sample

    return np.asarray(sample(design.problem, design.draws, num_levels=LEVELS, seed=_chance(design)), np.float64)


def _sobol(design: Design) -> Floats:
    from SALib.sample.sobol import sample

    found = sample(design.problem, design.draws, calc_second_order=False, seed=_chance(design))
    return np.asarray(found, np.float64)


def _chance(design: Design) -> np.random.Generator:
    return keyed(design.seed, design.kind)


def keyed(seed: int, *purpose: str) -> np.random.Generator:
    """Give chance of its own for a purpose."""
    return np.random.default_rng((int.from_bytes(" ".join(("explore", *purpose)).encode()), seed))


def seed_for(seed: int, *purpose: str) -> int:
    """Give a seed, from 1 to 2^31 - 1, for a library that takes a number; SALib takes 0 for none."""
    return int(keyed(seed, *purpose).integers(1, 2**31 - 1))


def grouped(names: Sequence[str], sources: Sequence[str], by: str) -> tuple[str, ...]:
    """Give the group of each parameter.

    Parameters
    ----------
    sources
        What each rests on.
    by
        'none' (each its own), 'name' (the first word of the name) or 'source'.

    Raises
    ------
    UnknownNameError
        For anything else to group by.
    """
    if by not in GROUPED:
        raise UnknownNameError("what to group by", by, GROUPED)
    if by == "source":
        return tuple(sources)
    return tuple(name.partition(".")[0] for name in names) if by == "name" else ()


def _power(number: int) -> int:
    """Give the power of two that is nearest on a logarithmic scale."""
    return 1 << round(math.log2(number))
