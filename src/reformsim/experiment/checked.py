"""Manifest and journal: which files of a folder are finished, each with its checksum."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from reformsim.errors import OutputError
from reformsim.experiment.output import MANIFEST, PROGRAM, listed, sync

JOURNAL = "journal.jsonl"
LOG = "log.jsonl"
"""When and how long; the one file that differs between two equal runs."""


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Give the manifest of a folder of pieces; ``None`` if it has none of ours."""
    if listed(folder / MANIFEST) is None:
        return None
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return found if "identity" in found else None


def sound_pieces(folder: Path, manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the entries of finished pieces whose files are as they were written.

    Raises
    ------
    OutputError
        If a piece of finished results is missing or changed.
    """
    entries = manifest["files"] if manifest.get("finished") else journal(folder / JOURNAL)
    found = [entry for entry in entries if entry["name"].startswith("pieces/")]
    for entry in found:
        if not sound(folder, entry):
            raise OutputError(f"{folder / entry['name']} is missing or damaged; the command that made it makes it anew")
    return found


def journal(path: Path) -> list[dict[str, Any]]:
    """The entries of a journal; a last line that was cut off is no entry."""
    entries = []
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return []
    for line in lines:
        with suppress(ValueError):
            entry = json.loads(line)
            if isinstance(entry, dict) and {"name", "sha256", "bytes"} <= set(entry):
                entries.append(entry)
    return entries


def sound(folder: Path, entry: dict[str, Any]) -> bool:
    """Say whether a file is as its entry says; one without a checksum always is."""
    if "sha256" not in entry:
        return True
    path = folder / entry["name"]
    try:
        if path.stat().st_size != int(entry["bytes"]):
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == str(entry["sha256"])
    except OSError:
        return False


def write_manifest(folder: Path, identity: dict[str, Any], said: dict[str, Any], files: list[dict[str, Any]]) -> None:
    """Write a folder's manifest: what the numbers follow from, and the files with their checksums."""
    content = {"program": PROGRAM, **said, "identity": identity, "files": files}
    replace_text(folder / MANIFEST, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def replace_text(path: Path, text: str) -> None:
    """Put a text in place of a file, whole or not at all."""
    half = path.with_name(path.name + ".half")
    half.write_text(text, encoding="utf-8", newline="\n")
    sync(half)
    os.replace(half, path)
    sync(path.parent)


def scenario_file(name: str) -> str:
    """Name of a scenario's file inside the folder of results."""
    return f"scenarios/{name}.yaml"
