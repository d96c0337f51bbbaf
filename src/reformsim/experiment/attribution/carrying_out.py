"""The whole way of an attribution: prepare, simulate, add up, write."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reformsim.arrays import Floats
from reformsim.errors import RunError
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.attribution import blame
from reformsim.experiment.attribution.attribution import Attribution, mean
from reformsim.experiment.attribution.files import attribution_files
from reformsim.experiment.attribution.players import TOGETHER, Player
from reformsim.experiment.attribution.prepared import Prepared, prepare
from reformsim.experiment.attribution.runs import Axes, values_of
from reformsim.experiment.computing.choice import choose
from reformsim.experiment.computing.simulating import How
from reformsim.experiment.results import Timing

if TYPE_CHECKING:
    from reformsim.experiment.computing.executors import Simulate
    from reformsim.experiment.computing.simulating import Progress
    from reformsim.measures import GivenMeasures
    from reformsim.scenario import GivenScenario, GivenYear, Scenario


def attribute(
    scenario: GivenScenario,
    *,
    method: str = "shapley",
    replicates: int | None = None,
    seed: int | None = None,
    until: GivenYear | None = None,
    measures: GivenMeasures | None = None,
    assumptions: str | None = None,
    allow_code: bool = False,
    workers: int = 1,
    cluster: str | None = None,
    out: str | Path | None = None,
    permutations: int | None = None,
    exact: bool = False,
    by: str = "levers",
    restart: bool = False,
    command: str | None = None,
    progress: Progress | None = None,
    simulate: Simulate | None = None,
    lang: str = "en",
) -> Attribution:
    """Split the effect of a scenario's levers over them, over the groups that it names, or over what it rests on.

    Parameters
    ----------
    scenario
        With one lever or more; as for :func:`reformsim.run`.
    method
        'shapley': the mean contribution over all orders in which the levers may come, exact up to 10 levers or groups
        and over drawn orders above; 'one-in': each alone beside none; 'one-out': all beside all but each.
    replicates, seed, until, measures, assumptions, allow_code, workers, cluster, out, restart, command, progress
        As for :func:`reformsim.run`, of every scenario.
    simulate
        As for :func:`reformsim.run`, of every scenario.
    permutations
        Orders to draw, an even number of 4 or more.
    exact
        Exact Shapley values up to 16 levers or groups.
    by
        'levers': over levers or groups; 'source': over what the effects rest on, which is law, the scenario's own
        figures, estimated behaviour and assumptions, by exact Shapley values.
    lang
        Language of the figures in the folder, 'en' or 'nl'.

    Raises
    ------
    RunError
        If there is nothing to attribute, the arguments do not go together, or some levers cannot do without others.
    OutputError
        If the folder is not ours or cannot be written.
    """
    change: dict[str, Any] = {"replicates": replicates, "seed": seed, "until": until, "measures": measures}
    used = adjusted(scenario, assumptions=assumptions, allow_code=allow_code, **change)
    folder = None if out is None else Path(out)
    how = How(choose(workers, cluster), folder, True, restart, command, progress, simulate)
    return attribute_with(used, how, method=method, permutations=permutations, exact=exact, by=by, lang=lang)


def attribute_with(scenario: Scenario, how: How, lang: str = "en", **asked: Any) -> Attribution:
    """Carry out an attribution of a scenario as it is.

    Parameters
    ----------
    lang
        Language of the figures in the folder.
    asked
        As for :func:`prepare`.
    """
    prepared = prepare(scenario, **asked)
    began, clock = datetime.now(UTC), time.perf_counter()
    try:
        with values_of(prepared.scenarios, prepared.scenario.replicates, how) as (values, finish):
            summed = _summed(prepared, values)
            result = _result(prepared, summed, Timing(began, time.perf_counter() - clock))
            finish(lambda: attribution_files(result, lang))
    except RunError as error:
        if prepared.by == "source":
            raise
        raise blame.told(prepared, error, how) from error
    return result


def planned(
    scenario: GivenScenario,
    method: str,
    replicates: int | None,
    seed: int | None,
    until: GivenYear | None,
    permutations: int | None,
    exact: bool,
    measures: GivenMeasures | None = None,
    allow_code: bool = False,
    by: str = "levers",
) -> Prepared:
    """Give what :func:`attribute` would simulate with these arguments."""
    used = adjusted(scenario, replicates=replicates, seed=seed, until=until, measures=measures, allow_code=allow_code)
    return prepare(used, method=method, permutations=permutations, exact=exact, by=by)


@dataclass(frozen=True, eq=False)
class _Summed:
    """What is kept of the values: effects, the two ends, and means by scenario where permutations were drawn."""

    axes: Axes
    effects: Floats
    start: Floats
    end: Floats
    means: tuple[Floats, ...]


def _summed(prepared: Prepared, runs: Iterator[tuple[Axes, Floats]]) -> _Summed:
    # A scenario that several coalitions amount to counts for all of them.
    weights = np.zeros((len(prepared.split.weights), len(prepared.scenarios)))
    for column, against, weight in zip(prepared.column, prepared.against, prepared.split.weights.T, strict=True):
        weights[:, column] += weight
        weights[:, against] -= weight
    axes, first = next(runs)
    effects = np.zeros((len(weights), *first.shape))
    start, end, means = first, first, [_with_horizon(mean(first))]
    whole, bare = prepared.column[1], prepared.against[1]
    for position, (_, values) in enumerate(runs, start=1):
        if position == whole:
            end = values
        if position == bare:
            start = values
        if prepared.permutations:
            means.append(_with_horizon(mean(values)))
        # The weights of a part add up to nought, so the level itself may be left out, and with it its rounding. A
        # missing value is missing in every part, with a weight of nought too.
        effects += weights[:, position, None, None, None] * (values - first)
    gone = np.isnan(effects).any(axis=0)
    start, end = (np.where(gone, np.nan, values) for values in (start, end))
    return _Summed(axes, effects, start, end, tuple(means))


def _result(prepared: Prepared, summed: _Summed, timing: Timing) -> Attribution:
    years, indicators = summed.axes
    sampling = np.zeros((len(prepared.split.weights), len(years) + 1, len(indicators)))
    if prepared.permutations:
        sampling = prepared.split.sampling_error(np.stack(summed.means)[prepared.column])
    return Attribution(
        scenario=prepared.scenario,
        method=prepared.method,
        parts=tuple(_parts(prepared)),
        years=years,
        indicators=indicators,
        effects=summed.effects,
        start=summed.start,
        end=summed.end,
        sampling=sampling,
        permutations=prepared.permutations,
        scenarios=len(prepared.scenarios),
        timing=timing,
        by=prepared.by,
    )


def _with_horizon(values: Floats) -> Floats:
    """Put the mean over the years behind the years."""
    return np.concatenate([values, values.mean(axis=0, keepdims=True)])


def _parts(prepared: Prepared) -> Iterator[Player]:
    yield from prepared.players
    if prepared.split.together:
        yield Player(TOGETHER, "Only together", ())
