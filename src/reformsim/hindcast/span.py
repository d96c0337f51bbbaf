"""A forecast of years that are known: the model from a start in the past, beside null models."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reformsim.country import NETHERLANDS
from reformsim.errors import RunError
from reformsim.hindcast.forecast import Forecast, scores
from reformsim.hindcast.nulls import null_forecasts
from reformsim.hindcast.past import Past, calibration, check_span, load_past
from reformsim.hindcast.trained import weights
from reformsim.scenario import GivenScenario, GivenYear, Scenario, scenario_of, year_of
from reformsim.territory import embedded_territories, nearest_map, start_problem

MODEL = "reformsim"
"""Name of the model's own forecast."""

HISTORY, HISTORY_YEARS = "history", (2011, 2018)
"""The shipped scenario of what really happened, and its years."""
RECORD, RECORD_OF = "record-2003", "netherlands"
"""What is started from without a scenario: a territory's record from a year on, under the law as enacted and without a
reform; and the territory whose record it is unless another is named."""
RECORD_SINCE = "record-2011"
"""The same from the map of 2011, for spans that the shipped scenario does not cover."""
_RECORD = re.compile(r"record-([0-9]{4})")
SHOWN = {False: (2011, 2018), True: (2012, 2017)}
"""Years of the shipped scenario that are looked at unless others are asked for, at once and one year ahead."""


@dataclass(frozen=True, eq=False)
class Hindcast:
    """The model and null models held against the same past.

    Attributes
    ----------
    scenario
        As it was run: mergers simulated after the first year.
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


def chosen_scenario(
    scenario: GivenScenario | None,
    first: GivenYear | None = None,
    territory: str | None = None,
    last: GivenYear | None = None,
) -> Scenario:
    """Give the scenario to start from: the one named, or what really happened from a year on.

    Parameters
    ----------
    scenario
        As for :func:`reformsim.run`; ``record-YEAR`` is the record of the Netherlands from that year on.
    first, last
        The known start, and the last year; those of the shipped scenario unless given.
    territory
        Name or folder of a territory; the scenario is then its record and the law, without a reform.

    Raises
    ------
    RunError
        If a territory is given beside a scenario that has its own, or the record does not start in that year.
    """
    start, end = year_of(first or HISTORY_YEARS[0]), None if last is None else year_of(last)
    chosen = scenario or (default_scenario(start, end) if territory is None else RECORD)
    if isinstance(chosen, str) and (named := _RECORD.fullmatch(chosen)) is not None:
        year = int(named[1]) if scenario is not None or territory is None else start
        return _of_record(territory or RECORD_OF, year)
    if territory is not None:
        raise RunError(
            f"--territory: the scenario '{chosen}' names its own; expected '{RECORD}', or no scenario, beside it"
        )
    return scenario_of(chosen)


def _of_record(territory: str, year: int) -> Scenario:
    """The record of a territory under the law as enacted; of one with a single map from its own year on."""
    land = nearest_map(territory, year)
    if land.starts is not None and (said := start_problem(land, year)):
        raise RunError(said)
    shipped = territory in embedded_territories()
    return Scenario.model_validate({
        "name": f"record-{land.year if territory == RECORD_OF else land.name}",
        # Absolute, for the results of a hindcast have the scenario with them.
        "territory": territory if shipped else str(Path(territory).resolve()),
        "horizon": {"start": land.year, "end": land.events_until or land.year},
        "law": "enacted",
        "mergers": "replay",
    })  # fmt: skip


def span_of(scenario: Scenario, *, ahead: bool) -> tuple[int, int]:
    """Give the years to look at unless others are asked for: the whole record, but of the shipped scenarios the first.

    Parameters
    ----------
    ahead
        Each year is foretold from the one before, so that the year of the territory is not among them.
    """
    land = scenario.land()
    of_record = scenario.territory in embedded_territories() and land.country == RECORD_OF
    if of_record and scenario.name != RECORD_SINCE:
        return SHOWN[ahead]
    return land.year + ahead, land.events_until or land.year


def default_scenario(first: int, last: int | None = None) -> str:
    """Give the name of the scenario to start from in a year, to look at the years to a last one."""
    since, until = HISTORY_YEARS
    if first < since:
        return RECORD
    return HISTORY if first < until and (last or until) <= until else RECORD_SINCE


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
    workers, progress
        As for :func:`reformsim.run`; the scores do not depend on them.

    Raises
    ------
    RunError
        If the record does not hold the span.
    """
    from reformsim.experiment import run
    from reformsim.experiment.adjusting import adjusted

    scenario, first, last = scenario_of(scenario), year_of(first), year_of(last)
    territory = scenario.land()
    past = load_past(territory, first, last)
    used = adjusted(forward(scenario, first, last), replicates=replicates)
    # Scores are of the default weights: what a draw of assumptions foretells is no claim of the estimate.
    result = run(used, assumptions="fixed", workers=workers, progress=progress)
    at = result.years.index(first)
    maps = result.owner[:, at:, past.unit].astype(np.int64)
    _, steps = calibration(territory, first)
    nulls = null_forecasts(past, steps, replicates, used.seed)
    forecasts = (Forecast(MODEL, maps, past), *nulls)
    learned = (steps[0].year, steps[-1].year) if steps else None
    return Hindcast(used, past, forecasts, {one.name: scores(one, past) for one in forecasts}, learned)


def forward(scenario: Scenario, first: int, last: int) -> Scenario:
    """Give the scenario with its mergers replayed to a first year and simulated from there to a last one."""
    check_span(scenario.land(), first, last)
    return forward_beyond(scenario, first, last)


def forward_beyond(scenario: Scenario, first: int, last: int) -> Scenario:
    """Give the same where the record need not reach the last year."""
    territory = scenario.land()
    horizon = scenario.horizon.model_copy(update={"end": last})
    until = first if first > territory.year else None
    # What a record calls under way are mergers that came about: a forecast must not know them.
    known = "drawn" if territory.procedures_until is not None else scenario.procedures
    changes = {"mergers": "simulated", "replay_until": until, "horizon": horizon, "procedures": known}
    return as_known(scenario.model_copy(update=changes), first)


def as_known(scenario: Scenario, first: int) -> Scenario:
    """Give the scenario with the merger rule as it was known in a year; weights that it sets itself stay."""
    behaviour = (
        {**weights(first), **scenario.behaviour} if scenario.land().country == NETHERLANDS else scenario.behaviour
    )
    return scenario.model_copy(update={"behaviour": behaviour})


def replayed(scenario: Scenario, last: int) -> Scenario:
    """Give the scenario with its mergers replayed to a last year."""
    horizon = scenario.horizon.model_copy(update={"end": last})
    return scenario.model_copy(update={"mergers": "replay", "replay_until": None, "horizon": horizon})
