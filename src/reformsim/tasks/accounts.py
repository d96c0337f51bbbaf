"""What municipalities spent by task field and year, from their accounts (``accounts.csv``)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SOURCE = "Iv3 accounts of municipalities (CBS)"


@dataclass(frozen=True)
class Spending:
    """What municipalities spent on some fields.

    Attributes
    ----------
    year
        Of the accounts: the one asked for, or the first or last there is.
    euro
        All together.
    inhabitants
        Of the municipalities whose accounts are there.
    """

    year: int
    euro: float
    inhabitants: int


@dataclass(frozen=True)
class Accounts:
    """The whole table: thousands of euro by year and field, and inhabitants by year."""

    spent: Mapping[tuple[int, str], float]
    inhabitants: Mapping[int, int]

    @property
    def fields(self) -> tuple[str, ...]:
        """Codes of the task fields, in the order of the table."""
        return tuple(dict.fromkeys(field for _, field in self.spent))

    def of(self, fields: Iterable[str], year: int) -> Spending:
        """Give what was spent on fields in a year, or in the nearest one with accounts."""
        there = min(max(year, min(self.inhabitants)), max(self.inhabitants))
        thousands = sum(self.spent[there, field] for field in fields)
        return Spending(there, thousands * 1000.0, self.inhabitants[there])


@lru_cache(maxsize=1)
def load_accounts() -> Accounts:
    """Give the table shipped with the project."""
    text = (files("reformsim.tasks") / "accounts.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return Accounts(
        {(int(row["year"]), row["field"]): float(row["thousand_euro"]) for row in rows},
        {int(row["year"]): int(row["inhabitants"]) for row in rows},
    )
