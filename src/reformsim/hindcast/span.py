"""A forecast of years that are known: the model from a start in the past, beside null models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reformsim.hindcast.forecast import Forecast, scores
from reformsim.hindcast.nulls import null_forecasts
from reformsim.hindcast.past import Past, calibration, check_span, load_past
from reformsim.scenario import GivenScenario, GivenYear, Scenario, scenario_of, year_of
from reformsim.territory import load_territory

MODEL = "reformsim"
"""Name of the model's own forecast."""

HISTORY, HISTORY_YEAR = "history", 2011
"""The shipped scenario of what really happened, and its first year."""
RECORD = "record-2003"
"""The record of ``netherlands-2003`` under the law as enacted, without a reform: for an earlier start."""


@dataclass(frozen=True, eq=False)
class Hindcast:
    """The model and null models held against the same past.

    Attributes
    ----------
    scenario
        As it was run: mergers simulated after the first year.
    past
        What really happened.
    forecasts
        The model's first.
    scores
        By forecast, then by measure.
    learned
        First and last year that the null models learned from; ``None`` if there was none.
    """

    scenario: Scenario
    past: Past
    forecasts: tuple[Forecast, ...]
    scores: dict[str, dict[str, float]]
    learned: tuple[int, int] | None


def chosen_scenario(scenario: GivenScenario | None, first: GivenYear) -> Scenario:
    """Give the scenario to start from: the one given, or what really happened from that year on."""
    chosen = default_scenario(year_of(first)) if scenario is None else scenario
    if chosen != RECORD:
        return scenario_of(chosen)
    horizon = {"start": 2003, "end": 2018}
    values = {"name": RECORD, "territory": "netherlands-2003", "law": "enacted", "mergers": "replay"}
    return Scenario.model_validate({**values, "horizon": horizon})


def default_scenario(first: int) -> str:
    """Give the name of the scenario to start from in a year."""
    return HISTORY if first >= HISTORY_YEAR else RECORD


def hindcast(
    scenario: GivenScenario,
    first: GivenYear,
    last: GivenYear,
    *,
    replicates: int = 200,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Hindcast:
    """Simulate the mergers of a span that the record holds and score them beside null models.

    Parameters
    ----------
    scenario
        As for :func:`reformsim.run`: its territory, law and reforms; mergers are replayed to 1 January of ``first``
        and simulated after it.
    first, last
        The known start, and the last year.
    replicates
        Of the model and of each null model.
    workers, progress
        As for :func:`reformsim.run`; the scores do not depend on them.

    Raises
    ------
    RunError
        If the record does not hold the span.
    """
    from reformsim.experiment import run
    from reformsim.experiment.runner import adjusted

    scenario, first, last = scenario_of(scenario), year_of(first), year_of(last)
    territory = load_territory(scenario.territory)
    past = load_past(territory, first, last)
    used = adjusted(forward(scenario, first, last), replicates=replicates)
    result = run(used, workers=workers, progress=progress)
    at = result.years.index(first)
    maps = result.owner[:, at:, past.unit].astype(np.int64)
    _, steps = calibration(territory, first)
    nulls = null_forecasts(past, steps, replicates, used.seed)
    forecasts = (Forecast(MODEL, maps, past), *nulls)
    learned = (steps[0].year, steps[-1].year) if steps else None
    return Hindcast(used, past, forecasts, {one.name: scores(one) for one in forecasts}, learned)


def forward(scenario: Scenario, first: int, last: int) -> Scenario:
    """Give the scenario with its mergers replayed to a first year and simulated from there to a last one."""
    territory = load_territory(scenario.territory)
    check_span(territory, first, last)
    horizon = scenario.horizon.model_copy(update={"end": last})
    until = first if first > territory.year else None
    return scenario.model_copy(update={"mergers": "simulated", "replay_until": until, "horizon": horizon})


def replayed(scenario: Scenario, last: int) -> Scenario:
    """Give the scenario with its mergers replayed to a last year."""
    horizon = scenario.horizon.model_copy(update={"end": last})
    return scenario.model_copy(update={"mergers": "replay", "replay_until": None, "horizon": horizon})
