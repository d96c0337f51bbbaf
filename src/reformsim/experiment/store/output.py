"""Write a folder of results whole or not at all.

Everything is written to a hidden folder beside the target, flushed to disk, and moved into place last. What
stood there before is moved aside first and deleted only when the new folder is in place, so that at every
moment one whole set of results is on disk. Only folders that carry our manifest, and nothing else than what
it lists, are ever replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from reformsim.errors import OutputError, reason_of

MANIFEST = "manifest.json"
PROGRAM = "reformsim"
SEAL = "sha256"

OURS_BESIDE = (".part", ".previous", ".lock", ".lock-holder")
"""Endings of what lies beside a folder of results while it is made; no results may be named so."""

LARGEST_MANIFEST = 100_000_000
"""Bytes of a manifest that are read; one of 100,000 pieces has some 20 million."""

Writer = Callable[[Path], int | None]
"""Writes one file and gives its number of rows, ``None`` if it is not a table."""


def check_target(folder: Path) -> None:
    """Refuse a folder that must not be replaced; do it before the work, not after.

    Raises
    ------
    OutputError
        If it is a file, holds something reformsim did not write, is the current folder or holds it, lies in
        other results, has a name that unfinished work has, or cannot be written to.
    """
    try:
        _refuse_name(folder)
        refuse_inside(folder.absolute().parent, f"cannot write results to {folder}")
        _refuse_foreign(folder)
        parent = folder.absolute().parent
        while not parent.exists():
            parent = parent.parent
        if not parent.is_dir():
            raise OutputError(f"cannot write results to {folder}: {parent} is a file, not a folder")
        if not os.access(parent, os.W_OK | os.X_OK):
            raise OutputError(f"cannot write results to {folder}: no permission to write in {parent}")
    except OSError as error:
        raise told(folder, error) from error


def write_folder(folder: Path, contents: Mapping[str, Writer], manifest: Mapping[str, object]) -> Path:
    """Write the files and the manifest that lists them, then put the folder in place.

    Parameters
    ----------
    folder
        Where; parents are made.
    contents
        Relative path with '/' and what writes it, in the order of the manifest.
    manifest
        What to say beside the list of files.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OutputError
        If the folder is not ours or the disk refuses; what stood there is kept.
    """
    recover(folder)
    check_target(folder)
    staged = _sibling(folder, f"{secrets.token_hex(4)}.part")
    try:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        staged.mkdir()
        files = [write_one(staged, name, write) for name, write in contents.items()]
        text = manifest_text({"program": PROGRAM, **manifest, "files": files})
        (staged / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
        sync(staged / MANIFEST)
        for inner in {staged, *(path.parent for path in staged.rglob("*"))}:
            sync(inner)
        put_in_place(staged, folder)
    except OSError as error:
        raise told(folder, error) from error
    finally:
        # Nothing is left to delete when the move succeeded; after any failure or Ctrl-C the half is removed.
        shutil.rmtree(staged, ignore_errors=True)
    return folder


def write_one(staged: Path, name: str, write: Writer) -> dict[str, object]:
    """Write one file of a folder and give its line in the manifest."""
    path = staged / name
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = write(path)
    sync(path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    entry: dict[str, object] = {"name": name, "sha256": digest, "bytes": path.stat().st_size}
    return entry if rows is None else {**entry, "rows": rows}


def put_in_place(staged: Path, folder: Path) -> None:
    """Exchange a finished folder with what stands in its place, which is kept until the new one is there."""
    _refuse_foreign(folder)  # again: the run may have taken an hour
    aside = _sibling(folder, "previous")
    had = folder.exists()
    if had:
        os.rename(folder, aside)
    try:
        os.rename(staged, folder)
    except BaseException:
        if had:
            os.rename(aside, folder)
        raise
    sync(folder.absolute().parent)
    shutil.rmtree(aside, ignore_errors=True)


def recover(folder: Path) -> None:
    """Put back what a run that was killed between the two moves left aside; for who alone writes there."""
    aside = _sibling(folder, "previous")
    refuse_links(aside)
    if not aside.is_dir():
        return
    if folder.exists():
        shutil.rmtree(aside, ignore_errors=True)
    else:
        os.rename(aside, folder)


def _refuse_foreign(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(f"cannot write results to {folder}: it exists and is not a folder")
    if not folder.exists():
        return
    whole, here = folder.resolve(), Path.cwd().resolve()
    if whole == here or whole in here.parents:
        raise OutputError(f"cannot write results to {folder}: the current folder lies in it; name another")
    inside = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    found = {str(path.relative_to(folder).as_posix()) for path in inside}
    if not found:
        return
    try:
        ours = listed(folder / MANIFEST)
    except OutputError as error:
        raise OutputError(f"cannot write results to {folder}: {error}; move it away or name another folder") from None
    if ours is None:
        raise OutputError(
            f"{folder} exists and was not written by reformsim (no {MANIFEST} of ours); nothing was changed"
        )
    foreign = sorted(found - ours)
    if foreign:
        named = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
        raise OutputError(f"{folder} holds what reformsim did not write ({named}); move it away or name another folder")


def _refuse_name(folder: Path) -> None:
    name = folder.absolute().name
    ending = next((one for one in OURS_BESIDE if name.lower().endswith(one)), None)
    # Only what is hidden beside results ends in the others.
    if ending is not None and (ending == OURS_BESIDE[0] or name.startswith(".")):
        raise OutputError(
            f"cannot write results to {folder}: a name that ends in {ending} is that of unfinished work; name another"
        )


def refuse_inside(place: Path, doing: str) -> None:
    """Refuse to write into a folder that reformsim wrote, whose files are listed with checksums.

    Parameters
    ----------
    place
        The folder that would be written into.
    doing
        What cannot be done, for the message: "cannot write figures to x".

    Raises
    ------
    OutputError
        If it, or a folder around it, holds a manifest of ours.
    """
    whole = place.resolve()
    for around in (whole, *whole.parents):
        ours = None
        with suppress(OutputError):  # what cannot be read is as a rule another program's
            ours = content_of(around / MANIFEST)
        if ours is not None:
            raise OutputError(f"{doing}: it lies in {around}, which reformsim wrote; name another place")


def refuse_links(*places: Path) -> None:
    """Refuse links where only files and folders of our own belong: what they point to is someone else's."""
    for place in places:
        if place.is_symlink():
            raise OutputError(f"{place} is a link, which reformsim does not make; remove it")


def listed(manifest: Path) -> set[str] | None:
    """Give the names of the files that a manifest of ours lists, itself included; ``None`` if it is not ours.

    Raises
    ------
    OutputError
        If it cannot be read, or lists no files.
    """
    content = content_of(manifest)
    if content is None:
        return None
    try:
        return {MANIFEST, *(str(entry["name"]) for entry in content["files"])}
    except (KeyError, TypeError):
        raise OutputError(f"{manifest} is damaged: it lists no files") from None


def content_of(manifest: Path) -> dict[str, Any] | None:
    """Give what a manifest of ours says; ``None`` if there is none, or if it is another program's.

    Raises
    ------
    OutputError
        If it cannot be read.
    """
    try:
        with manifest.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size > LARGEST_MANIFEST:
                raise OutputError(f"{manifest} cannot be read: it has more than {LARGEST_MANIFEST:,} bytes")
            raw = stream.read()
        content = json.loads(raw)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"{manifest} cannot be read: {reason_of(error)}") from error
    except (ValueError, RecursionError) as error:
        raise OutputError(f"{manifest} cannot be read: it is no JSON ({error})") from error
    return content if isinstance(content, dict) and content.get("program") == PROGRAM else None


def manifest_text(content: Mapping[str, object]) -> str:
    """Give the text of a manifest, with its own checksum in it."""
    return json.dumps({**content, SEAL: seal(content)}, indent=1, ensure_ascii=False) + "\n"


def seal(content: Mapping[str, object]) -> str:
    """Checksum of what a manifest says, but for the checksum itself."""
    said = {key: value for key, value in content.items() if key != SEAL}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _sibling(folder: Path, ending: str) -> Path:
    whole = folder.absolute()
    return whole.parent / f".{whole.name}.{ending}"


def sync(path: Path) -> None:
    """Flush a file or folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        # Some file systems cannot flush a folder; the files themselves are flushed all the same.
        if not path.is_dir():
            raise
    finally:
        os.close(handle)


def told(folder: Path, error: OSError) -> OutputError:
    """Say what the disk refused."""
    return OutputError(f"cannot write results to {folder}: {reason_of(error)}; nothing was changed")
