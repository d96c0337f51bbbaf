"""Where runs are computed: here, by processes of this machine, or by a cluster; always in the same order.

Chance in a run is keyed by seed, replicate and purpose, so where a run is computed cannot change it. Executors see to
it that the order of the outcomes does not depend on that either, and that a run that fails costs no other.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from reformsim.errors import RunError

if TYPE_CHECKING:
    from reformsim.history import Record
    from reformsim.scenario import Scenario

AHEAD = 4
"""Jobs under way or waiting for each worker: enough to keep it busy, few enough to keep in memory."""

WORKER_ENDED = "a worker process ended before the run was done (often: not enough memory)"


@dataclass(frozen=True, slots=True)
class Job:
    """One run to be computed.

    Parameters
    ----------
    scenario
        Its position among the scenarios.
    replicate
        Counted from 0.
    """

    scenario: int
    replicate: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that gave no record.

    Parameters
    ----------
    scenario, replicate, seed
        Name of the scenario, replicate from 0 and seed: with these the run can be done again.
    error
        ``"TypeName: message"``; of a rule of the model that was broken, the message alone.
    """

    scenario: str
    replicate: int
    seed: int
    error: str


Outcome: TypeAlias = "Record | Failure"
Simulate: TypeAlias = "Callable[[Scenario, int], Record]"
_Pending = TypeVar("_Pending")


class Executor(Protocol):
    """Computes runs."""

    def run(
        self, scenarios: Sequence[Scenario], jobs: Iterable[Job], simulate: Simulate
    ) -> Generator[tuple[Job, Outcome], None, None]:
        """Give the outcome of every job, in the order of the jobs, as they come in.

        Parameters
        ----------
        jobs
            Pulled as they are needed, at most ``AHEAD`` for each worker before their outcomes are taken.
        simulate
            Computes one run; must be importable where the run is computed elsewhere.

        Raises
        ------
        RunError
            If no run at all can be computed. What goes wrong in a run is its :class:`Failure`.
        """
        ...


class Here:
    """One run after the other in this process."""

    def run(
        self, scenarios: Sequence[Scenario], jobs: Iterable[Job], simulate: Simulate
    ) -> Generator[tuple[Job, Outcome], None, None]:
        """As :meth:`Executor.run`; a job is pulled when its outcome is asked for."""
        for job in jobs:
            yield job, attempt(scenarios[job.scenario], job.replicate, simulate)


def attempt(scenario: Scenario, replicate: int, simulate: Simulate) -> Outcome:
    """Compute one run; an exception in it becomes a failure. Nothing of it is left in memory but the outcome."""
    with _left_clean():
        try:
            return simulate(scenario, replicate)
        except Exception as error:
            return failed(scenario, replicate, error)


@contextmanager
def _left_clean() -> Iterator[None]:
    """Free what a run leaves behind, which Python would leave lying about.

    A model and its views refer to each other in circles, so that only a search for garbage frees them. Python searches
    after so many objects, not after so many bytes: 60 MB of arrays would wait, more by chance in a long ensemble
    than in a short one. What was there before the run is set aside, so that the search takes milliseconds.
    """
    ours = gc.get_freeze_count() == 0
    if ours:
        gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        if ours:
            gc.unfreeze()


def failed(scenario: Scenario, replicate: int, error: Exception) -> Failure:
    """Say of a run what went wrong in it."""
    text = str(error) if isinstance(error, RunError) else f"{type(error).__name__}: {error}"
    return Failure(scenario.name, replicate, scenario.seed, text)


def in_order(
    jobs: Iterable[Job],
    window: Callable[[], int],
    begin: Callable[[Job], _Pending],
    finish: Callable[[Job, _Pending], Outcome],
) -> Generator[tuple[Job, Outcome], None, None]:
    """Have jobs done elsewhere and give their outcomes in the order of the jobs.

    Parameters
    ----------
    jobs
        Pulled as the window moves on.
    window
        Most jobs pulled and not yet given back, at this moment; at least one is.
    begin
        Hands a job over and gives what stands for it.
    """
    waiting: deque[tuple[Job, _Pending]] = deque()
    source = iter(jobs)
    more = True
    while True:
        most = max(window(), 1)
        while more and len(waiting) < most:
            job = next(source, None)
            if job is None:
                more = False
            else:
                waiting.append((job, begin(job)))
        if not waiting:
            return
        job, pending = waiting.popleft()
        yield job, finish(job, pending)
