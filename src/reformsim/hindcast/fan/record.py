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
from reformsim.hindcast.rows import read_rows
from reformsim.hindcast.trained import knows_later

QUANTILES = (0.1, 0.5, 0.9, *LEVELS)
"""Quantiles of the replicates that are kept: those of the model's own 80 % band, and the edges of the fan."""

EDGES = tuple(f"p{round(100 * level):02d}" for level in QUANTILES)
COLUMNS = ("origin", "year", "ahead", "real", *EDGES, "seen")
SEEN = {False: "none", True: "all"}
"""How the file says whether the merger rule was estimated on the years forecast."""
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
    def seen(self) -> Bools:
        """Whether the merger rule that forecast was estimated on the years it forecast, (n,)."""
        return np.array([knows_later(first) for first in self.origin.tolist()], bool)

    def rule(self, rows: Bools | None = None) -> Rule:
        """Give the rule that follows from the record, or from some of its rows."""
        kept = np.ones(len(self.origin), bool) if rows is None else rows
        return fitted(self.origin[kept], self.ahead[kept], self.error[kept])


@lru_cache(maxsize=1)
def load_errors() -> Errors:
    """Give the record shipped with the project; raises :class:`DataError` if its file is wrong."""
    with as_file(files("reformsim.hindcast") / "errors.csv") as path:
        return read_errors(path)


def read_errors(path: Path) -> Errors:
    """Read a record; raises :class:`DataError` with the line that is wrong."""
    rows = []
    for line, row in read_rows(path, COLUMNS):
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
            table.writerow((*map(int, head), *(f"{value:.{DIGITS}f}" for value in quantiles), SEEN[bool(seen)]))


@lru_cache(maxsize=1)
def real_counts() -> Mapping[int, int]:
    """Municipalities on 1 January by year, as published; see ``counts.csv``."""
    with as_file(files("reformsim.hindcast") / "counts.csv") as path:
        return {
            int(row["year"]): int(row["municipalities"])
            for _, row in read_rows(path, ("year", "municipalities", "source"))
        }


def _wrong(origin: int, year: int, ahead: int, real: int, quantiles: list[float], seen: str) -> str:
    """What a row cannot be; empty where nothing is wrong."""
    if ahead < 1 or ahead != year - origin:
        return f"ahead: expected {year - origin}, the years from {origin} to {year} and at least 1, not {ahead}"
    if real < 1:
        return f"real: expected a number of municipalities, not {real}"
    ordered = [value for _, value in sorted(zip(QUANTILES, quantiles, strict=True))]
    if ordered[0] <= 0 or ordered != sorted(ordered):
        return f"{EDGES[0]} to {EDGES[-1]}: expected quantiles above 0 that do not fall, not {ordered}"
    if seen != SEEN[knows_later(origin)]:
        return f"seen: expected {SEEN[knows_later(origin)]} for the years after {origin} to {year}, not '{seen}'"
    return ""
