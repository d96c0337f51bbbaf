"""Runs from the page: one at a time, in a process that can be ended at any moment, in place when they are whole."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from reformsim.errors import OutputError, RunError
from reformsim.experiment.store.output import refuse_inside, told
from reformsim.serving.working import DONE, FAILED, GETS_ON, Work, work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from reformsim.scenario import Scenario
    from reformsim.serving.limits import Limits

NONE, RUNNING, STOPPED = "none", "running", "stopped"
"""States of the newest run, beside ``DONE`` and ``FAILED``."""

LOOK = 0.2
"""Seconds between two looks whether a run is to end."""

TOO_LONG = "took longer than a run from a page may, and was ended"
DIED = "its process ended without a word: perhaps there is too little memory"


@dataclass(frozen=True, slots=True)
class State:
    """How the newest run stands.

    Parameters
    ----------
    number
        Of the run; 0 where there was none.
    state
        'none', 'running', 'done', 'stopped' or 'failed'.
    done, planned
        Replicates of both scenarios.
    why
        Why it failed.
    """

    number: int = 0
    state: str = NONE
    done: int = 0
    planned: int = 0
    why: str = ""


@dataclass
class Runner:
    """Keeps the folder of own runs, and the one that is at work.

    Parameters
    ----------
    folder
        Where results go, ``own-1`` and on; made when the first run is begun.
    limits
        How long, and how many.
    command
        What started the server, for the log of results.
    lang
        The language in which pages open.
    do
        What the process does; a test may have it do less.
    """

    folder: Path
    limits: Limits
    command: str
    lang: str
    do: Callable[[Work, Connection], None] = work
    _state: State = field(default_factory=State, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)
    _beginning: Lock = field(default_factory=Lock, init=False)
    _scratch: Path | None = field(default=None, init=False)
    _thread: Thread | None = field(default=None, init=False)
    _made: set[int] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        refuse_inside(self.folder.absolute(), f"cannot write results to {self.folder}")
        if self.folder.exists() and not self.folder.is_dir():
            raise OutputError(f"cannot write results to {self.folder}: it exists and is not a folder")

    @property
    def state(self) -> State:
        """How the newest run stands."""
        with self._lock:
            return self._state

    def begin(self, pair: tuple[Scenario, Scenario], told_page: dict[str, Any]) -> int | None:
        """Begin a run and give its number; ``None`` if one is at work.

        Raises
        ------
        OutputError
            If the folder cannot be written.
        RunError
            If there were too many.
        """
        with self._beginning:
            if self.state.state == RUNNING:
                return None
            if self._thread is not None:
                self._thread.join()
            if len(self._made) >= self.limits.runs:
                raise RunError(f"{self.limits.runs} scenarios were run from this page; start the server again for more")
            try:
                number, place = self._next(), Path(tempfile.mkdtemp(dir=self._room()))
            except OSError as error:
                raise told(self.folder, error) from error
            name = f"own-{number}"
            files = (place / name, place / f"{name}-page.html", place / f"{name}-served.html")
            asked = Work(pair, *files, told_page, self.command, self.lang)
            with self._lock:
                self._state = State(number, RUNNING, 0, sum(one.replicates for one in pair))
            self._thread = Thread(target=self._tend, args=(asked,), name="reformsim-own-run", daemon=True)
            self._thread.start()
            return number

    def stop(self) -> None:
        """End the run that is at work, if there is one; what it has written is removed."""
        with self._lock:
            if self._state.state == RUNNING:
                self._state = replace(self._state, state=STOPPED)
            thread = self._thread
        if thread is not None:
            thread.join()

    def page(self, number: int) -> bytes | None:
        """Give the served page of a run of this session; ``None`` if there is none of that number."""
        with self._lock:
            made = number in self._made
        return self._served(number).read_bytes() if made else None

    def close(self) -> None:
        """Stop, and remove what is of this session alone."""
        self.stop()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _room(self) -> Path:
        """Give the folder of what is under way: beside the results, so that a move puts them in place at once."""
        if self._scratch is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._scratch = Path(tempfile.mkdtemp(prefix=".serving-", dir=self.folder))
        return self._scratch

    def _served(self, number: int) -> Path:
        return (self._scratch or Path()) / f"own-{number}-served.html"

    def _next(self) -> int:
        """Give the first number above all that the folder has."""
        there = [path.name.split("-")[1] for path in self.folder.glob("own-*")]
        return max([self._state.number, *(int(one) for one in there if one.isdecimal())]) + 1

    def _tend(self, asked: Work) -> None:
        """Watch the process of a run until it is done or has to end; only a whole run changes anything."""
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=self.do, args=(asked, there), daemon=True, name=asked.out.name)
        try:
            process.start()
            there.close()
            last = self._listen(here)
        except Exception as error:  # whatever it is, the page must not wait for a run that is none
            last = (FAILED, str(error))
        finally:
            if process.pid is not None:
                process.kill()
                process.join()
            here.close()
        self._end(asked, last)

    def _listen(self, line: Connection) -> tuple[Any, ...]:
        """Follow a run; give the last it said, or why it is ended."""
        until = time.monotonic() + self.limits.run_seconds
        while self.state.state == RUNNING:
            if time.monotonic() > until:
                return (FAILED, TOO_LONG)
            if not line.poll(LOOK):
                continue
            try:
                said: tuple[Any, ...] = line.recv()
            except EOFError:
                return (FAILED, DIED)
            if said[0] != GETS_ON:
                return said
            with self._lock:
                self._state = replace(self._state, done=said[1], planned=said[2])
        return (STOPPED,)

    def _end(self, asked: Work, last: tuple[Any, ...]) -> None:
        with self._lock:
            if last[0] == DONE and self._state.state == RUNNING:
                try:
                    os.rename(asked.out, self.folder / asked.out.name)
                    os.rename(asked.page, self.folder / asked.page.name)
                    os.rename(asked.served, self._served(self._state.number))
                except OSError as error:
                    last = (FAILED, str(told(self.folder, error)))
                else:
                    self._made.add(self._state.number)
            if self._state.state == RUNNING:
                self._state = replace(self._state, state=last[0], why=last[1] if last[0] == FAILED else "")
        shutil.rmtree(asked.out.parent, ignore_errors=True)
