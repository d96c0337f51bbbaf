"""Councils vote when the real ones voted: the elections of 2022 in the replay, and the one merger under way in 2026."""

from __future__ import annotations

import pytest

from reformsim.hindcast.replay.compare import replay_scenario
from reformsim.hindcast.replay.published import load_published
from reformsim.model import ReformModel
from reformsim.scenario import load_scenario

# Results of the Kiesraad of 16 March 2022: municipalities of that 1 January that elected no council then.
DID_NOT_VOTE_IN_2022 = {
    "GM0439": "Purmerend, elected on 24-11-2021 with Beemster",
    "GM0457": "Weesp, which voted with Amsterdam",
    "GM0501": "Brielle, part of Voorne aan Zee on 1-1-2023",
    "GM0530": "Hellevoetsluis, likewise",
    "GM0614": "Westvoorne, likewise",
    "GM0757": "Boxtel, elected on 18-11-2020 with a part of Haaren",
    "GM0824": "Oisterwijk, likewise",
    "GM0865": "Vught, likewise",
    "GM1979": "Eemsdelta, formed on 1-1-2021",
    "GM1980": "Dijk en Waard, formed on 1-1-2022",
    "GM1982": "Land van Cuijk, likewise",
    "GM1991": "Maashorst, likewise",
}
UNITS_ARE_WHOLE = {"GM0757", "GM0865"}
"""All of Haaren goes to Oisterwijk in a replay, so that these two have no merger to vote for."""


@pytest.fixture(scope="module")
def of_2022() -> ReformModel:
    (replay,) = (one for one in load_published().replays if one.name == "present")
    model = ReformModel(replay_scenario(replay))
    while model.years_done < 5:
        model.step()
    return model


def test_in_march_2022_those_councils_vote_that_voted_but_for_two_that_got_parts_of_a_divided_one(of_2022):
    state = of_2022.state
    assert (state.year, len(state.live)) == (2022, 345)
    absent = {state.codes[row] for row in state.live if state.council_year[row] != 2022}
    assert absent == set(DID_NOT_VOTE_IN_2022) - UNITS_ARE_WHOLE


def test_amsterdam_votes_in_march_2022_and_keeps_that_council_when_weesp_joins(of_2022):
    state = of_2022.state
    amsterdam = state.row_of("GM0363")
    assert (state.council_year[amsterdam], state.seats[amsterdam]) == (2022, 45)


def test_hilversum_and_wijdemeren_hold_no_election_in_march_2026_and_are_one_with_a_new_council_in_2027():
    model = ReformModel(load_scenario("baseline-2026"))
    state = model.state
    both = [state.row_of(code) for code in ("GM0402", "GM1696")]
    seats = state.seats[both].tolist()
    model.step()
    assert (state.seats[both].tolist(), seats) == ([37, 19], [37, 19])
    assert all(state.council_year[row] < 2025 for row in both)
    others = [row for row in state.live.tolist() if row not in both]
    assert len(others) == 340 and {int(state.council_year[row]) for row in others} <= {2025, 2026}
    model.step()
    (new,) = [row for row in state.live.tolist() if state.founded[row] == 2027]
    assert (len(state.live), state.council_year[new], state.seats[new]) == (341, 2026, 39)
