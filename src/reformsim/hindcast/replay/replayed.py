"""What history replayed gave, kept in a file: how far each measure was off where a figure was published."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from reformsim.errors import writing
from reformsim.hindcast.rows import take_rows

if TYPE_CHECKING:
    from reformsim.hindcast.replay.compare import Row

COLUMNS: Final = ("replay", "measure", "year", "role", "status", "simulated", "published")

PARTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "councillors": ("councillors",),
        "inhabitants_per_councillor": ("councillors",),
        "administrators_total": ("councillors", "aldermen", "provincial_councillors", "water_board_members"),
        "bodies_total": ("bodies_total",),
        "budget_outside_council": ("budget_outside_council",),
    }
)
"""Headline measures, each with the measures that it is made of and of which figures were published.

Of the others nothing was published that could be held against the model.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A published figure and what the replay gave for it, in the measure's own unit."""

    replay: str
    measure: str
    year: int
    role: str
    status: str
    simulated: float
    published: float

    @property
    def miss(self) -> float:
        """How far it was off, as a share of the published figure."""
        return abs(self.simulated - self.published) / self.published


@dataclass(frozen=True, slots=True)
class Miss:
    """How far a measure was off in history.

    Attributes
    ----------
    share
        As a share of the published figures: the median over the years of each part, parts weighed by their size.
    figures
        How many published figures that is of.
    first, last
        Their years.
    """

    share: float
    figures: int
    first: int
    last: int


def miss_of(measure: str, held: Sequence[Held] | None = None) -> Miss | None:
    """Give how far a headline measure was off where history was replayed; ``None`` where nothing was published.

    Only outcomes count: that an input comes out as it went in says nothing of the model. What parts of a measure have
    no published outcome, its miss says nothing of.

    Parameters
    ----------
    held
        Figures; those shipped with the project unless given.

    Examples
    --------
    >>> rows = [Held("r", "councillors", 2010, "outcome", "observed", 99.0, 100.0)]
    >>> miss_of("councillors", rows).share, miss_of("decision_time", rows)
    (0.01, None)
    """
    known = load_replayed() if held is None else held
    outcomes = [one for one in known if one.role == "outcome" and one.measure in PARTS.get(measure, ())]
    if not outcomes:
        return None
    total = weighed = 0.0
    for part in PARTS[measure]:
        mine = sorted((one for one in outcomes if one.measure == part), key=lambda one: one.year)
        if mine:
            size = mine[-1].published if len(PARTS[measure]) > 1 else 1.0
            total += size
            weighed += size * float(np.median([one.miss for one in mine]))
    years = [one.year for one in outcomes]
    return Miss(weighed / total, len(outcomes), min(years), max(years))


@lru_cache(maxsize=1)
def load_replayed() -> tuple[Held, ...]:
    """Give what is shipped with the project; raises :class:`DataError` if the file is wrong."""
    with as_file(files("reformsim.hindcast.replay") / "replayed.csv") as path:
        return read_replayed(path)


def read_replayed(path: Path) -> tuple[Held, ...]:
    """Read a file of figures held against history; raises :class:`DataError` for a wrong one."""
    found: list[Held] = []

    def take(row: dict[str, str]) -> None:
        numbers = float(row["simulated"]), float(row["published"])
        found.append(Held(row["replay"], row["measure"], int(row["year"]), row["role"], row["status"], *numbers))

    take_rows(path, COLUMNS, take)
    return tuple(found)


def held(rows: Iterable[Row]) -> tuple[Held, ...]:
    """Give what is kept of a replay."""
    return tuple(
        Held(row.replay, row.measure, row.year, row.role, row.status, *map(_short, (row.simulated, row.published)))
        for row in rows
    )


def keep_replayed(rows: Iterable[Row], path: Path) -> None:
    """Write a replay to a file; raises :class:`OutputError` if it cannot be written."""
    with writing(path), path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(COLUMNS)
        for one in held(rows):
            ends = (f"{one.simulated:g}", f"{one.published:g}")
            table.writerow((one.replay, one.measure, one.year, one.role, one.status, *ends))


def _short(value: float) -> float:
    """Round to six digits: more than are shown, fewer than machines may differ in."""
    return float(f"{value:g}")
