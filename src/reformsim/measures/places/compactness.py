"""The compact government of the note: strong, small and service-minded, in one number that shows its weights."""

from __future__ import annotations

import numpy as np

from reformsim.measures import administrators
from reformsim.measures.kind import Measure
from reformsim.measures.means.money import gross, spending
from reformsim.measures.means.resources import service
from reformsim.measures.means.staff import burden, officials, per_thousand
from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Floats

LEAST = 1e-6
"""Where nothing is left of something it counts as this part of the first day, so that the mean stays finite."""


def lines(s: Snapshots) -> dict[str, Floats]:
    """How much better each line of compactness is than on the first day, as ratios (S,): above 1 is more compact."""
    officials_then = per_thousand(s).sum(axis=1) * s.inhabitants / 1000.0
    holders, services = administrators.total(s), s.by_people(service(s))
    now_to_then = {
        "spending": spending(s) / s.then(gross(s)),
        "officials": officials(s) / np.maximum(officials_then, LEAST),
        "administrators": holders / np.maximum(s.then(holders), 1.0),
        "rules": burden(s) / 100.0,
    }
    better = {line: 1.0 / np.maximum(ratio, LEAST) for line, ratio in now_to_then.items()}
    return better | {"service": np.maximum(services / s.then(services), LEAST)}


def compactness(s: Snapshots) -> Floats:
    """Geometric mean of the lines with the weights ``compactness.*``, first day = 100, shape (S,)."""
    total, weighed = np.zeros(len(s.shots)), np.zeros(len(s.shots))
    for line, ratio in lines(s).items():
        weight = s.weight(f"compactness.{line}")
        total += weight * np.log(ratio)
        weighed += weight
    return 100.0 * np.exp(total / weighed)


MEASURES = (
    Measure(
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
