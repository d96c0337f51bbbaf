"""Several scenarios with the same chance: what a reform changes, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.arrays import Floats
from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.byplace import localtables
from reformsim.experiment.byplace.placed import Placed
from reformsim.experiment.drawing import Drawable
from reformsim.experiment.results import Run, Timing
from reformsim.experiment.summary import Effect, effect, share_better
from reformsim.experiment.tabled import describe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reformsim.scenario import GivenYear

FLOWS = ("M€ a year", "EUR a year")
"""Units of money per year, whose sum over the years is money too."""

TOLD = ("chance_low", "chance_high", "chance_share", "same_sign", "better", "origin")
"""What a summary tells of a difference beside the number and its range."""


@dataclass(frozen=True, eq=False)
class Comparison(Drawable, Placed):
    """Runs of several scenarios over the same territory, years and replicates.

    Replicate r of every scenario has the same draws, so differences are taken replicate by replicate: what
    is left is the effect of the reform and not of chance. The first scenario is the one compared against. A
    replicate that failed in one scenario is left out of the differences.

    Parameters
    ----------
    sources
        What the headline differences rest on, as :meth:`reformsim.Attribution.sources` gives it, of the scenarios of
        which it is known; ``None`` where it is of none.
    """

    runs: tuple[Run, ...]
    sources: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        first = self.runs[0]
        for run in self.runs[1:]:
            for what in ("years", "indicators", "units", "local_indicators"):
                if getattr(run, what) != getattr(first, what):
                    raise RunError(
                        f"'{run.name}' and '{first.name}' have different {what.replace('_', ' ')}: no comparison"
                    )
        if not self.pairs:
            raise RunError(f"'{first.name}' and the others have no replicate in common: no comparison")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios, the one compared against first."""
        return tuple(run.name for run in self.runs)

    @property
    def timing(self) -> Timing:
        """When and how long."""
        return self.runs[0].timing

    @cached_property
    def pairs(self) -> tuple[int, ...]:
        """Numbers of the replicates that came about in every scenario."""
        common = set(self.runs[0].numbers).intersection(*(run.numbers for run in self.runs[1:]))
        return tuple(sorted(common))

    @cached_property
    def drawn(self) -> tuple[int, ...]:
        """Number of the draw of the assumptions of every pair; it is the same in all scenarios."""
        own = dict(zip(self.runs[0].numbers, self.runs[0].drawn, strict=True))
        return tuple(own[number] for number in self.pairs)

    def run(self, name: str) -> Run:
        """Run of one scenario; :class:`UnknownNameError` if it is not among them."""
        for run in self.runs:
            if run.name == name:
                return run
        raise UnknownNameError("scenario in this comparison", name, self.names)

    @cached_property
    def levels(self) -> pd.DataFrame:
        """The tables of levels of all scenarios under each other, as in :attr:`Run.levels`."""
        return pd.concat([run.levels for run in self.runs], ignore_index=True)

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """The yearly tables of all scenarios under each other, as in :attr:`Run.yearly`."""
        return self._joined("yearly")

    @cached_property
    def events(self) -> pd.DataFrame:
        """The event tables of all scenarios under each other, as in :attr:`Run.events`."""
        return self._joined("events")

    @cached_property
    def violations(self) -> pd.DataFrame:
        """The tables of violated principles of all scenarios under each other, as in :attr:`Run.violations`."""
        return self._joined("violations")

    @cached_property
    def assumptions(self) -> pd.DataFrame:
        """The tables of draws of all scenarios under each other; what a scenario does not draw is missing there."""
        return self._joined("assumptions")

    @cached_property
    def map_table(self) -> pd.DataFrame:
        """The map tables of all scenarios under each other, as in :attr:`Run.map_table`."""
        return self._joined("map_table")

    def local_differences(
        self,
        indicators: str | Iterable[str] | None = None,
        years: GivenYear | Iterable[GivenYear] | None = None,
        *,
        place: str | None = None,
        level: str | None = None,
        against: str | None = None,
    ) -> pd.DataFrame:
        """Paired differences of local indicators with their ranges.

        Parameters
        ----------
        indicators, years, place, level
            As of :meth:`local`.
        against
            Scenario to compare against; the first unless given.

        Returns
        -------
        DataFrame
            A row per scenario, indicator, year and place: scenario, against, year, level, place, name, indicator;
            difference (median over the pairs), low and high (10 % and 90 % quantile); pairs, those in which both have
            a value. A unit of the start map has the difference between the municipalities that govern it.
        """
        asked = localtables.Asked.of(self.runs, indicators, years, place, level)
        base = self.runs[0] if against is None else self.run(against)
        others = [run for run in self.runs if run is not base]
        return localtables.under(
            table for run in others for table in localtables.differences(run, base, self.pairs, asked)
        )

    def difference(self, name: str, against: str | None = None) -> Floats:
        """Paired differences of one scenario, shape (pairs, years, indicators)."""
        base = self.runs[0] if against is None else self.run(against)
        return self._paired(self.run(name), base, slice(None))

    def differences(
        self, years: GivenYear | Iterable[GivenYear] | None = None, *, against: str | None = None
    ) -> pd.DataFrame:
        """Paired differences with their ranges.

        Parameters
        ----------
        years
            The year or years to show; every year unless given.
        against
            Scenario to compare against; the first unless given.

        Returns
        -------
        DataFrame
            A row per scenario, year and indicator: scenario, against, year, indicator; difference (median over the
            pairs), low and high (10 % and 90 % quantile); chance_low and chance_high (the range that chance alone
            gives), chance_share (its part of the variance) and chance_error (the standard error of that); mean,
            mean_low and mean_high (its interval of 95 %); same_sign (share of the pairs whose difference has the
            sign of the median; NaN where that is nought); better (share in which it goes the wanted way; NaN where
            none is wanted); pairs; origin, what it rests on most, where sources are known (empty elsewhere).
        """
        from reformsim.scenario import years_of

        table = self._against(self.runs[0].name if against is None else self.run(against).name)[0]
        if years is None:
            return table
        asked = years_of(years)
        for year in asked:
            self.runs[0].year_index(year)
        return table[table["year"].isin(asked)].reset_index(drop=True)

    def horizon(self, *, against: str | None = None) -> pd.DataFrame:
        """Paired differences over all years together.

        Returns
        -------
        DataFrame
            As :meth:`differences`, without year; ``over`` is 'average' (the mean over the years) or, for money per
            year, also 'total' (their sum, of prices as they are, not discounted).
        """
        return self._against(self.runs[0].name if against is None else self.run(against).name)[1]

    def summary(self, year: GivenYear | None = None) -> pd.DataFrame:
        """Each scenario's median in one year and the paired difference with the first scenario.

        Returns
        -------
        DataFrame
            A row per indicator and scenario: indicator, title, unit, direction, headline, scenario, end,
            end_low, end_high, difference, difference_low, difference_high, chance_low, chance_high, chance_share (of
            the difference), same_sign, better, origin; what tells of the difference is missing for the scenario
            compared against.
        """
        years = self.runs[0].years
        at = len(years) - 1 if year is None else self.runs[0].year_index(year)
        last = years[at]
        about = describe(self.runs[0].indicators)
        change = self.differences((last,)).set_index(["scenario", "indicator"])
        parts = []
        for run in self.runs:
            table = about.copy()
            table["scenario"] = run.name
            table["end"], table["end_low"], table["end_high"] = (
                run.level.median[at], run.level.low[at], run.level.high[at],
            )  # fmt: skip
            own = change.reindex([(run.name, i) for i in about["indicator"]])
            for column in ("difference", "low", "high"):
                table[column if column == "difference" else f"difference_{column}"] = own[column].to_numpy()
            for column in TOLD:
                table[column] = own[column].to_numpy()
            table["origin"] = table["origin"].fillna("")
            parts.append(table)
        joined = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)
        joined.attrs.update(year=last, replicates=len(self.pairs), scenarios=list(self.names))
        return joined

    def write(self, folder: str | Path, *, figures: bool = True, command: str | None = None) -> Path:
        """Write all scenarios to one folder, all of it or nothing; see :meth:`Run.write`."""
        from reformsim.experiment.store.folder import comparison_files, write_pieces

        contents = lambda: comparison_files(self, figures=figures)  # noqa: E731
        return write_pieces(self.runs, Path(folder), contents, command)

    def __repr__(self) -> str:
        first = self.runs[0]
        return (
            f"<Comparison {' | '.join(self.names)}: {len(self.pairs)} paired replicates, "
            f"{first.years[0]}-{first.years[-1]}>"
        )

    def _origins(self, table: pd.DataFrame) -> pd.Series[str]:
        """What each row of a table of differences rests on; differences with another scenario than the first do not."""
        keys = ["scenario", "year", "indicator"]
        if self.sources is None or (table["against"] != self.runs[0].name).all():
            return pd.Series("", index=table.index)
        known = self.sources[[*keys, "origin"]].astype({"year": object})
        return table[keys].astype({"year": object}).merge(known, "left", keys)["origin"].fillna("")

    def _paired(self, run: Run, base: Run, at: slice) -> Floats:
        mine, theirs = run.block(at), base.block(at)
        if run.numbers != base.numbers or len(run.numbers) != len(self.pairs):
            mine = mine[np.isin(run.numbers, self.pairs)]
            theirs = theirs[np.isin(base.numbers, self.pairs)]
        return mine - theirs

    def _against(self, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Give the differences of all years and those over the horizon, of every scenario with one of them."""
        if name not in self._tables:
            base = self.run(name)
            pairs = [self._effects(run, base) for run in self.runs if run is not base]
            yearly, whole = (pd.concat(parts, ignore_index=True) for parts in zip(*pairs, strict=True))
            self._tables[name] = (yearly, whole)
        return self._tables[name]

    @cached_property
    def _tables(self) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
        return {}

    def _effects(self, run: Run, base: Run) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Statistics of the differences by year and over the years, in one pass over the pieces for each block."""
        kinds: dict[str, Callable[[Floats], Floats]] = {
            "year": lambda change: change,
            "average": lambda change: change.mean(axis=1, keepdims=True),
            "total": lambda change: change.sum(axis=1, keepdims=True),
        }
        about = describe(run.indicators)
        found: dict[str, list[tuple[Effect, Floats]]] = {kind: [] for kind in kinds}
        for at in run.blocks():
            change = self._paired(run, base, at)
            for kind, reduce in kinds.items():
                found[kind].append(_statistics(reduce(change), self.drawn, list(about["direction"][at])))
        tables = {}
        for kind, parts in found.items():
            whole = Effect.joined([one for one, _ in parts])
            tables[kind] = pd.DataFrame(
                {
                    "scenario": run.name,
                    "against": base.name,
                    "indicator": np.tile(about["indicator"].to_numpy(), len(whole.mean)),
                    **{name: values.ravel() for name, values in whole.columns().items()},
                    "better": np.concatenate([better for _, better in parts], axis=-1).ravel(),
                    "pairs": len(self.pairs),
                }
            )
        table = tables["year"]
        table.insert(2, "year", np.repeat(run.years, len(about)))
        total = tables["total"][about["unit"].isin(FLOWS).to_numpy()]
        over = pd.concat([tables["average"].assign(over="average"), total.assign(over="total")], ignore_index=True)
        over.insert(3, "over", over.pop("over"))
        return table.assign(origin=self._origins(table).to_numpy()), over

    def _joined(self, which: str) -> pd.DataFrame:
        tables = [getattr(run, which) for run in self.runs]
        for column in ("scenario", "unit", "indicator", "municipality"):
            if column in tables[0].columns:
                # Concatenating categoricals with different categories would fall back to slow objects.
                names = list(dict.fromkeys(name for table in tables for name in table[column].cat.categories))
                tables = [table.assign(**{column: table[column].cat.set_categories(names)}) for table in tables]
        joined: pd.DataFrame = pd.concat(tables, ignore_index=True)
        return joined


def runs_of(results: Run | Comparison, scenario: str | None = None) -> tuple[Run, ...]:
    """Give the runs of results, the one compared against first, or the run of one scenario.

    Raises
    ------
    UnknownNameError
        If the scenario is not among them.
    """
    runs = results.runs if isinstance(results, Comparison) else (results,)
    if scenario is None:
        return runs
    found = tuple(run for run in runs if run.name == scenario)
    if not found:
        raise UnknownNameError("scenario in these results", scenario, [run.name for run in runs])
    return found


def _statistics(change: Floats, draws: tuple[int, ...], directions: list[str]) -> tuple[Effect, Floats]:
    """Statistics of differences (pairs, years, indicators), and the share that goes each indicator's wanted way."""
    wanted = zip(np.moveaxis(change, 2, 0), directions, strict=True)
    better = np.stack([share_better(one, direction) for one, direction in wanted], axis=-1)
    return effect(change, draws), better
