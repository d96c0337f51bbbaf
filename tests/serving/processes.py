"""What a run's process may do, in no time: the work itself is compared and paged in tests/browser."""

from __future__ import annotations

import os
import time
from multiprocessing.connection import Connection

from reformsim.serving.working import DONE, FAILED, GETS_ON, Work


def writes(asked: Work, line: Connection) -> None:
    """Do as a run does: results, pages, a word."""
    line.send((GETS_ON, 1, 2))
    asked.out.mkdir()
    (asked.out / "manifest.json").write_text("{}", encoding="utf-8")
    asked.page.write_text("kept", encoding="utf-8")
    asked.served.write_text("served", encoding="utf-8")
    line.send((DONE,))


def writes_half_and_hangs(asked: Work, line: Connection) -> None:
    """Never end."""
    asked.out.mkdir()
    line.send((GETS_ON, 1, 2))
    time.sleep(600)


def dies(asked: Work, line: Connection) -> None:
    """End without a word."""
    asked.out.mkdir()
    os._exit(3)


def refuses(asked: Work, line: Connection) -> None:
    """Say why not."""
    line.send((FAILED, "every replicate failed"))
