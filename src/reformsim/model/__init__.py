"""The simulated world in time: seven phases a year on the arrays of the state."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reformsim.model.model import ReformModel, simulate

__all__ = ["ReformModel", "simulate"]


def __getattr__(name: str) -> Any:
    # Mesa is slow to import; whoever only wants records or rules does not pay for it.
    if name in ("ReformModel", "simulate"):
        with warnings.catch_warnings():
            # In a notebook without widgets Mesa's progress bar complains when it is imported; nothing here uses it.
            warnings.filterwarnings("ignore", "IProgress not found")
            from reformsim.model import model

        return getattr(model, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
