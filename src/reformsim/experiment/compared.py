"""Several scenarios with the same chance: what a reform changes, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from reformsim.errors import RunError, UnknownNameError
from reformsim.experiment.results import Run, Timing, describe
from reformsim.experiment.summary import Floats, quantiles, share_better


@dataclass(frozen=True, eq=False)
class Comparison:
    """Runs of several scenarios over the same territory, years and replicates.

    Replicate r of every scenario has the same draws, so differences are taken replicate by replicate: what
    is left is the effect of the reform and not of chance. The first scenario is the one compared against.
    """

    runs: tuple[Run, ...]
    timing: Timing

    def __post_init__(self) -> None:
        first = self.runs[0]
        for run in self.runs[1:]:
            for what in ("years", "indicators", "units", "replicates"):
                if getattr(run, what) != getattr(first, what):
                    raise RunError(f"'{run.name}' and '{first.name}' have different {what}: no comparison")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios, the one compared against first."""
        return tuple(run.name for run in self.runs)

    def run(self, name: str) -> Run:
        """Run of one scenario; :class:`UnknownNameError` if it is not among them."""
        for run in self.runs:
            if run.name == name:
                return run
        raise UnknownNameError("scenario in this comparison", name, self.names)

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
    def map(self) -> pd.DataFrame:
        """The map tables of all scenarios under each other, as in :attr:`Run.map`."""
        return self._joined("map")

    @cached_property
    def places(self) -> pd.DataFrame:
        """The tables of provinces and municipalities of all scenarios under each other, as in :attr:`Run.places`."""
        return pd.concat([run.places for run in self.runs], ignore_index=True)

    def difference(self, name: str, against: str | None = None) -> Floats:
        """Paired differences of one scenario, shape (replicates, years, indicators)."""
        base = self.runs[0] if against is None else self.run(against)
        return self.run(name).values - base.values

    def differences(self, years: tuple[int, ...] | None = None, *, against: str | None = None) -> pd.DataFrame:
        """Paired differences with their intervals.

        Parameters
        ----------
        years
            Years to show; every year unless given.
        against
            Scenario to compare against; the first unless given.

        Returns
        -------
        DataFrame
            A row per scenario, year and indicator: scenario, against, year, indicator, difference (median
            over replicates), low and high (10 % and 90 % quantile), better (share of replicates in which it
            goes the way the note wants; NaN if the note wants none).
        """
        base = self.names[0] if against is None else self.run(against).name
        wanted = self.runs[0].years if years is None else years
        at = [self.runs[0].year_index(year) for year in wanted]
        about = describe(self.runs[0].indicators)
        parts = []
        for name in self.names:
            if name == base:
                continue
            change = self.difference(name, base)[:, at, :]
            middle, low, high = quantiles(change)
            by_indicator = zip(np.moveaxis(change, 2, 0), about["direction"], strict=True)
            better = np.stack([share_better(c, str(d)) for c, d in by_indicator], axis=1)
            parts.append(
                pd.DataFrame(
                    {
                        "scenario": name,
                        "against": base,
                        "year": np.repeat(wanted, len(about)),
                        "indicator": np.tile(about["indicator"].to_numpy(), len(wanted)),
                        "difference": middle.ravel(),
                        "low": low.ravel(),
                        "high": high.ravel(),
                        "better": better.ravel(),
                    }
                )
            )
        return pd.concat(parts, ignore_index=True)

    def summary(self, year: int | None = None) -> pd.DataFrame:
        """Each scenario's median in one year and the paired difference with the first scenario.

        Returns
        -------
        DataFrame
            A row per indicator and scenario: indicator, title, unit, direction, headline, scenario, end,
            end_low, end_high, difference, difference_low, difference_high, better; the last four are NaN
            for the scenario compared against.
        """
        last = self.runs[0].years[-1] if year is None else year
        at = self.runs[0].year_index(last)
        about = describe(self.runs[0].indicators)
        change = self.differences((last,)).set_index(["scenario", "indicator"])
        parts = []
        for run in self.runs:
            table = about.copy()
            table["scenario"] = run.name
            table["end"], table["end_low"], table["end_high"] = quantiles(run.values[:, at, :])
            own = change.reindex([(run.name, i) for i in about["indicator"]])
            for column, source in (
                ("difference", "difference"),
                ("difference_low", "low"),
                ("difference_high", "high"),
                ("better", "better"),
            ):
                table[column] = own[source].to_numpy()
            parts.append(table)
        joined = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)
        joined.attrs.update(year=last, replicates=self.runs[0].replicates, scenarios=list(self.names))
        return joined

    def write(self, folder: str | Path, *, figures: bool = True, command: str | None = None) -> Path:
        """Write all scenarios to one folder, all of it or nothing; see :meth:`Run.write`."""
        from reformsim.experiment.folder import write_comparison

        return write_comparison(self, Path(folder), figures=figures, command=command)

    def __repr__(self) -> str:
        first = self.runs[0]
        return (
            f"<Comparison {' | '.join(self.names)}: {first.replicates} paired replicates, "
            f"{first.years[0]}-{first.years[-1]}>"
        )

    def _repr_html_(self) -> str:
        from reformsim.report.tables import comparison_html

        return comparison_html(self.summary())

    def _joined(self, which: str) -> pd.DataFrame:
        tables = [getattr(run, which) for run in self.runs]
        for column in ("scenario", "unit", "indicator", "municipality"):
            if column in tables[0].columns:
                # Concatenating categoricals with different categories would fall back to slow objects.
                names = list(dict.fromkeys(name for table in tables for name in table[column].cat.categories))
                tables = [table.assign(**{column: table[column].cat.set_categories(names)}) for table in tables]
        joined: pd.DataFrame = pd.concat(tables, ignore_index=True)
        return joined
