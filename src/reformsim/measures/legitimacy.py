"""What reform costs in legitimacy: representation, control, distance."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.model.cooperation.grip import council_grip


def per_councillor(s: Snapshots) -> Floats:
    """Inhabitants per councillor, shape (N,)."""
    return s.people / np.maximum(s.seats, 1)


@once
def outside_council(s: Snapshots) -> Floats:
    """Share of the municipal budget decided in bodies outside the council, shape (N,)."""
    return s.weighted(s.handed_over, s.prices) / s.budgets


@once
def grip(s: Snapshots) -> Floats:
    """Share of the autonomy over a shared task that stays with the councils, 0-1, shape (S,)."""
    here = zip(s.run.tolist(), s.shots, s.today, strict=True)
    return np.array([council_grip(s.runs[run].behaviour, shot.rules, shot.law, day) for run, shot, day in here])


MEASURES = (
    Measure(
        "inhabitants_per_councillor",
        "inhabitants",
        "Inhabitants per councillor",
        "Inwoners per raadslid",
        "Inhabitants divided by council seats.",
        "lower",
        "Gemeentewet art. 8; Denters et al. 2014 on size and democracy",
        lambda s: s.inhabitants / np.maximum(s.total(s.seats), 1),
        per_councillor,
        together="councillors",
        headline=True,
        items=(37, 133),
    ),
    Measure(
        "budget_outside_council",
        "share",
        "Budget outside the council",
        "Budget buiten de raad (verlengd bestuur)",
        "Share of the budget of municipal tasks that goes to the cooperation bodies which carry them out, weighted by "
        "inhabitants.",
        "lower",
        "note 13/22; Wgr art. 34-35",
        lambda s: s.by_people(outside_council(s)),
        outside_council,
        headline=True,
        items=(89, 133),
    ),
    Measure(
        "budget_beyond_grip",
        "share",
        "Budget beyond the councils' grip",
        "Budget buiten de greep van de raad",
        "Budget decided outside the council, less the share over which the councils keep a grip by their right over "
        "the budgets of bodies and the time they have for it.",
        "lower",
        "note 13/22; Wgr art. 35; weights: assumption (cooperation.grip, cooperation.grip_per_week)",
        lambda s: s.by_people(outside_council(s)) * (1.0 - grip(s)),
        items=(80, 133),
    ),
    Measure(
        "distance_to_town_hall",
        "km",
        "Distance to the town hall",
        "Afstand tot het gemeentehuis",
        "Mean straight-line distance of inhabitants to the town hall: of a unit's inhabitants to its middle (2/3 of "
        "the radius of a disc of its area) and from there to the largest former town hall.",
        "lower",
        "Saarimaa & Tukiainen 2014 on distance; areas: Statistics Netherlands; disc: assumption",
        lambda s: s.by_people(s.along("travel")),
        lambda s: s.along("travel"),
        headline=True,
    ),
)
