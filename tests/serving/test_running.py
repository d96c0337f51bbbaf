"""Runs from the page: one at a time, ended when asked or when they take too long, nothing half-written."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reformsim.errors import OutputError, RunError
from reformsim.serving.limits import Limits
from reformsim.serving.running import DIED, TOO_LONG, Runner, State
from tests.serving import processes

NO_PAIR: Any = ()
"""The processes of these tests look at no scenario."""


def runner(folder: Path, do: Callable[..., None], **limits: Any) -> Runner:
    return Runner(folder, Limits(**limits), "reformsim serve x", "en", do)


def until(kept: Runner, reached: Callable[[State], bool]) -> State:
    end = time.monotonic() + 60
    while not reached(kept.state):
        assert time.monotonic() < end, kept.state
        time.sleep(0.01)
    return kept.state


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*"))


def test_a_run_that_is_done_has_its_results_its_page_to_keep_and_its_page_to_serve(tmp_path: Path) -> None:
    folder = tmp_path / "served"
    (folder / "own-7").mkdir(parents=True)
    kept = runner(folder, processes.writes)
    assert kept.begin(NO_PAIR, {}) == 8
    assert until(kept, lambda state: state.state != "running") == State(8, "done", 1, 2)
    assert kept.page(8) == b"served" and kept.page(7) is None and kept.page(9) is None
    assert (folder / "own-8-page.html").read_text("utf-8") == "kept"
    kept.close()
    assert names(folder) == ["own-7", "own-8", "own-8-page.html"]


def test_a_stop_ends_the_process_and_leaves_nothing_and_another_may_begin(tmp_path: Path) -> None:
    kept = runner(tmp_path, processes.writes_half_and_hangs)
    kept.begin(NO_PAIR, {})
    until(kept, lambda state: state.done == 1)
    assert kept.begin(NO_PAIR, {}) is None
    kept.stop()
    assert kept.state.state == "stopped"
    kept.do = processes.refuses
    kept.begin(NO_PAIR, {})
    assert until(kept, lambda state: state.state != "running").why == "every replicate failed"
    kept.close()
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("do", "seconds", "why"),
    [(processes.writes_half_and_hangs, 0.01, TOO_LONG), (processes.dies, 60.0, DIED)],
    ids=["too long", "dies"],
)
def test_what_takes_too_long_or_dies_is_told_and_leaves_nothing(
    tmp_path: Path, do: Callable[..., None], seconds: float, why: str
) -> None:
    kept = runner(tmp_path, do, run_seconds=seconds)
    kept.begin(NO_PAIR, {})
    state = until(kept, lambda state: state.state != "running")
    assert (state.state, state.why) == ("failed", why)
    kept.close()
    assert names(tmp_path) == []


def test_no_more_than_a_number_of_runs_and_no_folder_that_holds_results(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="0 scenarios were run"):
        runner(tmp_path / "new", processes.writes, runs=0).begin(NO_PAIR, {})
    assert names(tmp_path) == []
    (tmp_path / "manifest.json").write_text('{"program": "reformsim"}', encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write results to"):
        runner(tmp_path, processes.writes)
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write results to"):
        runner(tmp_path / "file", processes.writes)
