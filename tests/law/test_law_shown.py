"""What `reformsim law` prints: values with article, source and a mark that is plain to see."""

from __future__ import annotations

from datetime import date

import pytest

from reformsim.errors import UnknownNameError
from reformsim.law import Entry, load_law
from reformsim.law.render import law_overview, law_table, number

LAW = load_law()
START = date(2011, 1, 1)


def test_the_overview_lists_every_table_once_in_alphabetical_order():
    rows = law_overview(LAW, START)
    assert [r.table for r in rows] == list(LAW.names)
    seats = next(r for r in rows if r.table == "council_seats")
    assert (seats.content, seats.unit, seats.article) == (
        "9 to 45 in 17 classes",
        "seats",
        "Gemeentewet art. 8(1)",
    )


def test_the_overview_says_what_is_not_in_force_and_what_is_not_verified():
    rows = {r.table: r for r in law_overview(LAW, START)}
    assert rows["wgr_framework_date"].content == "not in force"
    assert rows["employer_on_costs"].status == "unverified"
    assert rows["merger_preparation_months"].status == "assumption"
    assert {r.table: r for r in law_overview(LAW)}["wgr_framework_date"].content == "04-30"


def test_a_table_of_classes_is_shown_with_its_classes_in_words():
    (row,) = law_table(LAW, "council_seats", START)
    assert row.classes[:2] == (("up to 3,000", "9"), ("3,001 to 6,000", "11"))
    assert row.classes[-1] == ("over 200,000", "45")
    assert row.source == "consolidated law text (BWBR0005416, read as of 2011-02-23, 2015-11-24, 2022-05-01)"
    assert row.scope == "whole territory"


def test_all_entries_of_a_table_are_shown_unless_a_day_is_named():
    assert [r.content for r in law_table(LAW, "wgr_draft_budget_weeks")] == ["6", "8", "12"]
    assert [r.content for r in law_table(LAW, "wgr_draft_budget_weeks", date(2016, 1, 1))] == ["8"]
    assert law_table(LAW, "merger_gs_view_months")[-1].status.startswith("UNVERIFIED")


def test_switches_lists_days_and_scopes_are_shown_in_words():
    assert law_table(LAW, "wgr_plus_allowed", START)[0].content == "yes"
    assert law_table(LAW, "merger_grant_instalments", START)[0].content == "0.4, 0.2, 0.2, 0.2"
    assert "2014-03-19" in [r.content for r in law_table(LAW, "council_elections", START)]
    scopes = {r.scope for r in law_table(LAW, "fixed_sum_municipality", START)}
    assert "GM0060, GM0088, GM0093, GM0096, GM0448" in scopes
    assert law_table(LAW, "councillor_expenses", date(2015, 1, 1))[0].content == "165 for all"


def test_what_a_scenario_set_is_shown_as_such():
    law = LAW.as_of(START).amend("aldermen_share", Entry(since=date(2014, 1, 1), value=0.15, source="a bill"))
    last = law_table(law, "aldermen_share")[-1]
    assert (last.content, last.status) == ("0.15", "set by the scenario")


def test_an_unknown_table_is_not_shown_but_the_nearest_named():
    with pytest.raises(UnknownNameError, match="did you mean 'mayor_pay'"):
        law_table(LAW, "mayors_pay")


@pytest.mark.parametrize(
    ("value", "words"), [(2_245_440, "2,245,440"), (53.29, "53.29"), (0.2, "0.2"), (7.5, "7.5"), (0, "0")]
)
def test_numbers_are_written_as_english_readers_do(value, words):
    assert number(value) == words


def test_money_is_shown_with_whole_cents():
    rows = law_table(load_law(), "councillor_fee", date(2012, 1, 1))
    assert ("over 375,000", "2,181.10") in rows[0].classes
