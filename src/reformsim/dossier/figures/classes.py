"""Uitvoeringskracht by size of municipality, in the first and the last year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from reformsim.experiment import Run

Floats = NDArray[np.float64]

NEEDED: Final = ("councillors", "inhabitants_per_councillor", "capacity_mean")

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
    """Give the classes of the first and the last year; an empty mapping if the results do not hold what it takes."""
    needed = ("councillors", "inhabitants_per_councillor", "capacity_mean")
    if not set(needed) <= set(run.local_indicators):
        return {}
    found: dict[int, tuple[list[Floats], list[Floats]]] = {}
    count = len(EDGES) + 1
    for piece in run.pieces:
        local = [piece.local_values(name).by_unit.astype(np.float64) for name in needed]
        for replicate in range(len(piece.numbers)):
            for at in dict.fromkeys((0, len(run.years) - 1)):
                lead = piece.cells.lead[replicate, at]
                seats, each, capacity = (values[replicate, at, lead] for values in local)
                people = seats * each
                where = np.digitize(people.round(), EDGES)
                inside = np.bincount(where, weights=people, minlength=count)
                with np.errstate(invalid="ignore"):
                    mean = np.bincount(where, weights=people * capacity, minlength=count) / inside
                means, numbers = found.setdefault(run.years[at], ([], []))
                means.append(mean)
                numbers.append(np.bincount(where, minlength=count).astype(np.float64))
    return {year: BySize(np.array(means), np.array(numbers)) for year, (means, numbers) in sorted(found.items())}
