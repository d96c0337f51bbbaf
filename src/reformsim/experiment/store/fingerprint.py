"""What the numbers follow from, in one word: a digest of the package's own code and data."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import reformsim

KINDS = frozenset({".py", ".yaml", ".csv", ".json"})

APART = ("scenario/shipped/", "cli/", "dossier/", "estimation/", "experiment/", "hindcast/", "note/", "report/")
"""Below the package, what decides no number: a checkout keeps the shipped scenarios elsewhere and the scenario itself
goes to whoever simulates; the other rooms lie downstream of the model and only handle what it gave."""


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Give the SHA-256 (hexadecimal) of the code and data of this installation.

    Two installations with the same fingerprint give the same numbers, as far as these do not follow from the
    libraries. What decides no number (:data:`APART`) is left out.
    """
    return folder_digest(Path(reformsim.__file__).parent, APART)


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
