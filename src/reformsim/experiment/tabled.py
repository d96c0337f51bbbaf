"""Results as tables: what a run tells year by year, event by event, and of every indicator at a glance."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reformsim.errors import RunError
from reformsim.experiment.violations import violations_table

if TYPE_CHECKING:
    from reformsim.experiment.results import Run
    from reformsim.scenario import GivenYear

YEARLY_COLUMNS = ("scenario", "replicate", "year", "indicator", "value")
EVENT_COLUMNS = ("scenario", "replicate", "year", "kind", "subject", "members", "detail")
DRAW_COLUMNS = ("scenario", "replicate", "draw")
"""Of the table of draws, before those of what was drawn."""
MAP_COLUMNS = ("scenario", "replicate", "year", "unit", "municipality")


class Tabled:
    """What a run gives to one who works with data frames; columns of the long tables stand above."""

    @property
    def _run(self) -> Run:
        return cast("Run", self)

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Table of scenario, year, indicator, and over the replicates median, low and high (80 %), mean and sd."""
        run = self._run
        return pd.DataFrame(
            {
                "scenario": run.name,
                "year": np.repeat(run.years, len(run.indicators)),
                "indicator": np.tile(np.asarray(run.indicators, dtype=object), len(run.years)),
                **{name: values.ravel() for name, values in run.level.columns().items()},
                "replicates": run.replicates,
            }
        )

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """Table of scenario, replicate, year, indicator and value, in that order of rows."""
        run = self._run
        count, years, indicators = run.values.shape
        return pd.DataFrame(
            {
                "scenario": _repeated(run.name, run.values.size),
                "replicate": np.repeat(run.numbers, years * indicators),
                "year": np.tile(np.repeat(run.years, indicators), count),
                "indicator": _categories(np.tile(np.arange(indicators), count * years), run.indicators),
                "value": run.values.ravel(),
            },
            columns=list(YEARLY_COLUMNS),
        )

    @cached_property
    def events(self) -> pd.DataFrame:
        """Table of everything that happened; members are codes separated by semicolons."""
        run = self._run
        table = pd.DataFrame([row for piece in run.pieces for row in piece.events], columns=list(EVENT_COLUMNS[1:]))
        table.insert(0, "scenario", _repeated(run.name, len(table)))
        return table.astype({"replicate": np.int64, "year": np.int64})

    @cached_property
    def violations(self) -> pd.DataFrame:
        """Table of what violated the principles that the scenario switches on, from which year to which."""
        run = self._run
        return violations_table(run.name, [row for piece in run.pieces for row in piece.spells])

    @cached_property
    def assumptions(self) -> pd.DataFrame:
        """Table of scenario, replicate, draw, and what was drawn, a column each.

        Replicates of one draw differ by chance alone. Without draws all have number 0, the default.
        """
        run = self._run
        # Only what was drawn is held: all pieces would not fit into memory.
        parts = [(one.draws, one.drawn, one.assumptions) for one in run.pieces if one.numbers]
        draws, drawn, values = zip(*parts, strict=True)
        told = (_repeated(run.name, len(run.numbers)), run.numbers, [draw for some in draws for draw in some])
        about = pd.DataFrame(dict(zip(DRAW_COLUMNS, told, strict=True)))
        return pd.concat([about, pd.DataFrame(np.concatenate(values), columns=list(drawn[0]))], axis=1)

    @cached_property
    def map_table(self) -> pd.DataFrame:
        """Table of the municipality that holds each unit of the start map, by replicate and year."""
        run = self._run
        count, years, units = run.owner.shape
        return pd.DataFrame(
            {
                "scenario": _repeated(run.name, run.owner.size),
                "replicate": np.repeat(run.numbers, years * units),
                "year": np.tile(np.repeat(run.years, units), count),
                "unit": _categories(np.tile(np.arange(units), count * years), run.units),
                "municipality": _categories(run.owner.ravel(), run.municipalities),
            },
            columns=list(MAP_COLUMNS),
        )

    def summary(self, years: GivenYear | tuple[GivenYear, GivenYear] | None = None) -> pd.DataFrame:
        """Median and 80 % interval of every indicator at the start and at the end.

        Parameters
        ----------
        years
            The two years to show, or one beside the run's first; the first and last unless given.

        Returns
        -------
        DataFrame
            A row per indicator: indicator, title, unit, direction, headline, then start, start_low,
            start_high, end, end_low, end_high; ``attrs`` holds the two years and the number of replicates.
        """
        from reformsim.scenario import years_of

        run = self._run
        asked = years_of(years) or (run.years[-1],)
        if len(asked) > 2:
            raise RunError(f"expected one or two years, not {len(asked)}")
        first, last = asked if len(asked) == 2 else (run.years[0], *asked)
        table = describe(run.indicators)
        for label, year in (("start", first), ("end", last)):
            at = run.year_index(year)
            table[label] = run.level.median[at]
            table[f"{label}_low"], table[f"{label}_high"] = run.level.low[at], run.level.high[at]
        table.attrs.update(years=[first, last], replicates=run.replicates)
        return table


def describe(indicators: tuple[str, ...]) -> pd.DataFrame:
    """Table of indicator, title, unit, direction and headline, a row per name.

    Raises
    ------
    RunError
        If this version of reformsim has no such indicator.
    """
    from reformsim.measures import MEASURES

    unknown = [name for name in indicators if name not in MEASURES]
    if unknown:
        raise RunError(f"the results hold indicators of another version of reformsim: {', '.join(unknown[:5])}")
    known = [MEASURES[name] for name in indicators]
    return pd.DataFrame(
        {
            "indicator": list(indicators),
            "title": [i.title_en for i in known],
            "unit": [i.unit for i in known],
            "direction": [i.direction for i in known],
            "headline": [i.headline for i in known],
        }
    )


def _repeated(name: str, times: int) -> pd.Series[str]:
    return _categories(np.zeros(times, dtype=np.int64), (name,))


def _categories(codes: NDArray[np.integer], names: tuple[str, ...]) -> pd.Series[str]:
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(names)))
