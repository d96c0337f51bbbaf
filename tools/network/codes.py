"""Which municipalities there are on 1 January of a year, and what becomes of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

FIRST, LAST = 2003, 2026


@dataclass(frozen=True)
class Codes:
    """The codes of every 1 January from 2003 to 2026 and the main successor of each that was dissolved.

    Parameters
    ----------
    alive
        Codes by year.
    heir
        Code that most people of a dissolved municipality went to, by (year of the new map, old code).
    """

    alive: dict[int, frozenset[str]]
    heir: dict[tuple[int, str], str]

    @classmethod
    def parse(cls, population: list[dict[str, str]], mergers: list[dict[str, str]]) -> Codes:
        """Read population_by_year.csv and mergers.csv."""
        alive: dict[int, set[str]] = defaultdict(set)
        for row in population:
            alive[int(row["year"])].add(row["code"])
        most: dict[tuple[int, str], tuple[float, str]] = {}
        for row in mergers:
            if row["kind"] != "border":
                key = int(row["year"]), row["old_code"]
                most[key] = max(most.get(key, (0.0, "")), (float(row["share"]), row["new_code"]))
        return cls({year: frozenset(codes) for year, codes in alive.items()}, {k: new for k, (_, new) in most.items()})

    def born(self, code: str) -> int:
        """Give the first year of the record on whose 1 January a municipality is there."""
        return next(year for year in range(FIRST, LAST + 1) if code in self.alive[year])

    def lasts(self, code: str) -> int:
        """Give the last year on whose 1 January a municipality is there."""
        return next(year for year in range(LAST, FIRST - 1, -1) if code in self.alive[year])

    def known(self, code: str) -> bool:
        """Whether a code is one of the record."""
        return any(code in codes for codes in self.alive.values())

    def forward(self, code: str, year: int) -> str:
        """Follow a municipality to the map of a later year."""
        for step in range(self.lasts(code) + 1, year + 1):
            if code not in self.alive[step]:
                code = self.heir[step, code]
        return code

    def parts(self, code: str, year: int) -> tuple[str, ...]:
        """Give the municipalities of an earlier map that went to one mainly, by code."""
        return tuple(sorted(c for c in self.alive[year] if self.forward_from(c, year, self.born(code)) == code))

    def forward_from(self, code: str, since: int, year: int) -> str:
        """Follow a municipality of the map of a year to that of a later one."""
        for step in range(since + 1, year + 1):
            if code not in self.alive[step]:
                code = self.heir[step, code]
        return code

    def on(self, code: str, year: int) -> tuple[str, ...]:
        """Give what a code stands for on the map of a year: itself, its successor, or its parts."""
        if code in self.alive[year]:
            return (code,)
        return self.parts(code, year) if self.born(code) > year else (self.forward(code, year),)


def day(year: int) -> str:
    """Write 1 January of a year."""
    return date(year, 1, 1).isoformat()
