"""Numbers as people read them: thousands separated, no more digits than mean something."""

from __future__ import annotations

import math
from collections.abc import Iterable

MISSING = "-"


def decimals_for(values: Iterable[float]) -> int:
    """Decimals that suit numbers shown together: none for counts and hundreds, up to three for small ones."""
    finite = [abs(v) for v in values if math.isfinite(v)]
    if not finite or all(v == round(v) for v in finite):
        return 0
    largest = max(finite)
    if largest >= 200:
        return 0
    return 1 if largest >= 10 else 2 if largest >= 1 else 3


def shown(value: float, decimals: int, *, signed: bool = False) -> str:
    """One number with thousands separators; a minus sign proper, and never a negative zero.

    Examples
    --------
    >>> shown(16655799, 0), shown(-0.0004, 2), shown(12.34, 1, signed=True)
    ('16,655,799', '0.00', '+12.3')
    """
    if not math.isfinite(value):
        return MISSING
    rounded = round(value, decimals) + 0.0
    text = f"{abs(rounded):,.{decimals}f}"
    if rounded < 0:
        return "\N{MINUS SIGN}" + text
    return f"+{text}" if signed and rounded > 0 else text


def interval(low: float, high: float, decimals: int, *, signed: bool = False) -> str:
    """A range, or nothing where both ends read the same."""
    first, last = (shown(v, decimals, signed=signed) for v in (low, high))
    return "" if first == last else f"{first} to {last}"
