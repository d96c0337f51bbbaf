"""The record of errors: forecasts from every year whose map is known, and what the number of municipalities became."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.errors import DataError, Problem, writing
from reformsim.hindcast.fan.rule import LEVELS, Rule, fitted
from reformsim.hindcast.tables import LEARNED

QUANTILES = (0.1, 0.5, 0.9, *LEVELS)
"""Quantiles of the replicates that are kept: those of the model's own 80 % band, and the edges of the fan."""

EDGES = tuple(f"p{round(100 * level):02d}" for level in QUANTILES)
COLUMNS = ("origin", "year", "ahead", "real", *EDGES, "seen")
SEEN = ("none", "part", "all")
DIGITS = 3


@dataclass(frozen=True, eq=False)
class Errors:
    """Forecasts and what became of them, n rows by origin and year.

    Attributes
    ----------
    origin, year : (n,) int64
        The last 1 January whose map was known, and the one that was forecast.
    real : (n,) int64
        Municipalities that there really were.
    quantiles : (n, 9) float64
        Of the model's replicates at :data:`QUANTILES`, in municipalities.
    """

    origin: Ints
    year: Ints
    real: Ints
    quantiles: Floats

    @property
    def ahead(self) -> Ints:
        """Years ahead, (n,)."""
        return self.year - self.origin

    @property
    def median(self) -> Floats:
        """The model's median, (n,)."""
        return self.quantiles[:, QUANTILES.index(0.5)]

    @property
    def own(self) -> Floats:
        """The model's own quantiles at the edges of the fan, (n, 6)."""
        return self.quantiles[:, -len(LEVELS) :]

    @property
    def band(self) -> tuple[Floats, Floats]:
        """Lower and upper edge of the model's own 80 % band, (n,) each."""
        return self.quantiles[:, 0], self.quantiles[:, 2]

    @property
    def error(self) -> Floats:
        """Log of the real number over the median, (n,)."""
        result: Floats = np.log(self.real / self.median)
        return result

    @property
    def seen(self) -> tuple[str, ...]:
        """How many of the years forecast were used in the estimate of the merger rule: all, part or none, by row."""
        return tuple(seen_of(first, last) for first, last in zip(self.origin.tolist(), self.year.tolist(), strict=True))

    def rule(self, rows: Bools | None = None) -> Rule:
        """Give the rule that follows from the record, or from some of its rows."""
        kept = np.ones(len(self.origin), bool) if rows is None else rows
        return fitted(self.origin[kept], self.ahead[kept], self.error[kept])


def seen_of(origin: int, year: int) -> str:
    """Whether mergers of all, part or none of the years after an origin were used in the estimate.

    Examples
    --------
    >>> seen_of(2003, 2011), seen_of(2005, 2018), seen_of(2011, 2018)
    ('all', 'part', 'none')
    """
    used = min(year, LEARNED[1]) - max(origin, LEARNED[0] - 1)
    return SEEN[(used > 0) + (used == year - origin)]


@lru_cache(maxsize=1)
def load_errors() -> Errors:
    """Give the record shipped with the project; raises :class:`DataError` if its file is wrong."""
    with as_file(files("reformsim.hindcast") / "errors.csv") as path:
        return read_errors(path)


def read_errors(path: Path) -> Errors:
    """Read a record; raises :class:`DataError` with the line that is wrong."""
    rows = []
    for line, row in _lines(path, COLUMNS):
        try:
            origin, year, ahead, real = (int(row[name]) for name in COLUMNS[:4])
            quantiles = [float(row[name]) for name in EDGES]
        except ValueError as error:
            raise DataError([Problem(path.name, f"not a row of the record: {error}", line, 1)]) from error
        said = _wrong(origin, year, ahead, real, quantiles, row["seen"])
        if said:
            raise DataError([Problem(path.name, said, line, 1)])
        rows.append((origin, year, real, *quantiles))
    if not rows:
        raise DataError([Problem(path.name, "expected at least one forecast", 1, 1)])
    table = np.array(sorted(rows), float)
    origin_, year_, real_ = table[:, :3].astype(np.int64).T
    return Errors(origin_, year_, real_, table[:, 3:])


def write_errors(errors: Errors, path: Path) -> None:
    """Write a record; raises :class:`OutputError` if it cannot be."""
    with writing(path), path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(COLUMNS)
        heads = zip(errors.origin, errors.year, errors.ahead, errors.real, strict=True)
        for head, quantiles, seen in zip(heads, errors.quantiles, errors.seen, strict=True):
            table.writerow((*map(int, head), *(f"{value:.{DIGITS}f}" for value in quantiles), seen))


@lru_cache(maxsize=1)
def real_counts() -> Mapping[int, int]:
    """Municipalities on 1 January by year, as published; see ``counts.csv``."""
    with as_file(files("reformsim.hindcast") / "counts.csv") as path:
        return {
            int(row["year"]): int(row["municipalities"])
            for _, row in _lines(path, ("year", "municipalities", "source"))
        }


def _lines(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        table = csv.DictReader(stream)
        if tuple(table.fieldnames or ()) != columns:
            raise DataError([Problem(path.name, f"expected the columns {', '.join(columns)}", 1, 1)])
        return [(table.line_num, row) for row in table]


def _wrong(origin: int, year: int, ahead: int, real: int, quantiles: list[float], seen: str) -> str:
    """What a row cannot be; empty where nothing is wrong."""
    if ahead < 1 or ahead != year - origin:
        return f"ahead: expected {year - origin}, the years from {origin} to {year} and at least 1, not {ahead}"
    if real < 1:
        return f"real: expected a number of municipalities, not {real}"
    ordered = [value for _, value in sorted(zip(QUANTILES, quantiles, strict=True))]
    if ordered[0] <= 0 or ordered != sorted(ordered):
        return f"{EDGES[0]} to {EDGES[-1]}: expected quantiles above 0 that do not fall, not {ordered}"
    if seen != seen_of(origin, year):
        return f"seen: expected {seen_of(origin, year)} for the years after {origin} to {year}, not '{seen}'"
    return ""
