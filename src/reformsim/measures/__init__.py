"""Measures: pure functions of the snapshots of runs, by name, each with unit, definition, direction and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reformsim.measures.choice import GivenMeasures
    from reformsim.measures.kind import Measure
    from reformsim.measures.own import measure
    from reformsim.measures.registry import (
        HEADLINES,
        LOCAL,
        MEASURES,
        REPORT,
        chosen,
        local_of,
        measure_of,
        measured,
        national,
    )
    from reformsim.measures.view.snapshots import Snapshots

_HOMES = {
    **{"GivenMeasures": "choice", "Measure": "kind", "Snapshots": "view.snapshots", "measure": "own"},
    **dict.fromkeys(("HEADLINES", "LOCAL", "MEASURES", "REPORT"), "registry"),
    **dict.fromkeys(("chosen", "local_of", "measure_of", "measured", "national"), "registry"),
}

__all__ = [
    "HEADLINES",
    "LOCAL",
    "MEASURES",
    "REPORT",
    "GivenMeasures",
    "Measure",
    "Snapshots",
    "chosen",
    "local_of",
    "measure",
    "measure_of",
    "measured",
    "national",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(f"reformsim.measures.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
