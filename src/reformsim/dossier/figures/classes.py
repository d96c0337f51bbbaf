"""Uitvoeringskracht by size of municipality, from the tables of places of the first and the last year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from reformsim.experiment import Run

Floats = NDArray[np.float64]

EDGES: Final = (10_000, 20_000, 50_000, 100_000)
"""Inhabitants at which the next class begins."""


@dataclass(frozen=True, eq=False)
class BySize:
    """Capacity (mean over inhabitants, NaN where a class is empty) and number of municipalities.

    Both are (replicates, classes).
    """

    capacity: Floats
    municipalities: Floats


def by_size(run: Run) -> dict[int, BySize]:
    """Give the classes of each year for which the results hold places; an empty mapping if they hold none."""
    from reformsim.measures import LOCAL

    needed = [LOCAL.index(name) for name in ("councillors", "inhabitants_per_councillor", "capacity_mean")]
    found: dict[int, tuple[list[Floats], list[Floats]]] = {}
    for piece in run.pieces:
        for _, table in piece.places:
            if table.level != "municipality" or table.values.shape[1] != len(LOCAL):
                continue
            seats, each, capacity = (table.values[:, at] for at in needed)
            people = seats * each
            where = np.digitize(people.round(), EDGES)
            count = len(EDGES) + 1
            inside = np.bincount(where, weights=people, minlength=count)
            with np.errstate(invalid="ignore"):
                mean = np.bincount(where, weights=people * capacity, minlength=count) / inside
            means, numbers = found.setdefault(table.year, ([], []))
            means.append(mean)
            numbers.append(np.bincount(where, minlength=count).astype(np.float64))
    return {year: BySize(np.array(means), np.array(numbers)) for year, (means, numbers) in sorted(found.items())}
