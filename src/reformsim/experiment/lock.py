"""One process at a time writes to a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reformsim.errors import OutputError


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the system lets go of it if the process dies.

    Raises
    ------
    OutputError
        If another process holds it.
    """
    from filelock import FileLock, Timeout

    whole = folder.absolute()
    whole.parent.mkdir(parents=True, exist_ok=True)
    path = whole.parent / f".{whole.name}.lock"
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise OutputError(f"{folder} is being written by another process ({_holder(path)})") from None
    try:
        path.with_suffix(".lock-holder").write_text(f"process {os.getpid()}", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            os.unlink(path.with_suffix(".lock-holder"))
        lock.release()


def _holder(path: Path) -> str:
    try:
        return path.with_suffix(".lock-holder").read_text(encoding="utf-8") or "unknown"
    except OSError:
        return "unknown"
