"""Regular elections that councils leave out for a merger: before it, if the bill was filed in time, and after it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.law import Entry, load_law
from reformsim.model import ReformModel
from reformsim.model.government.elections import sits_on
from reformsim.model.mergers.lapsing import filed, lapses
from reformsim.model.mergers.procedures import Procedure
from reformsim.scenario import Scenario
from tests.model.worlds import TOY, beyond_ranges

LAW = load_law()
MARCH_2026 = date(2026, 3, 18)
NOBODY = {"merger.constant": -30.0, **{f"merger.break_off_{stage}": 0.0 for stage in ("design", "advice", "act")}}
FAILS = {**NOBODY, "merger.break_off_act": 1.0}

# Municipality, code of its most populous part in 2011, first 1 January, day of the regular election, did it vote:
# results of the elections as the Kiesraad has them.
VOTED = [
    ("Nissewaard", "GM0612", 2015, date(2018, 3, 21), True),
    ("Edam-Volendam", "GM0385", 2016, date(2018, 3, 21), False),
    ("Gooise Meren", "GM0381", 2016, date(2018, 3, 21), True),
    ("Meierijstad", "GM0860", 2017, date(2018, 3, 21), False),
    ("Waadhoeke", "GM0070", 2018, date(2018, 3, 21), False),
    ("Altena", "GM0870", 2019, date(2022, 3, 16), True),
    ("Eemsdelta", "GM0010", 2021, date(2022, 3, 16), False),
    ("Land van Cuijk", "GM0756", 2022, date(2022, 3, 16), False),
    ("Voorne aan Zee", "GM0530", 2023, MARCH_2026, True),
]


@pytest.mark.parametrize(("name", "code", "founded", "day", "voted"), VOTED, ids=[row[0] for row in VOTED])
def test_a_council_of_a_merger_leaves_out_the_election_that_it_left_out(name, code, founded, day, voted):
    assert sits_on(LAW, day, np.array([founded], np.int32), [code]).tolist() == [not voted]


@pytest.mark.parametrize(
    ("filing", "lapsed"),
    [
        (date(2025, 9, 30), False),
        (date(2025, 10, 1), True),
        (date(2025, 11, 21), True),  # Hilversum and Wijdemeren, which held no election in March 2026
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_an_election_lapses_where_the_bill_was_filed_in_the_last_quarter_before_its_year(filing, lapsed):
    assert lapses(LAW, MARCH_2026, filing) is lapsed


def test_no_election_lapses_by_the_law_of_2011_nor_outside_the_window_of_a_reform():
    assert not lapses(LAW.as_of(date(2011, 1, 1)), MARCH_2026, date(2025, 11, 21))
    early = LAW.amend("merger_postpone_until", Entry(since=date(2025, 1, 1), value="10-31"))
    assert not lapses(early, MARCH_2026, date(2025, 11, 21))


def test_a_bill_is_taken_to_be_filed_seven_and_a_half_months_before_july():
    assert filed(LAW, 2026) == date(2025, 11, 15)
    slow = LAW.amend("merger_parliament_months", Entry(since=date(2025, 1, 1), value=10.0))
    assert filed(slow, 2026) == date(2025, 8, 31)


def waiting(year: int, behaviour: dict[str, float], law: str) -> tuple[ReformModel, tuple[int, ...]]:
    """The toy province on the eve of an election year, with a procedure of T01 and T02 that waits for its Act."""
    scenario: Scenario = beyond_ranges(
        name="toy", territory=str(TOY), horizon={"start": 2011, "end": year + 1}, behaviour=behaviour, law=law
    )
    model = ReformModel(scenario)
    while model.state.year < year - 1 or not model.years_done:
        model.step()
    rows = tuple(sorted(model.state.row_of(code) for code in ("T01", "T02")))
    model.mergers.procedures = [Procedure(rows, 1, year - 2, "below", passed=2)]
    return model, rows


@pytest.mark.parametrize("year", [2018, 2026])
def test_councils_about_to_merge_are_elected_once_in_the_autumn_and_not_in_march(year):
    model, rows = waiting(year, NOBODY, "enacted")
    state = model.state
    model.step()
    assert [int(state.council_year[row]) for row in rows] == [year - 4] * 2
    others = [row for row in state.live.tolist() if row not in rows]
    assert {int(state.council_year[row]) for row in others} == {year}
    model.step()
    (new,) = [row for row in state.live.tolist() if row >= 12]
    assert (state.founded[new], state.council_year[new]) == (year + 1, year)
    people = model.world.reference_population(year)[list(rows)].sum()
    assert state.seats[new] == LAW.by_class("council_seats", date(year, 11, 20), [people])[0]


def test_without_the_later_law_they_vote_in_march_as_well():
    model, rows = waiting(2018, NOBODY, "at_start")
    model.step()
    assert [int(model.state.council_year[row]) for row in rows] == [2018] * 2


def test_a_council_whose_merger_fails_in_parliament_is_elected_in_the_autumn_of_that_year():
    model, rows = waiting(2018, FAILS, "enacted")
    model.state.seats[list(rows)] = 99
    model.step()
    assert [int(model.state.council_year[row]) for row in rows] == [2018] * 2
    assert all(model.state.seats[row] < 99 for row in rows)
    assert [e.detail for e in model.world.events if e.kind == "procedure_broken_off"] == ["act"]
