"""What reform costs in legitimacy: representation, control, distance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View, once
from reformsim.model.grip import council_grip


def per_councillor(view: View) -> NDArray[np.float64]:
    """Inhabitants per councillor, shape (m,)."""
    return view.people / np.maximum(view.seats, 1)


@once
def outside_council(view: View) -> NDArray[np.float64]:
    """Share of the municipal budget decided in bodies outside the council, shape (m,)."""
    result: NDArray[np.float64] = view.shared_budget.sum(axis=1) / view.budgets
    return result


INDICATORS = (
    Indicator(
        "inhabitants_per_councillor",
        "inhabitants",
        "Inhabitants per councillor",
        "Inwoners per raadslid",
        "Inhabitants divided by council seats.",
        "lower",
        "Gemeentewet art. 8; Denters et al. 2014 on size and democracy",
        lambda v: v.inhabitants / max(float(v.seats.sum()), 1.0),
        per_councillor,
        together="councillors",
        headline=True,
        items=(37, 133),
    ),
    Indicator(
        "budget_outside_council",
        "share",
        "Budget outside the council",
        "Budget buiten de raad (verlengd bestuur)",
        "Share of the budget of municipal tasks carried out by cooperation bodies, weighted by inhabitants.",
        "lower",
        "note 13/22; Wgr art. 34-35",
        lambda v: v.by_people(outside_council(v)),
        outside_council,
        headline=True,
        items=(89, 133),
    ),
    Indicator(
        "budget_beyond_grip",
        "share",
        "Budget beyond the councils' grip",
        "Budget buiten de greep van de raad",
        "Budget decided outside the council, less the share over which the councils keep a grip by their right over "
        "the budgets of bodies and the time they have for it.",
        "lower",
        "note 13/22; Wgr art. 35; weights: assumption (cooperation.grip, cooperation.grip_per_week)",
        lambda v: v.by_people(outside_council(v)) * (1.0 - council_grip(v.world)),
        items=(80, 133),
    ),
    Indicator(
        "distance_to_town_hall",
        "km",
        "Distance to the town hall",
        "Afstand tot het gemeentehuis",
        "Mean straight distance of inhabitants to the town hall: of a unit's inhabitants to its middle (2/3 of the "
        "radius of a disc of its area) and from there to the largest former town hall.",
        "lower",
        "Saarimaa & Tukiainen 2014 on distance; areas: Statistics Netherlands; disc: assumption",
        lambda v: v.by_people(v.state.travel[v.live]),
        lambda v: v.state.travel[v.live],
        headline=True,
    ),
)
