"""The tasks of one day: frozen tasks and their figures as read-only arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from reformsim.errors import UnknownNameError
from reformsim.tasks.form import LAYERS
from reformsim.tasks.handed_over import part_handed_over

FIGURES = ("budget", "efficient_scale", "complexity", "depth", "half_life", "optimum", "rise", "staff")
"""Figures of a task that the catalogue also gives as arrays."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: mark, source (empty for an assumption), the reasoning behind it, its range if any."""

    status: str
    source: str
    note: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class TaskSources:
    """Origins of the figures of a task."""

    carrier: Origin
    budget: Origin
    efficient_scale: Origin
    complexity: Origin
    depth: Origin
    half_life: Origin
    optimum: Origin
    rise: Origin
    staff: Origin


@dataclass(frozen=True, slots=True)
class Task:
    """One task of government, as it is on a day.

    Parameters
    ----------
    carrier, involved
        The layer that carries it, and all layers with a formal say (the carrier among them).
    budget
        Euro per inhabitant per year.
    efficient_scale
        Inhabitants; ``s_k`` of the capacity rule.
    complexity
        0 (routine) to 1 (rare expertise).
    depth, half_life, optimum, rise
        The curve of what is lost to scale (:func:`reformsim.tasks.scale.lost`); ``optimum`` is infinite where none
        was found.
    staff
        Full-time people per 1,000 inhabitants, in whatever organisation carries it out.
    division
        Regional division that law or later practice prescribes; ``None`` if there is none.
    forms
        Legal forms it may be shared in, of :data:`FORMS`.
    eu
        Act of the European Union that binds whoever carries it out; empty if none is known.
    grant
        Specific grant by which the state pays it; empty where it is paid from general means.
    """

    id: str
    name_en: str
    name_nl: str
    domain: str
    carrier: str
    involved: tuple[str, ...]
    budget: float
    efficient_scale: float
    complexity: float
    depth: float
    half_life: float
    optimum: float
    rise: float
    staff: float
    division: str | None
    forms: tuple[str, ...]
    sources: TaskSources
    note: str = ""
    eu: str = ""
    grant: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A task that the law gives to another layer on a later day."""

    day: date
    task: str
    carrier: str
    involved: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class TaskCatalogue:
    """The tasks of a day, in the order of the file, with their figures as read-only arrays of length K.

    Attributes
    ----------
    coming
        What the law does with these tasks on later days, in order; empty where the law of the day goes on.
    added
        How many of the last of them a scenario adds: they are dormant on the first day.
    budget, efficient_scale, complexity : ndarray of float64, shape (K,)
    depth, half_life, optimum, rise, staff : ndarray of float64, shape (K,)
        What is lost to scale, and people per 1,000 inhabitants; ``optimum`` is infinite where none was found.
    handed_over : ndarray of float64, shape (K,)
        Part of the budget of a task that goes with it to a body (:mod:`reformsim.tasks.handed_over`).
    carrier_index : ndarray of int8, shape (K,)
        Index into :data:`LAYERS`.
    involved_matrix : ndarray of bool, shape (K, 5)
        Columns in the order of :data:`LAYERS`.
    european, earmarked : ndarray of bool, shape (K,)
        Bound by an act of the European Union; paid by a specific grant on the first day.
    """

    tasks: tuple[Task, ...]
    coming: tuple[Step, ...] = ()
    added: int = 0
    budget: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)
    efficient_scale: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)
    complexity: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)
    depth: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)
    half_life: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)
    optimum: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)
    rise: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)
    staff: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)
    handed_over: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)
    carrier_index: npt.NDArray[np.int8] = field(init=False, repr=False, compare=False)
    involved_matrix: npt.NDArray[np.bool_] = field(init=False, repr=False, compare=False)
    european: npt.NDArray[np.bool_] = field(init=False, repr=False, compare=False)
    earmarked: npt.NDArray[np.bool_] = field(init=False, repr=False, compare=False)
    _place: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        def keep(name: str, array: npt.NDArray[np.generic]) -> None:
            array.flags.writeable = False
            object.__setattr__(self, name, array)

        for name in FIGURES:
            keep(name, np.array([getattr(t, name) for t in self.tasks], dtype=np.float64))
        keep("handed_over", np.array([part_handed_over(t.id) for t in self.tasks], dtype=np.float64))
        keep("carrier_index", np.array([LAYERS.index(t.carrier) for t in self.tasks], dtype=np.int8))
        involved = [[layer in t.involved for layer in LAYERS] for t in self.tasks]
        keep("involved_matrix", np.array(involved, dtype=np.bool_).reshape(len(self.tasks), len(LAYERS)))
        keep("european", np.array([bool(t.eu) for t in self.tasks], dtype=np.bool_))
        keep("earmarked", np.array([bool(t.grant) for t in self.tasks], dtype=np.bool_))
        object.__setattr__(self, "_place", {t.id: i for i, t in enumerate(self.tasks)})

    def __reduce__(self) -> tuple[type[TaskCatalogue], tuple[tuple[Task, ...], tuple[Step, ...], int]]:
        return type(self), (self.tasks, self.coming, self.added)

    def __len__(self) -> int:
        return len(self.tasks)

    def __iter__(self) -> Iterator[Task]:
        return iter(self.tasks)

    def __getitem__(self, id: str) -> Task:
        return self.tasks[self.index(id)]

    def __contains__(self, id: object) -> bool:
        return id in self._place

    def __repr__(self) -> str:
        return f"TaskCatalogue({len(self.tasks)} tasks: {', '.join(self.ids)})"

    @property
    def shipped(self) -> TaskCatalogue:
        """The catalogue without the tasks that a scenario adds."""
        return _shipped(self) if self.added else self

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the tasks, in catalogue order."""
        return tuple(t.id for t in self.tasks)

    def index(self, id: str) -> int:
        """Give the place of a task in the arrays; raises :class:`UnknownNameError` with the nearest id."""
        try:
            return self._place[id]
        except KeyError:
            raise UnknownNameError("task", id, self._place) from None


@lru_cache(maxsize=64)
def _shipped(catalogue: TaskCatalogue) -> TaskCatalogue:
    return TaskCatalogue(catalogue.tasks[: -catalogue.added], catalogue.coming)
