"""What a report is about: the runs, their territory, and the language it is written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from reformsim.arrays import Floats
from reformsim.errors import ReformsimError
from reformsim.experiment.compared import runs_of

if TYPE_CHECKING:
    from reformsim.country import Country
    from reformsim.experiment import Comparison, Run
    from reformsim.report.figures.lines import Band
    from reformsim.report.words import Words
    from reformsim.territory import Territory


@dataclass(frozen=True, eq=False)
class Subject:
    """Results and the words to tell them in.

    Parameters
    ----------
    runs
        The scenarios, the one compared against first.
    """

    runs: tuple[Run, ...]
    w: Words

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios."""
        return tuple(run.name for run in self.runs)

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the results."""
        return self.runs[0].years

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names of the indicators in the results that this version knows too, without those that are absent."""
        from reformsim.measures import MEASURES

        return tuple(name for name in self.runs[0].indicators if name in MEASURES and name not in self.absent)

    @cached_property
    def absent(self) -> dict[str, tuple[str, ...]]:
        """Indicators of the results that country or scenarios do not allow, each with what is not known of it."""
        from reformsim.measures.known import lacking

        if self.territory is None:
            return {}
        acting = {name for run in self.runs for name in run.scenario.acting}
        return lacking(self.territory, self.runs[0].indicators, acting=acting)

    @cached_property
    def territory(self) -> Territory | None:
        """The territory, or ``None`` where it cannot be read any more or has other units than the results."""
        try:
            found = self.runs[0].scenario.land()
        except ReformsimError:
            return None
        return found if found.codes == self.runs[0].units else None

    @property
    def place(self) -> str:
        """Title of the territory; the name that the scenarios have for it where it cannot be read any more."""
        return self.w.own(self.territory, "title") if self.territory else Path(self.runs[0].scenario.territory).name

    @property
    def attribution(self) -> str:
        """To whom thanks for the data are due."""
        return self.w.own(self.territory, "attribution") if self.territory else self.place

    @cached_property
    def source(self) -> str:
        """What stands under every figure."""
        from reformsim.report.figures.lines import source_line

        return source_line(self.attribution, self.w)

    def title(self, indicator: str) -> str:
        """Title of an indicator in the language, in the words of the country where these are others."""
        from reformsim.measures import measure_of

        own = self.country.titles.get(indicator) if self.country else None
        found = measure_of(indicator)
        return own[self.w.lang] if own else self.w.pick(found.title_en, found.title_nl)

    @cached_property
    def country(self) -> Country | None:
        """Whose law holds; ``None`` where the territory cannot be read any more."""
        from reformsim.country import load_country

        return load_country(self.territory.country) if self.territory else None

    def unit(self, indicator: str) -> str:
        """Unit of an indicator in the language."""
        from reformsim.measures import measure_of

        return self.w.unit(measure_of(indicator).unit)

    def bands(self, indicator: str, runs: Sequence[Run] | None = None) -> list[Band]:
        """Give median and range of an indicator by year, one per scenario (or for some), each in its colour."""
        from reformsim.report import style
        from reformsim.report.figures.lines import Band

        made = []
        for position, run in enumerate(self.runs):
            if runs is None or run in runs:
                made.append(Band.of(run, indicator, style.colour(position, len(self.runs))))
        return made

    def ends(self, run: Run, indicator: str) -> Floats:
        """Values of an indicator in the first and the last year, (replicates, 2)."""
        return self._ends[self.runs.index(run)][:, :, run.indicators.index(indicator)]

    @cached_property
    def _ends(self) -> tuple[Floats, ...]:
        """All values of both years by run, read in one pass over the pieces."""
        return tuple(np.concatenate([values[:, (0, -1)] for values in run.pieces.values()]) for run in self.runs)

    def has(self, *indicators: str) -> bool:
        """Whether the results hold all of these indicators."""
        return set(indicators) <= set(self.indicators)

    def moved(
        self, starts: Sequence[float], ends: Sequence[float], unit: str = "", names: Sequence[str] | None = None
    ) -> str:
        """Say from where to where each scenario (or some) goes: 'a from 418 to 328; b from 418 to 341'."""
        decimals = self.w.decimals([*starts, *ends], unit)
        return "; ".join(
            self.w(
                "figures.alt.moved",
                name=name,
                start=self.w.number(start, decimals),
                end=self.w.number(end, decimals),
            )
            for name, start, end in zip(names or self.names, starts, ends, strict=True)
        )


def subject(results: Run | Comparison, w: Words) -> Subject:
    """Give the subject of a run or a comparison."""
    return Subject(runs_of(results), w)
