"""Terminals without accents, full disks and readers who go: told in one line, and never after a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

import reformsim
from reformsim.experiment import run
from reformsim.experiment.adjusting import adjusted
from reformsim.scenario import load_scenario
from tests.experiment import fake_model

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(reformsim.__file__).parents[1]), "MPLBACKEND": "Agg"}
COMMANDS = (("results", "r"), ("levers",), ("--help",))
"""One that prints a little, one that prints more than a buffer holds, and one that never gets to a command."""

FULL = "cannot write to standard output: no space left on device\n"
GONE = "cannot write to standard output: broken pipe\n"
CLOSED = "cannot write to standard output: bad file descriptor\n"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("here")
    scenario = adjusted(load_scenario("note-2011"), replicates=2, until=2012)
    run(scenario.model_copy(update={"title": "Fryslân"}), simulate=fake_model.simulate).write(here / "r", figures=False)
    return here


def shell(here: Path, line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Have a line run by a shell, with ``$R`` for the program."""
    program = f"{sys.executable} -m reformsim"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace("$R", program)],
        cwd=here, env={**ENVIRONMENT, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_is_told_in_one_line(here: Path, words: tuple[str, ...]) -> None:
    told = shell(here, f"$R {' '.join(words)} > /dev/full")
    assert (told.returncode, told.stderr) == (2, FULL)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_closed_standard_output_is_told_in_one_line(here: Path, words: tuple[str, ...]) -> None:
    told = shell(here, f"$R {' '.join(words)} >&-")
    assert (told.returncode, told.stderr) == (2, CLOSED)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_reader_who_is_gone_is_told_in_one_line(here: Path, words: tuple[str, ...]) -> None:
    told = shell(here, f"$R {' '.join(words)} | (exec <&-; sleep 0.01)")
    assert (told.returncode, told.stderr) == (2, GONE)


def test_without_standard_error_the_exit_code_still_tells(here: Path) -> None:
    told = shell(here, "$R results nowhere 2>&-")
    assert (told.returncode, told.stdout, told.stderr) == (2, "", "")


def test_a_terminal_of_ascii_gets_other_characters_by_their_number(here: Path) -> None:
    told = shell(here, "$R results r", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (told.returncode, told.stderr) == (0, "")
    assert "Frysl\\xe2n" in told.stdout
    assert "Fryslân" in shell(here, "$R results r", PYTHONIOENCODING="utf-8").stdout


def test_a_run_on_a_terminal_of_ascii_ends_well_with_its_results_written(here: Path) -> None:
    told = shell(
        here,
        "$R run note-2011 -n 1 --until 2011 --measures municipalities -o ascii",
        PYTHONIOENCODING="ascii",
        PYTHONUTF8="0",
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert "Results in ascii" in told.stdout and (here / "ascii" / "manifest.json").is_file()


@pytest.mark.parametrize("wait", [0.05, 0.2, 0.5])
def test_ctrl_c_while_the_fork_server_imports_is_told_as_any_other(wait: float, tmp_path: Path) -> None:
    words = ("run", "note-2011", "-n", "400", "--until", "2011", "-w", "2", "--measures", "municipalities")
    words += ("--out", str(tmp_path / "r"))
    command = [sys.executable, "-m", "reformsim", *words]
    process = subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    us = psutil.Process(process.pid)
    while not any("forkserver" in " ".join(child.cmdline()) for child in us.children()):
        time.sleep(0.002)
    time.sleep(wait)
    # As a terminal does: to the command and all that it started.
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 130
    assert told == f"stopped; what is finished is kept in {tmp_path / 'r.part'}, and the same command goes on\n"
