"""Runs on a cluster of machines: the workers of a dask scheduler."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import reformsim
from reformsim.errors import RunError
from reformsim.experiment.carried import packed, unpacked
from reformsim.experiment.computing.executors import AHEAD, WORKER_ENDED, Failure, Job, attempt, failed, in_order
from reformsim.experiment.store.fingerprint import fingerprint, folder_digest

if TYPE_CHECKING:
    from reformsim.experiment.computing.executors import Outcome, Simulate
    from reformsim.scenario import Scenario

CONNECT = 10.0
"""Seconds in which the scheduler must answer."""

RECOUNT = 5.0
"""Seconds between two counts of the workers, of which there may come more."""


class Cluster:
    """Runs on the workers of a dask scheduler.

    Parameters
    ----------
    address
        ``tcp://host:port`` of the scheduler, ``tls://host:port`` where it asks for certificates (which dask's own
        configuration names), or a ``distributed.Client``, which stays open.
    patience
        Seconds to wait for the first worker.

    Raises
    ------
    RunError
        If the library for it is not installed.
    """

    def __init__(self, address: str | Any, *, patience: float = 30.0) -> None:
        self.address, self.patience = address, patience
        _library()

    def run(
        self, scenarios: Sequence[Scenario], jobs: Iterable[Job], simulate: Simulate
    ) -> Generator[tuple[Job, Outcome], None, None]:
        """As :meth:`~reformsim.experiment.computing.executors.Executor.run`.

        When the iterator ends or is closed, what has not begun on the cluster is dropped; a run under way there
        goes on to its end and its outcome is thrown away.

        Raises
        ------
        RunError
            If the scheduler cannot be reached, has no workers, or has workers with another version of reformsim,
            other data or without a territory's folder.
        """
        with _connected(self.address) as client:
            _wait_for_workers(client, self.patience)
            placed = [_placed(scenario) for scenario in scenarios]
            _check_workers(client, {s.territory for s in placed if _is_folder(s)})
            crew = _Crew(client, placed, simulate)
            try:
                yield from in_order(jobs, crew.window, crew.begin, crew.finish)
            finally:
                crew.end()


def _library() -> Any:
    """Give dask.distributed, which only a cluster needs."""
    try:
        import distributed
    except ImportError as error:
        raise RunError("a cluster needs the library dask.distributed: pip install 'reformsim[cluster]'") from error
    return distributed


class _Crew:
    """The workers of the cluster, and what is pending there."""

    def __init__(self, client: Any, scenarios: Sequence[Scenario], simulate: Simulate) -> None:
        self._client, self._scenarios, self._simulate = client, scenarios, simulate
        self._pending: dict[str, Any] = {}
        self._counted, self._threads = float("-inf"), 1

    def window(self) -> int:
        """Most jobs on the cluster: it may have got more workers, or lost some."""
        now = time.monotonic()
        if now - self._counted > RECOUNT:
            self._counted, self._threads = now, sum(self._client.nthreads().values())
        return AHEAD * self._threads

    def begin(self, job: Job) -> Any:
        """Hand a job to the scheduler."""
        scenario = self._scenarios[job.scenario]
        task = self._client.submit(_one, packed(scenario), job.replicate, self._simulate, fingerprint(), pure=False)
        self._pending[task.key] = task
        return task

    def finish(self, job: Job, task: Any, *, first: bool = True) -> Outcome:
        """Wait for the outcome and release it on the cluster."""
        library = _library()
        scenario = self._scenarios[job.scenario]
        try:
            outcome: Outcome | str = task.result()
        except library.KilledWorker:
            # The scheduler blames all that was at a worker that died; what another run brought down with it comes
            # through when it is begun anew.
            if first:
                return self.finish(job, self.begin(job), first=False)
            return Failure(scenario.name, job.replicate, scenario.seed, WORKER_ENDED)
        except (library.CancelledError, library.comm.core.CommClosedError) as error:
            raise RunError(f"the connection with the cluster at {_address(self._client)} was lost") from error
        except Exception as error:
            return failed(scenario, job.replicate, error)
        finally:
            self._pending.pop(task.key).release()
        if isinstance(outcome, str):
            raise RunError(_differ([outcome]))
        return outcome

    def end(self) -> None:
        """Drop all that is pending."""
        if self._pending:
            self._client.cancel(list(self._pending.values()), force=True)
            self._pending.clear()


def _one(scenario: bytes, replicate: int, simulate: Simulate, expected: str) -> Outcome | str:
    """Compute a run on a worker, or give its address if it is not like us: it may have come after the check."""
    if fingerprint() != expected:
        return str(_library().get_worker().address)
    return attempt(unpacked(scenario), replicate, simulate)


@contextmanager
def _connected(address: str | Any) -> Iterator[Any]:
    library = _library()
    if isinstance(address, library.Client):
        yield address
        return
    with _quiet():
        _check_certificates(address)
        _check_scheduler(address)
        client: Any = library.Client(address, timeout=CONNECT, set_as_default=False, name="reformsim")
        try:
            yield client
        finally:
            client.close(timeout=1)


def _check_certificates(address: str) -> None:
    """Refuse to ask a scheduler with TLS without certificates, or with files that hold none."""
    if not address.startswith("tls://"):
        return
    try:
        context = _library().Security().get_connection_args("client")["ssl_context"]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RunError(f"the certificates for {address} cannot be read: {reason}") from error
    if context is None:
        raise RunError(
            f"{address} needs certificates, and dask's configuration names none: set ca-file, client.cert and "
            "client.key of distributed.comm.tls"
        )


def _check_scheduler(address: str) -> None:
    """Refuse an address at which no scheduler answers.

    Asked before there is a client: one that cannot connect tries for long to say goodbye.
    """
    library = _library()

    async def kind() -> object:
        async with library.core.rpc(
            address, timeout=CONNECT, connection_args=library.Security().get_connection_args("client")
        ) as there:
            return (await asyncio.wait_for(there.identity(), CONNECT))["type"]

    # In a thread of its own: a notebook has a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        try:
            found = thread.submit(lambda: asyncio.run(kind())).result()
        except Exception as error:
            raise RunError(
                f"no dask scheduler answers at {address}; expected the address of one, such as tcp://host:8786, or "
                "tls://host:8786 with certificates that both sides trust"
            ) from error
    if found != "Scheduler":
        raise RunError(f"at {address} there is no dask scheduler but a dask {found}; expected a scheduler's address")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's log lines away from the user's screen: what matters is told as an error of ours."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _wait_for_workers(client: Any, patience: float) -> None:
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as error:
        raise RunError(
            f"the dask scheduler at {_address(client)} has no workers after {patience:g} seconds; start some with "
            f"'dask worker {_address(client)} --nthreads 1'"
        ) from error


def _check_workers(client: Any, folders: Iterable[str]) -> None:
    """Refuse workers that would give other numbers than this machine."""
    here = {folder: folder_digest(Path(folder)) for folder in sorted(folders)}
    answers = client.run(_question(tuple(here)), on_error="return")
    other = []
    for worker, answer in sorted(answers.items()):
        version, code, _ = answer if isinstance(answer, tuple) else ("", "", {})
        if code != fingerprint():
            other.append(f"{worker} ({version or 'without reformsim'})")
    if other:
        raise RunError(_differ(other))
    for folder, digest in here.items():
        for state in ("is missing on", "differs from the one here on"):
            found = [w for w, (_, _, there) in sorted(answers.items()) if _state(there[folder], digest) == state]
            if found:
                raise RunError(f"the territory {folder} {state} these workers of the cluster: {', '.join(found)}")


def _state(there: str | None, here: str) -> str:
    if there is None:
        return "is missing on"
    return "is the same" if there == here else "differs from the one here on"


def _differ(workers: Sequence[str]) -> str:
    return (
        f"these workers of the cluster have another reformsim than this machine ({reformsim.__version__}), in code or "
        f"in data: {', '.join(workers)}; install the same one there and start them again"
    )


def _question(folders: tuple[str, ...]) -> Callable[[], tuple[str, str, dict[str, str | None]]]:
    """Make the function that a worker answers with its version, fingerprint and digests of folders.

    It is made here so that it travels as code: a worker may have an older reformsim, or none.
    """

    def answer() -> tuple[str, str, dict[str, str | None]]:
        try:
            import reformsim
        except ImportError:
            return "", "", {}
        try:
            from reformsim.experiment.store.fingerprint import fingerprint, folder_digest
        except ImportError:
            return str(getattr(reformsim, "__version__", "unknown version")), "", {}
        from pathlib import Path

        there = {f: folder_digest(Path(f)) if Path(f).is_dir() else None for f in folders}
        return reformsim.__version__, fingerprint(), there

    return answer


def _placed(scenario: Scenario) -> Scenario:
    """Give the scenario with the whole path of its own territory: workers stand in other folders."""
    if not _is_folder(scenario):
        return scenario
    return scenario.model_copy(update={"territory": os.path.abspath(scenario.territory)})


def _is_folder(scenario: Scenario) -> bool:
    from reformsim.scenario.load import is_folder

    return is_folder(scenario.territory)


def _address(client: Any) -> str:
    return str(client.scheduler.address)
