"""One process at a time writes to a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reformsim.errors import OutputError
from reformsim.experiment.store.output import refuse_links


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the system lets go of it if the process dies.

    Raises
    ------
    OutputError
        If another process holds it, or a link lies where the lock belongs.
    """
    from filelock import FileLock, Timeout

    whole = folder.absolute()
    whole.parent.mkdir(parents=True, exist_ok=True)
    path = whole.parent / f".{whole.name}.lock"
    refuse_links(path)
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise OutputError(f"{folder} is being written by another process ({_holder(path)})") from None
    try:
        _say_holder(path.with_suffix(".lock-holder"))
        yield
    finally:
        with suppress(OSError):
            os.unlink(path.with_suffix(".lock-holder"))
        lock.release()


def _say_holder(path: Path) -> None:
    # Made anew, never opened: what lies there may be a link that someone else put there.
    with suppress(FileNotFoundError):
        os.unlink(path)
    with path.open("x", encoding="utf-8") as stream:
        stream.write(f"process {os.getpid()}")


def _holder(path: Path) -> str:
    said = path.with_suffix(".lock-holder")
    try:
        with open(said, encoding="ascii", opener=_not_by_link) as stream:
            number = re.fullmatch(r"process \d{1,10}", stream.read(30))
    except (OSError, ValueError):
        return "unknown"
    return number[0] if number else "unknown"


def _not_by_link(path: str, flags: int) -> int:
    # A pipe put there must not be waited for either.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
