"""The same estimate on other data, side by side: does the rule hang on a few years, a few mergers, other countries?"""

from __future__ import annotations

from dataclasses import dataclass

from reformsim.behaviour import Behaviour
from reformsim.errors import RunError
from reformsim.estimation.choices import choices, for_estimate
from reformsim.estimation.command import Result, record_of
from reformsim.estimation.fit import Fit, estimate


@dataclass(frozen=True, slots=True)
class Variant:
    """An estimate and what is different about it."""

    title: str
    fit: Fit


def variants(behaviour: Behaviour, result: Result) -> list[Variant]:
    """Estimate on all records, on the territory's own alone, on its halves, and without divided municipalities.

    A half without a merger is left out. The level is not simulated: constants are those of the likelihood.
    """
    first, last = result.fit.first, result.fit.last
    data = for_estimate(choices(record_of(result.territory, first), first, last, behaviour), last)
    middle = (first + last) // 2
    cases = [
        ("alone", data),
        (f"{first}-{middle}", data.take(data.year <= middle)),
        (f"{middle + 1}-{last}", data.take(data.year > middle)),
        ("no divided", data.take(~data.split)),
    ]
    found = [Variant("all records" if result.beside else "all", result.fit)]
    if result.together is not None:
        found += [Variant(name, fit) for name, fit in zip(result.beside, result.together.fits[1:], strict=True)]
    for title, some in cases:
        try:
            found.append(Variant(title, estimate([some], behaviour).fits[0]))
        except RunError:
            continue
    return found
