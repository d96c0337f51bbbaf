"""The reforms: a module per family, each lever with its schema, its date and what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reformsim.levers.base import Lever
    from reformsim.levers.registry import lever_class

    LEVERS: Mapping[str, type[Lever]]

__all__ = ["LEVERS", "Lever", "lever_class"]


def __getattr__(name: str) -> Any:
    # Late, because `changes` is imported by rooms that need no lever, and the register needs this package.
    if name in ("LEVERS", "lever_class"):
        from reformsim.levers import registry

        return getattr(registry, name)
    if name == "Lever":
        from reformsim.levers.base import Lever

        return Lever
    raise AttributeError(f"module 'reformsim.levers' has no attribute '{name}'")
