"""Sums of the law against worked examples done by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.law import load_law
from reformsim.law.formulas import (
    aldermen_pay,
    council_pay,
    daily_board_pay,
    mayor_pay,
    merger_election_day,
    merger_grant,
)

LAW = load_law()
START = date(2011, 1, 1)


def aldermen_maximum(seats, *, parttime=False):
    """The greatest number of aldermen of Gemeentewet art. 36 by the tables of the law; a half goes up."""
    share = LAW.value("aldermen_share_parttime" if parttime else "aldermen_share", START)
    nearest = np.floor(np.asarray(seats) * share + 0.5 + 1e-9).astype(int)
    return np.maximum(nearest, int(LAW.value("aldermen_minimum", START)))


@pytest.mark.parametrize(
    ("members", "seats", "aldermen", "pay", "grant"),
    [
        ([10_000, 15_000, 20_000], (45, 27), (9, 5), (1155, 906), 5823),
        ([25_000, 25_000], (38, 29), (8, 6), (1202, 1015), 3578),
        ([8_000, 9_000, 10_000, 11_000], (54, 25), (12, 5), (1348, 743), 8175),
        ([60_000, 20_000], (48, 35), (9, 7), (1461, 1333), 3311),
    ],
)
def test_a_merger_changes_seats_colleges_pay_and_grant_as_in_the_worked_examples(members, seats, aldermen, pay, grant):
    def political(people):
        chairs = LAW.by_class("council_seats", START, people)
        college = aldermen_maximum(chairs)
        cost = council_pay(LAW, START, people, chairs) + aldermen_pay(LAW, START, people, college)
        return chairs.sum(), college.sum(), (cost + mayor_pay(LAW, START, people)).sum() / 1000

    before, after = political(np.array(members)), political(np.array([sum(members)]))
    assert (before[0], after[0]) == seats
    assert (before[1], after[1]) == aldermen
    assert (before[2], after[2]) == pytest.approx(pay, abs=0.75)
    assert merger_grant(LAW, START, members, with_factor=False) / 1000 == pytest.approx(grant, abs=0.75)


@pytest.mark.parametrize(
    ("people", "seats", "aldermen", "council", "college", "mayor"),
    [
        (5_000, 11, 2, 36, 133, 69),
        (9_000, 13, 3, 66, 200, 76),
        (12_500, 15, 3, 76, 200, 76),
        (18_000, 17, 3, 132, 200, 83),
        (28_000, 21, 4, 250, 285, 89),
        (48_000, 29, 6, 449, 470, 96),
        (70_000, 33, 7, 596, 598, 104),
        (120_000, 39, 8, 798, 740, 109),
        (300_000, 45, 9, 1076, 876, 116),
        (700_000, 45, 9, 1308, 983, 124),
    ],
)
def test_the_yearly_cost_of_council_aldermen_and_mayor_in_thousands_is_that_of_2011(
    people, seats, aldermen, council, college, mayor
):
    chairs = LAW.by_class("council_seats", START, [people])
    assert chairs[0] == seats
    assert aldermen_maximum(chairs)[0] == aldermen
    assert council_pay(LAW, START, [people], chairs)[0] / 1000 == pytest.approx(council, abs=0.51)
    assert aldermen_pay(LAW, START, [people], [aldermen])[0] / 1000 == pytest.approx(college, abs=0.51)
    assert mayor_pay(LAW, START, [people])[0] / 1000 == pytest.approx(mayor, abs=0.51)


@pytest.mark.parametrize(
    ("day", "small", "middle"),
    [
        (date(2008, 12, 31), 4380.72, 5553.35),
        (date(2011, 1, 1), 5553.35, 5553.35),
        (date(2018, 12, 31), 5553.35, 5553.35),
        (date(2026, 1, 1), 6110.94, 7747.70),
    ],
)
def test_aldermen_of_small_municipalities_get_the_pay_of_class_3_from_2009_to_2018(day, small, middle):
    assert aldermen_pay(LAW, day, [8_000, 24_000], [1, 0.5]) == pytest.approx([12 * small, 6 * middle])


@pytest.mark.parametrize(
    ("day", "yearly"),
    [
        (date(2011, 1, 1), 12 * 5 * 3_557.60),
        (date(2015, 1, 1), 12 * 3.0 * 5 * 1_423.04),
        (date(2026, 1, 1), 12 * 4.0 * 9_841.08),
    ],
)
def test_a_daily_board_of_a_water_board_gets_together_what_the_law_allows(day, yearly):
    assert daily_board_pay(LAW, day) == pytest.approx(yearly)


def test_colleges_have_the_legal_maximum_of_article_36_for_every_council_size():
    seats = [9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 45]
    full = [2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 7, 7, 8, 9]
    part = [2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 11]
    assert aldermen_maximum(seats).tolist() == full
    assert aldermen_maximum(seats, parttime=True).tolist() == part


def test_a_divided_municipality_raises_the_grant_only_since_the_split_term_exists():
    members = [10_000, 20_000, 30_000]
    assert merger_grant(LAW, START, members, split_over=3) == merger_grant(LAW, START, members)
    day = date(2014, 1, 1)
    extra = merger_grant(LAW, day, members, split_over=3, with_factor=False)
    assert extra == pytest.approx(2_245_440 * 2 * 1.3 + 53.29 * 30_000)


def test_the_grant_is_multiplied_by_the_fund_factor_and_one_municipality_alone_gets_none():
    members = [10_000, 20_000]
    assert merger_grant(LAW, START, members) == pytest.approx(
        1.45 * merger_grant(LAW, START, members, with_factor=False)
    )
    assert merger_grant(LAW, START, [20_000]) == 0


@pytest.mark.parametrize("day", ["2014-11-19", "2018-11-21", "2020-11-18", "2021-11-24", "2022-11-23", "2026-11-18"])
def test_councils_of_a_merger_are_elected_on_the_wednesday_44_days_after_the_monday_of_5_to_11_october(day):
    held = date.fromisoformat(day)
    assert merger_election_day(LAW, held.year) == held


def test_before_2014_the_province_chose_the_day_for_which_20_november_stands():
    assert merger_election_day(LAW, 2012) == date(2012, 11, 20)
    assert merger_election_day(LAW.as_of(START), 2020) == date(2020, 11, 20)
