"""Every year's values of places as CSV: of all places a row per year, of one place a row per year and indicator."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reformsim.dossier.places.shared import THIN, Course, Places
from reformsim.errors import RunError
from reformsim.experiment.summary import quantiles

if TYPE_CHECKING:
    from reformsim.dossier.places.names import Entry

HEAD: Final = ("scenario", "year", "level", "place", "name")
ONE: Final = (*HEAD, "indicator", "statistic", "value", "low", "high")
MERGED: Final = "merged"
"""Share of the replicates in which a municipality has merged with another of the first year."""

MEDIAN, SHARE, MEAN = "median", "share", "mean"
"""What a value is over the replicates: their median, the share of them, or their mean."""

Line = tuple[object, ...]


def write_all(places: Places, path: Path) -> None:
    """Write all provinces and municipalities: a row per scenario, year and place, indicators in columns."""
    spread = [f"{name}{end}" for name in places.indicators for end in ("", "_low", "_high")]
    _write(path, (*HEAD, MERGED, *spread, *places.thin_indicators), _rows(places))


def _rows(places: Places) -> Iterator[Line]:
    for at, run in enumerate(places.runs):
        for kind in ("province", "municipality"):
            for entry in (one for one in places.entries if one.kind == kind):
                yield from _of_place(places, at, run.name, entry)


def _of_place(places: Places, at: int, scenario: str, entry: Entry) -> Iterator[Line]:
    courses = [places.course(at, name, entry.kind, entry.code) for name in places.indicators]
    shares = [places.course(at, name, entry.kind, entry.code) for name in places.thin_indicators]
    columns = [values for one in courses for values in (_parts(one) if one is not None else ([],) * 3)]
    columns += [one.middle.tolist() if one is not None else [] for one in shares]
    merged = _merged(places, at, entry)
    if not merged and not any(map(_any, columns)):
        return
    for year, here in enumerate(places.base.years):
        cells = [_number(column[year]) if column else "" for column in (merged, *columns)]
        if any(cells):
            yield scenario, here, entry.kind, entry.code, entry.name, *cells


def write_one(places: Places, entry: Entry, path: Path) -> None:
    """Write one place or task: a row per scenario, indicator and year.

    Raises
    ------
    RunError
        If results hold no values of it by year: of a water board and a body.
    """
    found = list(_task(places, entry) if entry.kind == "task" else _place(places, entry))
    if not found:
        raise RunError(
            f"results hold no values by year of {entry.name}: they do of municipalities, provinces and tasks"
        )
    _write(path, ONE, found)


def _place(places: Places, entry: Entry) -> Iterator[Line]:
    kind = SHARE if entry.kind == "municipality" else MEAN
    for at, run in enumerate(places.runs):
        head = (run.name, entry)
        if merged := _merged(places, at, entry):
            yield from _lines(places, *head, MERGED, SHARE, merged)
        for name in (*places.indicators, *places.thin_indicators):
            course = places.course(at, name, entry.kind, entry.code)
            if course is not None:
                statistic = kind if name in places.thin_indicators else MEDIAN
                yield from _lines(places, *head, name, statistic, *_parts(course))


def _task(places: Places, entry: Entry) -> Iterator[Line]:
    """The whole country, then the places where municipalities carry the task."""
    from reformsim.measures import MEASURES

    for at, run in enumerate(places.runs):
        for name in (one for one in run.indicators if one in MEASURES and MEASURES[one].task == entry.code):
            parts = (one.tolist() for one in quantiles(run.of(name)))
            for year, *values in zip(run.years, *parts, strict=True):
                if _any(values):
                    yield run.name, year, "country", "", "", name, MEDIAN, *map(_number, values)
        for place in (one for one in places.entries if one.kind in ("province", "municipality")):
            course = places.course(at, f"{THIN}{entry.code}", place.kind, place.code)
            if course is not None and _any(course.middle.tolist()):
                kind = SHARE if place.kind == "municipality" else MEAN
                yield from _lines(places, run.name, place, f"{THIN}{entry.code}", kind, *_parts(course))


def _lines(
    places: Places, scenario: str, entry: Entry, indicator: str, statistic: str, *parts: list[float]
) -> Iterator[Line]:
    for year, *values in zip(places.base.years, *parts, strict=True):
        cells = [_number(value) for value in values]
        if any(cells):
            about = (entry.kind, entry.code, entry.name)
            yield scenario, year, *about, indicator, statistic, *cells, *[""] * (3 - len(cells))


def _parts(course: Course) -> tuple[list[float], list[float], list[float]]:
    return course.middle.tolist(), course.low.tolist(), course.high.tolist()


def _merged(places: Places, at: int, entry: Entry) -> list[float]:
    if entry.kind != "municipality":
        return []
    shares: list[float] = places.merging(at).share[:, places.units[entry.code]].tolist()
    return shares


def _any(values: list[float]) -> bool:
    return any(map(math.isfinite, values))


def _number(value: float) -> str:
    """Give a number with six digits; a missing one is an empty cell."""
    return f"{value:.6g}" if math.isfinite(value) else ""


def _write(path: Path, head: Iterable[str], rows: Iterable[Line]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
