"""The compact government of the note: strong, small and service-minded, in one number that shows its weights."""

from __future__ import annotations

import math

from reformsim.indicators.kind import Indicator
from reformsim.indicators.money import spending
from reformsim.indicators.staff import EMPLOYERS, burden, officials
from reformsim.indicators.view import View

LEAST = 1e-6
"""Where nothing is left of something it counts as this part of the first day, so that the mean stays finite."""


def lines(view: View) -> dict[str, float]:
    """How much better each line of compactness is than on the first day, as a ratio: above 1 is more compact."""
    weights, start = view.world.behaviour, view.start or view.parts
    officials_then = sum(weights[f"staff.per_1000_{layer}"] for layer in EMPLOYERS) * view.inhabitants / 1000.0
    now_to_then = {
        "spending": spending(view) / start.spending,
        "officials": officials(view) / max(officials_then, LEAST),
        "administrators": view.administrators / max(start.administrators, 1.0),
        "rules": burden(view) / 100.0,
    }
    better = {line: 1.0 / max(ratio, LEAST) for line, ratio in now_to_then.items()}
    return better | {"service": max(view.by_people(view.service) / start.service, LEAST)}


def compactness(view: View) -> float:
    """Geometric mean of the lines with the weights ``compactness.*``, first day = 100."""
    weights = view.world.behaviour
    total = weighed = 0.0
    for line, ratio in lines(view).items():
        weight = weights[f"compactness.{line}"]
        total += weight * math.log(ratio)
        weighed += weight
    return 100.0 * math.exp(total / weighed)


INDICATORS = (
    Indicator(
        "compactness",
        "start = 100",
        "Compact government",
        "Compacte overheid",
        "Spending and officials per inhabitant, administrators and regulatory burden (first day relative to now) and "
        "level of service (now relative to the first day): geometric mean with the weights compactness.*.",
        "higher",
        "note 1/22 (compact: strong, small, service-minded; the list of its lines is cut off in the copy used); "
        "weights: assumption",
        compactness,
        items=(6, 14),
    ),
)
