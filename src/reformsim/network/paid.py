"""What municipalities paid to joint bodies, by their accounts (``paid.csv``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from reformsim.network.record import DATA


@dataclass(frozen=True, slots=True)
class Paid:
    """What one municipality paid in a year.

    Attributes
    ----------
    euro
        To all joint bodies together.
    inhabitants
        On 1 January.
    """

    year: int
    code: str
    euro: float
    inhabitants: int


@lru_cache(maxsize=1)
def load_paid() -> tuple[Paid, ...]:
    """Give the payments of the Dutch accounts, 2017 to 2024, by year and code."""
    with (DATA / "netherlands" / "paid.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Paid(int(row["year"]), row["code"], float(row["thousand_euro"]) * 1000.0, int(row["inhabitants"]))
            for row in csv.DictReader(stream)
        )
