"""What residents have to say in water boards, and what it costs; and the context of Parliament (note 9/22, 21/22)."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Floats
from reformsim.world.start import election_before
from reformsim.world.state import WATER_BOARD_MODES


@once
def _residents(s: Snapshots) -> Floats:
    """Inhabitants by water board, shape (S, W)."""
    size = s.of_boards("mode").shape
    at, unit = (s.water_board >= 0).nonzero()
    place = s.water_board[at, unit] + at * size[1]
    people = np.bincount(place, weights=s.unit_people[at, unit], minlength=size[0] * size[1])
    return people.astype(np.float64, copy=False).reshape(size)


def _by_mode(s: Snapshots, figure: str) -> Floats:
    """A behavioural figure by board, after how its general board was chosen; 0 where councils did, shape (S, W)."""
    of = {
        "direct": s.weight(f"water_boards.{figure}_separate"),
        "combined_provincial": s.weight(f"water_boards.{figure}_combined"),
        "indirect_councils": np.zeros(len(s.shots)),
    }
    figures = np.stack([of[mode] for mode in WATER_BOARD_MODES], axis=1)
    return np.take_along_axis(figures, s.of_boards("mode").astype(np.int64), axis=1)


def turnout(s: Snapshots) -> Floats:
    """Share of residents who voted for the boards in office, mean over inhabitants, (S,).

    0 where councils choose, NaN where there are no boards.
    """
    people = _residents(s)
    voted, all_people = (people * _by_mode(s, "turnout")).sum(axis=1), people.sum(axis=1)
    return np.divide(voted, all_people, out=np.full(len(voted), np.nan), where=all_people > 0)


def election_cost(s: Snapshots) -> Floats:
    """Cost of the elections of the boards in office by year of their term, million euro, shape (S,)."""
    euro = (_residents(s) * _by_mode(s, "election_cost")).sum(axis=1)
    return euro / s.law("water_board_term_years") / 1e6


def _after(s: Snapshots, elections: str, table: str) -> Floats:
    """A number of the law as it was at the last day of an election, shape (S,)."""
    return s.by_law((elections, table), lambda law, day: law.value(table, election_before(law, elections, day.year)))


def members_of_parliament(s: Snapshots) -> Floats:
    """Seats of both Houses as they were at their last election (the Senate is chosen after each provincial one)."""
    return _after(s, "house_elections", "house_seats") + _after(s, "provincial_elections", "senate_seats")


MEASURES = (
    Measure(
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
    Measure(
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
    Measure(
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
    Measure(
        "cabinet_members",
        "persons",
        "Members of the cabinet",
        "Bewindspersonen",
        "Ministers and state secretaries by law table cabinet_members; context, not a tier of the model.",
        "lower",
        "law table cabinet_members (unverified); note 9/22",
        lambda s: _after(s, "house_elections", "cabinet_members"),
        items=(36, 40),
    ),
)
