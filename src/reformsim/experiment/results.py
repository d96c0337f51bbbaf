"""What a scenario's replicates gave: arrays inside, tables on request.

Records are stacked into arrays as they come in; the tables a user reads are made when they are first asked
for. A thousand replicates of the Netherlands take some 40 MB so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.summary import Floats, quantiles
from reformsim.experiment.violations import SpellRow, violations_table

if TYPE_CHECKING:
    from reformsim.model import Record
    from reformsim.model.record import Places
    from reformsim.scenario import Scenario

YEARLY_COLUMNS = ("scenario", "replicate", "year", "indicator", "value")
EVENT_COLUMNS = ("scenario", "replicate", "year", "kind", "subject", "members", "detail")
MAP_COLUMNS = ("scenario", "replicate", "year", "unit", "municipality")
PLACE_COLUMNS = ("scenario", "replicate", "year", "level", "place", "name")


@dataclass(frozen=True)
class Timing:
    """When the work began (UTC) and how many seconds it took."""

    started: datetime
    duration_s: float


@dataclass(frozen=True, eq=False)
class Run:
    """The replicates of one scenario.

    Parameters
    ----------
    scenario
        The scenario as it was run: seed, replicates and horizon are those used.
    years, indicators
        Axes of ``values``; 1 January of each year.
    values
        Shape (replicates, years, indicators).
    units, municipalities
        Codes of the units of the start map, and of every municipality that ever existed in some replicate.
    owner
        Shape (replicates, years, units): index into ``municipalities`` of the one that holds the unit.
    names
        Name of each municipality code.
    event_rows
        Rows of :attr:`events` without the scenario's name.
    place_tables
        Replicate and local indicators of each first and last year.
    timing
        When and how long.
    violation_rows
        Rows of :attr:`violations` without the scenario's name.
    """

    scenario: Scenario
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    values: Floats
    units: tuple[str, ...]
    municipalities: tuple[str, ...]
    owner: NDArray[np.int32]
    names: Mapping[str, str]
    event_rows: tuple[tuple[int, int, str, str, str, str], ...]
    place_tables: tuple[tuple[int, Places], ...] = ()
    timing: Timing = field(default_factory=lambda: Timing(datetime.now(UTC), 0.0))
    violation_rows: tuple[SpellRow, ...] = ()

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.scenario.name

    @property
    def replicates(self) -> int:
        """Number of replicates."""
        return len(self.values)

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """Table of scenario, replicate, year, indicator and value, in that order of rows."""
        count, years, indicators = self.values.shape
        return pd.DataFrame(
            {
                "scenario": _repeated(self.name, self.values.size),
                "replicate": np.repeat(np.arange(count), years * indicators),
                "year": np.tile(np.repeat(self.years, indicators), count),
                "indicator": _categories(np.tile(np.arange(indicators), count * years), self.indicators),
                "value": self.values.ravel(),
            },
            columns=list(YEARLY_COLUMNS),
        )

    @cached_property
    def events(self) -> pd.DataFrame:
        """Table of everything that happened; members are codes separated by semicolons."""
        table = pd.DataFrame(list(self.event_rows), columns=list(EVENT_COLUMNS[1:]))
        table.insert(0, "scenario", _repeated(self.name, len(table)))
        return table.astype({"replicate": np.int64, "year": np.int64})

    @cached_property
    def violations(self) -> pd.DataFrame:
        """Table of what violated the principles that the scenario switches on, from which year to which."""
        return violations_table(self.name, self.violation_rows)

    @cached_property
    def map(self) -> pd.DataFrame:
        """Table of the municipality that holds each unit of the start map, by replicate and year."""
        count, years, units = self.owner.shape
        return pd.DataFrame(
            {
                "scenario": _repeated(self.name, self.owner.size),
                "replicate": np.repeat(np.arange(count), years * units),
                "year": np.tile(np.repeat(self.years, units), count),
                "unit": _categories(np.tile(np.arange(units), count * years), self.units),
                "municipality": _categories(self.owner.ravel(), self.municipalities),
            },
            columns=list(MAP_COLUMNS),
        )

    @cached_property
    def places(self) -> pd.DataFrame:
        """Table of local indicators by province and municipality, in the first and the last year; a column each."""
        from reformsim.indicators import LOCAL

        parts = []
        for replicate, table in self.place_tables:
            head = pd.DataFrame({"place": list(table.codes)})
            head["name"] = [self.names.get(code, code) for code in table.codes]
            head = head.assign(scenario=self.name, replicate=replicate, year=table.year, level=table.level)
            values = pd.DataFrame(table.values, columns=list(LOCAL))
            parts.append(pd.concat([head[list(PLACE_COLUMNS)], values], axis=1))
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*PLACE_COLUMNS, *LOCAL])

    def map_of(self, year: int, replicate: int = 0) -> pd.Series[str]:
        """Municipality that holds each unit on 1 January of a year.

        Raises
        ------
        RunError
            If the year or replicate is not in the run.
        """
        if not 0 <= replicate < self.replicates:
            raise RunError(f"replicate {replicate} is not in the run; it has 0 to {self.replicates - 1}")
        row = self.owner[replicate, self.year_index(year)]
        index = pd.Index(self.units, name="unit")
        return pd.Series([self.municipalities[i] for i in row], index=index, name="municipality")

    def of(self, indicator: str) -> Floats:
        """Values of one indicator, shape (replicates, years).

        Raises
        ------
        UnknownNameError
            If the run has no such indicator.
        """
        if indicator not in self.indicators:
            raise UnknownNameError("indicator", indicator, self.indicators)
        return self.values[:, :, self.indicators.index(indicator)]

    def year_index(self, year: int) -> int:
        """Position of a year; :class:`RunError` if it is outside the run."""
        if year not in self.years:
            raise RunError(f"year {year} is not in the run; it has {self.years[0]} to {self.years[-1]}")
        return self.years.index(year)

    def summary(self, years: tuple[int, int] | None = None) -> pd.DataFrame:
        """Median and 80 % interval of every indicator at the start and at the end.

        Parameters
        ----------
        years
            The two years to show; the run's first and last unless given.

        Returns
        -------
        DataFrame
            A row per indicator: indicator, title, unit, direction, headline, then start, start_low,
            start_high, end, end_low, end_high; ``attrs`` holds the two years and the number of replicates.
        """
        first, last = years or (self.years[0], self.years[-1])
        table = describe(self.indicators)
        for label, year in (("start", first), ("end", last)):
            middle, low, high = quantiles(self.values[:, self.year_index(year), :])
            table[label], table[f"{label}_low"], table[f"{label}_high"] = middle, low, high
        table.attrs.update(years=[first, last], replicates=self.replicates)
        return table

    def write(self, folder: str | Path, *, figures: bool = True, command: str | None = None) -> Path:
        """Write the run to a folder, all of it or nothing.

        Parameters
        ----------
        folder
            Made if needed; replaced if reformsim wrote it, refused if not.
        figures
            Draw a figure per headline indicator too.
        command
            What the user typed, for the manifest.

        Raises
        ------
        OutputError
            If the folder is not ours or cannot be written; what was there before is kept.
        """
        from reformsim.experiment.folder import write_run

        return write_run(self, Path(folder), figures=figures, command=command)

    def __repr__(self) -> str:
        return (
            f"<Run {self.name}: {self.replicates} replicates, {self.years[0]}-{self.years[-1]}, "
            f"{len(self.indicators)} indicators, {len(self.event_rows)} events>"
        )

    def _repr_html_(self) -> str:
        from reformsim.report.tables import run_html

        return run_html(self.name, self.scenario.title, self.summary())


def gather(scenario: Scenario, records: Iterable[Record], timing: Timing) -> Run:
    """Stack records into a run.

    Raises
    ------
    RunError
        If the records do not describe the same years, indicators and units.
    """
    values: list[Floats] = []
    owners: list[NDArray[np.int32]] = []
    rows: list[tuple[int, int, str, str, str, str]] = []
    places: list[tuple[int, Places]] = []
    spells: list[SpellRow] = []
    position: dict[str, int] = {}
    names: dict[str, str] = {}
    axes: tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]] | None = None
    for record in records:
        if axes is None:
            axes = (record.years, record.indicators, record.units)
        if (record.years, record.indicators, record.units) != axes:
            raise RunError(f"replicate {record.replicate} of '{scenario.name}' differs in years or indicators")
        values.append(np.asarray(record.values, dtype=np.float64) + 0.0)  # + 0.0 turns -0.0 into 0.0
        here = [position.setdefault(sys.intern(code), len(position)) for code in record.municipalities]
        owners.append(np.asarray(here, dtype=np.int32)[record.owner])
        for code, name in record.names.items():
            names.setdefault(code, name)
        places.extend((record.replicate, table) for table in record.places)
        spells.extend(
            (record.replicate, v.principle, v.subject, v.first, v.last, ";".join(v.members), v.detail)
            for v in record.violations
        )
        rows.extend(
            (record.replicate, e.year, sys.intern(e.kind), e.subject, ";".join(e.members), e.detail)
            for e in record.events
        )
    if axes is None:
        raise RunError(f"'{scenario.name}' gave no replicate")
    stacked, owner = np.stack(values), np.stack(owners)
    stacked.setflags(write=False)
    owner.setflags(write=False)
    years, indicators, units = axes
    happened, local, found = tuple(rows), tuple(places), tuple(spells)
    codes = tuple(position)
    return Run(scenario, years, indicators, stacked, units, codes, owner, names, happened, local, timing, found)


def describe(indicators: tuple[str, ...]) -> pd.DataFrame:
    """Table of indicator, title, unit, direction and headline, a row per name."""
    from reformsim.indicators import INDICATORS

    known = [INDICATORS[name] for name in indicators]
    return pd.DataFrame(
        {
            "indicator": list(indicators),
            "title": [i.title_en for i in known],
            "unit": [i.unit for i in known],
            "direction": [i.direction for i in known],
            "headline": [i.headline for i in known],
        }
    )


def _repeated(name: str, times: int) -> pd.Series[str]:
    return _categories(np.zeros(times, dtype=np.int64), (name,))


def _categories(codes: NDArray[np.integer], names: tuple[str, ...]) -> pd.Series[str]:
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(names)))
