"""One promise weighed: its level without and with a scenario, the change, its range and what may be said of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reformsim.dossier.sections.shared import Matter
from reformsim.report.words import Words

PROMISES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "administrators": ("administrators_total", "councillors"),
        "drukte": ("authorities_per_subject", "relations_to_keep_up"),
        "capacity": ("lost_to_scale", "thin_tasks"),
    }
)
"""Measures of each promise of a reform: the first decides, the others stand beside it (docs/odd.md)."""

PRICE: Final = (
    "budget_outside_council",
    "inhabitants_per_councillor",
    "administrators_cost",
    "merger_cost",
    "distance_to_town_hall",
    "turnout_council",
)
"""What a reform costs, in legitimacy and in money."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A headline measure in the last year.

    Parameters
    ----------
    without, with_it
        Medians of the level; of a run alone those of its first and its last year.
    change, low, high
        Median and 80 % of the paired differences; of a run alone the ends are those of its last level.
    times
        By what numbers are multiplied to be told: shares are told of a hundred.
    places
        Decimals of what is told.
    counted
        Whether it counts persons, so that a change is told as so many of so many.
    verdict, hangs_on, origin
        As :class:`reformsim.dossier.sections.shared.Told`.
    """

    name: str
    w: Words
    without: float
    with_it: float
    change: float
    low: float
    high: float
    times: float
    places: int
    counted: bool
    verdict: str = ""
    hangs_on: str = ""
    origin: str = ""

    def number(self, value: float, *, signed: bool = False) -> str:
        """Give one of its numbers in words."""
        return self.w.number(value * self.times, self.places, signed=signed)


def times_told(unit: str) -> float:
    """Give by what numbers of a unit are multiplied to be told: shares are told of a hundred."""
    return 100.0 if unit == "share" else 1.0


def weigh(matter: Matter, at: int, name: str) -> Weighed | None:
    """Weigh a measure of one scenario; ``None`` where the results do not have it."""
    names = [one.name for one in matter.headlines]
    if name not in names:
        return None
    i = names.index(name)
    unit = matter.headlines[i].unit
    times = times_told(unit)
    if at:
        found = matter.change(at, matter.last)
        level = [float(matter.level(run, matter.last).median[i]) for run in (0, at)]
        ends = [float(value[i]) for value in (found.difference, found.low, found.high)]
    else:
        last = matter.level(0, matter.last)
        level = [float(matter.level(0, matter.first).median[i]), float(last.median[i])]
        ends = [level[1] - level[0], float(last.low[i]), float(last.high[i])]
    if not all(map(math.isfinite, (*level, *ends))):
        return None
    places = matter.w.decimals([value * times for value in (*level, ends[0])], unit)
    told = matter.told(matter.runs[at].name, name)
    return Weighed(
        name,
        matter.w,
        level[0],
        level[1],
        ends[0],
        ends[1],
        ends[2],
        times,
        places,
        unit == "persons",
        told.verdict,
        told.hangs_on,
        told.origin,
    )
