"""What municipalities are commonly called where that is not their name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OTHERWISE: Mapping[str, str] = MappingProxyType({"den haag": "'s-gravenhage", "den bosch": "'s-hertogenbosch"})
"""What two municipalities are commonly called, and their official names (Statistics Netherlands), in small letters."""


def official(name: str) -> str:
    """Give the official name of what is commonly called so, any other name as it is; in small letters."""
    low = name.casefold()
    return OTHERWISE.get(low, low)
