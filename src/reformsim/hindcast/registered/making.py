"""Makes a forecast to be registered: the model and the null models from the last known map."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reformsim.arrays import Floats
from reformsim.errors import RunError
from reformsim.hindcast.fan import fan
from reformsim.hindcast.fan.widening import COLUMNS, MEASURE, why_none
from reformsim.hindcast.forecast import Forecast
from reformsim.hindcast.nulls import null_forecasts, random_neighbours
from reformsim.hindcast.past import Start, Step, calibration, load_start, same
from reformsim.hindcast.registered.form import Registered
from reformsim.hindcast.span import MODEL
from reformsim.scenario import GivenScenario, GivenYear, Scenario, scenario_of, year_of
from reformsim.territory import Territory

if TYPE_CHECKING:
    from reformsim.experiment import Run

SCENARIO: Final = "baseline-2026"
"""What is foretold unless another scenario is named: the last known map, without a reform."""
UNTIL: Final = 2031
REPLICATES: Final = 512
"""So that the standard error of no chance is above 0.023."""

RECENT: Final = 10
"""Years of the null model of a recent rate. Assumption: as many as two forecasts of five years."""
UNKNOWN: Final = "unknown"
_COMMIT: Final = re.compile(r"[0-9A-Za-z._/-]{1,100}")


def foretell(
    scenario: GivenScenario = SCENARIO,
    until: GivenYear = UNTIL,
    *,
    replicates: int = REPLICATES,
    seed: int | None = None,
    assumptions: str | None = None,
    commit: str = UNKNOWN,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Registered:
    """Give the forecast of the mergers of every year after a scenario's first map.

    Parameters
    ----------
    scenario, seed, assumptions
        As for :func:`reformsim.run`; assumptions are drawn unless the scenario or the caller says otherwise.
    until
        Last year.
    commit
        Of the code that is run, as far as whoever runs it knows.
    workers, progress
        As for :func:`reformsim.run`; the forecast does not depend on them.

    Raises
    ------
    RunError
        Without a year to foretell, and where errors of such forecasts are not known (another territory, mergers that
        are replayed).
    """
    from reformsim.experiment import run

    if not _COMMIT.fullmatch(commit):
        raise RunError(f"--commit: expected a word of letters, digits, '.', '-', '_' or '/', not '{commit}'")
    used = _asked(scenario, until, replicates, seed, assumptions)
    land, last = used.land(), used.horizon.end
    start = load_start(land, last)
    result = run(used, workers=workers, fail_fast=True, progress=progress)
    _, steps = calibration(land, land.year)
    model = Forecast(MODEL, result.owner.astype(np.int64), start)
    forecasts = [model, *null_forecasts(start, steps, replicates, used.seed), *_recent(start, steps, used)]
    return Registered(
        facts=_facts(result, start, steps, commit),
        first=land.year,
        years=start.years[1:],
        codes=start.codes,
        names=start.names,
        people=start.people[0],
        pairs=start.pairs,
        announced=same(start.settled(np.arange(len(start.codes))), start.pairs),
        together={one.name: one.together[1:] for one in forecasts},
        merged=model.merged[1:],
        counts={one.name: np.sort(one.counts[:, 1:], axis=0) for one in forecasts},
        fan=_edges(result),
    )


def _asked(
    scenario: GivenScenario, until: GivenYear, replicates: int, seed: int | None, assumptions: str | None
) -> Scenario:
    """The scenario as it is run; refuses one that nothing can be foretold of."""
    from reformsim.experiment.adjusting import adjusted

    given, last = scenario_of(scenario), year_of(until)
    first = given.land().year
    if last <= first:
        raise RunError(f"--until: expected a year after {first}, the year of the map that is known, not {last}")
    used = adjusted(given, replicates=replicates, seed=seed, until=last, measures=[MEASURE], assumptions=assumptions)
    if why := why_none(used, (MEASURE,)):
        raise RunError(why)
    return used


def _recent(start: Start, steps: Sequence[Step], used: Scenario) -> list[Forecast]:
    last = list(steps[-RECENT:])
    return [random_neighbours(start, last, used.replicates, used.seed, "recent rate")] if last else []


def _edges(result: Run) -> Floats:
    """The median and the edges of the fan by year foretold, (Y, 7)."""
    edges: Floats = fan(result)[list(COLUMNS[:-1])].to_numpy()[1:]
    return edges


def _facts(result: Run, start: Start, steps: Sequence[Step], commit: str) -> Mapping[str, Any]:
    """What the numbers follow from, and who was known to merge."""
    from reformsim.experiment.plan import Plan

    land = start.territory
    return {
        **Plan((result.scenario,), result.scenario.replicates).identity(),
        "rules": rules_digest(),
        "commit": commit,
        "attribution": land.attribution,
        "title": result.scenario.title,
        "replicates": result.replicates,
        "learned": [steps[0].year, steps[-1].year] if steps else [],
        "recent": [steps[-RECENT:][0].year, steps[-1].year] if steps else [],
        "known_until": land.procedures_until or land.year,
        "announced": [_told(land, [start.codes[at] for at in places]) for places in start.announced],
    }


def _told(land: Territory, members: list[str]) -> Mapping[str, Any]:
    """Who is to merge, and how that is known."""
    names = dict(zip(land.codes, land.names, strict=True))
    (source,) = (one.source for one in land.procedures or () if list(one.members) == members)
    return {"members": members, "names": [names[code] for code in members], "source": source}


def rules_digest() -> str:
    """Give the SHA-256 of the code and data of this room: null models, fan, record of errors, scores."""
    from reformsim.experiment.store.fingerprint import folder_digest

    return folder_digest(Path(__file__).parents[1])
