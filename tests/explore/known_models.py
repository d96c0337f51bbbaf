"""Models whose answer is known, in place of the real one; importable, so that workers can run them.

Each reads the weights that were drawn for it, as the model does, and turns them back into coordinates from 0 to 1.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from reformsim.behaviour import load_behaviour
from reformsim.errors import RunError
from reformsim.experiment import Run
from reformsim.scenario import Assumptions, Scenario
from tests.experiment.fake_model import FakeRecord

X = (
    "cooperation.grip", "cooperation.cost_per_membership", "decisions.base_weeks", "europe.directive_rate",
    "residents.reach",
)  # fmt: skip
"""Weights that stand for x1, x2, ... of a known function; each has a range on both sides of its default."""

LOWER, HIGHER, NEITHER = "administrators_total", "turnout_council", "municipalities"
"""Measures of which less is better, more is, and no way is."""

UNITS = ("U01", "U02", "U03", "U04")


def scenario(name: str = "base", seed: int = 5, **also: object) -> Scenario:
    """A scenario whose levers do nothing: models tell scenarios apart by name."""
    return Scenario(**{"name": name, "horizon": {"start": 2011, "end": 2012}, "seed": seed, **also})


@lru_cache(maxsize=1)
def _tables() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    grid = np.linspace(0.0, 1.0, 4001)
    return {name: (load_behaviour().parameters[name].distribution.ppf(grid), grid) for name in X}


def drawn_by_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have results refused as draws of an exploration, as those of another version are."""

    def refused(runs: Sequence[Run]) -> None:
        name = runs[0].name
        raise RunError(f"the assumptions of '{name}' were drawn by another version; simulate it anew to explore it")

    for module in ("unknowns", "result"):
        monkeypatch.setattr(f"reformsim.experiment.explore.{module}.as_drawn", refused)


def unit(drawn: Scenario) -> np.ndarray:
    """Coordinates of the weights that stand for x1, x2, ...; those not drawn are 0.5."""
    values = drawn.behaviour_values()
    return np.array([np.interp(values[name], *_tables()[name]) for name in X])


def normal(seed: int, chance: int) -> float:
    """The chance of a replicate, the same in every scenario."""
    return float(np.random.default_rng((seed, chance)).normal())


def record(drawn: Scenario, replicate: int, **values: float) -> FakeRecord:
    """A record of two years with these measures, in the order in which they are reported."""
    names = tuple(name for name in drawn.measured if name in values)
    of = np.tile([values[name] for name in names], (2, 1))
    of[0] *= 0.5
    owner = np.tile(np.arange(4, dtype=np.int32), (2, 1))
    return FakeRecord(drawn.name, replicate, (2011, 2012), names, of, (), owner=owner)


def ishigami(drawn: Scenario, replicate: int) -> FakeRecord:
    """Ishigami & Homma 1990, with a = 7 and b = 0.1; chance does nothing."""
    x = (2.0 * unit(drawn) - 1.0) * np.pi
    y = np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    return record(drawn, replicate, **{LOWER: y})


G = np.array([0.0, 1.0, 4.5, 9.0])


def g_function(drawn: Scenario, replicate: int) -> FakeRecord:
    """Sobol's G function of four coordinates."""
    y = float(np.prod((np.abs(4.0 * unit(drawn)[:4] - 2.0) + G) / (1.0 + G)))
    return record(drawn, replicate, **{LOWER: y})


WEIGHTS = np.array([2.0, 1.0])


def noisy(drawn: Scenario, replicate: int) -> FakeRecord:
    """2 x1 + x2 + chance, all three of known variance."""
    y = float(WEIGHTS @ unit(drawn)[:2]) + 0.5 * normal(drawn.seed, replicate)
    return record(drawn, replicate, **{LOWER: y})


MEAN, SLOPES, NOISE = -0.8, np.array([2.0, 1.0]), 1.0
"""Of the gain of 'other' over 'base', which is normal: MEAN + SLOPES . z + NOISE x chance."""


def decision(drawn: Scenario, replicate: int) -> FakeRecord:
    """A choice with a linear, normal gain, of which the worth of knowing has a closed form."""
    from scipy.special import ndtri

    x = unit(drawn)
    z = ndtri(np.clip(x, 1e-6, 1.0 - 1e-6))
    level = 10.0 + z[3]
    gain = MEAN + float(SLOPES @ z[:2]) + NOISE * normal(drawn.seed, replicate)
    y = level + (gain if drawn.name == "other" else 0.0)
    return record(drawn, replicate, **{HIGHER: y, NEITHER: 400.0})


def boxed(drawn: Scenario, replicate: int) -> FakeRecord:
    """'other' is better where x1 is above 0.6 and x2 at most 0.7, and only there."""
    x = unit(drawn)
    better = x[0] > 0.6 and x[1] <= 0.7
    y = 100.0 + (0.0 if drawn.name == "base" else -5.0 if better else 4.0 + x[0])
    return record(drawn, replicate, **{LOWER: y, NEITHER: 400.0})


def failing(drawn: Scenario, replicate: int) -> FakeRecord:
    """As the noisy one, but chance number 3 breaks it."""
    if replicate == 3:
        raise ZeroDivisionError("division by zero")
    return noisy(drawn, replicate)


@dataclass(frozen=True)
class Slow:
    """A model that waits before each replicate but the first ones, until a file is there."""

    gate: str
    quick: int

    def __call__(self, drawn: Scenario, replicate: int) -> FakeRecord:
        while replicate >= self.quick and not Path(self.gate).exists():
            time.sleep(0.02)
        return boxed(drawn, replicate)


def explore_into(folder: Path, gate: Path | None, quick: int = 0) -> None:
    """Explore with a model that is stuck until the gate is there; for processes that are killed."""
    from reformsim import explore

    model: Callable[[Scenario, int], FakeRecord] = boxed if gate is None else Slow(str(gate), quick)
    explore(pair(), draws=24, parameters=X[:3], out=folder, simulate=known_as_boxed(model))


def known_as_boxed(model: Callable[[Scenario, int], FakeRecord]) -> Callable[[Scenario, int], FakeRecord]:
    """The model under the name of the quick one, so that folders of both are the same."""

    def simulate(drawn: Scenario, replicate: int) -> FakeRecord:
        return model(drawn, replicate)

    simulate.__module__, simulate.__qualname__ = __name__, "boxed"
    return simulate


def pair() -> list[Scenario]:
    """Two scenarios that models tell apart by name."""
    return [scenario("base", measures=(LOWER, NEITHER)), scenario("other", measures=(LOWER, NEITHER))]


def names_drawn() -> tuple[str, ...]:
    """All that is drawn in a scenario that sets nothing."""
    return Assumptions.of(scenario()).names
