"""What came of an exploration: draws, outcomes, and all that is told from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from reformsim.arrays import Floats
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.drawing import DrawableDraws
from reformsim.experiment.explore import bands, indices, regret
from reformsim.experiment.explore.better import Better
from reformsim.experiment.explore.design import Design, Rows
from reformsim.experiment.explore.outcomes import HORIZON, Outcomes
from reformsim.experiment.explore.sampled import Sampled
from reformsim.experiment.explore.unknowns import as_drawn, factors_of
from reformsim.experiment.explore.worth import Choice, Value, removed

if TYPE_CHECKING:
    from reformsim.experiment.compared import Comparison
    from reformsim.experiment.results import Run
    from reformsim.measures import GivenMeasures
    from reformsim.scenario import GivenYear, Scenario


@dataclass(frozen=True, eq=False)
class Exploration(Outcomes, DrawableDraws):
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

    _tornados: dict[tuple[str, str], pd.DataFrame] = field(default_factory=dict, init=False, repr=False)

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

    def at(self, year: GivenYear) -> Exploration:
        """Give the same with tables of another year, or of the mean over all for 'horizon'.

        Raises
        ------
        RunError
            If the year was not simulated.
        """
        return replace(self, year=_year(self.runs[0], year))

    def only(self, measures: GivenMeasures) -> Exploration:
        """Give the same with tables of some indicators alone: 'headline', 'report' or names, as far as measured.

        Raises
        ------
        UnknownNameError
            If there is no such indicator.
        """
        from reformsim.measures import chosen

        wanted = set(chosen(measures))
        return replace(self, chosen=tuple(name for name in self.runs[0].indicators if name in wanted))

    def scenario_at(self, draw: int, scenario: str | None = None) -> tuple[Scenario, int]:
        """Give a scenario as it was in a draw, and the number of the replicate whose chance it had.

        With these :func:`reformsim.model.simulate` gives the very history, to look inside.

        Raises
        ------
        RunError, UnknownNameError
            If there is no such draw or scenario.
        """
        run = self.runs[self.position(scenario)]
        return run.scenario_of(draw), int(self.factors.rows.chance[draw])

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
        key = (self.scenarios[self.position(scenario)], indicator)
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
        sign = self.sign(indicator)
        first, second = self.position(a), self.position(b)
        if first and not second:
            return Better(a, b, indicator, self.sampled(indicator, a), sign)
        levels = self.levels(indicator)
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
                self.sign(name)
            tables = [
                regret.satisficing_table(*one, thresholds[one[0]]) for one in self._directed() if one[0] in thresholds
            ]
        return _joined(tables, regret.SATISFICING)

    def robustness(self) -> pd.DataFrame:
        """Put all scenarios beside one another on every indicator: :func:`regret.robustness_table`."""
        told = {name: (self.unit(name), self.direction(name), self.beside(name)) for name in self.everywhere}
        return regret.robustness_table(told, self.scenarios)

    def removed(self, parameters: Iterable[str], indicator: str, scenario: str | None = None) -> float:
        """Give the share of an effect's variance that goes when some parameters (or all of a first word) are known."""
        return removed(self.sampled(indicator, scenario), self._positions(parameters))

    def worth_of(self, parameters: Iterable[str], indicator: str) -> Value:
        """Give what knowing some parameters (or all of a first word) is worth to the choice between the scenarios."""
        return self.choice(indicator).worth_of(self._positions(parameters))

    def worth(self, indicators: Iterable[str] | None = None) -> pd.DataFrame:
        """Give what each study would tell, the one that tells most of the headline effects first.

        Parameters
        ----------
        indicators
            That are asked about, which is quicker; all unless given.

        Returns
        -------
        DataFrame
            study, title and about (how many parameters), then scenario, what, indicator, unit; removed: the share of
            the variance that goes on draws not seen; and on indicators that have a better way what the choice between
            the scenarios gains: value, low, high, unseen and most, in the indicator's unit (:class:`worth.Value`).
            ``rank`` is the place of the study by the mean of what it removes of the headline effects.
        """
        from reformsim.experiment.explore.ranking import ranked

        return self._worth.copy() if indicators is None else ranked(self, tuple(indicators))

    @cached_property
    def _worth(self) -> pd.DataFrame:
        from reformsim.experiment.explore.ranking import ranked

        return ranked(self)

    def choice(self, indicator: str) -> Choice:
        """Give the choice between the scenarios on an indicator, for analyses of one's own."""
        sign = self.sign(indicator)
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

    def _directed(self) -> list[tuple[str, str, str, tuple[str, ...], Floats]]:
        if len(self.runs) < 2:
            raise RunError("regret and thresholds are of several scenarios; this exploration has one")
        about = ((name, self.unit(name), self.direction(name)) for name in self.directed)
        return [(*one, self.scenarios, self.beside(one[0])) for one in about]

    def summary(self, lang: str = "en") -> str:
        """Say in words what was found, in English ('en') or Dutch ('nl')."""
        from reformsim.experiment.explore.telling import summary

        return summary(self, lang)

    def __repr__(self) -> str:
        return (
            f"<Exploration {' | '.join(self.scenarios)}: {self.design.kind}, {len(self.factors.values):,} draws of "
            f"{len(self.factors.names)} parameters, {self.year}>"
        )

    @property
    def results(self) -> Run | Comparison:
        """The draws as the run or comparison of as many replicates."""
        from reformsim.experiment.compared import Comparison

        return Comparison(self.runs) if len(self.runs) > 1 else self.runs[0]

    @property
    def _results(self) -> Run | Comparison:
        return self.results


def _joined(tables: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(columns))


def _year(run: Run, year: GivenYear) -> int | str:
    from reformsim.scenario import year_of

    if year == HORIZON:
        return HORIZON
    return run.years[run.year_index(year_of(year))]
