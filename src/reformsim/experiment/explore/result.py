"""What came of an exploration: draws, outcomes, and all that is told from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.arrays import Floats
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.explore import bands, indices, regret
from reformsim.experiment.explore.better import Better
from reformsim.experiment.explore.design import Design, Rows
from reformsim.experiment.explore.sampled import EFFECT, FEWEST_VALUES, LEVEL, Factors, Sampled
from reformsim.experiment.explore.unknowns import as_drawn, factors_of
from reformsim.experiment.explore.worth import Choice, Value, removed
from reformsim.experiment.lacking import held
from reformsim.experiment.summary import HIGH, LOW

if TYPE_CHECKING:
    from reformsim.experiment.compared import Comparison
    from reformsim.experiment.results import Run, Timing
    from reformsim.scenario import GivenYear, Scenario

HORIZON = "horizon"
"""In place of a year: the mean over all."""

HEAD = ("scenario", "what", "indicator", "unit")
"""Columns by which every table of outcomes begins."""


@dataclass(frozen=True, eq=False)
class Exploration:
    """Draws of assumptions and chance, each simulated in every scenario.

    Tables tell of the *level* of an indicator in the first scenario and, where there are more, of the *effect* of each
    other one: its difference with the first in the same draw.

    Parameters
    ----------
    runs
        Of each scenario, a replicate for every row of the design.
    factors
        What was drawn.
    year
        That the tables are about, or 'horizon' for the mean over all; see :meth:`at`.
    """

    runs: tuple[Run, ...]
    factors: Factors
    year: int | str
    _kept: dict[tuple[str, str], Sampled] = field(default_factory=dict, repr=False)
    _tornados: dict[tuple[str, str], pd.DataFrame] = field(default_factory=dict, repr=False)

    @classmethod
    def made(cls, runs: Sequence[Run], design: Design, rows: Rows) -> Exploration:
        """Give the exploration that the rows of a design make, in the last year."""
        return cls(tuple(runs), factors_of(design, rows, runs), runs[0].years[-1])

    @classmethod
    def from_results(cls, results: Run | Comparison) -> Exploration:
        """Tell of a run or comparison what its outcomes hang on, from the draws that it has anyway.

        Raises
        ------
        RunError
            If its assumptions were fixed, or drawn in another way than this version draws.
        """
        from reformsim.experiment.compared import runs_of

        runs = runs_of(results)
        return cls.made(runs, *as_drawn(runs))

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
        """Names of what was measured."""
        return self.runs[0].indicators

    @property
    def years(self) -> tuple[int, ...]:
        """Years that were simulated."""
        return self.runs[0].years

    @property
    def timing(self) -> Timing:
        """When and how long it was simulated."""
        return self.runs[0].timing

    def at(self, year: GivenYear) -> Exploration:
        """Give the same with tables of another year, or of the mean over all for 'horizon'.

        Raises
        ------
        RunError
            If the year was not simulated.
        """
        return replace(self, year=_year(self.runs[0], year), _kept={}, _tornados={})

    def scenario_at(self, draw: int, scenario: str | None = None) -> tuple[Scenario, int]:
        """Give a scenario as it was in a draw, and the number of the replicate whose chance it had.

        With these :func:`reformsim.model.simulate` gives the very history, to look inside.

        Raises
        ------
        RunError, UnknownNameError
            If there is no such draw or scenario.
        """
        run = self.runs[self._place(scenario)]
        return run.scenario_of(draw), int(self.factors.rows.chance[draw])

    @cached_property
    def draws(self) -> pd.DataFrame:
        """Table of every row of the design: draw (its number), parameters (rows of the same number have the same),
        chance (number of the replicate whose chance it has), sample (whether it is one of a sample of what may be),
        then the value of each parameter.
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
        """Table of what was drawn: parameter, source, unit, group, jointly (drawn with others), and the 10 %, 50 % and
        90 % quantile of its values (low, median, high).
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
            table = pd.DataFrame(values, columns=list(self.indicators))
            table.insert(0, "draw", np.arange(len(table)))
            table.insert(0, "scenario", run.name)
            tables.append(table)
        return pd.concat(tables, ignore_index=True)

    @cached_property
    def _values(self) -> tuple[Floats, ...]:
        """Values of each scenario in the year, (rows, indicators)."""
        count, found = len(self.factors.values), []
        for run in self.runs:
            whole, start = np.full((count, len(self.indicators)), np.nan), 0
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
        held(self.indicators, indicator)
        at, place = self.indicators.index(indicator), self._place(scenario)
        values = self._values[place][:, at]
        return values - self._values[0][:, at] if place else values

    def _place(self, scenario: str | None) -> int:
        if scenario is None:
            return len(self.runs) - 1
        if scenario not in self.scenarios:
            raise UnknownNameError("scenario", scenario, self.scenarios)
        return self.scenarios.index(scenario)

    def sampled(self, indicator: str, scenario: str | None = None) -> Sampled:
        """Give the outcomes of :meth:`of` as a sample, for analyses of one's own."""
        key = (self.scenarios[self._place(scenario)], indicator)
        if key not in self._kept:
            self._kept[key] = Sampled(self.factors, self.of(indicator, scenario))
        return self._kept[key]

    def bands(self) -> pd.DataFrame:
        """Give the range of every level and effect, and what makes it; columns as of :func:`bands.bands`."""
        return self.table(lambda name, indicator: bands.bands(self.sampled(indicator, name)))

    def screening(self) -> pd.DataFrame:
        """Give Morris' screening of every level and effect; columns as of :func:`indices.screening`."""
        moved = self.factors.rows.moved
        return self.table(lambda name, one: indices.screening(self.design, moved, self.of(one, name)))

    def indices(self) -> pd.DataFrame:
        """Give Sobol's indices of every level and effect; columns as of :func:`indices.indices`."""
        return self.table(lambda name, one: indices.indices(self.design, self.of(one, name)))

    def tornado(self, indicator: str, scenario: str | None = None) -> pd.DataFrame:
        """Give what each parameter does to the effect of a scenario (the last unless given); of the first, its level.

        Columns as of :func:`bands.tornado`.
        """
        key = (self.scenarios[self._place(scenario)], indicator)
        if key not in self._tornados:
            self._tornados[key] = bands.tornado(self.sampled(indicator, scenario))
        return self._tornados[key].copy()

    def when_better(self, a: str, b: str, indicator: str) -> Better:
        """Say in which draws one scenario is better than another on an indicator.

        Raises
        ------
        UnknownNameError, RunError
            If there is no such scenario or indicator, or no way is better.
        """
        sign = self._sign(indicator)
        first, second = self._place(a), self._place(b)
        if first and not second:
            return Better(a, b, indicator, self.sampled(indicator, a), sign)
        levels = self._rows(indicator)
        difference = levels[:, first] - levels[:, second]
        return Better(a, b, indicator, Sampled(self.factors, difference), sign)

    def regret(self) -> pd.DataFrame:
        """Give the regret of every scenario on every indicator that has a better way: :func:`regret.regret_table`."""
        return _joined([regret.regret_table(*one) for one in self._directed()], regret.REGRET)

    def satisficing(self, thresholds: Mapping[str, float] | None = None) -> pd.DataFrame:
        """Give in what share of the draws each scenario meets a threshold: :func:`regret.satisficing_table`.

        Parameters
        ----------
        thresholds
            By indicator; every indicator, to be no worse than the first scenario, unless given.
        """
        if thresholds is None:
            tables = [regret.satisficing_table(*one, None) for one in self._directed()]
        else:
            for name in thresholds:
                self._sign(name)
            tables = [
                regret.satisficing_table(*one, thresholds[one[0]]) for one in self._directed() if one[0] in thresholds
            ]
        return _joined(tables, regret.SATISFICING)

    def robustness(self) -> pd.DataFrame:
        """Put all scenarios beside one another on every indicator: :func:`regret.robustness_table`."""
        told = {name: (self.unit(name), self.direction(name), self._beside(name)) for name in self._everywhere}
        return regret.robustness_table(told, self.scenarios)

    def removed(self, parameters: Iterable[str], indicator: str, scenario: str | None = None) -> float:
        """Give the share of an effect's variance that goes when some parameters (or all of a first word) are known."""
        return removed(self.sampled(indicator, scenario), self._positions(parameters))

    def worth_of(self, parameters: Iterable[str], indicator: str) -> Value:
        """Give what knowing some parameters (or all of a first word) is worth to the choice between the scenarios."""
        return self.choice(indicator).worth_of(self._positions(parameters))

    def worth(self) -> pd.DataFrame:
        """Give what each study would tell, the one that tells most of the headline effects first.

        Returns
        -------
        DataFrame
            study, title and about (how many parameters), then scenario, what, indicator, unit; removed: the share of
            the variance that goes on draws not seen; and on indicators that have a better way what the choice between
            the scenarios gains: value, low, high, unseen and most, in the indicator's unit (:class:`worth.Value`).
            ``rank`` is the place of the study by the mean of what it removes of the headline effects.
        """
        return self._worth.copy()

    @cached_property
    def _worth(self) -> pd.DataFrame:
        from reformsim.experiment.explore.ranking import ranked

        return ranked(self)

    def choice(self, indicator: str) -> Choice:
        """Give the choice between the scenarios on an indicator, for analyses of one's own."""
        sign = self._sign(indicator)
        if len(self.runs) < 2:
            raise RunError("a choice is between several scenarios; this exploration has one")
        return Choice([self.sampled(indicator, other) for other in self.scenarios[1:]], sign)

    def _positions(self, parameters: Iterable[str]) -> tuple[int, ...]:
        names = self.factors.names
        words = {*names, *(name.partition(".")[0] for name in names)}
        wanted = [parameters] if isinstance(parameters, str) else list(parameters)
        for word in wanted:
            if word not in words:
                raise UnknownNameError("parameter that was drawn", word, words)
        return tuple(at for at, name in enumerate(names) if {name, name.partition(".")[0]} & set(wanted))

    def _rows(self, indicator: str) -> Floats:
        """Levels of an indicator in all scenarios, (rows, scenarios)."""
        held(self.indicators, indicator)
        at = self.indicators.index(indicator)
        return np.column_stack([values[:, at] for values in self._values])

    def _beside(self, indicator: str) -> Floats:
        """Levels in the draws that are a sample, (draws, scenarios)."""
        self.sampled(indicator, self.scenarios[0])  # refuses a design that is no sample
        return self._rows(indicator)[self.factors.rows.sample]

    @property
    def _everywhere(self) -> list[str]:
        """Indicators that are told of in every scenario."""
        return [one for one in self.indicators if all((name, one) in self.told for name in self.scenarios)]

    @property
    def directed(self) -> list[str]:
        """Indicators that have a better way, and are told of in every scenario."""
        return [name for name in self._everywhere if self.direction(name) != "none"]

    def _directed(self) -> list[tuple[str, str, str, tuple[str, ...], Floats]]:
        if len(self.runs) < 2:
            raise RunError("regret and thresholds are of several scenarios; this exploration has one")
        about = ((name, self.unit(name), self.direction(name)) for name in self.directed)
        return [(*one, self.scenarios, self._beside(one[0])) for one in about]

    def unit(self, indicator: str) -> str:
        """Give the unit of an indicator."""
        from reformsim.measures import MEASURES

        return MEASURES[indicator].unit

    def direction(self, indicator: str) -> str:
        """Give which way an indicator is better: 'lower', 'higher' or 'none'."""
        from reformsim.measures import MEASURES

        return MEASURES[indicator].direction

    def _sign(self, indicator: str) -> float:
        held(self.indicators, indicator)
        if self.direction(indicator) == "none":
            raise RunError(f"of '{indicator}' neither more nor less is better, so no scenario is")
        return regret.sign_of(self.direction(indicator))

    @cached_property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What tables are of: scenario and indicator, levels of the first, then effects of the others.

        An indicator without a value in enough draws, such as one of a later year than was simulated, is left out.
        """
        every = ((name, one) for name in self.scenarios for one in self.indicators)
        return tuple((name, one) for name, one in every if np.isfinite(self.of(one, name)).sum() >= FEWEST_VALUES)

    def table(self, made: Callable[[str, str], pd.DataFrame]) -> pd.DataFrame:
        """Put tables of all levels and effects under one another, each made from (scenario, indicator)."""
        tables = []
        if not self.told:
            raise RunError(f"nothing has a value in {FEWEST_VALUES} draws or more")
        for name, indicator in self.told:
            table = made(name, indicator)
            what = LEVEL if name == self.scenarios[0] else EFFECT
            for at, value in enumerate((name, what, indicator, self.unit(indicator))):
                table.insert(at, HEAD[at], value)
            tables.append(table)
        return pd.concat(tables, ignore_index=True)

    def summary(self, lang: str = "en") -> str:
        """Say in words what was found, in English ('en') or Dutch ('nl')."""
        from reformsim.experiment.explore.telling import summary

        return summary(self, lang)

    def __repr__(self) -> str:
        return (
            f"<Exploration {' | '.join(self.scenarios)}: {self.design.kind}, {len(self.factors.values):,} draws of "
            f"{len(self.factors.names)} parameters, {self.year}>"
        )

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.summary())}</pre>"


def _joined(tables: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(columns))


def _year(run: Run, year: GivenYear) -> int | str:
    from reformsim.scenario import year_of

    if year == HORIZON:
        return HORIZON
    return run.years[run.year_index(year_of(year))]
