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
from reformsim.experiment.compared import runs_of
from reformsim.experiment.explore import Exploration, exploration
from reformsim.experiment.explore.design import LHS
from reformsim.experiment.store.loading import combined, explored, find, log_of
from reformsim.report.words import words

if TYPE_CHECKING:
    from reformsim.experiment import Run
    from reformsim.experiment.attribution.players import Player
    from reformsim.report.words import Words
    from reformsim.scenario import Scenario

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
    deep
        Of combinations an exploration of the whole package, if there is one: each combination is drawn too seldom to
        tell what its effect hangs on.
    """

    opened: Opened
    players: tuple[Player, ...] = ()
    exploration: Exploration | None = None
    deep: Worlds | None = None

    @classmethod
    def of(
        cls,
        results: str | Path | Results,
        explored: str | Path | Exploration | None = None,
        *,
        allow_code: bool = False,
    ) -> Worlds:
        """Read results, unless they are read already.

        Parameters
        ----------
        results
            A comparison, an exploration or combinations, or their folder.
        explored
            Of combinations an exploration of the whole package beside another scenario, or its folder.
        allow_code
            As for :func:`reformsim.load_results`.

        Raises
        ------
        OutputError
            If there are none, or not whole.
        RunError
            If the folder holds something else, or the exploration is of another package.
        """
        found = cls._of(results, allow_code=allow_code)
        if explored is None:
            return found
        return replace(found, deep=_of_the_whole(found, cls._of(explored, allow_code=allow_code)))

    @classmethod
    def _of(cls, results: str | Path | Results, *, allow_code: bool) -> Worlds:
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
        return runs_of(self.opened.results)

    @property
    def whole(self) -> Run:
        """The last world: of combinations the one in which everybody takes part."""
        return self.runs[-1]

    @property
    def studied(self) -> tuple[int, ...]:
        """Worlds of which it is told what their effects hang on: those of scenarios but the first, or the whole."""
        return (len(self.runs) - 1,) if self.players else tuple(range(1, len(self.runs)))

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


def _of_the_whole(found: Worlds, deep: Worlds) -> Worlds:
    """Give the exploration if its one other scenario is the whole package, to the same year.

    How many times, with which seed and under which name each was simulated may differ.
    """
    if not found.players:
        raise RunError("an exploration goes with combinations; a comparison or an exploration tells by itself")
    if deep.exploration is None:
        raise RunError(f"{deep.opened.folder or 'what is given'} is no exploration: explore SCENARIO PACKAGE makes one")
    whole, runs = _plain(found.whole), deep.runs
    if len(runs) != 2 or _plain(runs[1]).hash != whole.hash:
        names = ", ".join(f"{run.scenario.name} to {run.scenario.horizon.end}" for run in runs)
        raise RunError(
            f"the exploration is of {names}; it must be of another scenario and the whole package of the combinations, "
            f"{whole.name.partition('.combined.')[0]} to {whole.horizon.end}"
        )
    return deep


def _plain(run: Run) -> Scenario:
    """Give what a run simulated without what may differ between two folders."""
    told = {"name": run.scenario.name.partition(".combined.")[0], "title": "", "title_nl": "", "question": ""}
    return run.scenario.model_copy(update={**told, "question_nl": "", "replicates": 1, "seed": 0, "groups": {}})


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
