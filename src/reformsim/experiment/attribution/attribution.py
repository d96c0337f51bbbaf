"""A package's effect, split over its levers: parts that add up to the whole, each with its errors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.arrays import Floats
from reformsim.errors import RunError
from reformsim.experiment.attribution.players import HORIZON, WHOLE, Player
from reformsim.experiment.lacking import held
from reformsim.experiment.results import Timing
from reformsim.experiment.summary import quantiles

if TYPE_CHECKING:
    from reformsim.scenario import GivenYear, Scenario

COLUMNS = (
    "scenario",
    "method",
    "part",
    "title",
    "year",
    "indicator",
    "effect",
    "low",
    "high",
    "sampling_error",
    "replicate_error",
    "share",
)


@dataclass(frozen=True, eq=False)
class Attribution:
    """The effect of a scenario's levers beside the same scenario without them, split over its parts.

    Effects are means over replicates, for only these add up. A replicate in which an indicator has no value in one of
    the scenarios is left out of that indicator in all of them.

    Parameters
    ----------
    method
        'shapley', 'shapley-sampled', 'one-in' or 'one-out'.
    parts
        The levers or groups; for one-in and one-out also what they do only together. Or the sources.
    effects
        (parts, replicates, years, indicators).
    start, end
        Levels without levers and with all, (replicates, years, indicators).
    sampling
        Standard error that the drawing of permutations leaves in the mean effects, (parts, years + 1, indicators);
        the last year is the mean over all. 0 where nothing was drawn.
    by
        'levers' or 'source'.
    """

    scenario: Scenario
    method: str
    parts: tuple[Player, ...]
    years: tuple[int, ...]
    indicators: tuple[str, ...]
    effects: Floats
    start: Floats
    end: Floats
    sampling: Floats
    permutations: int
    scenarios: int
    timing: Timing
    by: str = "levers"

    @property
    def replicates(self) -> int:
        """Replicates of each scenario."""
        return len(self.start)

    @cached_property
    def whole(self) -> Floats:
        """The effect of all levers together, (replicates, years, indicators)."""
        return self.end - self.start

    def at(self, values: Floats, year: GivenYear) -> Floats:
        """Give the values (..., indicators) of a year, or for 'horizon' the mean over all, of (..., years, indicators).

        Raises
        ------
        RunError
            If the year was not simulated.
        """
        if year == HORIZON:
            return np.asarray(values.mean(axis=-2), dtype=np.float64)
        return np.asarray(values[..., self._position(year), :], dtype=np.float64)

    def levels(self, indicator: str, year: GivenYear) -> tuple[float, float]:
        """Give the mean level of an indicator without the levers and with all of them.

        Raises
        ------
        UnknownNameError
            If there is no such indicator.
        RunError
            If the year was not simulated.
        """
        held(self.indicators, indicator)
        at = self.indicators.index(indicator)
        without, full = (mean(self.at(values, year))[at] for values in (self.start, self.end))
        return float(without), float(full)

    def table(self) -> pd.DataFrame:
        """Give the parts of every indicator in every year and over the horizon, and after them the whole.

        Returns
        -------
        DataFrame
            scenario, method, part (id or group; 'together': what is left; 'whole': the sum of the others), title, year
            ('horizon': the mean over the years), indicator, effect (mean over replicates), low and high (10 % and
            90 % quantile over replicates), sampling_error and replicate_error (standard errors of the effect), share
            (of the whole; empty where the whole is nothing).
        """
        years: tuple[int | str, ...] = (*self.years, HORIZON)
        frames = [self._at(year) for year in years]
        return pd.concat(frames, ignore_index=True)

    def of(self, indicator: str, year: GivenYear | None = None) -> pd.DataFrame:
        """Give the rows of one indicator in one year (the last unless given) or over the 'horizon'.

        Raises
        ------
        UnknownNameError
            If there is no such indicator.
        RunError
            If the year was not simulated.
        """
        held(self.indicators, indicator)
        rows = self._at(self.years[-1] if year is None else year)
        return rows[rows["indicator"] == indicator].reset_index(drop=True)

    def sources(self) -> pd.DataFrame:
        """Give what every effect rests on, with its origin; see :func:`origin.sources_table`.

        Raises
        ------
        RunError
            If the effect was split over levers.
        """
        from reformsim.experiment.attribution.origin import sources_table

        if self.by != "source":
            raise RunError("this attribution is by levers; attribute(..., by='source') says what effects rest on")
        return sources_table(self)

    def _position(self, year: GivenYear) -> int:
        """Position of a year, or of the horizon, which stands behind them."""
        from reformsim.scenario import year_of

        if year == HORIZON:
            return len(self.years)
        when = year_of(year)
        if when not in self.years:
            raise RunError(f"year {when} is not in the run; it has {self.years[0]} to {self.years[-1]}")
        return self.years.index(when)

    def _at(self, year: GivenYear) -> pd.DataFrame:
        each = np.concatenate([self.at(self.effects, year), self.at(self.whole, year)[None]])
        position = self._position(year)
        drawn = np.concatenate([self.sampling[:, position], np.zeros((1, len(self.indicators)))])
        effect = np.stack([mean(part) for part in each])
        bounds = [quantiles(part) for part in each]
        count = np.isfinite(each).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            spread = np.nanstd(np.where(count[:, None] > 1, each, 0.0), axis=1, ddof=1) if self.replicates > 1 else 0.0
            error = np.where(count > 1, spread / np.sqrt(count), np.nan)
            nothing = np.abs(effect[-1]) <= 1e-12 * np.maximum(1.0, np.abs(mean(self.at(self.start, year))))
            share = np.where(nothing, np.nan, effect / effect[-1])
        names = [*((part.name, part.title) for part in self.parts), (WHOLE, "Whole package")]
        times = len(self.indicators)
        columns = {
            "scenario": self.scenario.name,
            "method": self.method,
            "part": np.repeat([name for name, _ in names], times),
            "title": np.repeat([title for _, title in names], times),
            "year": HORIZON if year == HORIZON else self.years[position],
            "indicator": np.tile(self.indicators, len(names)),
            "effect": effect.ravel(),
            "low": np.concatenate([low for _, low, _ in bounds]),
            "high": np.concatenate([high for _, _, high in bounds]),
            "sampling_error": drawn.ravel(),
            "replicate_error": error.ravel(),
            "share": share.ravel(),
        }
        order = np.argsort(np.tile(np.arange(times), len(names)), kind="stable")
        return pd.DataFrame(columns, columns=list(COLUMNS)).iloc[order].astype({"year": object})

    def __repr__(self) -> str:
        return (
            f"<Attribution {self.scenario.name}: {self.method}, {len(self.parts)} parts, {self.replicates} replicates "
            f"of {self.scenarios} scenarios, {self.years[0]}-{self.years[-1]}>"
        )

    def _repr_html_(self) -> str:
        from reformsim.experiment.attribution.shown import attribution_html

        return attribution_html(self)


def mean(values: Floats) -> Floats:
    """Mean over the first axis, missing values left out; NaN where there is none."""
    finite = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(finite, values, 0.0).sum(axis=0) / finite.sum(axis=0), dtype=np.float64)
