"""Runs on processes of this machine.

Every worker is a pool of one process, so that a process that dies takes nothing along but the run it was at:
the workers share no pipe and no lock in which a death could leave half a message.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from queue import LifoQueue
from threading import Event, Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from reformsim.errors import RunError
from reformsim.experiment.carried import packed, unpacked
from reformsim.experiment.computing.executors import AHEAD, WORKER_ENDED, Failure, Job, attempt, failed, in_order
from reformsim.experiment.store.fingerprint import own_modules

if sys.platform == "win32":
    from multiprocessing.context import SpawnProcess as _Process
else:
    from multiprocessing.context import ForkServerProcess as _Process

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

    from reformsim.experiment.computing.executors import Outcome, Simulate
    from reformsim.scenario import Scenario

ATTEMPTS = 3
"""How often a run is begun whose worker process dies."""

LOOK = 1.0
"""Seconds between two looks at a worker that does not answer: at work, or gone without the pool's notice?"""

PRELOAD = [
    "reformsim.model.model",
    "reformsim.measures.registry",
    "reformsim.experiment.computing.processes",
    "scipy.stats.qmc",  # draws assumptions
]
"""Imported once; every worker is a fork of the process that did."""


class Processes:
    """Runs on worker processes of this machine.

    Parameters
    ----------
    workers
        Processes, at least 1; no more are started than there are runs.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(
        self, scenarios: Sequence[Scenario], jobs: Iterable[Job], simulate: Simulate
    ) -> Generator[tuple[Job, Outcome], None, None]:
        """As :meth:`~reformsim.experiment.computing.executors.Executor.run`.

        A run whose process dies is begun again, ``ATTEMPTS`` times in all. When the iterator ends or is closed, no
        process is left.

        Raises
        ------
        RunError
            If the model cannot be sent to the workers, or none of them gets as far as beginning a run.
        """
        crew = _Crew(self.workers, scenarios, simulate)
        try:
            yield from in_order(jobs, lambda: AHEAD * self.workers, crew.begin, lambda _, future: future.result())
        finally:
            # Reached at the end, on a failure, on Ctrl-C and when nobody wants more: all work is dropped.
            crew.end()


class _Crew:
    """Workers, and for each a thread that hands it one run at a time."""

    def __init__(self, workers: int, scenarios: Sequence[Scenario], simulate: Simulate) -> None:
        self._scenarios = scenarios
        self._simulate = _packed(simulate)
        needs_script = b"__main__" in self._simulate or _script_has_code(scenarios)
        proved = Event()
        self._workers = [_Worker(needs_script, proved) for _ in range(workers)]
        # Last in, first out: the one that has been at work is taken before one that has yet to start.
        self._idle: LifoQueue[_Worker] = LifoQueue()
        for worker in reversed(self._workers):
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reformsim-worker")

    def begin(self, job: Job) -> Future[Outcome]:
        """Have the job done as soon as a worker is free."""
        return self._threads.submit(self._do, job)

    def end(self) -> None:
        """Drop what is under way and wait until all processes are gone."""
        for worker in self._workers:
            worker.stop()
        for worker in self._workers:
            worker.join()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _do(self, job: Job) -> Outcome:
        scenario = self._scenarios[job.scenario]
        worker = self._idle.get()
        try:
            answer = worker.do(packed(scenario), job.replicate, self._simulate)
            if answer is None:
                return Failure(scenario.name, job.replicate, scenario.seed, WORKER_ENDED)
            return cast("Outcome", pickle.loads(answer))
        except NoWorkerError:
            raise
        except Exception as error:
            return failed(scenario, job.replicate, error)
        finally:
            self._idle.put(worker)


class NoWorkerError(RunError):
    """No worker process gets as far as beginning a run."""


class _Worker:
    """One process, and the ones that take its place when it dies.

    Parameters
    ----------
    needs_script
        Whether the process must import the script it is started from.
    proved
        Set once any process of the crew began a run.
    """

    def __init__(self, needs_script: bool, proved: Event) -> None:
        self._needs_script, self._proved = needs_script, proved
        self._lock = Lock()
        self._stopped = False
        self._pool: ProcessPool | None = None
        self._starter = _Starter(needs_script)
        self._future: ProcessFuture[bytes] | None = None

    def do(self, *work: object) -> bytes | None:
        """Give what :func:`_one` makes of the work, or none if the process died every time or was stopped.

        Raises
        ------
        NoWorkerError
            If no process got as far as beginning it.
        """
        for _ in range(ATTEMPTS):
            answer = self._try(work)
            if answer is not None or self._stopped:
                return answer
            self.stop(for_good=False)
            self.join()
        if not self._proved.is_set():
            raise NoWorkerError(
                "no worker process could be started; a script that defines its own lever or model must run "
                'it under: if __name__ == "__main__":'
            )
        return None

    def stop(self, *, for_good: bool = True) -> None:
        """Kill the process, which has nothing of its own to tidy, and wake who waits for it."""
        with self._lock:
            self._stopped = self._stopped or for_good
            if self._pool is not None:
                # First the pool, which would start another process in place of the one that is killed.
                cast("Any", self._pool).stop()
                self._starter.kill()
            if self._future is not None:
                cast("Any", self._future).cancel()

    def join(self) -> None:
        """Wait until the process and the pool's threads are gone."""
        with self._lock:
            if self._pool is not None:
                self._pool.join()
                self._pool, self._starter = None, _Starter(self._needs_script)

    def _try(self, work: tuple[object, ...]) -> bytes | None:
        from pebble import ProcessExpired

        try:
            future, starter = self._schedule(work)
            answer = _wait(future, starter)
        except ProcessExpired:
            self._proved.set()
            return None
        except (BrokenProcessPool, CancelledError, RuntimeError):
            # The process ended without a run, or so soon after it began one that the pool did not see it begin;
            # or we were stopped.
            return None
        self._proved.set()
        return answer

    def _schedule(self, work: tuple[object, ...]) -> tuple[ProcessFuture[bytes], _Starter]:
        from pebble import ProcessPool

        with self._lock:
            if self._stopped:
                raise CancelledError
            if self._pool is None:
                # It has the methods that the pool calls, if not by the signatures that it declares.
                self._pool = ProcessPool(1, context=cast("Any", self._starter))
            self._future = self._pool.schedule(_one, args=work)
            return self._future, self._starter


def _wait(future: ProcessFuture[bytes], starter: _Starter) -> bytes | None:
    """Wait for an answer, or until there is nobody left to give one."""
    lost = False
    while True:
        try:
            return future.result(timeout=LOOK)
        except TimeoutError:
            # The pool says nothing of a process that ended with exit code 0. Two looks, so that an answer on
            # its way is not taken for lost.
            if lost:
                return None
            lost = not starter.alive()


class _Starter:
    """The start method, chosen by us (importing Mesa changes multiprocessing's), and the processes it started."""

    def __init__(self, needs_script: bool) -> None:
        self._context = _context()
        self._needs_script = needs_script
        self._started: list[_WorkerProcess] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def Process(self, *args: Any, **kwargs: Any) -> _WorkerProcess:
        """Make a process, as the pool asks for it."""
        process = _WorkerProcess(*args, **kwargs)
        process.needs_script = self._needs_script
        self._started.append(process)
        return process

    def alive(self) -> bool:
        """Whether the first process, which was given the work, is still there."""
        return self._started[0].is_alive()

    def kill(self) -> None:
        """Kill all processes that were started."""
        for process in self._started:
            if process.pid is not None:
                process.kill()


class _WorkerProcess(_Process):
    """A process that does not run the user's script again unless it needs it."""

    needs_script = False

    def start(self) -> None:
        """As of any process."""
        with _deaf_to_ctrl_c():
            if self.needs_script:
                super().start()
            else:
                with _script_left_alone():
                    super().start()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Have the fork server and its forks started so that Ctrl-C, which the terminal sends to them too, is for us alone.

    They ignore it only once they have imported everything, and would tell of it with a traceback until then.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_swapped = Lock()


@contextmanager
def _script_left_alone() -> Iterator[None]:
    """Have a process started that does not import the script it is started from.

    So an analyst's script needs no ``if __name__ == "__main__":`` around it.
    """
    with _swapped:
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


def _context() -> Any:
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


def _script_has_code(scenarios: Sequence[Scenario]) -> bool:
    """Whether the script itself defines a lever or a measure: the workers then need the script."""
    return any("__main__" in own_modules(scenario) for scenario in scenarios)


def _packed(simulate: Simulate) -> bytes:
    try:
        return pickle.dumps(simulate)
    except Exception as error:
        raise RunError(f"the model cannot be sent to worker processes: {error}") from error


def _one(scenario: bytes, replicate: int, simulate: bytes) -> bytes:
    """Compute a run in a worker.

    All comes and goes pickled: the pool would not survive what it cannot unpickle.
    """
    what = unpacked(scenario)
    try:
        return pickle.dumps(attempt(what, replicate, pickle.loads(simulate)))
    except Exception as error:
        return pickle.dumps(failed(what, replicate, error))
