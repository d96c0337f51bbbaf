"""Accounts of municipalities by year (``accounts.csv``): income, spending, equity and balance total.

Read only where somebody asks for them. Amounts in the file are thousands of euro (or of the country's currency).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Floats
from reformsim.errors import Mistakes, TerritoryError
from reformsim.territory.csvtable import Table, read_table

if TYPE_CHECKING:
    from reformsim.territory.frozen import Territory

FILE = "accounts.csv"
INCOME = ("general_grant", "specific_grants", "local_taxes", "fees", "other_income")
"""Lines of income, in the order of the arrays; other income may be below nought (losses on land)."""
BEYOND = ("governance", "other_spending")
"""Spending on what is no task of the catalogue."""
STOCKS = ("equity", "balance_total")
_FIXED = ("code", "year", *INCOME, *STOCKS, *BEYOND)
_SHIPPED = Path(__file__).parent / "data"
_MOST = 1e9
_THOUSAND = 1000.0


@dataclass(frozen=True, eq=False)
class YearOfAccounts:
    """The accounts of one year: m municipalities, in euro.

    Attributes
    ----------
    codes
        Municipalities, sorted.
    income : (m, 5) float64
        Lines of :data:`INCOME`.
    spending : (m, s) float64
        By ``AccountsRecord.spending``.
    equity, balance_total : (m,) float64
        On 31 December; NaN where the record has none.
    """

    codes: tuple[str, ...]
    income: Floats
    spending: Floats
    equity: Floats
    balance_total: Floats

    @property
    def result(self) -> Floats:
        """Income less spending, (m,)."""
        result: Floats = self.income.sum(axis=1) - self.spending.sum(axis=1)
        return result


@dataclass(frozen=True, eq=False)
class AccountsRecord:
    """All accounts of a file.

    Attributes
    ----------
    spending
        Names of the columns of spending: ids of tasks, and :data:`BEYOND`.
    years
        The accounts by year.
    """

    spending: tuple[str, ...]
    years: Mapping[int, YearOfAccounts]

    def nearest(self, year: int) -> int:
        """Give the year itself, or the nearest one with accounts."""
        return min(max(year, min(self.years)), max(self.years))


def own_digest(folder: Path) -> str | None:
    """Give the SHA-256 of the accounts in a folder of the user's own; ``None`` where it has none.

    Those that come with the package are part of it.
    """
    file = folder / FILE
    if _SHIPPED in file.resolve().parents or not file.is_file():
        return None
    return hashlib.sha256(file.read_bytes()).hexdigest()


def load_accounts(territory: Territory) -> AccountsRecord | None:
    """Give the accounts of a territory's municipalities, ``None`` where none are known.

    Raises
    ------
    TerritoryError
        If the file has mistakes; carries all of them.
    """
    if not territory.has_accounts:
        return None
    # The path of an own folder is absolute, and stays what it is behind that of the shipped ones.
    return _read(_SHIPPED / territory.accounts / FILE, territory.accounts_digest or "")


@lru_cache(maxsize=4)
def _read(file: Path, digest: str) -> AccountsRecord:
    problems = Mistakes()
    record = read_accounts(file, str(file), problems)
    if record is None or problems:
        raise TerritoryError(problems.told())
    return record


def read_accounts(
    file: Path,
    shown: str,
    problems: Mistakes,
    codes: Collection[str] = (),
    tasks: Collection[str] | None = None,
) -> AccountsRecord | None:
    """Read a file of accounts; ``None`` if it has mistakes, which are then among the problems.

    Parameters
    ----------
    codes
        Municipalities that may stand in it; all if empty.
    tasks
        Ids of tasks that may be columns; all if ``None``.
    """
    before = len(problems)
    header = _spending_columns(file)
    columns = tuple(name for name in header if tasks is None or name in tasks)
    table = read_table(file, shown, _FIXED, header if tasks is None else tuple(tasks), problems)
    if table is None:
        return None
    years = table.whole("year", low=1900, high=2200, what="a year")
    places = table.known("code", codes, "unit") if codes else [True] * len(table)
    numbers = {name: _thousands(table, name) for name in (*INCOME, *columns, *BEYOND)}
    stocks = {name: _thousands(table, name, may_lack=True) for name in STOCKS}
    seen: dict[tuple[str, int], int] = {}
    of_year: dict[int, list[tuple[str, int]]] = {}
    for row, (code, year) in enumerate(zip(table.words("code"), years, strict=True)):
        if year is None or not places[row]:
            continue
        if not table.again(
            row, "code", "'{}' already has accounts of {}, on line {}", code, year, key=(code, year), first=seen
        ):
            of_year.setdefault(year, []).append((code, row))
    if len(problems) > before:
        return None
    spending = (*columns, *BEYOND)
    made = {}
    for year, mine in sorted(of_year.items()):
        rows = [row for _, row in sorted(mine)]
        made[year] = YearOfAccounts(
            tuple(code for code, _ in sorted(mine)),
            np.stack([numbers[name][rows] for name in INCOME], axis=1),
            np.stack([numbers[name][rows] for name in spending], axis=1),
            stocks["equity"][rows],
            stocks["balance_total"][rows],
        )
    return AccountsRecord(spending, MappingProxyType(made))


def _spending_columns(file: Path) -> tuple[str, ...]:
    """Columns of the header that stand for tasks; a header that cannot be read is told by who reads the table."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header = [name.strip() for name in stream.readline().split(",")]
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(dict.fromkeys(name for name in header if name and name not in _FIXED))


def _thousands(table: Table, name: str, *, may_lack: bool = False) -> Floats:
    cells = table.column(name)
    if may_lack and "" in cells:
        there = [row for row, cell in enumerate(cells) if cell]
        values = np.full(len(cells), np.nan)
        values[there] = _thousands(table.part(there), name)
        return values
    read = table.numbers(name, low=-_MOST, high=_MOST, what="thousands of euro")
    return np.array([np.nan if value is None else value for value in read]) * _THOUSAND
