"""The same estimate on other data, side by side: does the rule hang on a few years or a few mergers?"""

from __future__ import annotations

from dataclasses import dataclass

from reformsim.behaviour import Behaviour
from reformsim.errors import RunError
from reformsim.estimation.choices import choices
from reformsim.estimation.fit import Fit, estimate

NO_SCALE = {"capacity.steepness": 0.0}
"""The zero variant: scale plays no part in capacity, so need and capacity gained are nought."""


@dataclass(frozen=True, slots=True)
class Variant:
    """An estimate and what is different about it."""

    title: str
    fit: Fit


def variants(behaviour: Behaviour, territory: str, first: int, last: int) -> list[Variant]:
    """Estimate on all years, on their first and second half, without divided municipalities, and without scale.

    A half without a merger is left out. The level is not simulated: constants are those of the likelihood.
    """
    data = choices(territory, first, last, behaviour)
    flat = behaviour.override(NO_SCALE)
    middle = (first + last) // 2
    cases = [
        (f"{first}-{last}", data, behaviour, first, last),
        (f"{first}-{middle}", data, behaviour, first, middle),
        (f"{middle + 1}-{last}", data, behaviour, middle + 1, last),
        ("no divided", data.take(~data.split), behaviour, first, last),
        ("no scale", choices(territory, first, last, flat), flat, first, last),
    ]
    found = []
    for title, some, values, start, end in cases:
        if start > end:
            continue
        try:
            found.append(Variant(title, estimate(some, values, start, end)))
        except RunError:
            if title == f"{first}-{last}":
                raise
    return found
