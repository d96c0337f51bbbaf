"""Standard output and error that fit any terminal, pipe or disk: what cannot be written is told once, in one line."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO, cast

from reformsim.errors import OutputError, reason_of


class Output(io.TextIOWrapper):
    r"""Standard output.

    A character that the terminal does not know is written as Python would in a text (``\u20ac``), as on standard
    error. When the disk is full or the reader gone, :class:`~reformsim.errors.OutputError` says so; what comes after
    goes nowhere.
    """

    def write(self, text: str) -> int:
        """As of any stream; raises :class:`~reformsim.errors.OutputError`."""
        try:
            return super().write(text)
        except OSError as error:
            raise self._lost(error) from None

    def flush(self) -> None:
        """As of any stream; raises :class:`~reformsim.errors.OutputError`."""
        try:
            super().flush()
        except OSError as error:
            raise self._lost(error) from None

    def _lost(self, error: OSError) -> OutputError:
        # The rest of the buffer has to go somewhere, or the interpreter would fail on it when it ends.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)
        return OutputError(f"cannot write to standard output: {reason_of(error)}")


@contextmanager
def fitted() -> Iterator[None]:
    """Put an :class:`Output` in place of standard output, and write what is left in it at the end.

    A stream that was closed before we came is opened on nothing, for Python has none then, and the next file
    opened would get its number.
    """
    error, out = _there(sys.stderr, 2), _there(sys.stdout, 1)
    sys.stderr, sys.stdout = error, out
    if isinstance(out, io.TextIOWrapper):
        encoding, terminal = out.encoding, out.isatty()
        sys.stdout = Output(out.detach(), encoding, "backslashreplace", line_buffering=terminal)
    try:
        yield
    finally:
        sys.stdout.flush()


def _there(stream: TextIO | None, number: int) -> TextIO:
    if stream is not None:
        return stream
    # Reading only: what is written to a closed standard output is told; to standard error it cannot be.
    nowhere = os.open(os.devnull, os.O_RDONLY if number == 1 else os.O_WRONLY)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)
    return cast("TextIO", open(number, "w", encoding="utf-8", closefd=False))
