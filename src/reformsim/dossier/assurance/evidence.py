"""What is known of every headline: the effect, what it and its range rest on, its miss in history, its rating."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from reformsim.dossier.assurance.rating import Rating, rate, shares_of
from reformsim.dossier.hanging import MADE_BY, Hanging, why_none
from reformsim.dossier.sections.shared import Matter
from reformsim.dossier.sections.weighed import PRICE, PROMISES, Weighed, weigh
from reformsim.errors import ReformsimError
from reformsim.experiment import Comparison
from reformsim.experiment.attribution.sources import SOURCES
from reformsim.experiment.conserved import Check, conserved
from reformsim.experiment.verdict import explored
from reformsim.hindcast.kept import ONE_YEAR, Kept
from reformsim.hindcast.replay.replayed import Miss, miss_of
from reformsim.hindcast.standing import Beside, beside, miss_of_count, newest_test


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a headline of one scenario.

    Attributes
    ----------
    found
        The effect, or of a run alone the level.
    rests_on
        Share of the effect by source; ``None`` where that is not known.
    told
        Whether the replicates it comes from tell the effect from nought; else the shares are no evidence.
    spread
        Share of the variance by what makes the range; ``None`` where too few draws tell.
    miss
        How far the measure was off in history; ``None`` where nothing was published of it.
    rating
        ``None`` where nothing moves in any replicate.
    """

    found: Weighed
    rests_on: Mapping[str, float] | None
    told: bool
    spread: Mapping[str, float] | None
    miss: Miss | None
    rating: Rating | None


@dataclass(frozen=True, eq=False)
class Facts:
    """All that the page is made from, gathered once.

    Parameters
    ----------
    files
        How many files of the folder were held against their checksums; ``None`` for results in no folder.
    made_on
        The day the results were made; empty where that is not known.
    again
        Replicates of each scenario that were simulated again and gave the very numbers; 0 for none.
    """

    matter: Matter
    files: int | None = None
    made_on: str = ""
    again: int = 0

    @cached_property
    def span(self) -> Kept | None:
        """The newest test of the merger rule over several years."""
        return newest_test()

    @cached_property
    def one_year(self) -> Kept | None:
        """The newest test one year ahead."""
        return newest_test(ONE_YEAR)

    def scored(self, measure: str) -> Beside | None:
        """Give a score of the newest test beside its best null model's."""
        return None if self.span is None else beside(self.span, measure)

    @cached_property
    def foretold(self) -> bool:
        """Whether the merger rule foretold the number of municipalities better than its best null model."""
        found = self.scored("count_crps")
        return found is not None and found.better

    @cached_property
    def home(self) -> bool:
        """Whether the results are of the Netherlands, whose published figures the model was held against."""
        from reformsim.country import load_country

        try:
            return load_country(self.matter.base.scenario.land().country).dutch
        except ReformsimError:
            return False

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """What no reform may make or lose."""
        from reformsim.dossier.figures.catalogue import ADMINISTRATORS, OFFICES

        return conserved(self.matter.runs, ADMINISTRATORS, OFFICES)

    @property
    def compared(self) -> tuple[int, ...]:
        """Positions of the scenarios whose effects are told; of a run alone its own."""
        return tuple(range(1, len(self.matter.runs))) or (0,)

    def evidence(self, at: int) -> tuple[Evidence, ...]:
        """Give what is known of every headline of a scenario, promises and price first."""
        if at not in self._found:
            self._found[at] = tuple(self._gathered(at))
        return self._found[at]

    def of(self, at: int, measure: str) -> Evidence | None:
        """Give what is known of one headline; ``None`` where the results do not have it."""
        return next((one for one in self.evidence(at) if one.found.name == measure), None)

    @cached_property
    def _found(self) -> dict[int, tuple[Evidence, ...]]:
        return {}

    def _gathered(self, at: int) -> list[Evidence]:
        matter, made = self.matter, []
        first = [name for names in PROMISES.values() for name in names]
        known = [one.name for one in matter.headlines]
        ordered = [name for name in (*first, *PRICE) if name in known]
        for name in (*ordered, *(one for one in known if one not in ordered)):
            one = weigh(matter, at, name)
            if one is None:
                continue
            rests_on, told = self._rests_on(at, name), bool(one.origin)
            miss = self._miss(name)
            still = bool(at) and one.change == one.low == one.high == 0.0
            off = None if miss is None else miss.share
            rating = None if still else rate(rests_on if told else None, off, one.verdict, foretold=self.foretold)
            made.append(Evidence(one, rests_on, told, self._spread(at, name), miss, rating))
        return made

    def _miss(self, name: str) -> Miss | None:
        """How far a measure was off in history; for the number of municipalities, where it was simulated."""
        if not self.home:
            return None
        if name == "municipalities":
            return None if self.span is None else miss_of_count(self.span)
        return miss_of(name)

    def _rests_on(self, at: int, name: str) -> dict[str, float] | None:
        table = self.matter.rests_on(self.matter.runs[at].name) if at else None
        if table is None or name not in table.index:
            return None
        row = table.loc[[name]].to_dict("records")[0]
        return shares_of({source: float(row[source]) for source in SOURCES})

    def _spread(self, at: int, name: str) -> dict[str, float] | None:
        run = self.matter.runs[at].name
        if not at or self._hanging is None or name not in self._hanging.moved(run):
            return None
        from reformsim.experiment.explore.bands import bands

        table = bands(self._hanging.exploration.sampled(name, run)).set_index("source")["share"]
        return {kind: max(float(table[kind]), 0.0) for kind in MADE_BY if kind in table.index and _known(table[kind])}

    @cached_property
    def _hanging(self) -> Hanging | None:
        """The draws of the comparison as an exploration; ``None`` where they are too few, or of another version."""
        matter = self.matter
        if why_none(matter.runs, matter.w):
            return None
        known = explored(matter.results) if isinstance(matter.results, Comparison) else None
        hanging = Hanging(matter.subject, tuple(one.name for one in matter.headlines), known)
        try:
            _ = hanging.exploration.factors
        except ReformsimError:
            return None
        return hanging


def _known(share: object) -> bool:
    return isinstance(share, int | float) and math.isfinite(share)
