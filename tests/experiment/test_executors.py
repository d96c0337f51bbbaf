"""Where runs are computed makes no difference to what comes out of them, nor what happens to one of them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from reformsim.errors import RunError
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.computing.choice import choose
from reformsim.experiment.computing.executors import (
    AHEAD,
    Executor,
    Failure,
    Here,
    Job,
    Outcome,
    Simulate,
    attempt,
)
from reformsim.experiment.computing.processes import Processes
from reformsim.experiment.replicate import simulate as model
from reformsim.experiment.store.fingerprint import fingerprint, folder_digest
from reformsim.measures import Snapshots
from reformsim.model.model import ReformModel
from reformsim.scenario import Scenario, load_scenario
from tests.experiment import fake_model

ENDED = "a worker process ended before the run was done (often: not enough memory)"


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    return [adjusted(load_scenario(name), until=2016) for name in ("baseline-2011", "note-2011")]


def outcomes(
    executor: Executor, scenarios: list[Scenario], simulate: Simulate = fake_model.simulate, replicates: int = 5
) -> list[tuple[Job, Outcome]]:
    jobs = [Job(s, r) for s in range(len(scenarios)) for r in range(replicates)]
    return list(executor.run(scenarios, jobs, simulate))


def same(one: object, other: object) -> bool:
    """Whether two records hold the same, to the last bit."""
    fields = type(one).__dataclass_fields__  # type: ignore[attr-defined]
    return type(one) is type(other) and all(
        np.array_equal(a, b, equal_nan=True) if isinstance(a, np.ndarray) else repr(a) == repr(b)
        for a, b in ((getattr(one, f), getattr(other, f)) for f in fields)
    )


def messages(found: list[tuple[Job, Outcome]]) -> dict[int, str]:
    return {job.replicate: outcome.error for job, outcome in found if isinstance(outcome, Failure)}


def test_two_processes_give_what_one_gives_in_the_order_of_the_jobs(scenarios: list[Scenario]) -> None:
    alone, spread = (outcomes(executor, scenarios) for executor in (Here(), Processes(2)))
    assert [job for job, _ in spread] == [Job(s, r) for s in (0, 1) for r in range(5)]
    assert [(record.scenario, record.replicate) for _, record in spread] == [
        (scenarios[s].name, r) for s in (0, 1) for r in range(5)
    ]
    assert all(job == other and same(a, b) for (job, a), (other, b) in zip(alone, spread, strict=True))


def test_the_real_model_gives_the_same_in_one_process_and_in_two() -> None:
    short = [adjusted(load_scenario("note-2011"), until=2013)]
    alone, spread = (outcomes(executor, short, model, replicates=3) for executor in (Here(), Processes(2)))
    assert not messages(alone)
    assert all(same(a, b) for (_, a), (_, b) in zip(alone, spread, strict=True))


def most_ahead(executor: Executor, scenarios: list[Scenario]) -> int:
    """How many jobs are pulled at most, of work without end, beyond those whose outcome is there."""
    pulled = 0

    def endless() -> Iterator[Job]:
        nonlocal pulled
        while True:
            pulled += 1
            yield Job(0, pulled - 1)

    running, found = executor.run(scenarios, endless(), fake_model.simulate), 0
    for given in range(1, 40):
        next(running)
        found = max(found, pulled - given)
    running.close()  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize(("workers", "most"), [(1, 1), (2, 2 * AHEAD)])
def test_no_more_jobs_are_pulled_than_are_under_way(scenarios: list[Scenario], workers: int, most: int) -> None:
    assert most_ahead(choose(workers, None), scenarios) < most


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_breaks_a_rule_is_told_and_the_rest_goes_on(scenarios: list[Scenario], workers: int) -> None:
    found = outcomes(choose(workers, None), scenarios[:1], fake_model.fail_in_third)
    assert found[2] == (
        Job(0, 2),
        Failure("baseline-2011", 2, scenarios[0].seed, "replicate 2: inhabitants were lost in 2014"),
    )
    assert [outcome.replicate for _, outcome in found] == [0, 1, 2, 3, 4]
    assert list(messages(found)) == [2]


@pytest.mark.parametrize("workers", [1, 2])
def test_of_an_error_that_is_not_ours_the_kind_is_told_too(scenarios: list[Scenario], workers: int) -> None:
    found = outcomes(choose(workers, None), scenarios[:1], fake_model.fail_in_second)
    assert messages(found) == {1: "ZeroDivisionError: division by zero"}


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_in_a_run_is_no_failure_but_ends_all(scenarios: list[Scenario], workers: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        outcomes(choose(workers, None), scenarios[:1], fake_model.interrupt_in_third)
    assert multiprocessing.active_children() == []


def test_a_worker_that_is_killed_has_its_run_done_again(scenarios: list[Scenario], tmp_path: Path) -> None:
    marker = tmp_path / "killed"
    found = outcomes(Processes(2), scenarios[:1], fake_model.DiesOnce(str(marker)))
    assert marker.exists()
    assert all(same(a, b) for (_, a), (_, b) in zip(found, outcomes(Here(), scenarios[:1]), strict=True))


@pytest.mark.parametrize("die", [fake_model.die_in_third, fake_model.vanish_in_third])
def test_a_run_that_always_ends_its_worker_is_a_failure_and_costs_no_other(
    scenarios: list[Scenario], die: Simulate
) -> None:
    found = outcomes(Processes(2), scenarios[:1], die)
    assert messages(found) == {2: ENDED}
    assert len(found) == 5


def test_a_record_that_cannot_be_sent_is_a_failure_of_its_run(scenarios: list[Scenario]) -> None:
    found = outcomes(Processes(2), scenarios[:1], fake_model.unsendable_in_third)  # type: ignore[arg-type]
    assert list(messages(found)) == [2]
    assert "pickle" in messages(found)[2]


def test_a_model_that_cannot_be_sent_is_told_before_anything_is_run(scenarios: list[Scenario]) -> None:
    with pytest.raises(RunError, match="the model cannot be sent to worker processes"):
        outcomes(Processes(2), scenarios, lambda scenario, replicate: model(scenario, replicate))


def test_whoever_stops_listening_leaves_no_process_behind_and_does_not_wait(scenarios: list[Scenario]) -> None:
    running = Processes(2).run(scenarios, (Job(0, r) for r in range(100)), fake_model.never_end)
    next(running)
    assert len(multiprocessing.active_children()) == 2
    begin = time.perf_counter()
    running.close()  # type: ignore[attr-defined]
    assert time.perf_counter() - begin < 1
    assert multiprocessing.active_children() == []


def test_no_more_processes_are_started_than_there_are_runs(scenarios: list[Scenario]) -> None:
    running = Processes(8).run(scenarios, [Job(0, 0), Job(1, 0)], fake_model.simulate)
    next(running)
    assert len(multiprocessing.active_children()) <= 2
    assert len(list(running)) == 1
    assert multiprocessing.active_children() == []


def test_fewer_than_one_worker_is_refused() -> None:
    with pytest.raises(RunError) as caught:
        choose(0, None)
    assert str(caught.value) == "workers must be at least 1, got 0"


def script(folder: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Run a script of a user in a process of its own."""
    root = Path(__file__).resolve().parents[2]
    path = folder / "plan.py"
    path.write_text(
        "import reformsim\n"
        "from reformsim.experiment.computing.choice import choose\n"
        "from reformsim.experiment.computing.executors import Job\n"
        "from tests.experiment import fake_model\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )
    paths = os.pathsep.join([str(root / "src"), str(root), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, str(path)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )


RUNS = "choose(2, None).run([reformsim.load_scenario('baseline-2011')], [Job(0, r) for r in range(3)]"


def test_a_script_with_workers_needs_no_guard_around_it(tmp_path: Path) -> None:
    done = script(tmp_path, f"print(len(list({RUNS}, fake_model.simulate))))")
    assert (done.returncode, done.stdout, done.stderr) == (0, "3\n", "")


def test_a_script_that_defines_the_model_itself_needs_the_guard_and_then_works(tmp_path: Path) -> None:
    own = "def own(scenario, replicate): return fake_model.simulate(scenario, replicate)"
    guarded = script(tmp_path, own, f"if __name__ == '__main__': print(len(list({RUNS}, own))))")
    assert (guarded.returncode, guarded.stdout, guarded.stderr) == (0, "3\n", "")
    bare = script(tmp_path, own, f"print(len(list({RUNS}, own))))")
    assert bare.returncode != 0
    assert 'must run it under: if __name__ == "__main__":' in bare.stderr


def test_an_ensemble_that_is_left_by_ctrl_c_leaves_no_process_behind(tmp_path: Path) -> None:
    done = script(
        tmp_path,
        "import multiprocessing, os, signal, threading",
        f"running = {RUNS}, fake_model.never_end)",
        "next(running)",
        "threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()",
        "try: next(running)",
        "except KeyboardInterrupt: print(multiprocessing.active_children())",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_the_fingerprint_follows_code_and_data_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    table = tmp_path / "data" / "table.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    before = folder_digest(tmp_path)
    (tmp_path / "notes.txt").write_text("of no consequence", encoding="utf-8")
    assert folder_digest(tmp_path) == before
    table.write_text("a,b\n1,3\n", encoding="utf-8")
    assert folder_digest(tmp_path) != before
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    assert folder_digest(tmp_path) == before
    table.rename(tmp_path / "table.csv")
    assert folder_digest(tmp_path) != before


def test_the_fingerprint_of_this_installation_is_the_same_in_another_process(tmp_path: Path) -> None:
    done = script(tmp_path, "from reformsim.experiment.store.fingerprint import fingerprint", "print(fingerprint())")
    assert done.stdout.strip() == fingerprint()


def test_a_partial_model_can_be_sent(scenarios: list[Scenario]) -> None:
    found = outcomes(Processes(2), scenarios[:1], partial(fake_model.simulate))
    assert messages(found) == {}


def test_a_run_leaves_nothing_of_the_model_in_memory_but_its_outcome() -> None:
    scenario = adjusted(load_scenario("note-2011"), until=2011)
    attempt(scenario, 0, model)
    before = _models()
    gc.disable()
    try:
        for replicate in (1, 2):
            attempt(scenario, replicate, model)
        # Models and views of what others still hold, such as fixtures, are no concern of this test.
        assert _models() == before
    finally:
        gc.enable()
    assert gc.get_freeze_count() == 0


def _models() -> int:
    return sum(isinstance(one, (ReformModel, Snapshots)) for one in gc.get_objects())
