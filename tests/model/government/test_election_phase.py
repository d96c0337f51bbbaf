"""Elections: councils take the size of the law in force, in the real years and not before."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.law import load_law
from reformsim.law.tables import Entry
from reformsim.model import ReformModel
from reformsim.model.government.elections import council_size, elect_councils, elect_provincial_councils, election_day
from reformsim.scenario import Scenario
from tests.model.worlds import TOY, bare, row, world_of

MARCH_2014 = date(2014, 3, 19)


def elect(world, year: int, day: date, reference=None) -> None:
    people = world.reference_population(year - 1) if reference is None else np.asarray(reference)
    elect_councils(world.state, world.law, day, people, world.territory.codes)


@pytest.mark.parametrize(
    ("table", "years"),
    [("council_elections", [2014, 2018, 2022, 2026, 2030]), ("provincial_elections", [2011, 2015, 2019, 2023, 2027])],
)
def test_elections_are_held_in_their_real_years_only(table, years):
    law = load_law()
    assert [y for y in range(2011, 2031) if election_day(law, table, y) is not None] == years


def test_the_council_elections_of_2014_were_on_19_march():
    assert election_day(load_law(), "council_elections", 2014) == MARCH_2014


def test_a_municipality_that_grows_into_a_class_gets_the_seats_at_the_next_election_only():
    """T03: 20,000 in 2011 (17 seats), 20,400 on 1 January 2013: 19 seats from March 2014 on, not before."""
    years = {"start": 2011, "end": 2015}
    quiet = Scenario(name="quiet", territory=str(TOY), horizon=years, behaviour={"merger.constant": -20})
    model = ReformModel(quiet)
    at, seats = model.state.row_of("T03"), {}
    for year in range(2011, 2016):
        model.step()
        seats[year] = int(model.state.seats[at])
    assert seats == {2011: 17, 2012: 17, 2013: 17, 2014: 19, 2015: 19}


def test_the_reference_date_is_1_january_of_the_year_before():
    """20,000 on 1 January 2013 would be 17 seats; 20,001 is 19."""
    world = world_of(bare())
    people = world.path[2013].copy()
    for inhabitants, seats in ((20_000, 17), (20_001, 19)):
        people[row(world, "T03")] = inhabitants
        elect(world, 2014, MARCH_2014, people)
        assert world.state.seats[row(world, "T03")] == seats
    assert world.state.council_year[row(world, "T03")] == 2014


@pytest.mark.parametrize(
    ("founded", "votes"),
    # Two years before 19 March 2014 is 19 March 2012: whoever was formed on 1 January 2013 or 2014 sits on.
    [(2011, True), (2012, True), (2013, False), (2014, False)],
)
def test_a_council_elected_for_a_merger_less_than_two_years_before_sits_on(founded, votes):
    world = world_of(bare())
    at = row(world, "T05")
    world.state.founded[at], world.state.seats[at], world.state.council_year[at] = founded, 99, founded - 1
    elect(world, 2014, MARCH_2014)
    assert world.state.seats[at] == (39 if votes else 99)
    assert world.state.council_year[at] == (2014 if votes else founded - 1)


def test_a_cut_in_the_table_reaches_the_units_it_names_and_no_other():
    some = frozenset({"T05", "T01"})
    cut = Entry(since=date(2012, 1, 1), source="a test", bounds=(15_000.0,), values=(7.0, 11.0), scope=some)
    law = load_law().amend("council_seats", cut)
    world = world_of(bare())
    world.law = law
    elect(world, 2014, MARCH_2014)
    seats = {c: int(world.state.seats[row(world, c)]) for c in ("T01", "T05", "T06")}
    # T06 has 45,900 on 1 January 2013: 29 seats by the national table.
    assert seats == {"T01": 7, "T05": 11, "T06": 29}


def test_aldermen_follow_the_seats_and_a_scoped_share():
    """31 seats: 6.2 -> 6 at most, 5.016 -> 5 in office. With half the seats allowed: 15.5 -> 16, 13.4 -> 13."""
    law = load_law()
    seats, office = council_size(law, MARCH_2014, np.array([55_000]), ["T05"])
    assert (seats[0], office.members[0], office.fte[0]) == (31, 5, 5.0)
    half = Entry(since=date(2012, 1, 1), value=0.5, source="a test", scope=frozenset({"T05"}))
    seats, office = council_size(
        law.amend("aldermen_share", half), MARCH_2014, np.array([55_000, 55_000]), ["T05", "T06"]
    )
    assert seats.tolist() == [31, 31] and office.members.tolist() == [13, 5]


def test_provincial_councils_follow_the_inhabitants_of_the_year_before():
    """PA 210,000 and PB 80,000: 39 seats each. With 450,000 in PA in 2014: 41 in 2015."""
    world = world_of(bare())
    day = date(2015, 3, 18)
    elect_provincial_councils(world.state, world.law, day, world.path)
    assert world.state.provinces.seats.tolist() == [39, 39]
    path = dict(world.path)
    path[2014] = path[2014].copy()
    path[2014][row(world, "T05")] += 450_000 - path[2014][:6].sum()
    elect_provincial_councils(world.state, world.law, day, path)
    assert world.state.provinces.seats.tolist() == [41, 39]
    assert world.state.provinces.deputies.tolist() == [5, 5]


@pytest.mark.parametrize(("least", "most", "in_office"), [(3, 7, 5), (6, 7, 6), (2, 4, 4)])
def test_deputies_stay_between_what_the_law_asks_and_allows(least, most, in_office):
    world = world_of(bare())
    for table, value in (("deputies_minimum", least), ("deputies_maximum", most)):
        if value != world.law.value(table, date(2015, 1, 1)):
            world.law = world.law.amend(table, Entry(since=date(2012, 1, 1), value=float(value), source="a test"))
    elect_provincial_councils(world.state, world.law, date(2015, 3, 18), world.path)
    assert world.state.provinces.deputies.tolist() == [in_office] * 2


def test_a_provincial_council_of_the_first_year_is_data_and_not_elected_again():
    """The election of March 2011 is in the start state: Gelderland keeps the 55 seats it really got."""
    model = ReformModel(Scenario(name="one-year", horizon={"start": 2011, "end": 2011}))
    model.step()
    provinces = model.state.provinces
    assert provinces.seats[provinces.names.index("Gelderland")] == 55 and provinces.seats.sum() == 566
