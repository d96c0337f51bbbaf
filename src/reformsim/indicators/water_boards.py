"""What residents have to say in water boards, and what it costs; and the context of Parliament (note 9/22, 21/22)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import View
from reformsim.world.start import election_before
from reformsim.world.state import WATER_BOARD_MODES


def _residents(view: View) -> NDArray[np.float64]:
    """Inhabitants by water board, shape (W,)."""
    boards, people = view.state.water_boards, view.state.unit_population
    within = boards.label >= 0
    weights = people[within].astype(float)
    return np.bincount(boards.label[within], weights=weights, minlength=len(boards.codes)).astype(np.float64)


def _by_mode(view: View, separate: str, combined: str) -> NDArray[np.float64]:
    """A behavioural figure by board, after how its general board was chosen; 0 where councils did, shape (W,)."""
    of = {
        "direct": view.world.behaviour[separate],
        "combined_provincial": view.world.behaviour[combined],
        "indirect_councils": 0.0,
    }
    return np.array([of[mode] for mode in WATER_BOARD_MODES])[view.state.water_boards.mode]


def turnout(view: View) -> float:
    """Share of residents who voted for the boards in office, mean over inhabitants; 0 where councils choose."""
    people = _residents(view)
    voted = _by_mode(view, "water_boards.turnout_separate", "water_boards.turnout_combined")
    return float(people @ voted) / max(float(people.sum()), 1.0)


def election_cost(view: View) -> float:
    """Cost of the elections of the boards in office by year of their term, million euro."""
    each = _by_mode(view, "water_boards.election_cost_separate", "water_boards.election_cost_combined")
    years = view.world.law.value("water_board_term_years", view.today)
    return float(_residents(view) @ each) / years / 1e6


def members_of_parliament(view: View) -> float:
    """Seats of both Houses as they were at their last election (the Senate is chosen after each provincial one)."""
    law, year = view.world.law, view.state.year
    house = election_before(law, "house_elections", year)
    senate = election_before(law, "provincial_elections", year)
    return law.value("house_seats", house) + law.value("senate_seats", senate)


INDICATORS = (
    Indicator(
        "water_board_turnout",
        "share",
        "Turnout at water board elections",
        "Opkomst bij waterschapsverkiezingen",
        "Share of residents who voted for the general boards in office, weighted by inhabitants; 0 where councils "
        "choose them.",
        "higher",
        "press: 22.7-24 % in 2008 (separate), 43-44 % in 2015 (with the provincial councils)",
        turnout,
        items=(41, 133),
    ),
    Indicator(
        "water_board_election_cost",
        "M€ a year",
        "Cost of water board elections",
        "Kosten van waterschapsverkiezingen",
        "Cost per inhabitant of the election of the boards in office, spread over their term.",
        "lower",
        "assumption (water_boards.election_cost_separate, water_boards.election_cost_combined)",
        election_cost,
        items=(41,),
    ),
    Indicator(
        "members_of_parliament",
        "persons",
        "Members of Parliament",
        "Kamerleden",
        "Seats of the House of Representatives and the Senate after their last election; context, not a tier of the "
        "model.",
        "lower",
        "Grondwet art. 51; note 9/22",
        members_of_parliament,
        items=(36, 40),
    ),
    Indicator(
        "cabinet_members",
        "persons",
        "Members of the cabinet",
        "Bewindspersonen",
        "Ministers and state secretaries by law table cabinet_members; context, not a tier of the model.",
        "lower",
        "law table cabinet_members (unverified); note 9/22",
        lambda v: v.world.law.value("cabinet_members", election_before(v.world.law, "house_elections", v.state.year)),
        items=(36, 40),
    ),
)
