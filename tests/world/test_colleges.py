"""Colleges and provincial executives: full-time and part-time office, by hand (Gemeentewet 36, Provinciewet 35a)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.law import load_law
from reformsim.law.tables import Entry
from reformsim.world.colleges import college, executives

DAY = date(2014, 3, 19)
LAW = load_law()


def amended(**tables: float | dict[float, float]):
    """The law of 2011 with these tables changed in 2012; classes as {upper bound: value}, the last bound open."""
    law = LAW.as_of(date(2011, 1, 1))
    for table, value in tables.items():
        content = (
            {"bounds": tuple(list(value)[:-1]), "values": tuple(value.values())}
            if isinstance(value, dict)
            else {"value": value}
        )
        law = law.amend(table, Entry(since=date(2012, 1, 1), source="a test", **content))
    return law


def office(seats, people, law=LAW):
    found = college(law, DAY, np.array(seats, float), np.array(people, float), ["T01"] * len(seats))
    return found.members.tolist(), found.fte.tolist()


def test_full_time_colleges_have_a_fifth_of_the_seats_and_83_6_per_cent_of_it_in_office():
    """39 seats: 7.8 -> 8, 6.69 -> 7. 45: 9, 7.52 -> 8. Each works full time."""
    assert office([39, 45], [120_000, 400_000]) == ([7, 8], [7.0, 8.0])


def test_part_time_colleges_have_as_many_members_who_each_work_0_88_of_full_time():
    """17 seats: 0.8 of a quarter is 3.4 -> 3, 2.5 -> 3; 1.10 * 0.20 / 0.25 = 0.88 of full time."""
    members, fte = office([17, 17], [18_000, 18_001])
    assert members == [3, 3] and fte == pytest.approx([3 * 0.88, 3.0])


def test_the_part_time_share_works_in_part_time_colleges_and_the_full_time_one_in_the_others():
    """25 seats: 0.8 of a tenth is 2.0 -> 2; a tenth of full-time office 2.5 -> 3, 2.5 -> 3; else 5, 4.18 -> 4."""
    assert office([25, 25], [18_000, 38_000], amended(aldermen_share_parttime=0.10))[0] == [2, 4]
    assert office([25, 25], [18_000, 38_000], amended(aldermen_share=0.10))[0] == [4, 3]


@pytest.mark.parametrize(("ceiling", "time"), [(1.10, 0.88), (1.0, 0.8), (1.25, 1.0), (1.5, 1.0)])
def test_the_ceiling_on_the_time_of_part_time_aldermen_is_that_of_the_law_and_nobody_works_more_than_full_time(
    ceiling, time
):
    members, fte = office([17], [10_000], amended(aldermen_parttime_ceiling=ceiling))
    assert fte == pytest.approx([members[0] * time])


def test_without_part_time_office_everybody_works_full_time():
    assert office([17], [4_000], amended(aldermen_parttime_up_to=0)) == ([3], [3.0])


def test_a_difference_and_a_table_set_the_places_of_which_83_6_per_cent_are_filled():
    """39 seats: 8 - 2 = 6, 5.02 -> 5. Table: 3 places, 2.5 -> 3, up to 50,000; 6, 5.02 -> 5, above."""
    assert office([39], [120_000], amended(aldermen_change=-2))[0] == [5]
    table = amended(aldermen_by_class={50_000: 3, np.inf: 6})
    assert office([27, 39], [50_000, 50_001], table)[0] == [3, 5]


def test_aldermen_never_fall_below_the_two_that_the_law_asks():
    assert office([9, 11], [100_000, 100_000], amended(aldermen_fill=0.1))[0] == [2, 2]
    assert office([9], [1_000], amended(aldermen_change=-5))[0] == [2]


def deputies(law=LAW, people=(580_000,), day=DAY):
    codes = [f"PV{20 + i}" for i in range(len(people))]
    found = executives(law, day, np.array(people, float), codes)
    return found.members.tolist(), found.fte.tolist()


def test_deputies_are_five_in_full_time_office():
    assert deputies() == ([5], [5.0])


def test_part_time_deputies_may_be_nine_and_work_together_at_most_110_per_cent_of_seven():
    """Nine in office at 1.10 * 7 / 9 = 0.856: 7.7 full-time equivalents."""
    members, fte = deputies(amended(deputies_parttime=1, deputies_in_office=9))
    assert members == [9] and fte == pytest.approx([7.7])
    assert deputies(amended(deputies_in_office=9)) == ([7], [7.0])


def test_a_table_of_deputies_caps_them_by_inhabitants():
    law = amended(deputies_by_class={500_000: 3, np.inf: 4})
    assert deputies(law, (500_000, 500_001))[0] == [3, 4]


@pytest.mark.parametrize(("year", "total"), [(2003, 69), (2007, 60), (2011, 60), (2015, 62), (2019, 69), (2023, 67)])
def test_the_provinces_together_have_the_deputies_that_were_counted(year, total):
    people = np.linspace(380_000, 3_600_000, 12)
    assert sum(deputies(LAW, people, date(year, 6, 1))[0]) == total


def test_of_a_mean_with_a_fraction_the_most_populous_provinces_have_one_more():
    """62 / 12 = 5.17: five each and two over. One province by itself has five, and 5.75 makes six."""
    people = [400_000] * 5 + [2_000_000, 500_000, 3_000_000] + [600_000] * 4
    assert deputies(LAW, people, date(2015, 6, 1))[0] == [5] * 5 + [6, 5, 6] + [5] * 4
    assert deputies(LAW, [400_000], date(2015, 6, 1))[0] == [5]
    assert deputies(LAW, [400_000], date(2019, 6, 1))[0] == [6]
