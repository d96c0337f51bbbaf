"""What is told of names in reforms by name."""

from __future__ import annotations

from collections.abc import Iterator

from reformsim.levers.base import Complaint


def twice(words: tuple[str, ...], key: str) -> Iterator[Complaint]:
    """Tell of what is named twice."""
    seen: set[str] = set()
    for i, word in enumerate(words):
        if word.casefold() in seen:
            yield Complaint((key, i), f"'{word}' is named twice")
        seen.add(word.casefold())
