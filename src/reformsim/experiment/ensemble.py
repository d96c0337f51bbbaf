"""Replicates on one process or on many, always in the same order.

Chance in a replicate is keyed by seed, replicate and purpose, so where a replicate is computed cannot
change it; here is made sure that the order of the results does not depend on it either.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import TYPE_CHECKING

from reformsim.errors import RunError

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from reformsim.model import Record
    from reformsim.scenario import Scenario

    Simulate = Callable[[Scenario, int], Record]
    Progress = Callable[[int, int], None]

_job: tuple[Sequence[Scenario], Simulate] | None = None


def simulate_all(
    scenarios: Sequence[Scenario],
    replicates: int,
    *,
    workers: int = 1,
    progress: Progress | None = None,
    simulate: Simulate | None = None,
) -> Iterator[tuple[int, Record]]:
    """Give every replicate of every scenario, scenario by scenario, replicates counted from 0.

    Parameters
    ----------
    scenarios
        What to simulate; one scenario's replicates come before the next one's.
    replicates
        Replicates of each scenario.
    workers
        Processes; 1 stays in this process.
    progress
        Called with (replicates done, replicates in all) after each.
    simulate
        Computes one replicate; :func:`reformsim.model.simulate` unless given.

    Yields
    ------
    tuple of int and Record
        Index of the scenario and its record.

    Raises
    ------
    RunError
        For fewer than one replicate or worker, or if a worker process died.
    """
    if replicates < 1:
        raise RunError(f"replicates must be at least 1, got {replicates}")
    if workers < 1:
        raise RunError(f"workers must be at least 1, got {workers}")
    if simulate is None:
        from reformsim.model import simulate as model

        simulate = model
    jobs = [(s, r) for s in range(len(scenarios)) for r in range(replicates)]
    workers = min(workers, len(jobs))
    records = _here(scenarios, jobs, simulate) if workers == 1 else _spread(scenarios, jobs, simulate, workers)
    for done, (job, record) in enumerate(zip(jobs, records, strict=True), start=1):
        if progress is not None:
            progress(done, len(jobs))
        yield job[0], record


def _here(scenarios: Sequence[Scenario], jobs: Sequence[tuple[int, int]], simulate: Simulate) -> Iterator[Record]:
    for scenario, replicate in jobs:
        yield simulate(scenarios[scenario], replicate)


def _spread(
    scenarios: Sequence[Scenario], jobs: Sequence[tuple[int, int]], simulate: Simulate, workers: int
) -> Iterator[Record]:
    pool = ProcessPoolExecutor(
        workers, mp_context=_context(), initializer=_start_worker, initargs=(tuple(scenarios), simulate)
    )
    try:
        # One by one: a replicate takes far longer than its way to a worker and back, and Ctrl-C waits for
        # no more than the replicates under way. All are handed over, and all workers started, by this call.
        with _script_left_alone(scenarios, simulate):
            records = pool.map(_one, jobs)
        yield from records
    except BrokenProcessPool as error:
        raise RunError(
            "a worker process ended before its work was done (often: not enough memory); try fewer --workers"
        ) from error
    finally:
        # Reached on success, on a failure and on Ctrl-C: work not yet begun is dropped in all three.
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _script_left_alone(scenarios: Sequence[Scenario], simulate: Simulate) -> Iterator[None]:
    """Start workers that do not run the user's script again, as they would to have what it defines.

    So an analyst's script needs no ``if __name__ == "__main__":`` around it. Where the script itself defines
    a lever or the model, the workers need it, and the script needs that line.
    """
    levers = (lever for scenario in scenarios for lever in getattr(scenario, "levers", ()))
    homes = {getattr(simulate, "__module__", ""), *(type(lever).__module__ for lever in levers)}
    script = sys.modules["__main__"]
    if "__main__" in homes:
        yield
        return
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _context() -> BaseContext:
    """Choose the start method ourselves: importing Mesa changes multiprocessing's default."""
    methods = multiprocessing.get_all_start_methods()
    if "forkserver" not in methods:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # The server imports the model once and every worker is a fork of it.
    context.set_forkserver_preload(["reformsim.model"])
    return context


def _start_worker(scenarios: Sequence[Scenario], simulate: Simulate) -> None:
    global _job
    _job = (scenarios, simulate)
    with suppress(ValueError, OSError):
        # Ctrl-C is the parent's to handle; a worker would only print a traceback.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _one(job: tuple[int, int]) -> Record:
    if _job is None:  # pragma: no cover - the pool always runs the initializer first
        raise RuntimeError("worker used before it was started")
    scenarios, simulate = _job
    scenario, replicate = job
    return simulate(scenarios[scenario], replicate)
