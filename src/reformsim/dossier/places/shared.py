"""What every sheet is made from: results by place and year, the first day, and tables that several sheets have."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reformsim.dossier.places.first import FirstDay, first_of
from reformsim.dossier.places.happened import Happened
from reformsim.dossier.places.names import Entry, entries
from reformsim.dossier.sections.shared import chosen_years
from reformsim.dossier.subject import Subject
from reformsim.experiment.byplace.everywhere import Spread, everywhere
from reformsim.experiment.byplace.localtables import Asked
from reformsim.experiment.byplace.merging import Merging
from reformsim.report import style
from reformsim.report.page.html import Cell, Group, Row, Table

if TYPE_CHECKING:
    from reformsim.arrays import Floats
    from reformsim.experiment import Run
    from reformsim.report.words import Words
    from reformsim.tasks import Task

THIN: Final = "thin."
"""What a local indicator of a task begins with that says whether it rests on fewer than two people."""


@dataclass(frozen=True, slots=True)
class Course:
    """Statistics of an indicator of a place by year, (years,) each; NaN where it has no value."""

    middle: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class Places:
    """Results by place.

    Parameters
    ----------
    runs
        The scenarios, the one compared against first.
    """

    runs: tuple[Run, ...]
    w: Words

    @property
    def base(self) -> Run:
        """The scenario compared against, whose first day is told."""
        return self.runs[0]

    @cached_property
    def subject(self) -> Subject:
        """The same results as figures take them."""
        return Subject(self.runs, self.w)

    @cached_property
    def first(self) -> FirstDay | None:
        """The first day; ``None`` where it cannot be put together any more."""
        return first_of(self.base.scenario, self.base.units)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All that has a sheet."""
        return entries(self.base, self.first, self.w.lang)

    @cached_property
    def units(self) -> Mapping[str, int]:
        """Position of each unit of the start map by its code."""
        return {code: at for at, code in enumerate(self.base.units)}

    @cached_property
    def unit_names(self) -> tuple[str, ...]:
        """Names of the units of the start map."""
        return tuple(self.base.unit_names.values())

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Local indicators that this version knows and that are not absent, without those of tasks."""
        from reformsim.measures import MEASURES

        absent, local = self.subject.absent, self.base.local_indicators
        known = (name for name in local if name in MEASURES and name not in absent)
        return tuple(name for name in known if not MEASURES[name].task)

    @cached_property
    def thin_indicators(self) -> tuple[str, ...]:
        """Local indicators that say whether a task rests on fewer than two people."""
        return tuple(name for name in self.base.local_indicators if name.startswith(THIN))

    def thin(self, task: str) -> bool:
        """Whether results tell by place if a task rests on fewer than two people."""
        return f"{THIN}{task}" in self.thin_indicators

    def course(self, run: int, indicator: str, level: str, code: str) -> Course | None:
        """Statistics of an indicator of a place; ``None`` where the results have none."""
        at = self._place.get((level, code))
        spread = self._spreads[run].get(indicator)
        return None if at is None or spread is None else Course(*(values[:, at] for values in spread))

    @cached_property
    def _asked(self) -> Asked:
        return Asked.of(self.runs)

    @cached_property
    def _place(self) -> Mapping[tuple[str, str], int]:
        return {(level, code): at for at, (level, code, _) in enumerate(self._asked.heads)}

    @cached_property
    def _spreads(self) -> tuple[Mapping[str, Spread], ...]:
        return tuple(everywhere(run, self._asked, self.thin_indicators) for run in self.runs)

    @cached_property
    def _passed(self) -> tuple[tuple[Merging, Happened], ...]:
        bodies = self.first.known if self.first is not None else ()
        return tuple(_pass(run, bodies) for run in self.runs)

    def merging(self, run: int) -> Merging:
        """Who merges with whom in a scenario."""
        return self._passed[run][0]

    def happened(self, run: int) -> Happened:
        """What became of bodies, water boards and tasks in a scenario."""
        return self._passed[run][1]

    @property
    def years(self) -> tuple[int, ...]:
        """First and last year."""
        return self.base.years[0], self.base.years[-1]

    @cached_property
    def shown_years(self) -> tuple[int, ...]:
        """Years by which chances to merge are told: the last, and two on the way."""
        return chosen_years(*self.years)[1:] or self.years[-1:]

    def colour(self, run: int) -> str:
        """Colour of a scenario, where there are several."""
        return style.colour(run, len(self.runs)) if len(self.runs) > 1 else ""

    def task_name(self, task: str) -> str:
        """Title of a task of the run."""
        return self._task_names.get(task, task)

    @cached_property
    def _task_names(self) -> Mapping[str, str]:
        tasks: Iterable[Task] = self.first.tasks if self.first is not None else ()
        return {one.id: self.w.pick(one.name_en, one.name_nl) for one in tasks}

    def kind_of_body(self, kind: str) -> str:
        """What the law calls a body; empty for one it does not name."""
        from reformsim.report.words import catalogue

        return self.w(f"levers.value.{kind}") if f"levers.value.{kind}" in catalogue() else ""

    def heads(self, first: str) -> tuple[str, ...]:
        """Heads of a table with what was in the first year and is in the last year of each scenario."""
        start, end = self.years
        return first, str(start), *(f"{run.name}, {end}" for run in self.runs)


def _pass(run: Run, bodies: tuple[object, ...]) -> tuple[Merging, Happened]:
    """Go through the pieces of a run once."""
    maps = []

    def pieces() -> Iterator[object]:
        for piece in run.pieces:
            maps.append(piece.owner)
            yield piece

    happened = Happened.of(pieces(), bodies)  # type: ignore[arg-type]
    return Merging.of(owner for owner in maps if owner.size), happened


def levels(places: Places, level: str, code: str) -> Table | None:
    """Table of the indicators of a municipality or province: the first year, and the last of each scenario."""
    from reformsim.measures import MEASURES

    w, rows = places.w, []
    for name in places.indicators:
        one = MEASURES[name]
        courses = [places.course(at, name, level, code) for at in range(len(places.runs))]
        start = courses[0]
        if start is None or (level == "municipality" and name == "municipalities"):
            continue
        ends = [(c.middle[-1], c.low[-1], c.high[-1]) if c is not None else (math.nan,) * 3 for c in courses]
        decimals = w.decimals([float(start.middle[0]), *(float(end[0]) for end in ends)], one.unit)
        cells = [Cell(w.number(float(start.middle[0]), decimals))]
        for middle, low, high in ends:
            span = w.interval(float(low), float(high), decimals)
            cells.append(Cell(w.number(float(middle), decimals), (span,) if span else ()))
        unit = w.unit(one.unit)
        title = places.subject.title(name)
        rows.append(Row(title, tuple(cells), "" if unit.lower() == title.lower() else unit))
    if not rows:
        return None
    heads = places.heads(w("place.indicator"))
    return Table(w(f"place.caption.{level}"), heads, (Group(tuple(rows)),), frozenset(range(1, len(heads))))


def thin_heads(places: Places) -> tuple[str, ...]:
    """Heads of the columns of :func:`thin_cells`."""
    return tuple(places.w("place.thin", when=head) for head in places.heads("")[1:])


def thin_cells(places: Places, task: str, level: str, code: str) -> tuple[Cell, ...]:
    """Cells of the first year and the last of each scenario: share in which a task rests on fewer than two people."""
    courses = [places.course(at, f"{THIN}{task}", level, code) for at in range(len(places.runs))]
    values = [courses[0].middle[0] if courses[0] is not None else math.nan]
    values += [one.middle[-1] if one is not None else math.nan for one in courses]
    return tuple(Cell(places.w.share(float(value))) for value in values)
