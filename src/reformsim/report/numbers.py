"""Numbers as people read them: thousands separated, no more digits than mean something."""

from __future__ import annotations

import math
from collections.abc import Iterable

MISSING = "-"

COUNTED = frozenset(
    (
        "municipalities",
        "provinces",
        "water boards",
        "bodies",
        "persons",
        "positions",
        "inhabitants",
        "nodes",
        "relations",
    )
)
"""Units of things that are counted; a part of one is the trace of a median and says little."""


def decimals_for(values: Iterable[float], unit: str = "") -> int:
    """Decimals that suit numbers shown together: none for counts and hundreds, up to four for small ones.

    Parameters
    ----------
    values
        The numbers; those that are not finite are passed over.
    unit
        What they are in; one decimal at most for what is counted.
    """
    finite = [abs(v) for v in values if math.isfinite(v)]
    if not finite or all(v == round(v) for v in finite):
        return 0
    largest = max(finite)
    if largest >= 200:
        return 0
    suited = 1 if largest >= 10 else 2 if largest >= 1 else 3 if largest >= 0.1 else 4
    return min(suited, 1) if unit in COUNTED else suited


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


def reads_nought(value: float, decimals: int) -> bool:
    """Whether a number is shown as nought, which has no sign.

    Examples
    --------
    >>> reads_nought(-0.0004, 3), reads_nought(-0.0004, 4)
    (True, False)
    """
    return round(value, decimals) == 0.0
