"""What the effects of a comparison hang on, from the draws of assumptions that it has anyway."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from reformsim.arrays import Floats
from reformsim.dossier.reforms import label

if TYPE_CHECKING:
    import pandas as pd

    from reformsim.dossier.subject import Subject
    from reformsim.experiment import Run
    from reformsim.experiment.explore.better import Better
    from reformsim.experiment.explore.result import Exploration
    from reformsim.report.words import Words

FEWEST = 64
"""Different draws of the assumptions below which nothing is told: fewer tell hardly any driver from luck."""

OF_FOUR = 3
"""Different draws that four replicates have: the last two share theirs."""

CLEAR = 0.9
"""Share of the draws from which on 'better' needs no rule."""

SURE = 1.645
"""Standard errors by which rules must do better than one answer for all: 5 % by luck."""


MADE_BY: Final = ("chance", "estimated", "assumed", "put_in")
"""What makes a range, in the order in which it is told."""


def why_none(runs: Sequence[Run], w: Words) -> str:
    """Say why nothing can be told; empty where it can."""
    from reformsim.experiment.explore.unknowns import drawn_in

    if not any(drawn_in(run.scenario) for run in runs):
        return w("hangs.none.fixed")
    common = set(runs[0].numbers).intersection(*(run.numbers for run in runs[1:]))
    draws = len({runs[0].draws.draw_of(number) for number in common})
    if draws >= FEWEST:
        return ""
    given = {"fewest": w.number(FEWEST), "draws": w.number(draws)}
    return w("hangs.none.few", replicates=w.number(FEWEST // OF_FOUR * 4 + FEWEST % OF_FOUR), **given)


@dataclass(frozen=True, eq=False)
class Hanging:
    """The draws of a comparison, read as an exploration, and what is told of them.

    Parameters
    ----------
    indicators
        Names of what is told of, in order; those without values are left out.
    known
        The exploration of these draws where there is one already, for it remembers what it computed.
    """

    about: Subject
    indicators: tuple[str, ...]
    known: Exploration | None = None

    @cached_property
    def exploration(self) -> Exploration:
        """The draws as an exploration; raises :class:`RunError` where another version drew them."""
        from reformsim.experiment.explore.result import Exploration
        from reformsim.experiment.explore.unknowns import as_drawn

        return self.known or Exploration.made(self.about.runs, *as_drawn(self.about.runs))

    def moved(self, scenario: str) -> list[str]:
        """Give the indicators whose effect differs between the draws."""
        result = self.exploration
        here = [name for name in self.indicators if (scenario, name) in result.told]
        return [name for name in here if _differs(result.sampled(name, scenario).single)]

    def drivers(self, scenario: str, indicator: str) -> pd.DataFrame:
        """Give the tornado of an effect."""
        return self.exploration.tornado(indicator, scenario)

    def stands_out(self, scenario: str, indicator: str) -> bool:
        """Whether some assumption is told from luck."""
        return bool(self.drivers(scenario, indicator)["seen"].any())

    def better(self, scenario: str) -> Mapping[str, Better]:
        """Give by indicator when a scenario is better than the first, where a way is better and the effect differs."""
        result = self.exploration
        directed = [name for name in self.moved(scenario) if result.direction(name) != "none"]
        return {name: result.when_better(scenario, result.scenarios[0], name) for name in directed}

    @staticmethod
    def ruled(better: Better) -> bool:
        """Whether rules are right in more of the draws they did not see than luck makes of one answer for all."""
        rules, count = better.rules, len(better.wanted)
        return rules.accuracy - rules.guess > SURE * math.sqrt(rules.guess * (1.0 - rules.guess) / count)

    @cached_property
    def studies(self) -> pd.DataFrame:
        """What studies would tell of the effects of which an assumption stands out; no rows where there are none."""
        others = self.exploration.scenarios[1:]
        told = [name for name in self.indicators if any(self._told(other, name) for other in others)]
        return self.exploration.worth(told)

    def _told(self, scenario: str, indicator: str) -> bool:
        return indicator in self.moved(scenario) and self.stands_out(scenario, indicator)

    def named(self, parameter: str) -> str:
        """Give what an assumption is called, in plain words; of a figure of a lever what the lever does, and which."""
        told = self.about.w.weight(parameter, named=False)
        lever, _, figure = parameter.partition(".")
        if told != parameter or not figure:
            return told
        levers = (one for run in self.about.runs for one in run.scenario.levers if one.id == lever)
        return next((f"{label(one, self.about)}: {figure.replace('_', ' ')}" for one in levers), told)


def _differs(values: Floats) -> bool:
    return bool(np.ptp(values) > 1e-9 * max(1.0, float(np.abs(values).max())))
