"""Runs on a dask cluster come out as they do here, and a cluster that would give other numbers is refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster

from reformsim import explore
from reformsim.errors import RunError
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.computing import cluster as module
from reformsim.experiment.computing.choice import choose
from reformsim.experiment.computing.cluster import Cluster
from reformsim.experiment.computing.executors import AHEAD, Here, Job
from reformsim.experiment.replicate import simulate as model
from reformsim.scenario import Scenario, load_scenario
from tests.experiment import fake_model
from tests.experiment.test_executors import ENDED, messages, most_ahead, outcomes, same

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    return [adjusted(load_scenario(name), until=2016) for name in ("baseline-2011", "note-2011")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """A scheduler with two worker processes, which counts a run lost when its second worker dies."""
    settings = {
        "distributed.scheduler.allowed-failures": 1,
        "logging.distributed": "critical",
    }
    with (
        dask.config.set(settings),
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as made,
    ):
        yield made


@pytest.fixture
def address(cluster: LocalCluster) -> str:
    return str(cluster.scheduler_address)


def test_a_cluster_gives_what_one_process_gives_in_the_order_of_the_jobs(
    scenarios: list[Scenario], address: str
) -> None:
    alone, spread = outcomes(Here(), scenarios), outcomes(choose(1, address), scenarios)
    assert [job for job, _ in spread] == [Job(s, r) for s in (0, 1) for r in range(5)]
    assert all(job == other and same(a, b) for (job, a), (other, b) in zip(alone, spread, strict=True))


def test_the_real_model_gives_the_same_on_a_cluster(address: str) -> None:
    short = [adjusted(load_scenario("note-2011"), until=2013)]
    alone, spread = (outcomes(executor, short, model, replicates=3) for executor in (Here(), Cluster(address)))
    assert not messages(alone)
    assert all(same(a, b) for (_, a), (_, b) in zip(alone, spread, strict=True))


def test_an_exploration_gives_the_same_on_a_cluster(address: str) -> None:
    given = {"draws": 2, "until": 2012, "parameters": ["cooperation.regrouping"], "design": "morris"}
    alone, spread = (explore("note-2011", **given, cluster=where) for where in (None, address))
    assert alone.outcomes.equals(spread.outcomes) and alone.screening().equals(spread.screening())


def test_no_more_jobs_are_pulled_than_the_workers_have_at_hand(scenarios: list[Scenario], address: str) -> None:
    assert most_ahead(Cluster(address), scenarios) < 2 * AHEAD


def test_nothing_stays_on_the_scheduler_of_runs_that_nobody_waits_for(
    scenarios: list[Scenario], cluster: LocalCluster
) -> None:
    with Client(cluster.scheduler_address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        running = Cluster(client).run(scenarios, (Job(0, r) for r in range(100)), fake_model.simulate)
        next(running)
        running.close()  # type: ignore[attr-defined]
        deadline = time.monotonic() + 10
        while (left := client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks))) > 0:  # type: ignore[no-untyped-call]
            assert time.monotonic() < deadline, left


def test_what_fails_in_a_run_is_told_and_the_rest_goes_on(scenarios: list[Scenario], address: str) -> None:
    broken = outcomes(Cluster(address), scenarios[:1], fake_model.fail_in_third)
    assert messages(broken) == {2: "replicate 2: inhabitants were lost in 2014"}
    raised = outcomes(Cluster(address), scenarios[:1], fake_model.fail_in_second)
    assert messages(raised) == {1: "ZeroDivisionError: division by zero"}


def test_a_worker_that_is_killed_has_its_run_done_again(
    scenarios: list[Scenario], address: str, tmp_path: Path
) -> None:
    marker = tmp_path / "killed"
    found = outcomes(Cluster(address), scenarios[:1], fake_model.DiesOnce(str(marker)))
    assert marker.exists()
    assert all(same(a, b) for (_, a), (_, b) in zip(found, outcomes(Here(), scenarios[:1]), strict=True))


def test_a_run_that_always_ends_its_worker_is_a_failure_and_costs_no_other(
    scenarios: list[Scenario], address: str
) -> None:
    found = outcomes(Cluster(address), scenarios[:1], fake_model.die_in_third)
    assert messages(found) == {2: ENDED}


def test_workers_with_other_code_or_data_are_refused_by_name(
    scenarios: list[Scenario], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "fingerprint", lambda: "another")
    with pytest.raises(RunError, match=r"these workers .* another reformsim .*: (tcp://[\d.:]+ \(.*\)(, )?)+;"):
        outcomes(Cluster(address), scenarios)


def test_a_worker_that_comes_later_with_other_code_or_data_is_refused_too(
    scenarios: list[Scenario], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "fingerprint", lambda: "another")
    monkeypatch.setattr(module, "_check_workers", lambda client, folders: None)
    with pytest.raises(RunError, match=r"another reformsim than this machine .*: tcp://"):
        outcomes(Cluster(address), scenarios)


def test_an_own_territory_must_be_on_every_worker_and_be_the_same(
    scenarios: list[Scenario], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [scenarios[0].model_copy(update={"territory": os.path.relpath(ROOT / "tests" / "toy")})]
    assert messages(outcomes(Cluster(address), own)) == {}
    monkeypatch.setattr(module, "folder_digest", lambda folder: "another")
    with pytest.raises(RunError, match=r"the territory .*toy differs from the one here on these workers .*: tcp://"):
        outcomes(Cluster(address), own)
    nowhere = [scenarios[0].model_copy(update={"territory": "./nowhere"})]
    with pytest.raises(RunError, match=r"the territory .*nowhere is missing on these workers .*: tcp://"):
        outcomes(Cluster(address), nowhere)


@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:1", "nonsense", "tcp://127.0.0.1", "smoke://there:1"])
def test_an_address_without_a_scheduler_is_told(
    scenarios: list[Scenario], wrong: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "CONNECT", 0.5)
    with pytest.raises(RunError, match=rf"no dask scheduler answers at {wrong};"):
        outcomes(Cluster(wrong), scenarios)
    assert capfd.readouterr().err == ""


def test_the_address_of_a_worker_is_told_to_be_one(scenarios: list[Scenario], cluster: LocalCluster) -> None:
    worker = next(iter(cluster.scheduler_info["workers"]))
    with pytest.raises(RunError, match="no dask scheduler but a dask Worker"):
        outcomes(Cluster(worker), scenarios)


def test_without_the_library_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match=re.escape("pip install 'reformsim[cluster]'")):
        choose(1, "tcp://127.0.0.1:8786")


@contextmanager
def started(*command: str, path: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """A dask command in a process of its own, as one starts it in a shell."""
    paths = os.pathsep.join(map(str, [*([path] if path else []), ROOT / "src", ROOT]))
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *command, "--no-dashboard"],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def scheduler() -> Iterator[str]:
    """A scheduler on a free port; gives its address."""
    with started("scheduler", "--host", "127.0.0.1", "--port", "0") as process:
        assert process.stderr is not None
        told = (re.search(r"Scheduler at:\s+(tcp://\S+)", line) for line in process.stderr)
        yield next(found[1] for found in told if found)


def test_a_cluster_started_by_commands_is_waited_for_and_used_in_silence(
    scenarios: list[Scenario], capfd: pytest.CaptureFixture[str]
) -> None:
    alone = ("--nthreads", "1", "--no-nanny")
    with scheduler() as where, started("worker", where, *alone), started("worker", where, *alone):
        found = outcomes(Cluster(where), scenarios)
    assert all(same(a, b) for (_, a), (_, b) in zip(found, outcomes(Here(), scenarios), strict=True))
    assert capfd.readouterr() == ("", "")


def test_a_scheduler_without_workers_is_told(scenarios: list[Scenario]) -> None:
    with scheduler() as where, pytest.raises(RunError, match=rf"at {where} has no workers after 0\.2 seconds"):
        outcomes(Cluster(where, patience=0.2), scenarios)


def test_a_worker_with_an_older_reformsim_is_refused_with_its_version(
    scenarios: list[Scenario], tmp_path: Path
) -> None:
    (tmp_path / "reformsim").mkdir()
    (tmp_path / "reformsim" / "__init__.py").write_text('__version__ = "0.0.1"\n', encoding="utf-8")
    with (
        scheduler() as where,
        started("worker", where, "--nthreads", "1", "--no-nanny", path=tmp_path),
        pytest.raises(RunError, match=r"tcp://[\d.:]+ \(0\.0\.1\)"),
    ):
        outcomes(Cluster(where), scenarios)
