"""Python files of a user's own that add measures and levers, run only where the user says so.

A file is read once, and the text that was read is what runs, here and in every worker: what is hashed is what counts.
"""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from reformsim.errors import RunError, reason_of

ENDING = ".py"
MOST_BYTES = 1_000_000
"""Bytes that a plugin may have."""

MODULE = "reformsim_plugin_"
"""How the modules of plugins are called, with a digest behind it: pickled levers find their class by it."""


@dataclass(frozen=True)
class Code:
    """A plugin as it was read.

    Parameters
    ----------
    file
        Its whole path, which is only what it is called: workers have the text.
    text
        What it says.
    """

    file: str
    text: str

    @cached_property
    def sha256(self) -> str:
        """Digest of the text (hexadecimal)."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def module(self) -> str:
        """Name of the module that it becomes."""
        return MODULE + hashlib.sha256(f"{self.file}\0{self.text}".encode()).hexdigest()[:16]


_LOADED: dict[str, Code] = {}


def read(path: Path) -> Code:
    """Read a plugin without running it.

    Raises
    ------
    RunError
        If it cannot be read as Python text.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise RunError(f"is larger than {MOST_BYTES:,} bytes")
        return Code(str(path.resolve()), raw.decode("utf-8-sig"))
    except OSError as error:
        raise RunError(f"cannot be read: {reason_of(error)}") from error
    except ValueError as error:
        raise RunError("is no UTF-8 text") from error


def load(code: Code) -> None:
    """Run a plugin, unless just this text of it runs already; what it adds takes the place of what it added before.

    Raises
    ------
    RunError
        If anything in it fails; nothing of it is left then.
    """
    from reformsim.levers.base import adding as adding_levers
    from reformsim.levers.registry import LEVERS
    from reformsim.measures.own import adding as adding_measures

    if _LOADED.get(code.file) == code:
        return
    len(LEVERS)  # The shipped ones come first: a clash is then the plugin's.
    module = ModuleType(code.module)
    module.__file__ = code.file
    sys.modules[code.module] = module
    try:
        with adding_measures(code.file), adding_levers(code.file):
            exec(compile(code.text, code.file, "exec"), module.__dict__)
    except Exception as error:
        del sys.modules[code.module]
        raise RunError(_told(code, error)) from error
    _LOADED[code.file] = code


def running() -> tuple[Code, ...]:
    """Give the plugins that run here, to be loaded elsewhere."""
    return tuple(_LOADED.values())


def require(digests: Iterable[tuple[str, str]]) -> None:
    """Refuse to go on without plugins.

    Parameters
    ----------
    digests
        File and SHA-256 of each.

    Raises
    ------
    RunError
        If one does not run here, or runs with another text than that.
    """
    for file, digest in digests:
        code = _LOADED.get(file)
        if code is None:
            raise RunError(f"the plugin {file} is not loaded; read the scenario or results with allow_code=True")
        if code.sha256 != digest:
            raise RunError(f"the plugin {file} was changed since the scenario was read; read the scenario anew")


def is_plugin(module: str) -> bool:
    """Tell whether a module is that of a plugin."""
    return module.startswith(MODULE)


def _told(code: Code, error: Exception) -> str:
    """Say what went wrong in a plugin, and in which of its lines."""
    if isinstance(error, SyntaxError):
        line, text = error.lineno, f"not valid Python: {error.msg}"
    else:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == code.file]
        line = lines[-1] if lines else None
        text = str(error) if isinstance(error, RunError) else f"{type(error).__name__}: {error}"
    return text if line is None else f"line {line}: {text}"
