"""Results by place: what a run and a comparison tell of municipalities and provinces."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, cast

import pandas as pd

from reformsim.experiment.byplace import localtables

if TYPE_CHECKING:
    from reformsim.experiment.results import Run
    from reformsim.scenario import GivenYear


class Placed:
    """What a run and a comparison have in common for one who looks up a place; of a comparison, all scenarios'."""

    @property
    def _runs(self) -> tuple[Run, ...]:
        return cast("tuple[Run, ...]", getattr(self, "runs", (self,)))

    def local(
        self,
        indicators: str | Iterable[str] | None = None,
        years: GivenYear | Iterable[GivenYear] | None = None,
        *,
        place: str | None = None,
        level: str | None = None,
    ) -> pd.DataFrame:
        """Local indicators over the replicates.

        Parameters
        ----------
        indicators, years
            Which; all unless given.
        place
            Code or name of a province or of a unit of the start map; all unless given.
        level
            'province' or 'municipality'; both unless given.

        Returns
        -------
        DataFrame
            A row per indicator, year and place: scenario, year, level, place, name, indicator; median, low and
            high (10 % and 90 % quantile); replicates, those in which there is a value. A unit has the value of
            the municipality that governs it in that year and replicate, so whoever looks up a municipality of
            the start map finds it in every year.

        Raises
        ------
        UnknownNameError
            If the results have no such local indicator, place or level.
        RunError
            If a year is not in the results.
        """
        asked = localtables.Asked.of(self._runs, indicators, years, place, level)
        return localtables.under(table for run in self._runs for table in localtables.levels(run, asked))

    def local_of(self, replicate: int) -> pd.DataFrame:
        """Local indicators of one replicate: the rows that :attr:`places` has of it.

        Raises
        ------
        RunError
            If the replicate is not in the results.
        """
        found = [(run, *run.piece_of(replicate)) for run in self._runs]
        parts = [localtables.places(run.name, [piece], run.local_indicators, at) for run, piece, at in found]
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Table of local indicators by province and municipality, in every year and replicate; a column each."""
        parts = [localtables.places(run.name, run.pieces, run.local_indicators) for run in self._runs]
        return pd.concat(parts, ignore_index=True)
