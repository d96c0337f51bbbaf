"""A municipality of the first map in results: what becomes of it in every scenario, and with whom it merges."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reformsim.experiment.compared import runs_of
from reformsim.experiment.localtables import LEVELS, Asked
from reformsim.report.page.fragment import fragment
from reformsim.report.page.html import Block, Cell, Facts, Group, Row, Table
from reformsim.report.words import Words, words

if TYPE_CHECKING:
    from reformsim.experiment import Comparison, Run

MOST_PARTNERS = 4

_NO_VALUE = dict.fromkeys(("median", "low", "high"), math.nan)
"""Of an indicator that has no value there in any replicate."""


@dataclass(frozen=True, eq=False)
class PlaceSeen:
    """A municipality of the first map in results, which shows itself in a notebook.

    Parameters
    ----------
    code, name
        On the first map.
    """

    results: Run | Comparison
    code: str
    name: str
    w: Words

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The scenarios, the one compared against first."""
        return runs_of(self.results)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Local indicators in the first and the last year; as ``results.local(place=...)`` gives them."""
        first = self.runs[0]
        years = tuple(dict.fromkeys((first.years[0], first.years[-1])))
        return self.results.local(None, years, place=self.code, level=LEVELS[1])

    @cached_property
    def mergers(self) -> pd.DataFrame:
        """Chance to have merged by the last year, a row per scenario: scenario, share, then with whom and how often.

        ``partners`` are names of the first map, the most frequent first, each with its share of the replicates.
        """
        rows = [(run.name, *self._merged(run)) for run in self.runs]
        return pd.DataFrame(rows, columns=["scenario", "share", "partners"])

    def _merged(self, run: Run) -> tuple[float, tuple[tuple[str, float], ...]]:
        at, names = run.units.index(self.code), list(run.unit_names.values())
        with_whom: Counter[str] = Counter()
        merged = 0
        for piece in run.pieces:
            for owner in piece.owner:
                beside = np.flatnonzero((owner[-1] == owner[-1][at]) & (owner[0] != owner[0][at]))
                merged += bool(len(beside))
                with_whom.update(names[one] for one in beside)
        partners = tuple((name, count / run.replicates) for name, count in with_whom.most_common(MOST_PARTNERS))
        return merged / run.replicates, partners

    def __repr__(self) -> str:
        return f"<{self.name} ({self.code}) in {', '.join(run.name for run in self.runs)}>"

    def _repr_html_(self) -> str:
        first = self.runs[0]
        small = self.w("place.small", first=first.years[0], last=first.years[-1])
        return fragment(f"{self.name} ({self.code})", small, self._blocks(), self.w)

    def _blocks(self) -> list[Block]:
        w, last = self.w, self.runs[0].years[-1]
        told = []
        for scenario, share, partners in self.mergers.itertuples(index=False):
            each = ", ".join(f"{name} ({w.share(part)})" for name, part in partners)
            text = w("place.merged", share=w.share(share), year=last)
            told.append((scenario, w("place.with", merged=text, names=each) if each else text))
        blocks: list[Block] = [Facts(tuple(told))]
        if len(self.table):
            blocks.append(self._levels())
        return blocks

    def _levels(self) -> Table:
        from reformsim.measures import MEASURES

        w, years = self.w, (self.runs[0].years[0], self.runs[0].years[-1])
        keys = ["indicator", "scenario", "year"]
        cells: dict[Any, Any] = {tuple(row[key] for key in keys): row for row in self.table.to_dict("records")}
        rows = []
        for name in (name for name in self.runs[0].local_indicators if name in MEASURES and MEASURES[name].headline):
            one = MEASURES[name]
            start = cells.get((name, self.runs[0].name, years[0]), _NO_VALUE)
            ends = [cells.get((name, run.name, years[1]), _NO_VALUE) for run in self.runs]
            places = w.decimals([float(level["median"]) for level in (start, *ends)], one.unit)
            row = [Cell(w.number(float(start["median"]), places))]
            for level in ends:
                span = w.interval(float(level["low"]), float(level["high"]), places)
                row.append(Cell(w.number(float(level["median"]), places), (span,) if span else ()))
            rows.append(Row(w.pick(one.title_en, one.title_nl), tuple(row), w.unit(one.unit)))
        heads = (w("place.indicator"), str(years[0]), *(f"{run.name}, {years[1]}" for run in self.runs))
        return Table(w("place.caption"), heads, (Group(tuple(rows)),), frozenset(range(1, len(heads))))


def place_in(results: Run | Comparison, name: str, *, lang: str = "en") -> PlaceSeen:
    """Look up a municipality of the first map in results.

    Parameters
    ----------
    name
        Its code or name.
    lang
        'en' or 'nl'.

    Raises
    ------
    UnknownNameError
        If there is no such municipality, with the nearest name, or for another language.
    """
    asked = Asked.of(runs_of(results), (), None, name, LEVELS[1])
    ((_, code, found), *_) = asked.heads
    return PlaceSeen(results, code, found, words(lang))
