"""The level of the rule, by simulation: rivals and procedures under way keep some coalitions from being chosen.

The likelihood looks at one coalition at a time. In a run two coalitions with a member in common cannot both start,
members of a procedure are not free for years, and those most fond of merging go first. The constant is raised until
a run over the same years loses as many municipalities as there really were.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from reformsim.behaviour import Behaviour
from reformsim.errors import RunError
from reformsim.model import ReformModel
from reformsim.scenario import Scenario
from reformsim.territory import Territory, successions

REPLICATES = 8
TOLERANCE = 0.02
_STEPS = 8


def municipalities_lost(land: Territory, last: int) -> int:
    """Municipalities less on 1 January of a year than on the territory's first day, by the record."""
    known = [event for event in land.events if event.year <= last]
    return sum(len(one.members) - 1 for year in successions(known, land.codes).values() for one in year)


def mean_lost(territory: str, first: int, last: int, behaviour: Behaviour, replicates: int = REPLICATES) -> float:
    """The same in runs that draw their mergers from the year before ``first``, mean over replicates."""
    scenario = Scenario.model_validate({
        "name": "level",
        "territory": territory,
        "horizon": {"start": first - 1, "end": last},
        "replicates": replicates,
        "law": "enacted",
        "procedures": "drawn",
    })  # fmt: skip
    runs = [ReformModel(scenario, replicate, behaviour).run() for replicate in range(replicates)]
    return float(np.mean([len(run.first.row) - len(run.years[-1].row) for run in runs]))


def find_level(lost: Callable[[float], float], target: float) -> float:
    """Shift of the constant at which as many are lost as should be, within ``TOLERANCE``.

    Parameters
    ----------
    lost
        Municipalities lost at a shift; rises with it.

    Raises
    ------
    RunError
        If it is not found.
    """
    shift, slope = 0.0, 1.0
    before: tuple[float, float] | None = None
    for _ in range(_STEPS):
        now = lost(shift)
        if abs(now - target) <= TOLERANCE * target:
            return shift
        # The log of the number lost rises with the constant, less steeply the scarcer coalitions become; both the
        # slope and the number are bounded, for where few are lost chance may turn them round.
        height = math.log(max(now, target / 10.0))
        if before is not None:
            slope = min(max((height - before[1]) / (shift - before[0]), 0.3), 2.0)
        before = shift, height
        shift += (math.log(target) - height) / slope
    raise RunError(f"no level of the constant was found at which {target:g} municipalities are lost")
