"""What was drawn and what came of it, as arrays and tables: what an exploration tells from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.arrays import Floats
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.explore.design import MORRIS, Design
from reformsim.experiment.explore.regret import sign_of
from reformsim.experiment.explore.sampled import EFFECT, FEWEST_VALUES, LEVEL, Factors, Sampled
from reformsim.experiment.lacking import held
from reformsim.experiment.summary import HIGH, LOW

if TYPE_CHECKING:
    from reformsim.experiment.results import Run, Timing

HORIZON = "horizon"
"""In place of a year: the mean over all."""

HEAD = ("scenario", "what", "indicator", "unit")
"""Columns by which every table of outcomes begins."""


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Rows of a design, each simulated in every scenario.

    Parameters
    ----------
    runs
        Of each scenario, a replicate for every row of the design.
    factors
        What was drawn.
    year
        That the tables are about, or 'horizon' for the mean over all.
    chosen
        Indicators that the tables are about; all that were measured unless given.
    """

    runs: tuple[Run, ...]
    factors: Factors
    year: int | str
    chosen: tuple[str, ...] | None = None
    _kept: dict[tuple[str, str], Sampled] = field(default_factory=dict, init=False, repr=False)

    @property
    def design(self) -> Design:
        """The plan of the draws."""
        return self.factors.design

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios, the one compared against first."""
        return tuple(run.name for run in self.runs)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names of what the tables are about."""
        return self.runs[0].indicators if self.chosen is None else self.chosen

    @property
    def years(self) -> tuple[int, ...]:
        """Years that were simulated."""
        return self.runs[0].years

    @property
    def timing(self) -> Timing:
        """When and how long it was simulated."""
        return self.runs[0].timing

    @cached_property
    def draws(self) -> pd.DataFrame:
        """Table of every row of the design.

        Its columns are draw (the row's number), parameters (rows of the same number have the same), chance (number of
        the replicate whose chance it has), sample (whether it is one of a sample of what may be), then the value of
        each parameter.
        """
        rows = self.factors.rows
        said = {
            "draw": np.arange(len(rows.draw)),
            "parameters": rows.draw,
            "chance": rows.chance,
            "sample": rows.sample,
        }
        values = pd.DataFrame(self.factors.values, columns=list(self.factors.names))
        return pd.concat([pd.DataFrame(said), values], axis=1)

    @cached_property
    def parameters(self) -> pd.DataFrame:
        """Table of what was drawn, a row per parameter.

        Its columns are parameter, source, unit, group, jointly (drawn with others), and the 10 %, 50 % and 90 %
        quantile of the values (low, median, high).
        """
        low, middle, high = np.nanquantile(self.factors.values, (LOW, 0.5, HIGH), axis=0)
        blocks = self.factors.blocks
        columns = {
            "parameter": self.factors.names,
            "source": self.factors.sources,
            "unit": self.factors.units,
            "group": self.design.group_of,
            "jointly": [blocks.count(block) > 1 for block in blocks],
        }
        return pd.DataFrame({**columns, "low": low, "median": middle, "high": high})

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Table of scenario, draw, and the value of each indicator; missing where a draw failed or is not done yet."""
        tables = []
        for run, values in zip(self.runs, self._values, strict=True):
            table = pd.DataFrame(values, columns=list(run.indicators))[list(self.indicators)]
            table.insert(0, "draw", np.arange(len(table)))
            table.insert(0, "scenario", run.name)
            tables.append(table)
        return pd.concat(tables, ignore_index=True)

    @cached_property
    def _values(self) -> tuple[Floats, ...]:
        """Values of each scenario in the year, (rows, indicators measured)."""
        count, found = len(self.factors.values), []
        for run in self.runs:
            whole, start = np.full((count, len(run.indicators)), np.nan), 0
            for piece in run.pieces.values():
                taken = piece.mean(axis=1) if self.year == HORIZON else piece[:, run.years.index(int(self.year))]
                whole[list(run.numbers[start : start + len(taken)])] = taken
                start += len(taken)
            found.append(whole)
        return tuple(found)

    def of(self, indicator: str, scenario: str | None = None) -> Floats:
        """Give the outcomes (rows,) of one indicator: of the first scenario its level, of another its effect.

        Parameters
        ----------
        scenario
            The last one unless given.

        Raises
        ------
        UnknownNameError, RunError
            If there is no such indicator or scenario.
        """
        at, place = self._column(indicator), self.position(scenario)
        values = self._values[place][:, at]
        return values - self._values[0][:, at] if place else values

    def _column(self, indicator: str) -> int:
        held(self.runs[0].indicators, indicator)
        return self.runs[0].indicators.index(indicator)

    def position(self, scenario: str | None) -> int:
        """Give the position of a scenario, of the last one unless given."""
        if scenario is None:
            return len(self.runs) - 1
        if scenario not in self.scenarios:
            raise UnknownNameError("scenario", scenario, self.scenarios)
        return self.scenarios.index(scenario)

    def sampled(self, indicator: str, scenario: str | None = None) -> Sampled:
        """Give the outcomes of :meth:`of` as a sample, for analyses of one's own."""
        key = (self.scenarios[self.position(scenario)], indicator)
        if key not in self._kept:
            self._kept[key] = Sampled(self.factors, self.of(indicator, scenario))
        return self._kept[key]

    def levels(self, indicator: str) -> Floats:
        """Levels of an indicator in all scenarios, (rows, scenarios)."""
        at = self._column(indicator)
        return np.column_stack([values[:, at] for values in self._values])

    def beside(self, indicator: str) -> Floats:
        """Levels in the draws that are a sample, (draws, scenarios)."""
        self.sampled(indicator, self.scenarios[0])  # refuses a design that is no sample
        return self.levels(indicator)[self.factors.rows.sample]

    @property
    def everywhere(self) -> list[str]:
        """Indicators that are told of in every scenario."""
        return [one for one in self.indicators if all((name, one) in self.told for name in self.scenarios)]

    @property
    def directed(self) -> list[str]:
        """Indicators that have a better way, and are told of in every scenario."""
        return [name for name in self.everywhere if self.direction(name) != "none"]

    def unit(self, indicator: str) -> str:
        """Give the unit of an indicator."""
        from reformsim.measures import MEASURES

        return MEASURES[indicator].unit

    def direction(self, indicator: str) -> str:
        """Give which way an indicator is better: 'lower', 'higher' or 'none'."""
        from reformsim.measures import MEASURES

        return MEASURES[indicator].direction

    def sign(self, indicator: str) -> float:
        """Give 1 where more is better, -1 where less is; :class:`RunError` where no way is."""
        self._column(indicator)
        if self.direction(indicator) == "none":
            raise RunError(f"of '{indicator}' neither more nor less is better, so no scenario is")
        return sign_of(self.direction(indicator))

    @cached_property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What tables are of: scenario and indicator, levels of the first, then effects of the others.

        An indicator without a value in enough draws, such as one of a later year than was simulated, is left out.
        """
        every = ((name, one) for name in self.scenarios for one in self.indicators)
        return tuple((name, one) for name, one in every if self._tells(self.of(one, name)))

    def _tells(self, outcome: Floats) -> bool:
        there, rows = np.isfinite(outcome), self.factors.rows
        if self.design.kind == MORRIS:
            return bool(there.any())
        return len(np.unique(rows.draw[rows.sample & there])) >= FEWEST_VALUES

    @property
    def complete(self) -> list[str]:
        """Indicators with a value in every row of the design: screening and Sobol's indices are of these alone."""
        return [one for one in self.indicators if all(np.isfinite(values).all() for values in self.levels(one).T)]

    def table(self, made: Callable[[str, str], pd.DataFrame]) -> pd.DataFrame:
        """Put tables of all levels and effects under one another, each made from (scenario, indicator)."""
        tables = []
        if not self.told:
            raise RunError("no indicator has a value in enough draws")
        for name, indicator in self.told:
            table = made(name, indicator)
            what = LEVEL if name == self.scenarios[0] else EFFECT
            for at, value in enumerate((name, what, indicator, self.unit(indicator))):
                table.insert(at, HEAD[at], value)
            tables.append(table)
        return pd.concat(tables, ignore_index=True)
