"""Uitvoeringskracht by size of municipality, in the first and the last year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reformsim.arrays import Floats

if TYPE_CHECKING:
    from reformsim.experiment import Run

NEEDED: Final = ("councillors", "inhabitants_per_councillor", "lost_to_scale", "thin_tasks")
"""Local indicators that it takes: the first two give inhabitants."""

EDGES: Final = (10_000, 20_000, 50_000, 100_000)
"""Inhabitants at which the next class begins."""


@dataclass(frozen=True, eq=False)
class BySize:
    """Lost to scale and thin tasks (means over inhabitants, NaN where a class is empty), and municipalities.

    Each is (replicates, classes).
    """

    lost: Floats
    thin: Floats
    municipalities: Floats


def by_size(run: Run) -> dict[int, BySize]:
    """Give the classes of the first and the last year; an empty mapping if the results do not hold what it takes."""
    if not set(NEEDED) <= set(run.local_indicators):
        return {}
    found: dict[int, list[tuple[Floats, ...]]] = {}
    count = len(EDGES) + 1
    for piece in run.pieces:
        local = [piece.local_values(name).by_unit.astype(np.float64) for name in NEEDED]
        for replicate in range(len(piece.numbers)):
            for at in dict.fromkeys((0, len(run.years) - 1)):
                lead = piece.cells.lead[replicate, at]
                seats, each, *shares = (values[replicate, at, lead] for values in local)
                people = seats * each
                where = np.digitize(people.round(), EDGES)
                inside = np.bincount(where, weights=people, minlength=count)
                with np.errstate(invalid="ignore"):
                    means = [np.bincount(where, weights=people * one, minlength=count) / inside for one in shares]
                numbers = np.bincount(where, minlength=count).astype(np.float64)
                found.setdefault(run.years[at], []).append((*means, numbers))
    return {year: BySize(*map(np.array, zip(*rows, strict=True))) for year, rows in sorted(found.items())}
