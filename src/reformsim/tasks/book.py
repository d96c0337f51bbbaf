"""All tasks through time, of which a run takes those of its first day."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from reformsim.errors import UnknownNameError
from reformsim.tasks.accounts import SOURCE, load_accounts
from reformsim.tasks.catalogue import Origin, Step, Task, TaskCatalogue, TaskSources
from reformsim.tasks.form import FileBudget, FileCarrier, FileFigure, FileOptimum, FileRanged, FileTask


@dataclass(frozen=True)
class TaskThroughTime:
    """One task with its editions.

    Attributes
    ----------
    since, until
        First day on which the catalogue has it, and first day on which it has it no longer; ``None`` is open.
    into
        Tasks that took its place.
    editions
        First day and content, in order; the first one holds from ``since``.
    """

    id: str
    since: date | None
    until: date | None
    into: tuple[str, ...]
    editions: tuple[tuple[date, FileTask], ...]

    def there(self, on: date) -> bool:
        """Whether the catalogue of a day has it."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    def edition(self, on: date) -> FileTask:
        """Give what the file says of it on a day on which it is there."""
        return [given for since, given in self.editions if since <= on][-1]

    def span(self) -> str:
        """Say in words from when to when the catalogue has it."""
        words = [f"from {self.since} on"] if self.since else []
        if self.until:
            words.append(f"until {self.until}" + (f", then in {' and '.join(self.into)}" if self.into else ""))
        return " ".join(words) or "always"


@dataclass(frozen=True)
class TaskBook:
    """All tasks that the catalogue ever has, in the order of the file."""

    tasks: tuple[TaskThroughTime, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all tasks."""
        return tuple(task.id for task in self.tasks)

    def task(self, id: str) -> TaskThroughTime:
        """Give a task by id; raises :class:`UnknownNameError` with the nearest id."""
        for task in self.tasks:
            if task.id == id:
                return task
        raise UnknownNameError("task", id, self.ids)

    def names(self, id: str) -> tuple[str, str]:
        """Give the English and Dutch name of a task, those it has first."""
        first = self.task(id).editions[0][1]
        return first.name_en, first.name_nl

    def on(self, day: date, *, enacted: bool = False) -> TaskCatalogue:
        """Give the tasks as they are on a day.

        Parameters
        ----------
        enacted
            With what the law does with them later (editions that the file marks so).
        """
        there = [task for task in self.tasks if task.there(day)]
        coming = [
            Step(since, task.id, given.carrier.value, tuple(given.involved), given.carrier.source)
            for task in there
            for since, given in task.editions
            if enacted and given.enacted and since > day and (task.until is None or since < task.until)
        ]
        coming.sort(key=lambda step: step.day)
        return TaskCatalogue(tuple(_task(task.edition(day), day) for task in there), tuple(coming))


def _task(given: FileTask, day: date) -> Task:
    scale = given.scale
    budget, paid = _budget(given.budget, day.year)
    return Task(
        id=given.id, name_en=given.name_en, name_nl=given.name_nl, domain=given.domain,
        carrier=given.carrier.value, involved=tuple(given.involved), budget=budget,
        efficient_scale=given.efficient_scale.value, complexity=given.complexity.value,
        depth=scale.depth.value, half_life=scale.half_life.value, rise=scale.rise.value, staff=given.staff.value,
        optimum=math.inf if scale.optimum.value is None else scale.optimum.value,
        division=given.division, forms=tuple(given.forms),
        sources=TaskSources(
            carrier=_origin(given.carrier), budget=paid,
            efficient_scale=_origin(given.efficient_scale), complexity=_origin(given.complexity),
            depth=_origin(scale.depth), half_life=_origin(scale.half_life), optimum=_origin(scale.optimum),
            rise=_origin(scale.rise), staff=_origin(given.staff),
        ),
        note=given.note, eu=given.eu, grant=given.grant,
    )  # fmt: skip


def _budget(given: FileBudget, year: int) -> tuple[float, Origin]:
    """Euro per inhabitant, and where it comes from; of the accounts of the year, or of the nearest one there is."""
    if given.value is not None:
        return given.value, Origin(given.status, given.source, given.note)
    spent = load_accounts().of(given.fields, year)
    part = "" if given.share == 1.0 else f"{given.share:.0%} of "
    which = ", ".join(given.fields)
    said = f"{part}{spent.euro / 1e6:,.0f} million euro on {which} over {spent.inhabitants:,} inhabitants"
    note = "; ".join(words for words in (said, given.note) if words)
    return given.share * spent.euro / spent.inhabitants, Origin(given.status, f"{SOURCE}, {spent.year}", note)


def _origin(figure: FileFigure | FileOptimum | FileCarrier) -> Origin:
    low, high = (figure.low, figure.high) if isinstance(figure, FileRanged | FileOptimum) else (None, None)
    return Origin(figure.status, figure.source, figure.note, low, high)
