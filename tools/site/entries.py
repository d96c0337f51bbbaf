"""Entries of docstrings that name several parameters at once."""

from __future__ import annotations

import re
from typing import Final

GROUP: Final = re.compile(r"^([a-z_]\w*(?:, [a-z_]\w*)+)\n((?: {4}.*\n|\n(?= {4}))+)", re.MULTILINE)
"""Several parameters and, indented below them, what is said of all."""


def apart(text: str) -> str:
    """Give a docstring in which each parameter has an entry of its own, what is said of several repeated."""
    return GROUP.sub(lambda found: "".join(f"{name}\n{found[2]}" for name in found[1].split(", ")), f"{text}\n")[:-1]
