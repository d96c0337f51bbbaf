"""Scores kept in a file: what ``docs/validation.md`` is made from, so that it need not be simulated anew."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from reformsim.errors import writing
from reformsim.hindcast.rows import take_rows
from reformsim.hindcast.span import Hindcast, default_scenario
from reformsim.hindcast.yardstick import OneYear

COLUMNS = ("kind", "scenario", "first", "last", "replicates", "learned", "cases", "forecast", "measure", "value")
SPAN, ONE_YEAR = "span", "one-year"
DIGITS = 6
"""Decimals kept: more than are shown, fewer than machines may differ in."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The scores of one hindcast.

    Attributes
    ----------
    kind
        'span' (a forecast of all years at once) or 'one-year' (every year from the one before).
    scenario, first, last, replicates
        What was run; no replicates for one year ahead, which is computed.
    learned
        Years that the null models learned from, such as '2004-2011'; empty if there were none.
    cases
        Pairs of neighbours looked at, and how many of them became one.
    scores
        By forecast, the model's own first, then by measure.
    """

    kind: str
    scenario: str
    first: int
    last: int
    replicates: int
    learned: str
    cases: tuple[int, int]
    scores: dict[str, dict[str, float]]

    @property
    def start(self) -> int:
        """The (first) year whose map is known."""
        return self.first - (self.kind == ONE_YEAR)

    @property
    def command(self) -> str:
        """The command that gives these scores."""
        given = f"--from {self.first} --until {self.last}"
        named = "" if self.scenario == default_scenario(self.start, self.last) else f"--scenario {self.scenario} "
        if self.scenario.startswith("record-") and not re.fullmatch(r"record-[0-9]{4}", self.scenario):
            named = f"--territory {self.scenario.removeprefix('record-')} "
        if self.kind == ONE_YEAR:
            return f"reformsim hindcast --one-year {named}{given}"
        return f"reformsim hindcast {named}{given} --replicates {self.replicates}"

    @property
    def key(self) -> tuple[bool, int, int, str]:
        """By what hindcasts are ordered and told apart: spans first, the latest before earlier ones."""
        return self.kind == ONE_YEAR, -self.first, self.last, self.scenario


def kept(result: Hindcast | OneYear) -> Kept:
    """Give what is kept of a hindcast."""
    learned = "-".join(map(str, result.learned)) if result.learned else ""
    rounded = {
        name: {measure: _rounded(value) for measure, value in found.items()} for name, found in result.scores.items()
    }
    if isinstance(result, OneYear):
        cases = len(result.happened), int(result.happened.sum())
        return Kept(
            ONE_YEAR, result.scenario.name, result.years[0], result.years[-1], 0, learned, cases, rounded
        )  # fmt: skip
    past = result.past
    cases = len(past.pairs), int(past.together.sum())
    return Kept(
        SPAN, result.scenario.name, past.years[0], past.years[-1], result.scenario.replicates, learned, cases, rounded
    )  # fmt: skip


def load_scores() -> list[Kept]:
    """Give the scores shipped with the project; raises :class:`DataError` if their file is wrong."""
    with as_file(files("reformsim.hindcast") / "scores.csv") as path:
        return read_scores(path)


def read_scores(path: Path) -> list[Kept]:
    """Read a file of scores; a file that does not exist holds none. Raises :class:`DataError` for a wrong one."""
    if not path.exists():
        return []
    found: dict[tuple[object, ...], Kept] = {}

    def take(row: dict[str, str]) -> None:
        one = _head(row)
        one = found.setdefault(one.key, one)
        one.scores.setdefault(row["forecast"], {})[row["measure"]] = float(row["value"])

    take_rows(path, COLUMNS, take)
    return sorted(found.values(), key=lambda one: one.key)


def keep(result: Hindcast | OneYear, path: Path) -> None:
    """Put the scores of a hindcast in a file, in place of earlier ones of the same; the others stay.

    Raises
    ------
    DataError
        The file holds something else.
    OutputError
        It cannot be written.
    """
    new = kept(result)
    together = [*(one for one in read_scores(path) if one.key != new.key), new]
    with writing(path), path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(COLUMNS)
        for one in sorted(together, key=lambda one: one.key):
            cases = f"{one.cases[0]}/{one.cases[1]}"
            head = (one.kind, one.scenario, one.first, one.last, one.replicates, one.learned, cases)
            for forecast, found in one.scores.items():
                table.writerows((*head, forecast, measure, value) for measure, value in found.items())


def _head(row: dict[str, str]) -> Kept:
    pairs, happened = row["cases"].split("/")
    return Kept(
        row["kind"],
        row["scenario"],
        int(row["first"]),
        int(row["last"]),
        int(row["replicates"]),
        row["learned"],
        (int(pairs), int(happened)),
        {},
    )


def _rounded(value: float) -> float:
    return value if math.isnan(value) else round(value, DIGITS) + 0.0
