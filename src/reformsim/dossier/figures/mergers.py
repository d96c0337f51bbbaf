"""Which municipalities merged, how often over the replicates, and when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median_low
from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Floats

if TYPE_CHECKING:
    from reformsim.experiment import Run

MOST = 15
"""Mergers shown of a scenario."""


@dataclass(frozen=True, slots=True)
class MergerSeen:
    """A merger of the same members, over the replicates.

    Parameters
    ----------
    members
        Names of the municipalities that became one, in order of their codes.
    name
        Name of the new municipality, as it is most often called.
    times, replicates
        In how many of how many replicates.
    first, middle, last
        Years in which it took effect: the earliest, the median, the latest.
    """

    members: tuple[str, ...]
    name: str
    times: int
    replicates: int
    first: int
    middle: int
    last: int

    @property
    def share(self) -> float:
        """Share of the replicates."""
        return self.times / self.replicates


@dataclass
class _Pile:
    members: tuple[str, ...]
    names: Counter[str] = field(default_factory=Counter)
    replicates: set[int] = field(default_factory=set)
    years: list[int] = field(default_factory=list)


def mergers_seen(run: Run, most: int = MOST) -> list[MergerSeen]:
    """Give the mergers most often seen, those in as many replicates in the order of their year and codes."""
    piles: dict[tuple[str, ...], _Pile] = {}
    for piece in run.pieces:
        for replicate, year, kind, subject, members, _ in piece.events:
            if kind != "merger":
                continue
            codes = tuple(sorted(members.split(";")))
            if codes not in piles:
                piles[codes] = _Pile(tuple(piece.names.get(code, code) for code in codes))
            pile = piles[codes]
            pile.names[piece.names.get(subject, subject)] += 1
            pile.replicates.add(replicate)
            pile.years.append(year)
    ordered = sorted(piles.items(), key=lambda item: (-len(item[1].replicates), median_low(item[1].years), item[0]))
    return [
        MergerSeen(
            pile.members,
            min(pile.names, key=lambda name: (-pile.names[name], name)),
            len(pile.replicates),
            run.replicates,
            min(pile.years),
            median_low(pile.years),
            max(pile.years),
        )
        for _, pile in ordered[:most]
    ]


def mergers_by_year(run: Run) -> Floats:
    """Give the number of mergers that took effect, (replicates, years)."""
    place = {number: at for at, number in enumerate(run.numbers)}
    count = np.zeros((run.replicates, len(run.years)))
    for piece in run.pieces:
        for replicate, year, kind, *_ in piece.events:
            if kind == "merger" and year in run.years:
                count[place[replicate], run.year_index(year)] += 1
    return count
