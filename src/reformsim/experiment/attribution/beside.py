"""What the differences of a comparison rest on, of the scenarios whose levers are all that differs from the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from reformsim.experiment.attribution.carrying_out import attribute_with

if TYPE_CHECKING:
    from reformsim.experiment.computing.simulating import How
    from reformsim.scenario import Scenario


_WORDS = {"replicates": 1, "name": "same", "title": "", "description": "", "author": "", "principles": {}}


def content(scenario: Scenario) -> str:
    """Hash of what moves a number: neither words nor levers after the last year do, nor how many replicates."""
    in_time = scenario.only(lever.id for lever in scenario.levers if lever.date.year <= scenario.horizon.end)
    return in_time.model_copy(update=_WORDS).hash


def attributable(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Give the scenarios whose difference with the first is all the effect of their levers."""
    base, *others = scenarios
    bare = content(base)
    with_levers = [one for one in others if content(one) != bare]
    return [one for one in with_levers if content(one.only(())) == bare]


def sources_beside(scenarios: Sequence[Scenario], replicates: int, how: How) -> pd.DataFrame | None:
    """Split the differences of the headline measures with the first scenario by what they rest on.

    Parameters
    ----------
    replicates
        Of each of the 16 worlds; none are simulated for 0.

    Returns
    -------
    DataFrame or None
        As :meth:`reformsim.Attribution.sources` gives it, of the scenarios under each other; ``None`` where there is
        nothing to tell.
    """
    chosen = attributable(scenarios) if replicates else []
    here = replace(how, out=None, progress=None)
    change = {"replicates": replicates, "measures": ("headline",)}
    tables = [
        attribute_with(one.model_copy(update=change), here, by="source").sources()
        for one in chosen
        if any(lever.date.year <= one.horizon.end for lever in one.levers)
    ]
    return pd.concat(tables, ignore_index=True) if tables else None
