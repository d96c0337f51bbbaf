"""The sheet of a province."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from reformsim.dossier.places.names import sorted_as
from reformsim.dossier.places.shared import Places, levels, thin_cells, thin_heads
from reformsim.report.page.html import Cell, Facts, Group, Notice, Row, Table
from reformsim.report.page.lookup import Sheet, SheetBlock

if TYPE_CHECKING:
    from reformsim.arrays import Ints
    from reformsim.dossier.places.first import FirstDay
    from reformsim.dossier.places.names import Entry


def province(places: Places, entry: Entry) -> Sheet:
    """Tell of a province: how it stands, its municipalities, and who carries out what in it."""
    w, units = places.w, _units(places, entry.code)
    ends = [places.course(at, "municipalities", "province", entry.code) for at in range(len(places.runs))]
    said = []
    if places.first is not None and len(units):
        people = w.number(int(places.first.territory.population[units].sum()))
        year = places.first.territory.year
        said.append((w("place.fact.people"), w("place.fact.people.on", people=people, year=year)))
        said.append((w("place.fact.units"), w("place.fact.people.on", people=len(units), year=year)))
    for run, course in zip(places.runs, ends, strict=True):
        if course is not None and np.isfinite(course.middle[-1]):
            number, low, high = (float(one[-1]) for one in (course.middle, course.low, course.high))
            span = w.interval(low, high)
            text = w("place.left", count=w.number(number), year=places.years[1])
            said.append((run.name, f"{text} [{span}]" if span else text))
    brief = w("place.count", count=len(units)) if len(units) else w("place.new")
    return Sheet(
        entry.id, entry.name, "", (entry.code,), brief, Facts(tuple(said)), tuple(_blocks(places, entry, units))
    )


def _units(places: Places, code: str) -> Ints:
    if places.first is None or code not in places.first.territory.province_codes:
        return np.zeros(0, np.int64)
    return np.flatnonzero(places.first.territory.province == places.first.territory.province_codes.index(code))


def _blocks(places: Places, entry: Entry, units: Ints) -> Iterator[SheetBlock]:
    table = levels(places, "province", entry.code)
    yield table if table is not None else Notice(places.w("place.without.levels"))
    if len(units):
        assert places.first is not None
        yield _municipalities(places, places.first, units)
        if places.first.tasks:
            yield _tasks(places, places.first, entry.code, units)


def _municipalities(places: Places, first: FirstDay, units: Ints) -> Table:
    w = places.w
    rows = tuple(
        Row(
            places.unit_names[unit],
            (
                Cell(w.number(int(first.territory.population[unit]))),
                *(Cell(w.share(float(places.merging(at).share[-1, unit]))) for at in range(len(places.runs))),
            ),
            link=f"municipality-{places.base.units[unit]}",
        )
        for unit in by_name(places, units.tolist())
    )
    heads = (w("place.municipality"), w("place.people"), *(f"{run.name}, {places.years[1]}" for run in places.runs))
    return Table(w("place.municipalities"), heads, (Group(rows),), frozenset(range(1, len(heads))))


def by_name(places: Places, units: Sequence[int]) -> list[int]:
    """Give units in the order of their names, 's- left out."""
    return sorted(units, key=lambda unit: sorted_as(places.unit_names[unit]))


def _tasks(places: Places, first: FirstDay, code: str, units: Ints) -> Table:
    w, rows = places.w, []
    thin = any(places.thin(one.id) for one in first.tasks)
    for k, task in enumerate(first.tasks):
        cells = [Cell(w.number(count)) for count in ways(first, units, k)]
        cells.append(Cell(w.number(round(float(np.median(first.served[units, k]))))))
        cells += thin_cells(places, task.id, "province", code) if thin else ()
        rows.append(Row(places.task_name(task.id), tuple(cells), link=f"task-{task.id}"))
    ends = thin_heads(places) if thin else ()
    heads = (w("place.task"), *way_heads(places), w("place.served.middle"), *ends)
    caption = w("place.tasks.in", year=first.territory.year)
    return Table(caption, heads, (Group(tuple(rows)),), frozenset(range(1, len(heads))), w("place.tasks.in.note"))


def ways(first: FirstDay, units: Ints, k: int) -> tuple[int, int, int]:
    """Count for how many of some municipalities a task is done by themselves, by a body, and by another layer."""
    from reformsim.tasks import LAYERS

    shared = first.body[units, k] >= 0
    alone = (first.layer[units, k] == LAYERS.index("gemeente")) & ~shared
    return int(alone.sum()), int(shared.sum()), int((~alone & ~shared).sum())


def way_heads(places: Places) -> tuple[str, str, str]:
    """Heads of the columns of :func:`ways`."""
    w = places.w
    return w("place.way.alone"), w("place.way.body"), w("place.way.other")
