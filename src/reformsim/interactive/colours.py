"""Classes of colour for the maps of the page: one scale for all worlds and both ends, as the report makes them."""

from __future__ import annotations

from typing import Any

from reformsim.arrays import Floats
from reformsim.report.maps.scales import MISSING_COLOUR, Scale, chance_scale, change_scale, value_scale
from reformsim.report.words import words


def value_classes(values: Floats, *, orders: bool = False) -> dict[str, Any]:
    """Give classes of values; ``orders`` where these spread over orders of magnitude, as inhabitants do."""
    return _classes(value_scale("", values.ravel(), words("en"), orders=orders))


def chance_classes() -> dict[str, Any]:
    """Give classes of chances."""
    return _classes(chance_scale("", "", words("en")))


def change_classes(changes: Floats) -> dict[str, Any]:
    """Give classes of changes about a middle one of none."""
    return _classes(change_scale("", changes, "", words("en")))


def _classes(scale: Scale) -> dict[str, Any]:
    # Limits alone: the page writes them in its two languages.
    return {"limits": list(scale.limits), "colours": list(scale.colours), "missing": MISSING_COLOUR}
