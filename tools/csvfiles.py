"""Raw files and tidy ones: rows read, and rows written in order."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path


def read(path: Path) -> list[dict[str, str]]:
    """Read the rows of a raw file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, header: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Write rows, sorted, with one line feed at the end of each."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(sorted(rows))
