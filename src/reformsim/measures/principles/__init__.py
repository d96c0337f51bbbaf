"""The principles of the note checked on snapshots, and a measure of the violations of each.

A check is a pure function of snapshots and thresholds. How many violations there are is measured for every year; which
they are is only listed where the scenario switches the principle on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.principles import bodies, change, layers
from reformsim.measures.principles.kind import Check, Found, Violation
from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Floats
from reformsim.principles import PRINCIPLES, Principle

_CHECKS: dict[str, Check] = {**layers.CHECKS, **bodies.CHECKS, **change.CHECKS}

CHECKS: Mapping[str, Check] = MappingProxyType({name: _CHECKS[name] for name in PRINCIPLES if name in _CHECKS})
"""Checks by the name of the principle, in the order of the table."""


def check(s: Snapshots, name: str) -> Found:
    """Check one principle at the threshold of each run's scenario, or at its default."""

    def found() -> Found:
        usual = PRINCIPLES[name].default
        at = np.array([run.thresholds.get(name, usual) for run in s.runs], np.float64)
        return CHECKS[name](s, at[s.run])

    return s.once(("principle", name), found)


def _counted(name: str) -> Callable[[Snapshots], Floats]:
    return lambda s: check(s, name).number


def _definition(one: Principle) -> str:
    counted = f"Number of {one.counts} that violate the principle '{one.name}'. {one.meaning}"
    if one.threshold is None:
        return counted
    t = one.threshold
    return f"{counted} Threshold unless the scenario gives another: {t.value:g} {t.unit} ({t.source})."


MEASURES = tuple(
    Measure(
        f"violations.{name}",
        PRINCIPLES[name].counts,
        f"Violations: {PRINCIPLES[name].title_en}",
        f"Schendingen: {PRINCIPLES[name].title_nl}",
        _definition(PRINCIPLES[name]),
        "lower",
        PRINCIPLES[name].source,
        _counted(name),
        items=PRINCIPLES[name].items,
    )
    for name in CHECKS
)

__all__ = ["CHECKS", "MEASURES", "Check", "Found", "Violation", "check"]
