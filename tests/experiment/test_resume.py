"""Nothing finished is lost: whatever stops the work, the same call goes on and ends with the same bytes."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import reformsim
from reformsim.errors import OutputError, RunError
from reformsim.experiment import compare, load_results, plan, run
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.store import shelf as store
from reformsim.experiment.store.lock import alone
from reformsim.scenario import Scenario, load_scenario
from tests.experiment import fake_model

REPLICATES = 34
UNTIL = 2013
KILLS = 3
NEEDED = (
    "reformsim.experiment.runner",
    "reformsim.model.model",
    "reformsim.measures.registry",
    "reformsim.report.figures.lines",
    "scipy.stats",
    "sklearn",
)
"""What a comparison loads; loaded once and not in each process that is killed."""
ROOT = Path(reformsim.__file__).parents[1]


def pair() -> list[Scenario]:
    return [adjusted(load_scenario(name), until=UNTIL) for name in ("baseline-2011", "note-2011")]


def whole(folder: Path) -> None:
    fake_model.compare_into(folder, REPLICATES, UNTIL)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file but the log, which says when."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    files.pop("log.jsonl")
    return files


def counted(calls: list[tuple[str, int]]):
    """The fake model, noting what is simulated; it is known by the fake model's name, so that folders are its own."""

    def simulate(scenario: Scenario, replicate: int) -> fake_model.FakeRecord:
        calls.append((scenario.name, replicate))
        return fake_model.simulate(scenario, replicate)

    simulate.__module__, simulate.__qualname__ = fake_model.__name__, "simulate"
    return simulate


def stopping_at(number: int, stop: type[BaseException] = KeyboardInterrupt):
    """The fake model, stopped at the given call."""
    calls: list[tuple[str, int]] = []
    count = counted(calls)

    def simulate(scenario: Scenario, replicate: int) -> fake_model.FakeRecord:
        if len(calls) == number:
            raise stop
        return count(scenario, replicate)

    simulate.__module__, simulate.__qualname__ = fake_model.__name__, "simulate"
    return simulate


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole") / "r"
    whole(folder)
    return bytes_of(folder)


@pytest.mark.painted
def test_killed_at_random_moments_it_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    whole(tmp_path / "whole")
    expected = bytes_of(tmp_path / "whole")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(NEEDED))
    began = time.monotonic()
    process = context.Process(target=fake_model.compare_into, args=(tmp_path / "timed", REPLICATES, UNTIL))
    process.start()
    process.join()
    lasting = time.monotonic() - began
    chance = random.Random(5)
    kills, finished = 0, 0
    while kills < KILLS:
        folder = tmp_path / f"r{finished}"
        process = context.Process(target=fake_model.compare_into, args=(folder, REPLICATES, UNTIL))
        process.start()
        process.join(chance.uniform(0.0, 0.7 * lasting))
        if process.exitcode is None:
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
            kills += 1
            # At no moment is there a folder of results that is not whole.
            assert not folder.exists() or bytes_of(folder) == expected
        else:
            assert (process.exitcode, bytes_of(folder)) == (0, expected)
            finished += 1
    whole(tmp_path / f"r{finished}")
    assert bytes_of(tmp_path / f"r{finished}") == expected


def test_only_what_is_missing_is_simulated_again(expected: dict[str, bytes], tmp_path: Path) -> None:
    folder = tmp_path / "r"
    # The first pieces of both scenarios, 20 runs, and 5 of the next.
    with pytest.raises(KeyboardInterrupt):
        compare(pair(), replicates=REPLICATES, out=folder, simulate=stopping_at(25))
    assert not folder.exists()
    calls: list[tuple[str, int]] = []
    compare(pair(), replicates=REPLICATES, out=folder, simulate=counted(calls))
    assert len(calls) == 2 * REPLICATES - 25
    assert calls[0] == ("baseline-2011", 15)
    assert bytes_of(folder) == expected


def test_what_is_whole_is_not_simulated_again(tmp_path: Path) -> None:
    whole(tmp_path / "r")
    calls: list[tuple[str, int]] = []
    again = compare(pair(), replicates=REPLICATES, out=tmp_path / "r", simulate=counted(calls))
    assert (calls, again.timing.simulated, len(again.pairs)) == ([], 0, REPLICATES)
    compare(pair(), replicates=REPLICATES, out=tmp_path / "r", restart=True, simulate=counted(calls))
    assert len(calls) == 2 * REPLICATES


def test_more_replicates_of_the_same_add_to_those_that_are_there(expected: dict[str, bytes], tmp_path: Path) -> None:
    folder = tmp_path / "r"
    compare(pair(), replicates=23, out=folder, simulate=fake_model.simulate)
    calls: list[tuple[str, int]] = []
    compare(pair(), replicates=REPLICATES, out=folder, simulate=counted(calls))
    # Replicates 0 to 19 stand in whole pieces.
    assert calls[0] == ("baseline-2011", 20) and len(calls) == 2 * (REPLICATES - 20)
    assert bytes_of(folder) == expected


def test_a_damaged_piece_is_noticed_and_made_anew(expected: dict[str, bytes], tmp_path: Path) -> None:
    folder = tmp_path / "r"
    whole(folder)
    piece = folder / "pieces/note-2011/000010-000019.npz"
    content = bytearray(piece.read_bytes())
    content[100] ^= 1
    piece.write_bytes(content)
    with pytest.raises(OutputError, match=r"pieces/note-2011/000010-000019.npz is missing or damaged"):
        load_results(folder)
    calls: list[tuple[str, int]] = []
    compare(pair(), replicates=REPLICATES, out=folder, simulate=counted(calls))
    assert calls == [("note-2011", r) for r in range(10, 20)]
    assert bytes_of(folder) == expected


def test_a_line_of_the_journal_that_was_cut_off_costs_its_piece_and_no_other(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "r"
    with pytest.raises(KeyboardInterrupt):
        compare(pair(), replicates=REPLICATES, out=folder, simulate=stopping_at(40))
    journal = tmp_path / "r.part" / "journal.jsonl"
    journal.write_text(journal.read_text("utf-8")[:-30], encoding="utf-8")
    calls: list[tuple[str, int]] = []
    compare(pair(), replicates=REPLICATES, out=folder, simulate=counted(calls))
    assert calls[:10] == [("note-2011", r) for r in range(10, 20)]
    assert bytes_of(folder) == expected


CHANGES = {
    "seed": (lambda s: [adjusted(x, seed=9) for x in s], r"seed \(2011, now 9\)"),
    "a scenario": (lambda s: [s[0], s[1].only(["police"])], "scenario 'note-2011'"),
    "the scenarios": (lambda s: [s[0], s[1].model_copy(update={"name": "other"})], r"now baseline-2011, other\)"),
    "the years": (lambda s: [adjusted(x, until=2012) for x in s], "different: years"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_unfinished_work_of_another_run_is_never_mixed_nor_thrown_away_unasked(what: str, tmp_path: Path) -> None:
    change, told = CHANGES[what]
    with pytest.raises(KeyboardInterrupt):
        compare(pair(), replicates=REPLICATES, out=tmp_path / "r", simulate=stopping_at(25))
    before = bytes_of_part(tmp_path)
    with pytest.raises(OutputError, match=told) as caught:
        compare(change(pair()), replicates=REPLICATES, out=tmp_path / "r", simulate=fake_model.simulate)
    assert "r.part holds the unfinished work of another run" in str(caught.value)
    assert bytes_of_part(tmp_path) == before
    done = compare(
        change(pair()), replicates=REPLICATES, out=tmp_path / "r", restart=True, simulate=fake_model.simulate
    )
    assert len(done.pairs) == REPLICATES and not (tmp_path / "r.part").exists()


def bytes_of_part(folder: Path) -> dict[str, bytes]:
    part = folder / "r.part"
    return {p.relative_to(part).as_posix(): p.read_bytes() for p in part.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("what", "told"),
    [("__version__", "version of reformsim"), ("fingerprint", "code or data"), ("versions", "version of numpy")],
)
def test_another_version_code_or_library_is_noticed(
    what: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt):
        compare(pair(), replicates=REPLICATES, out=tmp_path / "r", simulate=stopping_at(25))
    if what == "__version__":
        monkeypatch.setattr(reformsim, "__version__", "99")
    elif what == "fingerprint":
        monkeypatch.setattr(plan, "fingerprint", lambda: "other")
    else:
        monkeypatch.setattr(plan, "version", lambda _: "99")
    with pytest.raises(OutputError, match=told):
        compare(pair(), replicates=REPLICATES, out=tmp_path / "r", simulate=fake_model.simulate)


def test_what_very_many_scenarios_follow_from_is_compared_in_no_time() -> None:
    ours = plan.Plan(tuple(pair()), 1).identity()
    many = [{"name": f"s{number}", "hash": "x"} for number in range(20_000)]
    changed = [*many[:-1], {"name": "s19999", "hash": "y"}]
    began = time.perf_counter()
    assert plan.differences({**ours, "scenarios": many}, {**ours, "scenarios": changed}) == "scenario 's19999'"
    assert time.perf_counter() - began < 2.0


def test_whole_results_of_another_run_stay_until_the_new_ones_are_whole(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    whole(folder)
    before = bytes_of(folder)
    changed = [adjusted(scenario, seed=9) for scenario in pair()]
    with pytest.raises(KeyboardInterrupt):
        compare(changed, replicates=REPLICATES, out=folder, simulate=stopping_at(30))
    assert bytes_of(folder) == before
    compare(changed, replicates=REPLICATES, out=folder, simulate=fake_model.simulate)
    assert json.loads(bytes_of(folder)["manifest.json"])["identity"]["seed"] == 9


def test_a_full_disk_is_told_and_what_is_finished_is_kept(
    expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "r"
    real, written = os.fsync, []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) > 12:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(OutputError, match=r"no space left on device; what is finished is kept in .*r.part"):
        whole(folder)
    monkeypatch.undo()
    calls: list[tuple[str, int]] = []
    compare(pair(), replicates=REPLICATES, out=folder, simulate=counted(calls))
    assert 0 < len(calls) < 2 * REPLICATES
    assert bytes_of(folder) == expected


def test_of_two_processes_on_one_folder_the_second_refuses_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    with alone(folder):
        told = rf"r is being written by another process \(process {os.getpid()}\)"
        with pytest.raises(OutputError, match=told):
            whole(folder)
    whole(folder)


def test_a_replicate_that_fails_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    scenario = pair()[0]
    found = run(scenario, replicates=14, out=folder, simulate=fake_model.fail_in_third)
    assert found.numbers == (0, 1, *range(3, 14))
    assert [(f.scenario, f.replicate, f.seed) for f in found.failures] == [("baseline-2011", 2, 2011)]
    assert "inhabitants were lost in 2014" in (folder / "failures.csv").read_text("utf-8")
    with pytest.raises(RunError, match="'baseline-2011', replicate 2, seed 2011: replicate 2: inhabitants"):
        run(scenario, replicates=14, fail_fast=True, simulate=fake_model.fail_in_third)


def test_what_failed_is_tried_again_by_the_same_call(tmp_path: Path) -> None:
    folder, scenario = tmp_path / "r", pair()[0]
    broken: list[tuple[str, int]] = [("", 0), ("", 1)]

    def once(scenario: Scenario, replicate: int) -> fake_model.FakeRecord:
        if broken and replicate == 2:
            raise MemoryError("for now")
        return fake_model.simulate(scenario, replicate)

    once.__module__, once.__qualname__ = fake_model.__name__, "simulate"
    first = run(scenario, replicates=14, out=folder, simulate=once)
    assert [failure.error for failure in first.failures] == ["MemoryError: for now"]
    broken.clear()
    calls: list[tuple[str, int]] = []
    again = run(scenario, replicates=14, out=folder, simulate=counted(calls))
    # The piece with the failure, whole; not replicates 10 to 13.
    assert [r for _, r in calls] == list(range(10))
    assert (again.failures, again.replicates) == ((), 14)
    assert not (folder / "failures.csv").exists()


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "reformsim", *words]


def test_the_command_killed_while_two_workers_simulate_goes_on_and_leaves_no_process(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"}
    words = ("run", "note-2011", "-n", "14", "--until", "2011", "-w", "2", "--quiet")
    words += ("--measures", "municipalities", "--out")
    process = subprocess.Popen(command(*words, str(tmp_path / "r")), env=environment)
    pieces = tmp_path / "r.part" / "pieces"
    while process.poll() is None and not list(pieces.rglob("*.npz")):
        time.sleep(0.02)
    children = _children(process.pid)
    process.kill()
    process.wait()
    assert children
    for _ in range(500):
        if not any(Path(f"/proc/{child}").exists() and not _dead(child) for child in children):
            break
        time.sleep(0.02)
    else:
        raise AssertionError("workers outlived the command")
    for name in ("r", "whole"):
        subprocess.run(command(*words, str(tmp_path / name)), env=environment, check=True)
    assert bytes_of(tmp_path / "r") == bytes_of(tmp_path / "whole")


def test_ctrl_c_stops_the_command_soon_and_keeps_what_is_finished(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"}
    words = ("run", "note-2011", "-n", "400", "--until", "2011", "-w", "2", "--measures", "municipalities")
    words += ("--out", str(tmp_path / "r"))
    process = subprocess.Popen(command(*words), env=environment, stderr=subprocess.PIPE, text=True)
    pieces = tmp_path / "r.part" / "pieces"
    while process.poll() is None and not list(pieces.rglob("*.npz")):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.strip().splitlines()[-1].startswith("stopped; what is finished is kept in")
    assert load_results(tmp_path / "r").replicates >= 10


def _children(pid: int) -> list[int]:
    import psutil

    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


def _dead(pid: int) -> bool:
    return "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:1]
