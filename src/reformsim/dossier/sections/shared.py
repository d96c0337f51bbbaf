"""What every section of the report is made from, and the words that several of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reformsim.arrays import Floats
from reformsim.dossier.subject import Subject
from reformsim.experiment.compared import runs_of
from reformsim.experiment.summary import Effect, Level, effect, level
from reformsim.report.numbers import MISSING
from reformsim.report.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from reformsim.country import Country
    from reformsim.experiment import Comparison, Run
    from reformsim.measures import Measure
    from reformsim.territory import Territory


@dataclass(frozen=True, slots=True)
class Told:
    """What may be said of a difference: as :func:`reformsim.experiment.verdict.verdicts` gives it."""

    verdict: str = ""
    hangs_on: str = ""
    origin: str = ""


@dataclass(frozen=True, eq=False)
class Matter:
    """Results and all that the report says of them.

    Parameters
    ----------
    identity
        What the numbers follow from, as the manifest of the folder says.
    planned
        Replicates that were asked for.
    attributions
        Folders of attributions by name of the scenario.
    sources
        Tables of what effects rest on, by name of the scenario; those of the results themselves where there is none.
    beside
        Name of the page of places that lies beside the report; empty for none.
    assured
        Name of the page of assurance that does.
    """

    results: Run | Comparison
    w: Words
    identity: dict[str, Any]
    planned: int
    attributions: dict[str, Path]
    sources: dict[str, pd.DataFrame] = field(default_factory=dict)
    beside: str = ""
    assured: str = ""

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The runs, the one compared against first."""
        return runs_of(self.results)

    @property
    def base(self) -> Run:
        """The run that others are compared with."""
        return self.runs[0]

    @property
    def others(self) -> tuple[Run, ...]:
        """The runs that are compared with the first."""
        return self.runs[1:]

    @property
    def first(self) -> int:
        """First year."""
        return self.base.years[0]

    @property
    def last(self) -> int:
        """Last year."""
        return self.base.years[-1]

    @cached_property
    def subject(self) -> Subject:
        """The same results as the figures take them."""
        return Subject(self.runs, self.w)

    @property
    def territory(self) -> Territory | None:
        """The map of all scenarios; ``None`` where it cannot be read any more."""
        return self.subject.territory

    @property
    def place(self) -> str:
        """Title of the territory, or the name that the scenarios have for it."""
        return self.subject.place

    @property
    def attribution(self) -> str:
        """To whom thanks for the data are due."""
        return self.subject.attribution

    @cached_property
    def headlines(self) -> tuple[Measure, ...]:
        """Main indicators that the results hold and this version knows, without those that are absent."""
        from reformsim.measures import MEASURES

        return tuple(one for name in self.subject.indicators if (one := MEASURES[name]).headline)

    @property
    def country(self) -> Country | None:
        """Whose law holds; ``None`` where the territory cannot be read any more."""
        return self.subject.country

    @cached_property
    def pairs(self) -> tuple[int, ...]:
        """Numbers of the replicates that came about in every scenario."""
        common = set(self.base.numbers).intersection(*(run.numbers for run in self.others))
        return tuple(sorted(common))

    @cached_property
    def drawn(self) -> tuple[int, ...]:
        """Number of the draw of the assumptions of every pair."""
        own = dict(zip(self.base.numbers, self.base.drawn, strict=False))
        return tuple(own[number] for number in self.pairs) if own else ()

    @cached_property
    def _values(self) -> tuple[Floats, ...]:
        """Values of the main indicators by run, (replicates, years, indicators); one pass over the pieces each."""
        at = [self.base.indicators.index(one.name) for one in self.headlines]
        return tuple(np.concatenate([values[:, :, at] for values in run.pieces.values()]) for run in self.runs)

    def level(self, run: int, year: int) -> Level:
        """Statistics of the main indicators in a year."""
        if (run, year) not in self._levels:
            found = level(self._values[run][:, self.base.year_index(year)], self.runs[run].drawn)
            self._levels[run, year] = found
        return self._levels[run, year]

    def change(self, run: int, year: int) -> Effect:
        """Paired differences of the main indicators with the first run in a year."""
        if (run, year) not in self._changes:
            mine, theirs = (
                self._values[at][np.isin(self.runs[at].numbers, self.pairs)][:, self.base.year_index(year)]
                for at in (run, 0)
            )
            self._changes[run, year] = effect(mine - theirs, self.drawn)
        return self._changes[run, year]

    @cached_property
    def _levels(self) -> dict[tuple[int, int], Level]:
        """Statistics that were asked for, by run and year: of a thousand worlds each is asked for many times."""
        return {}

    @cached_property
    def _changes(self) -> dict[tuple[int, int], Effect]:
        return {}

    @cached_property
    def _told(self) -> dict[tuple[str, str], Told]:
        """What may be said of each difference in the last year, by scenario and indicator."""
        from reformsim.experiment import Comparison
        from reformsim.experiment.verdict import verdicts

        if not isinstance(self.results, Comparison):
            return {}
        own = self.results.sources
        others = [] if own is None else [own[~own["scenario"].isin(list(self.sources))]]
        tables = [*others, *self.sources.values()]
        found = verdicts(self.results, sources=pd.concat(tables, ignore_index=True) if self.sources else own)
        columns = (found[name].astype(str) for name in ("scenario", "indicator", "verdict", "hangs_on", "origin"))
        return {(scenario, name): Told(*said) for scenario, name, *said in zip(*columns, strict=True)}

    def told(self, scenario: str, indicator: str) -> Told:
        """What may be said of a difference with the first run in the last year."""
        return self._told.get((scenario, indicator), Told())

    def rests_on(self, scenario: str) -> pd.DataFrame | None:
        """What the effects of a scenario in the last year rest on, by indicator; ``None`` where that is not known."""
        table = self.sources.get(scenario)
        if table is None:
            table = getattr(self.results, "sources", None)
        if table is None:
            return None
        own = table[(table["scenario"] == scenario) & (table["year"] == self.last)].set_index("indicator")
        return own if len(own) else None

    def origin(self, name: str) -> str:
        """Say what an effect rests on most; a dash where that is not known."""
        return self.w(f"page.sources.origin.{name}") if name else MISSING

    def title(self, run: Run) -> str:
        """Title of a scenario, or its name where it has none."""
        return self.w.own(run.scenario, "title") or run.name

    def colour(self, run: int) -> str:
        """Colour of a scenario, the same as in every figure."""
        from reformsim.report import style

        return style.colour(run, len(self.runs))

    def named(self, one: Measure) -> str:
        """Title of an indicator."""
        return self.subject.title(one.name)

    def unit(self, one: Measure) -> str:
        """Unit of an indicator; empty where its title says it already."""
        word = self.w.unit(one.unit)
        return "" if word.lower() == self.named(one).lower() else word

    def replicates(self, count: int) -> str:
        """Say how many replicates."""
        return self.w.replicates(count)


def chosen_years(first: int, last: int) -> tuple[int, ...]:
    """Give the years that tables show: the start, two in between, and the end.

    Examples
    --------
    >>> chosen_years(2011, 2030), chosen_years(2011, 2012)
    ((2011, 2017, 2024, 2030), (2011, 2012))
    """
    span = last - first
    return tuple(sorted({first, first + round(span / 3), first + round(2 * span / 3), last}))


def listed(names: Sequence[str]) -> str:
    """Names one after another; only the first begins with a capital, where that is a plain word."""
    return ", ".join(
        [*names[:1], *(name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in names[1:])]
    )
