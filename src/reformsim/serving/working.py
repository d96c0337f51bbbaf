"""What the process of a run does: compare two scenarios, and write the pages of what came out."""

from __future__ import annotations

import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformsim.errors import ReformsimError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from reformsim.scenario import Scenario

DONE, FAILED, GETS_ON = "done", "failed", "gets_on"
"""What a process tells: that all is written; why it is not; replicates done, and in all."""


@dataclass(frozen=True, slots=True)
class Work:
    """A run to do.

    Parameters
    ----------
    pair
        The first scenario of the page and the own one, with replicates and last year.
    out
        Folder for the results, to be moved into place when it is whole.
    page, served
        Files for the page: the one to keep, and the one that is served.
    told
        What the served page knows of the server (:meth:`reformsim.serving.site.Site.told`).
    command
        For the log: what was typed to start the server.
    lang
        The language in which both open.
    """

    pair: tuple[Scenario, Scenario]
    out: Path
    page: Path
    served: Path
    told: dict[str, Any]
    command: str
    lang: str


def work(asked: Work, line: Connection) -> None:
    """Do it, and tell on the line how it gets on; the process is ended from outside if it is to stop."""
    # Ctrl-C in the terminal is for the server, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        try:
            _work(asked, line)
        except ReformsimError as error:
            line.send((FAILED, str(error)))
        except Exception as error:
            line.send((FAILED, f"{type(error).__name__}: {error}"))
        else:
            line.send((DONE,))


def _work(asked: Work, line: Connection) -> None:
    from reformsim.experiment import compare
    from reformsim.interactive.assembling import page
    from reformsim.interactive.gather import gather

    compare(asked.pair, out=asked.out, command=asked.command, progress=lambda *counts: line.send((GETS_ON, *counts)))
    data = gather(asked.out)
    asked.page.write_text(page(data, asked.lang), encoding="utf-8", newline="\n")
    asked.served.write_text(page({**data, "served": asked.told}, asked.lang), encoding="utf-8", newline="\n")
