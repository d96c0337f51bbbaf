"""What came of all combinations of a scenario's levers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.arrays import Floats
from reformsim.errors import RunError, UnknownNameError

if TYPE_CHECKING:
    from reformsim.experiment.attribution.players import Player
    from reformsim.experiment.results import Run
    from reformsim.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Combinations:
    """Outcomes of every combination of levers or groups, replicate by replicate with the same draw and chance.

    Parameters
    ----------
    players
        What comes and goes, in the order of the bits of a world.
    runs
        Of each world; bit i of its position says whether player i takes part. The first has none, the last all.
    """

    players: tuple[Player, ...]
    runs: tuple[Run, ...]

    @property
    def scenario(self) -> Scenario:
        """The whole package."""
        return self.runs[-1].scenario

    @property
    def worlds(self) -> tuple[int, ...]:
        """Numbers of the worlds."""
        return tuple(range(len(self.runs)))

    @property
    def years(self) -> tuple[int, ...]:
        """Years that were simulated."""
        return self.runs[0].years

    @property
    def indicators(self) -> tuple[str, ...]:
        """What was measured."""
        return self.runs[0].indicators

    @property
    def numbers(self) -> tuple[int, ...]:
        """Replicates that came about in every world."""
        common = set(self.runs[0].numbers).intersection(*(run.numbers for run in self.runs[1:]))
        return tuple(sorted(common))

    def world(self, players: Iterable[str]) -> int:
        """Number of the world in which some players take part, by their names.

        Raises
        ------
        UnknownNameError
            If there is no such player.
        """
        names = [player.name for player in self.players]
        wanted = list(players)
        for one in wanted:
            if one not in names:
                raise UnknownNameError("lever or group", one, names)
        return sum(1 << at for at, name in enumerate(names) if name in wanted)

    def values(self, indicator: str) -> Floats:
        """Values of an indicator, (worlds, replicates, years), of the replicates that came about in every world.

        Raises
        ------
        UnknownNameError, RunError
            If there is no such indicator or it was not measured, or no replicate came about in every world.
        """
        numbers = self.numbers
        if not numbers:
            raise RunError("no replicate came about in every world")
        return np.stack([run.of(indicator)[np.isin(run.numbers, numbers)] for run in self.runs])

    def table(self) -> pd.DataFrame:
        """Give a row for each world and indicator in the last year.

        Returns
        -------
        DataFrame
            world, players (names, with spaces between), indicator, level (mean), effect (mean difference with the
            world without any, replicate by replicate), low and high (smallest and largest difference); missing where
            the indicator has no value in one of the replicates.
        """
        names = [player.name for player in self.players]
        found = []
        for indicator in self.indicators:
            last = self.values(indicator)[:, :, -1]
            apart = last - last[0]
            found.append(pd.DataFrame({
                "world": self.worlds,
                "players": [" ".join(n for at, n in enumerate(names) if world >> at & 1) for world in self.worlds],
                "indicator": indicator,
                "level": last.mean(axis=1),
                "effect": apart.mean(axis=1),
                "low": apart.min(axis=1),
                "high": apart.max(axis=1),
            }))  # fmt: skip
        return pd.concat(found, ignore_index=True)
