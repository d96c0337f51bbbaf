"""Amending the law and looking back at it: what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformsim.errors import RunError, UnknownNameError
from reformsim.law import Entry, load_law

LAW = load_law()
START = date(2011, 1, 1)
NOW = LAW.as_of(START)

days = st.dates(date(1995, 1, 1), date(2040, 12, 31))
later_days = st.dates(date(2011, 1, 2), date(2040, 12, 31))
tables = st.sampled_from(LAW.names)
numbers = st.integers(0, 60)


@settings(max_examples=60)
@given(tables, days, days)
def test_the_law_as_it_stood_says_on_and_before_that_day_what_the_law_says(table, day, earlier):
    then = LAW.as_of(day)
    on = min(day, earlier)
    assert [replace(e, until=None) for e in then.table(table).entries if e.in_force(on)] == [
        replace(e, until=None) for e in LAW.table(table).entries if e.in_force(on)
    ]


@settings(max_examples=60)
@given(tables, days, st.integers(0, 15_000))
def test_the_law_as_it_stood_does_not_change_after_that_day(table, day, ahead):
    then = LAW.as_of(day)
    on = day + timedelta(ahead)
    assert then.table(table).national() == tuple(e for e in then.table(table).national() if e.since <= day)
    assert [e for e in then.table(table).entries if e.in_force(on)] == [
        e for e in then.table(table).entries if e.in_force(day)
    ]


@settings(max_examples=60)
@given(days, days)
def test_looking_back_twice_is_looking_back_to_the_earlier_day(first, second):
    if first <= second:
        assert LAW.as_of(second).as_of(first) == LAW.as_of(first)


@settings(max_examples=50)
@given(later_days, numbers, days)
def test_an_amendment_holds_from_its_day_and_leaves_everything_before_and_beside_it_alone(since, value, on):
    changed = NOW.amend("wgr_draft_budget_weeks", Entry(since=since, value=value))
    expected = value if on >= since else NOW.value("wgr_draft_budget_weeks", on)
    assert changed.value("wgr_draft_budget_weeks", on) == expected
    assert NOW.value("wgr_draft_budget_weeks", on) == 6
    for name in LAW.names:
        if name != "wgr_draft_budget_weeks":
            assert changed.table(name) is NOW.table(name)


@settings(max_examples=60)
@given(st.lists(st.tuples(later_days, numbers), min_size=1, max_size=6, unique_by=lambda x: x[0]), later_days)
def test_of_several_amendments_the_last_begun_holds(amendments, on):
    law = NOW
    for since, value in sorted(amendments):
        law = law.amend("merger_display_weeks", Entry(since=since, value=value))
    begun = [v for s, v in sorted(amendments) if s <= on]
    assert law.value("merger_display_weeks", on) == (begun[-1] if begun else 8)
    entries = law.table("merger_display_weeks").entries
    assert sum(e.in_force(on) for e in entries) == 1


@settings(max_examples=60)
@given(later_days, st.integers(1, 90).map(lambda n: 2 * n + 1), st.sets(st.sampled_from("ABCDEF"), min_size=1))
def test_an_amendment_for_some_units_changes_those_units_only(since, seats, scope):
    law = NOW.amend("council_seats", Entry(since=since, values=(seats,), scope=frozenset(scope)))
    people = [5_000] * 6
    found = law.by_class("council_seats", since, people, "ABCDEF")
    assert found.tolist() == [seats if c in scope else 11 for c in "ABCDEF"]
    assert law.by_class("council_seats", since, people).tolist() == [11] * 6
    assert law.by_class("council_seats", since - timedelta(1), people, "ABCDEF").tolist() == [11] * 6


def test_where_two_rules_name_a_unit_the_last_one_holds():
    law = NOW.amend("aldermen_minimum", Entry(since=date(2012, 1, 1), value=3, scope=frozenset("AB")))
    law = law.amend("aldermen_minimum", Entry(since=date(2013, 1, 1), value=4, scope=frozenset("BC")))
    day = date(2014, 1, 1)
    assert [law.value("aldermen_minimum", day, c) for c in "ABCD"] == [3, 4, 4, 2]
    assert [len(e.scope) for e in law.scoped("aldermen_minimum", day)] == [2, 2]


def test_new_election_days_replace_the_old_ones_from_the_day_of_the_change():
    fresh = (date(2015, 3, 18), date(2019, 3, 20))
    law = NOW.amend("water_board_elections", Entry(since=date(2013, 1, 1), value=fresh))
    assert law.dates("water_board_elections", date(2013, 1, 1)) == fresh
    assert law.dates("water_board_elections", date(2012, 12, 31))[0] == date(2008, 11, 25)


@pytest.mark.parametrize(
    ("table", "entry", "message"),
    [
        (
            "aldermen_share",
            Entry(since=date(1990, 1, 1), value=0.1),
            "an amendment must begin after the last entry of table 'aldermen_share' (1994-01-01), not on 1990-01-01",
        ),
        ("aldermen_share", Entry(since=START, values=(0.1,)), "a table of kind 'value' takes no classes"),
        ("council_seats", Entry(since=START, value=9), "expected classes of inhabitants with a value each"),
        (
            "council_seats",
            Entry(since=START, bounds=(5.0, 4.0), values=(9, 11, 13)),
            "bounds must rise from class to class",
        ),
        ("council_seats", Entry(since=START, bounds=(5.0,), values=(9,)), "1 bounds need 2 values, not 1"),
        ("council_seats", Entry(since=START, values=(9.5,)), "9.5 seats is not a whole number"),
        ("council_seats", Entry(since=START, values=(-1,)), "-1 seats is out of range, expected 0 to 1000"),
        ("wgr_plus_allowed", Entry(since=START, value=2), "2 switch is out of range, expected 0 to 1"),
        (
            "aldermen_share",
            Entry(since=START, value=float("nan")),
            "expected a number in a table of kind 'value'",
        ),
        ("aldermen_share", Entry(since=START, value="much"), "expected a number in a table of kind 'value'"),
        (
            "wgr_budget_to_gs",
            Entry(since=START, value="31 July"),
            "'31 July' is not a month and day, expected for instance '07-15'",
        ),
        (
            "aldermen_share",
            Entry(since=START, value=0.1, status="lawful"),
            "unknown status 'lawful'; did you mean 'law'?",
        ),
        (
            "aldermen_share",
            Entry(since=START, value=0.1, scope=frozenset()),
            "an empty scope holds nowhere, expected at least one code or no scope",
        ),
        (
            "aldermen_share",
            Entry(since=START, until=date(2012, 1, 1), value=0.1),
            "a national amendment has no end: amend again on the day it should end",
        ),
    ],
)
def test_an_amendment_that_does_not_fit_its_table_is_refused(table, entry, message):
    assert message in NOW.amendment_problems(table, entry)
    with pytest.raises(RunError) as error:
        NOW.amend(table, entry)
    assert message in str(error.value)


def test_an_amendment_of_a_table_that_does_not_exist_is_answered_with_the_nearest():
    entry = Entry(since=START, value=1)
    assert NOW.amendment_problems("alderman_share", entry) == (
        "unknown table of law 'alderman_share'; did you mean 'aldermen_share'?",
    )
    with pytest.raises(UnknownNameError):
        NOW.amend("alderman_share", entry)


def test_an_act_that_comes_into_force_later_takes_the_place_of_what_an_earlier_one_had_planned():
    """Two Acts that Parliament delayed: the first plans steps in 2014 and 2016, the second begins in 2015."""
    table, law = "wgr_draft_budget_weeks", NOW
    for year, value in ((2014, 8.0), (2016, 10.0)):
        law = law.amend(table, Entry(since=date(year, 1, 1), value=value, status="scenario"))
    second = Entry(since=date(2015, 1, 1), value=5.0, status="scenario")
    law = law.overtaken(table, second).amend(table, second)
    assert [law.value(table, date(year, 6, 1)) for year in (2013, 2014, 2015, 2016, 2017)] == [6, 8, 5, 5, 5]
    assert sum(e.in_force(date(2017, 1, 1)) for e in law.table(table).entries) == 1
