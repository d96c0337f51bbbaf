"""Run a scenario, or compare several with the same chance."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from reformsim.errors import RunError
from reformsim.experiment.compared import Comparison
from reformsim.experiment.ensemble import simulate_all
from reformsim.experiment.results import Run, Timing, gather

if TYPE_CHECKING:
    from reformsim.experiment.ensemble import Progress, Simulate
    from reformsim.model import Record
    from reformsim.scenario import Scenario


def run(
    scenario: Scenario,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    until: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    simulate: Simulate | None = None,
) -> Run:
    """Simulate a scenario.

    Parameters
    ----------
    scenario
        As loaded or built; it stays as it is.
    replicates, seed, until
        In place of the scenario's own replicates, seed and last year.
    workers
        Processes; the results are the same for any number.
    progress
        Called with (replicates done, replicates in all) after each replicate.
    simulate
        Computes one replicate; the model unless given (it must be importable for more than one worker).

    Raises
    ------
    RunError
        For a number that cannot be, or if the model breaks one of its own rules.

    Examples
    --------
    >>> import reformsim
    >>> reformsim.run(reformsim.load_scenario("note-2011"), replicates=5).summary()  # doctest: +SKIP
    """
    used = adjusted(scenario, replicates=replicates, seed=seed, until=until)
    clock = _Clock()
    records = simulate_all([used], used.replicates, workers=workers, progress=progress, simulate=simulate)
    stacked = gather(used, (record for _, record in records), clock.timing())
    return replace(stacked, timing=clock.timing())


def compare(
    scenarios: Sequence[Scenario],
    *,
    replicates: int | None = None,
    seed: int | None = None,
    until: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    simulate: Simulate | None = None,
) -> Comparison:
    """Simulate several scenarios with the same seed and replicates, and pair them.

    Parameters
    ----------
    scenarios
        Two or more, the one to compare against first; the first one's replicates and seed hold for all
        unless others are given.
    replicates, seed, until, workers, progress, simulate
        As for :func:`run`.

    Raises
    ------
    RunError
        For fewer than two scenarios, two of the same name, or different territories or horizons.
    """
    if len(scenarios) < 2:
        raise RunError("a comparison needs at least two scenarios")
    first = scenarios[0]
    count = first.replicates if replicates is None else replicates
    used = [adjusted(s, replicates=count, seed=first.seed if seed is None else seed, until=until) for s in scenarios]
    _check_comparable(used)
    clock = _Clock()
    records = simulate_all(used, count, workers=workers, progress=progress, simulate=simulate)
    runs = [gather(used[index], group, clock.timing()) for index, group in _by_scenario(records)]
    return Comparison(tuple(runs), clock.timing())


def adjusted(
    scenario: Scenario, *, replicates: int | None = None, seed: int | None = None, until: int | None = None
) -> Scenario:
    """Give the scenario with other replicates, another seed or another last year.

    Raises
    ------
    RunError
        If the last year lies before the first or too far after it, or the replicates or seed cannot be.
    """
    from reformsim.scenario.schema import LARGEST_SEED, LONGEST, MOST_REPLICATES

    change: dict[str, object] = {}
    if replicates is not None:
        if not 1 <= replicates <= MOST_REPLICATES:
            raise RunError(f"replicates must be between 1 and {MOST_REPLICATES:,}, got {replicates}")
        change["replicates"] = replicates
    if seed is not None:
        if not 0 <= seed <= LARGEST_SEED:
            raise RunError(f"seed must be between 0 and {LARGEST_SEED}, got {seed}")
        change["seed"] = seed
    if until is not None:
        start = scenario.horizon.start
        if not start <= until <= start + LONGEST:
            raise RunError(
                f"the last year must be between {start} (the start of '{scenario.name}') "
                f"and {start + LONGEST}, got {until}"
            )
        change["horizon"] = scenario.horizon.model_copy(update={"end": until})
    return scenario.model_copy(update=change)


def _check_comparable(scenarios: Sequence[Scenario]) -> None:
    first = scenarios[0]
    names = [s.name for s in scenarios]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RunError(f"scenarios to compare need different names; given more than once: {', '.join(twice)}")
    for other in scenarios[1:]:
        if other.territory != first.territory:
            raise RunError(
                f"'{other.name}' is about {other.territory} and '{first.name}' about {first.territory}; "
                "only scenarios of one territory can be compared"
            )
        mine, theirs = (first.horizon.start, first.horizon.end), (other.horizon.start, other.horizon.end)
        if mine != theirs:
            raise RunError(
                f"'{other.name}' runs {theirs[0]}-{theirs[1]} and '{first.name}' {mine[0]}-{mine[1]}; "
                "only equal horizons can be compared (--until YEAR gives them the same end)"
            )


def _by_scenario(
    records: Iterator[tuple[int, Record]],
) -> Iterator[tuple[int, Iterator[Record]]]:
    for index, group in groupby(records, key=lambda pair: pair[0]):
        yield index, (record for _, record in group)


class _Clock:
    def __init__(self, now: Callable[[], float] = time.perf_counter):
        self._now, self._begin, self._started = now, now(), datetime.now(UTC)

    def timing(self) -> Timing:
        return Timing(self._started, self._now() - self._begin)
