"""What part of a task's budget goes to a body that carries it out: the rest stays with the municipality.

Estimated on what municipalities pay to joint bodies and the bodies that they sit in (``handed_over.csv``;
``reformsim estimate-cooperation``). A joint civil service takes the whole of its tasks.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

UNKNOWN = 0.5
"""Part of a task of which no recorded bodies carry out enough to tell (assumption: the middle of the prior)."""


@lru_cache(maxsize=1)
def load_handed_over() -> Mapping[str, float]:
    """Give the estimated parts, by id of the task."""
    text = (files("reformsim.tasks") / "handed_over.csv").read_text("utf-8")
    return {row["task"]: float(row["part"]) for row in csv.DictReader(text.splitlines())}


def part_handed_over(task: str) -> float:
    """Give the part of the budget of a task that goes to a body which carries it out."""
    return load_handed_over().get(task, UNKNOWN)
