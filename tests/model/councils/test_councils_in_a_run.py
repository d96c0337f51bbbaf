"""Councils on the Dutch map: who sits in them year by year, what they vote on, and how they explain themselves."""

from __future__ import annotations

import numpy as np
import pytest

from reformsim.measures import measured
from reformsim.model import ReformModel
from reformsim.model.faces.why import asked
from reformsim.scenario import Scenario
from reformsim.territory.seats import LOCAL, load_elected

MEASURES = ("turnout_council", "council_local_share", "merger_proposals_voted_down", "councils_divided")


def scenario(*mechanisms: str, first: int = 2018, last: int = 2023) -> Scenario:
    return Scenario(
        name="votes",
        territory="netherlands",
        horizon={"start": first, "end": last},
        law="enacted",
        network="recorded",
        mechanisms={name: True for name in mechanisms},
    )


@pytest.fixture(scope="module")
def voting() -> ReformModel:
    model = ReformModel(scenario("councils"))
    model.run()
    return model


@pytest.fixture(scope="module")
def values(voting) -> dict[str, dict[int, float]]:
    record = measured(voting.history(), MEASURES)
    return {
        name: dict(zip(record.years, record.values[:, at].tolist(), strict=True)) for at, name in enumerate(MEASURES)
    }


def test_in_every_year_seats_by_kind_add_up_where_the_parties_are_known(voting):
    history = voting.history()
    for shot in (history.first, *history.years):
        sums = shot.councils.seats.sum(axis=1)
        assert ((sums == shot.seats) | (sums == 0)).all()
    assert not history.first.councils.seats.any(), "those of before 2018 have no parties"
    assert history.years[-1].councils.seats.any(axis=1).mean() > 0.99, "all but one elected before March 2022"


def test_a_council_that_stands_alone_has_the_seats_of_the_kiesraad(voting):
    """Stadskanaal: 3 of 23 seats local in 2018, 5 in 2022."""
    shots = {shot.year: shot for shot in voting.history().years}
    row = voting.state.row_of("GM0037")
    assert voting.municipality("GM0037").council_lists == {"national": 18, "combined": 0, "local": 5}
    for year, local in ((2018, 3), (2021, 3), (2022, 5)):
        at = int(np.searchsorted(shots[year].row, row))
        assert shots[year].councils.seats[at].tolist() == [23 - local, 0, local]


def test_the_local_share_is_that_of_the_elections(values):
    for year, day in ((2018, 0), (2022, -1)):
        march = [found for held, found in load_elected("netherlands").items() if held.month == 3][: 2 if day else 1][
            day
        ]
        seats = np.array([one.seats for one in march.values()]).sum(axis=0)
        assert values["council_local_share"][year] == pytest.approx(seats[LOCAL] / seats.sum(), abs=0.01)


def test_turnout_is_as_published_less_what_mergers_cost(values):
    for year, published in ((2018, 0.55), (2022, 0.51)):
        assert published - 0.005 < values["turnout_council"][year] <= published


def test_votes_are_counted_from_the_first_day(voting, values):
    assert {vote.year for vote in voting.state.councils.votes} == set(range(2018, 2024))
    lost = [values["merger_proposals_voted_down"][year] for year in range(2018, 2024)]
    assert lost == sorted(lost) and lost[-1] > 0
    assert 0.0 < values["councils_divided"][2023] < 1.0


def test_without_the_mechanism_these_measures_are_absent():
    record = measured(ReformModel(scenario(last=2019)).run(), MEASURES[1:])
    assert np.isnan(record.values).all()


def test_a_start_of_before_2018_has_no_parties_until_their_election():
    model = ReformModel(scenario("councils", first=2017, last=2018))
    model.run()
    before, after = (shot.councils.seats for shot in model.history().years)
    told = next(e for e in model.world.events if e.kind == "parties_unknown")
    assert told.detail == "parties known of 0 of 388 councils; the others vote without"
    assert not before.any() and after.any()


def test_what_a_council_says_is_what_it_votes():
    """The councils of the first procedure that is begun from below are asked in a run that stops before it."""
    run = ReformModel(scenario("councils", first=2026, last=2027))
    run.step()
    begun = next(e for e in run.world.events if e.kind == "procedure_started" and e.subject == "from below")
    code = begun.members[0]
    told = next(one for one in begun.detail.split(", ") if one.startswith(code))
    yes, no = told.split()[1].split("-")
    explained = asked(ReformModel(scenario("councils", first=2026, last=2027)), code, 2026)
    ways = [way for one in explained.decisions if "council" in one.question.en for way in one.ways]
    assert any(f"{yes} for, {no} against" in way.what.en and way.chosen for way in ways)
    assert "raad" in str(explained.decisions[-1].question.nl)
