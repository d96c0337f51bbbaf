"""The snapshots of one or several runs laid one behind the other, so that a measure works on all of them at once.

S snapshots, in each the m municipalities that live then: N municipalities in all, in the order of snapshots. What is by
municipality has N entries in front, what is by snapshot S. A reduction over the municipalities of each snapshot is one
call, however many years and runs there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from reformsim.history import History, Snapshot
from reformsim.law import Law
from reformsim.tasks import TaskCatalogue
from reformsim.territory import Territory

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Value = TypeVar("Value")


class Stack:
    """Snapshots of runs on one territory, one behind the other; read only.

    Parameters
    ----------
    histories
        Runs on the same territory with the same tasks. Of each the first day stands before its years.

    Attributes
    ----------
    shots : list of Snapshot, S of them
    runs : list of History
    run, first : (S,) int64
        Position of the run of each snapshot in ``runs``; position of that run's first day among the snapshots.
    reported : (Y,) int64
        Positions of the snapshots that are years, not first days.
    count, start : (S,) int64
        Municipalities of each snapshot; position of the first of them among all N.
    snap : (N,) int64
        Snapshot of each municipality.
    """

    def __init__(self, histories: Sequence[History]):
        self.runs = list(histories)
        self.shots: list[Snapshot] = [shot for one in histories for shot in (one.first, *one.years)]
        lengths = np.array([1 + len(one.years) for one in histories])
        begin = lengths.cumsum() - lengths
        self.run: Ints = np.arange(len(lengths)).repeat(lengths)
        self.first: Ints = begin.repeat(lengths)
        self.reported: Ints = np.setdiff1d(np.arange(len(self.shots)), begin)
        self.count: Ints = np.array([len(shot.row) for shot in self.shots])
        self.start: Ints = self.count.cumsum() - self.count
        self.snap: Ints = np.arange(len(self.shots)).repeat(self.count)
        self.results: dict[object, Any] = {}

    # --- what is given --------------------------------------------------------------------------------

    @property
    def territory(self) -> Territory:
        """The map of the first day."""
        return self.runs[0].territory

    @property
    def tasks(self) -> TaskCatalogue:
        """The task catalogue."""
        return self.runs[0].tasks

    @cached_property
    def year(self) -> Ints:
        """(S,) year."""
        return np.array([shot.year for shot in self.shots])

    @cached_property
    def today(self) -> list[date]:
        """(S,) last day of the year, on which the law is read."""
        return [date(shot.year, 12, 31) for shot in self.shots]

    def weight(self, name: str) -> Floats:
        """A behavioural parameter, shape (S,)."""
        return self.once(("weight", name), lambda: np.array([run.behaviour[name] for run in self.runs])[self.run])

    def rule(self, name: str) -> list[Any]:
        """A rule of the world, S entries."""
        return [shot.rules[name] for shot in self.shots]

    def rule_number(self, name: str) -> Floats:
        """A rule that is a number or a switch, shape (S,)."""
        return self.once(("rule", name), lambda: np.array(self.rule(name), np.float64))

    def law(self, table: str) -> Floats:
        """The number of a law table of kind 'value' on the last day of the year, shape (S,)."""
        return self.by_law(("value", table), lambda law, day: law.value(table, day))

    def by_law(self, name: object, read: Callable[[Law, date], float]) -> Floats:
        """A number read from the law of each snapshot on the last day of its year, shape (S,).

        Parameters
        ----------
        name
            Under which it is kept.
        read
            Gives the number of a law and a day; asked once for each pair that occurs.
        """

        def found() -> Floats:
            known: dict[tuple[int, date], float] = {}
            values = []
            for shot, day in zip(self.shots, self.today, strict=True):
                key = (id(shot.law), day)
                if key not in known:
                    known[key] = read(shot.law, day)
                values.append(known[key])
            return np.array(values, np.float64)

        return self.once(("law", name), found)

    def by_class(self, table: str) -> Floats:
        """The number of a law table by class of inhabitants, shape (N,)."""

        def found() -> Floats:
            entries = [shot.law.entry(table, day) for shot, day in zip(self.shots, self.today, strict=True)]
            result = np.zeros(len(self.snap))
            for entry in dict.fromkeys(entries):  # Entries change with years of law, not with years simulated.
                here = np.array([one is entry or one == entry for one in entries])[self.snap]
                values = np.array(entry.values, np.float64)
                result[here] = values[
                    np.searchsorted(np.array(entry.bounds, np.float64), self.people[here], side="left")
                ]
            return result

        return self.once(("class", table), found)

    @property
    def statutes(self) -> Statutes:
        """The law of all municipalities of all snapshots, for the formulas of :mod:`reformsim.law.formulas`."""
        return Statutes(self)

    # --- laying behind each other ---------------------------------------------------------------------

    def once(self, key: object, make: Callable[[], Value]) -> Value:
        """Give what is kept under a key; make it if it is not there yet."""
        if key not in self.results:
            self.results[key] = make()
        value: Value = self.results[key]
        return value

    def along(self, name: str) -> NDArray[Any]:
        """An array by municipality of every snapshot, one behind the other, shape (N, ...)."""
        return self.once(("along", name), lambda: np.concatenate([getattr(shot, name) for shot in self.shots]))

    def table(self, name: str, of: str | None = None) -> NDArray[Any]:
        """An array of the same shape in every snapshot, stacked, shape (S, ...).

        Parameters
        ----------
        name
            Name of the array.
        of
            Part of the snapshot it is in, such as 'finances'; ``None`` is the snapshot itself.
        """
        parts = self.shots if of is None else [getattr(shot, of) for shot in self.shots]
        return self.once(("table", of, name), lambda: np.stack([getattr(part, name) for part in parts]))

    def number(self, name: str, of: str | None = None) -> Floats:
        """A number of every snapshot, shape (S,)."""
        parts = self.shots if of is None else [getattr(shot, of) for shot in self.shots]
        return self.once(("number", of, name), lambda: np.array([getattr(part, name) for part in parts], np.float64))

    # --- reducing -------------------------------------------------------------------------------------

    @cached_property
    def people(self) -> Floats:
        """(N,) inhabitants."""
        return self.along("people").astype(float)

    @cached_property
    def inhabitants(self) -> Floats:
        """(S,) inhabitants of the territory."""
        return self.total(self.people)

    def total(self, values: NDArray[Any]) -> NDArray[Any]:
        """Sum over the municipalities of each snapshot, of (N,) or (N, ...): shape (S,) or (S, ...)."""
        if values.dtype == bool:
            values = values.astype(np.int64)
        result: NDArray[Any] = np.add.reduceat(values, self.start, axis=0)
        return result

    def mean(self, values: NDArray[Any]) -> Floats:
        """Mean over municipalities, shape (S,)."""
        result: Floats = self.total(np.asarray(values, np.float64)) / self.count
        return result

    def by_people(self, values: NDArray[Any]) -> Floats:
        """Mean over inhabitants of a value per municipality, shape (S,)."""
        result: Floats = self.total(values * self.people) / self.inhabitants
        return result

    def each(self, values: NDArray[Any]) -> NDArray[Any]:
        """What is by snapshot, (S, ...), repeated for its municipalities, (N, ...)."""
        if len(values) and (values == values[0]).all():
            return np.broadcast_to(values[0], (len(self.snap), *values.shape[1:]))
        return values.take(self.snap, axis=0)

    def weighted(self, values: NDArray[Any], weights: NDArray[Any]) -> Floats:
        """Sum over tasks of (N, K) times weights by snapshot, (S, K): shape (N,).

        A sum does not depend on the snapshots beside it, to the last bit.
        """
        return np.asarray((values * self.each(weights)).sum(axis=1), np.float64)

    @cached_property
    def there(self) -> Bools:
        """(S, K) tasks that exist: those of the catalogue, and from its day on what a scenario adds."""
        there = np.ones((len(self.shots), len(self.tasks)), bool)
        new = slice(len(self.tasks) - self.tasks.added, None)
        there[:, new] = self.table("involved")[:, new].any(axis=2)
        return there

    def over_subjects(self, values: NDArray[Any]) -> Floats:
        """Mean over the tasks that exist, each counting as one, of (N, K): shape (N,)."""
        if not self.tasks.added:
            return np.asarray(values.mean(axis=1), np.float64)
        result, old = np.zeros(len(values)), len(self.tasks) - self.tasks.added
        for at, there in enumerate(self.there):
            rows = slice(self.start[at], self.start[at] + self.count[at])
            # A copy: the sum of what is there is then the same to the last bit as without the others.
            columns = there.nonzero()[0] if there[old:].any() else np.arange(old)
            result[rows] = np.ascontiguousarray(values[rows].take(columns, axis=1)).mean(axis=1)
        return result

    def then(self, values: NDArray[Any]) -> NDArray[Any]:
        """What is by snapshot, (S, ...), as it was on the first day of each snapshot's run."""
        return values.take(self.first, axis=0)


class Statutes:
    """The law on the last day of each snapshot's year, by municipality: every number has shape (N,).

    The day and the inhabitants that a formula names are those of each snapshot, whatever it passes.
    """

    def __init__(self, stack: Stack):
        self._stack = stack

    def value(self, table: str, on: date) -> NDArray[Any]:
        """Number of a table, (N,)."""
        return self._stack.each(self._stack.law(table))

    def by_class(self, table: str, on: date, inhabitants: object) -> Floats:
        """Number by class of inhabitants, (N,)."""
        return self._stack.by_class(table)
