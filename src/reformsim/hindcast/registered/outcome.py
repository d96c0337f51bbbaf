"""What really became of the municipalities: a file of the years' mergers, as a territory's ``events.csv`` has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reformsim.arrays import Ints
from reformsim.errors import DataError, Mistakes, Problem
from reformsim.hindcast.past import labelled, maps_of
from reformsim.hindcast.registered.form import Registered
from reformsim.territory import MapEvent
from reformsim.territory.csvtable import read_table
from reformsim.territory.events import COLUMNS, EXTRA_COLUMNS, read_events


@dataclass(frozen=True, eq=False)
class Outcome:
    """The real map of years that were foretold.

    Attributes
    ----------
    years
        (Y) 1 January of these is known.
    labels : (Y, M) int64
        Which of the municipalities of the first map form one municipality in each year: equal labels.
    """

    years: tuple[int, ...]
    labels: Ints


def read_outcome(path: Path, forecast: Registered, until: int | None = None) -> Outcome:
    """Read the mergers of the years after a forecast's map.

    Parameters
    ----------
    path
        CSV with year, old_code, new_code, new_name, share and kind: a row for each municipality that passes into
        another one. A header alone says that nothing changed; then ``until`` is needed.
    until
        Last year that the file is complete to; that of its last row unless given.

    Raises
    ------
    DataError
        Carries all mistakes of the file, with their lines.
    """
    problems = Mistakes()
    units: Mapping[str, str] = dict(zip(forecast.codes, forecast.names, strict=True))
    table = read_table(path, str(path), COLUMNS, EXTRA_COLUMNS, problems, empty=True)
    events: list[MapEvent] = [] if table is None else read_events(table, units, forecast.first)
    if problems:
        raise DataError(problems.told())
    last = until or max((event.year for event in events), default=0)
    first, end = forecast.years[0], forecast.years[-1]
    span = f"the forecast is of {first} to {end}"
    if not events and until is None:
        said = f"it has no merger and does not say of which years; expected --until, the last year known; {span}"
        raise DataError([Problem(str(path), said)])
    if not first <= last <= end:
        where = "--until" if until else f"{path}: the last year"
        raise DataError([Problem(where, f"expected {first} to {end}, not {last}; {span}")])
    late = sorted({event.year for event in events if event.year > last})
    if late:
        said = f"a merger of {late[0]} in it; expected --until {late[-1]} or later, not {last}"
        raise DataError([Problem(str(path), said)])
    maps = maps_of(events, forecast.codes, forecast.first, last)
    years = tuple(range(first, last + 1))
    return Outcome(years, labelled(maps[year] for year in years))
