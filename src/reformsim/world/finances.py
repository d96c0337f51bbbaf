"""Money and officials of a run: what tasks ask, what comes for them, and what reforms cost and save."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats
from reformsim.tasks import LAYERS, TaskCatalogue

if TYPE_CHECKING:
    from reformsim.world.state import State


@dataclass(frozen=True, slots=True)
class Path:
    """Money of a layer over the years: factors from a year on, the last of which stays.

    Parameters
    ----------
    layer
        Index into ``tasks.LAYERS``.
    factors
        Cumulative factors on the money of the first day.
    """

    layer: int
    since: int
    factors: tuple[float, ...]

    def at(self, year: int) -> float:
        """The factor of a year; 1 before the first."""
        return 1.0 if year < self.since else self.factors[min(year - self.since, len(self.factors) - 1)]


@dataclass(slots=True)
class Finances:
    """What tasks ask and what comes for them.

    Attributes
    ----------
    need : (K,) float64
        Euro per inhabitant a year that each task asks, so that ``State.budget / need`` is the part that is paid.
    earmarked : (K,) bool
        Paid by a specific grant.
    money : (5,) float64
        Money of each layer of ``tasks.LAYERS`` relative to what its tasks would get on the first day. What bodies
        carry in their own right the state pays.
    fund : (5,) float64
        The same for the municipal and the provincial fund alone (without the cut for scale-up).
    staff : (5,) float64
        Officials of each layer relative to those of the first day.
    presence : (5, K) float64
        Officials at work on each task relative to the first day, by the layer that carries it, apart from cuts: other
        work takes them from it or sets them free (``model/capacity/presence.py``).
    one_off : float
        Euro spent so far on moving tasks and merging water boards.
    """

    need: Floats
    earmarked: Bools
    presence: Floats
    money: Floats = field(default_factory=lambda: np.ones(len(LAYERS)))
    fund: Floats = field(default_factory=lambda: np.ones(len(LAYERS)))
    staff: Floats = field(default_factory=lambda: np.ones(len(LAYERS)))
    paths: list[Path] = field(default_factory=list)
    one_off: float = 0.0

    def copy(self) -> Finances:
        """An independent copy, for a fresh run."""
        return copy.deepcopy(self)


def start_finances(tasks: TaskCatalogue) -> Finances:
    """Every task paid in full, as the catalogue has it."""
    presence = np.ones((len(LAYERS), len(tasks.budget)))
    return Finances(tasks.budget.astype(float).copy(), tasks.earmarked.copy(), presence)


def unchanged(state: State) -> bool:
    """Whether every task is paid in full, with the officials of the first day (then nothing need be computed)."""
    f = state.finances
    staffed = (f.staff == 1.0).all() and (f.presence == 1.0).all()
    return bool((state.budget == f.need).all() and (f.money == 1.0).all() and staffed)


def carrier_places(carrier: NDArray[np.integer]) -> NDArray[np.int64]:
    """Place in a table (layers, K), laid out flat, of the layer that carries each task, shape of ``carrier``."""
    tasks = carrier.shape[-1]
    return carrier * np.int64(tasks) + np.arange(tasks)


def funded(state: State) -> Floats:
    """Part of what tasks ask that is paid, by the layer that carries them, shape (layers, K); 1 on the first day."""
    f = state.finances
    paid = np.where(f.need > 0, state.budget / np.maximum(f.need, 1e-12), 1.0)
    return paid * f.money[:, None]


def resources(state: State, money: float, staff: float) -> Floats:
    """Factor on adequacy for money and officials short (or to spare), by the layer that carries a task, (layers, K).

    Parameters
    ----------
    money, staff
        Elasticities of adequacy to the part of a task that is paid, and to officials; 0 is no effect.
    """
    there = state.finances.staff[:, None] * state.finances.presence
    return np.power(funded(state), money) * np.power(there, staff)
