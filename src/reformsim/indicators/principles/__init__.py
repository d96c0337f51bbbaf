"""The principles of the note checked on the world of a year, and an indicator of the violations of each.

A check is a pure function of the view and a threshold. How many violations there are is measured every year; which
they are is only written down where the scenario switches the principle on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from reformsim.indicators.kind import Indicator
from reformsim.indicators.principles import bodies, change, layers
from reformsim.indicators.principles.kind import Check, Found, Violation
from reformsim.indicators.view import View
from reformsim.principles import PRINCIPLES, Principle

_CHECKS: dict[str, Check] = {**layers.CHECKS, **bodies.CHECKS, **change.CHECKS}

CHECKS: Mapping[str, Check] = MappingProxyType({name: _CHECKS[name] for name in PRINCIPLES if name in _CHECKS})
"""Checks by the name of the principle, in the order of the table."""


def check(view: View, name: str) -> Found:
    """Check one principle at the threshold of the scenario, or at its default.

    Parameters
    ----------
    view
        The world of a year.
    name
        Name of the principle.
    """
    threshold = view.world.principles.get(name)
    at = PRINCIPLES[name].default if threshold is None else threshold
    if (name, at) not in view.results:
        view.results[name, at] = CHECKS[name](view, at)
    found: Found = view.results[name, at]
    return found


def _counted(name: str) -> Callable[[View], float]:
    return lambda view: float(check(view, name).number)


def _definition(one: Principle) -> str:
    counted = f"Number of {one.counts} that violate the principle '{one.name}'. {one.meaning}"
    if one.threshold is None:
        return counted
    t = one.threshold
    return f"{counted} Threshold unless the scenario gives another: {t.value:g} {t.unit} ({t.source})."


INDICATORS = tuple(
    Indicator(
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

__all__ = ["CHECKS", "INDICATORS", "Check", "Found", "Violation", "check"]
