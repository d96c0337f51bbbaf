"""Measures: pure functions of the snapshots of runs, by name, each with unit, definition, direction and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reformsim.measures.kind import Measure
    from reformsim.measures.registry import HEADLINES, LOCAL, MEASURES, measure, measured, national
    from reformsim.measures.view.snapshots import Snapshots

__all__ = ["HEADLINES", "LOCAL", "MEASURES", "Measure", "Snapshots", "measure", "measured", "national"]

_HOMES = {"Measure": "kind", "Snapshots": "view.snapshots"}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in __all__:
        return getattr(import_module(f"reformsim.measures.{_HOMES.get(name, 'registry')}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
