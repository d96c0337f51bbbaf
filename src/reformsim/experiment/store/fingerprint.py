"""What the numbers follow from, in one word: a digest of the package's own code and data."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import reformsim
from reformsim.plugins import is_plugin

if TYPE_CHECKING:
    from reformsim.scenario import Scenario

KINDS = frozenset({".py", ".yaml", ".csv", ".json"})

APART = (
    *("scenario/shipped/", "cli/", "dossier/", "estimation/", "experiment/", "hindcast/", "interactive/", "note/"),
    *("places/", "report/", "serving/"),
)
"""Below the package, what decides no number: a checkout keeps the shipped scenarios elsewhere and the scenario itself
goes to whoever simulates; the other rooms are none that the model uses, and as a rule handle what it gave."""


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Give the SHA-256 (hexadecimal) of the code and data of this installation.

    Two installations with the same fingerprint give the same numbers, as far as these do not follow from the
    libraries. What decides no number (:data:`APART`) is left out.
    """
    return folder_digest(Path(reformsim.__file__).parent, APART)


def own_modules(scenario: Scenario) -> set[str]:
    """Give the modules, neither reformsim's nor its plugins, that a scenario's levers and measures come from."""
    from reformsim.measures import measure_of

    own = {type(lever).__module__ for lever in scenario.levers}
    own |= {one.function.__module__ for name in scenario.measured if not (one := measure_of(name)).shipped}
    return {name for name in own if not (name.startswith("reformsim.") or is_plugin(name))}


def module_digest(name: str) -> str | None:
    """Give the SHA-256 (hexadecimal) of the file that a loaded module comes from; none of a notebook's cells."""
    file = getattr(sys.modules.get(name), "__file__", None)
    try:
        return None if file is None else hashlib.sha256(Path(file).read_bytes()).hexdigest()
    except OSError:
        return None


def folder_digest(folder: Path, apart: tuple[str, ...] = ()) -> str:
    """Give the SHA-256 (hexadecimal) of the names and bytes of a folder's code and data files.

    Parameters
    ----------
    folder
        All files below it that end in .py, .yaml, .csv or .json count, by their path below it.
    apart
        Beginnings of paths that do not count.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in KINDS}
    total = hashlib.sha256()
    for name in sorted(files):
        if not name.startswith(apart):
            content = files[name].read_bytes()
            # With its length, no content can pass for the end of one file and the beginning of the next.
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()
