"""An edit that breaks the toy province."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Broken:
    """One edit of the toy province and the messages it must give."""

    name: str
    file: str
    old: str
    new: str
    expected: tuple[str, ...]
