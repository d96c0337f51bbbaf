"""What the effects hang on, where the draws are enough to tell: rules, tornados, and what to find out first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reformsim.dossier.figures.tornado import MOST_BARS, bar
from reformsim.dossier.hanging import Hanging, why_none
from reformsim.dossier.sections.hangs import better, studies
from reformsim.errors import ReformsimError
from reformsim.experiment import Comparison
from reformsim.experiment.verdict import explored
from reformsim.interactive.both import Both
from reformsim.report.page.html import Block, Heading, Listing, Paragraph
from reformsim.report.told import told

if TYPE_CHECKING:
    from reformsim.dossier.sections.shared import Matter
    from reformsim.experiment import Run
    from reformsim.experiment.explore import Exploration


@dataclass(frozen=True, eq=False)
class Hangings:
    """The draws of a comparison read as an exploration, in both languages.

    Parameters
    ----------
    both
        Results of scenarios; of the parts of a package nothing is told, for their draws are few.
    """

    both: Both

    @cached_property
    def exploration(self) -> Exploration | None:
        """The draws; ``None`` where they are too few, or were drawn by another version."""
        if self.both.worlds.players:
            return None
        if self.both.worlds.exploration is not None:
            return self.both.worlds.exploration
        results = self.both.matter.results
        return explored(results) if isinstance(results, Comparison) else None

    @cached_property
    def why_none(self) -> dict[str, str] | None:
        """Why nothing is told; ``None`` where something is."""
        if self.both.worlds.players:
            return self.both.say(lambda matter: matter.w("interactive.hangs.parts"))
        if why_none(self.both.matter.runs, self.both.matter.w):
            return self.both.say(lambda matter: why_none(matter.runs, matter.w))
        try:
            _ = self._pair[0].exploration.factors
        except ReformsimError as error:
            message = str(error)
            return self.both.say(lambda matter: told(message, matter.w))
        return None

    @cached_property
    def _pair(self) -> tuple[Hanging, Hanging]:
        english, dutch = (self._in(matter) for matter in self.both.matters)
        return english, dutch

    def _in(self, matter: Matter) -> Hanging:
        return Hanging(matter.subject, tuple(one.name for one in matter.headlines), self.exploration)

    def of(self, matter: Matter) -> Hanging:
        """Give what is told in the language of a matter."""
        return self._pair[self.both.matters.index(matter)]

    def told(self) -> dict[str, Any]:
        """Give the parts of the page.

        Returns
        -------
        dict
            ``beside``: what the effects are compared with; ``rests``: how many draws tell it; ``rules`` and
            ``tornado``: a list for each world but that; ``worth``: what to find out first; or ``hangs_none`` alone,
            why nothing is told.
        """
        if not self.both.matter.others:
            return {}
        if self.why_none is not None:
            return {"hangs_none": self.why_none}
        others = self.both.matter.others
        return {
            "beside": self.both.say(lambda matter: matter.title(matter.base)),
            "rests": self.both.say(_rests),
            "rules": [self._rules(run) for run in others],
            "tornado": [self._tornados(run) for run in others],
            "worth": self.both.places(lambda matter: _points(studies(matter, self.of(matter)))),
        }

    def _rules(self, run: Run) -> Any:
        return self.both.places(lambda matter: _points(better(matter, self.of(matter), run)))

    def _tornados(self, run: Run) -> list[dict[str, Any]]:
        """Give the assumptions that each effect hangs on most, of those effects of which one is told from luck."""
        first, found = self._pair[0], []
        for name in first.moved(run.name):
            if not first.stands_out(run.name, name):
                continue
            table = first.drivers(run.name, name)
            rows = table.head(MOST_BARS).to_dict("records")
            labels = self.both.places(lambda matter, rows=rows: [bar(self.of(matter), row).label for row in rows])  # type: ignore[misc]
            bars = [bar(first, row) for row in rows]
            found.append(
                {
                    "measure": name,
                    "mean": float(table.attrs["mean"]),
                    "skill": float(table.attrs["skill"]),
                    "bars": [
                        {
                            "label": label,
                            "low": [one.at_low.value, one.at_low.low, one.at_low.high],
                            "high": [one.at_high.value, one.at_high.low, one.at_high.high],
                            "share": one.share,
                            "seen": one.seen,
                        }
                        for label, one in zip(labels, bars, strict=True)
                    ],
                }
            )
        return found


def _rests(matter: Matter) -> str:
    draws = matter.w.number(len(set(matter.drawn)))
    return matter.w("interactive.hangs.rests", replicates=matter.replicates(len(matter.pairs)), draws=draws)


def _points(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """Give blocks of words as points: what stands in bold before each, and its text."""
    points: list[tuple[str, str]] = []
    for block in blocks:
        if isinstance(block, Heading):
            continue
        items = block.items if isinstance(block, Listing) else (block,)
        points += [(one.strong, one.text) for one in items if isinstance(one, Paragraph)]
    return points
