"""Who sits in councils: seats of national, combined and local lists by municipality and election.

Which lists are local is told by their names, by the makers of this package (``data/netherlands/README.md``). Before
the first election of the record nothing is known of the parties of a council.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from reformsim.arrays import Bools, Floats
from reformsim.territory.events import later_homes
from reformsim.territory.frozen import Territory

KINDS = ("national", "combined", "local")
"""Kinds of lists: of a national party, of several parties that stood together, and local ones."""
LOCAL = KINDS.index("local")
NOVEMBER = 11
"""Elections for a merger are held in November for the next 1 January (Wet arhi art. 55)."""
FILE = "council_seats.csv"
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Elected:
    """One council as it was elected: valid votes, and seats by kind in the order of ``KINDS``."""

    votes: int
    seats: tuple[int, int, int]

    @property
    def mix(self) -> Floats:
        """Share of the seats by kind, (3,)."""
        seats = np.array(self.seats, float)
        result: Floats = seats / seats.sum()
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """How the units of a start map voted last, by kind of list.

    Attributes
    ----------
    known : (n,) bool
        Whether an election of the record says so.
    mix : (n, 3) float64
        Share of the seats by kind of the council that its inhabitants elected; 0 where not known.
    per_inhabitant : (n,) float64
        Valid votes per inhabitant of the first day.
    """

    known: Bools
    mix: Floats
    per_inhabitant: Floats


@lru_cache(maxsize=4)
def load_elected(record: str) -> Mapping[date, Mapping[str, Elected]]:
    """Give the councils elected by election day and code; empty for a record that has none."""
    path = DATA / record / FILE
    if not record or not path.exists():
        return MappingProxyType({})
    found: dict[date, dict[str, Elected]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            seats = int(row["national"]), int(row["combined"]), int(row["local"])
            found.setdefault(date.fromisoformat(row["date"]), {})[row["code"]] = Elected(int(row["valid_votes"]), seats)
    return MappingProxyType(dict(sorted(found.items())))


def last_election(territory: Territory) -> date:
    """Last election day of the record of a territory; the first of all days if it has none."""
    return max(load_elected(territory.network), default=date.min)


@lru_cache(maxsize=32)
def votes_of(territory: Territory, day: date) -> Votes:
    """How the units of a territory voted last, up to and including a day.

    A municipality that merged since is taken as it voted in what it has become part of; its votes are divided by
    inhabitants of the first day.
    """
    codes = territory.codes
    known, mix, per = np.zeros(len(codes), bool), np.zeros((len(codes), len(KINDS))), np.zeros(len(codes))
    for held, councils in load_elected(territory.network).items():
        if held > day:
            break
        voted_in = np.array(later_homes(territory, held.year + (held.month == NOVEMBER)))
        there = np.isin(voted_in, list(councils))
        people = dict.fromkeys(voted_in.tolist(), 0.0)
        for code, number in zip(voted_in.tolist(), territory.population.tolist(), strict=True):
            people[code] += number
        for unit in np.flatnonzero(there).tolist():
            one = councils[voted_in[unit]]
            mix[unit], per[unit] = one.mix, one.votes / max(people[voted_in[unit]], 1.0)
        known |= there
    return Votes(known, mix, per)
