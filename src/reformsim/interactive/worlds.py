"""Whatever was simulated as worlds that one chooses between: scenarios by name, or all combinations of parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformsim.dossier.opening import Opened
from reformsim.dossier.sections.attribution import part_title
from reformsim.errors import RunError
from reformsim.experiment import Comparison
from reformsim.experiment.combinations import Combinations, combinations
from reformsim.experiment.explore import Exploration, exploration
from reformsim.experiment.explore.design import LHS
from reformsim.experiment.store.loading import combined, explored, find, log_of
from reformsim.report.words import words

if TYPE_CHECKING:
    from reformsim.experiment import Run
    from reformsim.experiment.attribution.players import Player
    from reformsim.report.words import Words

Results = Comparison | Combinations | Exploration


@dataclass(frozen=True, eq=False)
class Worlds:
    """Worlds with the same draws, the first of which the others are compared with.

    Parameters
    ----------
    opened
        The worlds as a comparison, with what their folder says of them.
    players
        Of combinations what comes and goes; bit i of a world's position says whether player i takes part. None of
        scenarios.
    exploration
        The draws with which the worlds were explored, where they were.
    """

    opened: Opened
    players: tuple[Player, ...] = ()
    exploration: Exploration | None = None

    @classmethod
    def of(cls, results: str | Path | Results, *, allow_code: bool = False) -> Worlds:
        """Read results, unless they are read already.

        Raises
        ------
        OutputError
            If there are none, or not whole.
        RunError
            If the folder holds something else.
        """
        if isinstance(results, Combinations):
            return cls(Opened(_compared(results)), results.players)
        if isinstance(results, Comparison):
            return cls(Opened.of(results))
        if isinstance(results, Exploration):
            return cls(Opened(_sampled(results).results), exploration=results)
        place, manifest = find(Path(results))
        typed = [line["command"] for line in log_of(place) if line.get("command")]
        about: dict[str, Any] = {"command": typed[-1] if typed else None, "manifest": manifest}
        if combined(manifest) is not None:
            found = combinations(place, allow_code=allow_code)
            return cls(Opened(_compared(found), Path(results), **about), found.players)
        if explored(manifest) is not None:
            drawn = _sampled(exploration(place, allow_code=allow_code))
            return cls(Opened(drawn.results, Path(results), **about), exploration=drawn)
        return cls(Opened.of(results, allow_code=allow_code))

    @property
    def runs(self) -> tuple[Run, ...]:
        """A run of each world."""
        results = self.opened.results
        return results.runs if isinstance(results, Comparison) else (results,)

    @property
    def whole(self) -> Run:
        """That with everything in it."""
        return self.runs[-1]

    def taking_part(self, world: int) -> tuple[Player, ...]:
        """Give who takes part in a world."""
        return tuple(player for at, player in enumerate(self.players) if world >> at & 1)


MOST_NAMED = 3
"""Parts that the title of a combination names; of more it says how many."""


def _compared(found: Combinations) -> Comparison:
    """Give combinations as a comparison of all worlds with the one in which nobody takes part, each with its title."""
    both = [_titles(found, words(lang)) for lang in ("en", "nl")]
    return Comparison(tuple(_titled(run, *titles) for run, *titles in zip(found.runs, *both, strict=True)))


def _sampled(found: Exploration) -> Exploration:
    """Give an exploration whose draws are as likely as the assumptions say: only these have ranges."""
    if found.design.kind != LHS:
        raise RunError(f"a page shows draws that are as likely as the assumptions say: explore with --design {LHS}")
    return found


def _titles(found: Combinations, w: Words) -> list[str]:
    whole, count = w.own(found.scenario, "title") or found.scenario.name, len(found.players)
    names = [part_title(w, found.scenario, player.name, player.title) for player in found.players]
    titles = []
    for world in found.worlds:
        there = [name for at, name in enumerate(names) if world >> at & 1]
        if not there or len(there) == count:
            titles.append(whole if there else w("interactive.world.none"))
        elif len(there) <= MOST_NAMED:
            titles.append(" + ".join(there))
        else:
            titles.append(w("interactive.world.some", whole=whole, count=len(there), all=count))
    return titles


def _titled(run: Run, english: str, dutch: str) -> Run:
    """Give a run of a scenario with another title; its numbers stay."""
    return replace(run, scenario=run.scenario.model_copy(update={"title": english, "title_nl": dutch, "question": ""}))
