"""Facts of the law: the tables say what the acts say."""

from __future__ import annotations

import itertools
import pickle
import sys
from datetime import date, timedelta
from subprocess import run

import numpy as np
import pytest

from reformsim.errors import RunError, UnknownNameError
from reformsim.law import STATUSES, load_law

LAW = load_law()
START = date(2011, 1, 1)

COUNCIL_CLASSES = {
    3_000: 9,
    6_000: 11,
    10_000: 13,
    15_000: 15,
    20_000: 17,
    25_000: 19,
    30_000: 21,
    35_000: 23,
    40_000: 25,
    45_000: 27,
    50_000: 29,
    60_000: 31,
    70_000: 33,
    80_000: 35,
    100_000: 37,
    200_000: 39,
}
PROVINCE_CLASSES = {
    400_000: 39,
    500_000: 41,
    750_000: 43,
    1_000_000: 45,
    1_250_000: 47,
    1_500_000: 49,
    1_750_000: 51,
    2_000_000: 53,
}


@pytest.mark.parametrize(
    ("table", "classes", "last"),
    [("council_seats", COUNCIL_CLASSES, 45), ("provincial_council_seats", PROVINCE_CLASSES, 55)],
)
def test_a_council_on_the_class_limit_stays_in_the_lower_class_and_one_inhabitant_more_lifts_it(table, classes, last):
    limits = list(classes)
    seats = list(classes.values())
    assert LAW.by_class(table, START, limits).tolist() == seats
    assert LAW.by_class(table, START, np.array(limits) + 1).tolist() == [*seats[1:], last]
    assert LAW.by_class(table, START, [0, 10**8]).tolist() == [seats[0], last]


def test_all_council_and_provincial_sizes_are_odd():
    for table in ("council_seats", "provincial_council_seats"):
        for entry in LAW.table(table).entries:
            assert all(v % 2 == 1 for v in entry.values)


PROVINCES = [f"PV{i}" for i in range(20, 32)]
PEOPLE_2010 = [
    576_668,
    646_305,
    490_981,
    1_130_345,
    387_881,
    1_998_936,
    1_220_910,
    2_669_084,
    3_505_611,
    381_409,
    2_444_158,
    1_122_701,
]
"""CBS, 1 January 2010, Groningen to Limburg."""


def test_provinces_of_2011_had_566_members_because_gelderland_used_the_later_count():
    day = date(2011, 3, 2)
    seats = LAW.by_class("provincial_council_seats", day, PEOPLE_2010, PROVINCES)
    assert seats.tolist() == [43, 43, 41, 47, 39, 53, 47, 55, 55, 39, 55, 47]
    assert {LAW.value("provincial_reference_years_before", day, c) for c in PROVINCES} == {1}
    gelderland_2011 = 2_004_671
    assert LAW.by_class("provincial_council_seats", day, [gelderland_2011])[0] == 55
    assert seats.sum() - 53 + 55 == 566


def test_flevoland_used_the_later_count_in_2015():
    day = date(2015, 3, 18)
    years = [LAW.value("provincial_reference_years_before", day, c) for c in PROVINCES]
    assert [c for c, y in zip(PROVINCES, years, strict=True) if y == 0] == ["PV24"]


def test_provincial_councils_before_2007_had_764_members_province_by_province():
    seats = LAW.by_class("provincial_council_seats", date(2005, 1, 1), PEOPLE_2010, PROVINCES)
    assert seats.tolist() == [55, 55, 51, 63, 47, 75, 63, 83, 83, 47, 79, 63]
    assert seats.sum() == 764


@pytest.mark.parametrize(
    ("table", "day", "value"),
    [
        ("aldermen_share", START, 0.20),
        ("aldermen_share_parttime", START, 0.25),
        ("aldermen_minimum", START, 2),
        ("sub_municipal_councils_allowed", date(2014, 3, 18), 1),
        ("sub_municipal_councils_allowed", date(2014, 3, 19), 0),
        ("wgr_draft_budget_weeks", date(2014, 12, 31), 6),
        ("wgr_draft_budget_weeks", date(2015, 1, 1), 8),
        ("wgr_draft_budget_weeks", date(2022, 7, 1), 12),
        ("wgr_minister_designation_allowed", date(2012, 9, 30), 1),
        ("wgr_minister_designation_allowed", date(2012, 10, 1), 0),
        ("wgr_business_organisation_allowed", START, 0),
        ("wgr_plus_allowed", date(2014, 12, 31), 1),
        ("wgr_plus_allowed", date(2015, 1, 1), 0),
        ("merger_grant_base", date(2008, 1, 1), 1_585_065),
        ("merger_grant_base", START, 2_245_440),
        ("fixed_sum_municipality", START, 261_538.32),
        ("fixed_sum_province", date(2012, 1, 1), 16_873_638.73),
        ("water_board_reserved_maximum", date(2022, 12, 17), 4),
        ("water_boards_in_being", date(2018, 1, 1), 21),
        ("deputies_maximum", START, 7),
    ],
)
def test_a_number_has_the_value_the_law_gave_it_on_the_day(table, day, value):
    assert LAW.value(table, day) == value


def test_the_special_rule_sets_aside_the_general_one_for_its_units_only():
    assert LAW.value("fixed_sum_municipality", START, "GM0363") == 189_280_000
    assert LAW.value("fixed_sum_municipality", START, "GM0744") == pytest.approx(2 * 261_538.32)
    assert LAW.value("fixed_sum_municipality", START, "GM0003") == 261_538.32
    assert LAW.value("fixed_sum_province", date(2012, 1, 1), "PV21") == 16_873_638.73


def test_a_law_before_its_first_day_is_told_with_the_days_it_covers():
    with pytest.raises(
        RunError,
        match=r"'wgr_framework_date' has nothing in force on 2011-01-01; it covers 2015-01-01 to 2022-07-01",
    ):
        LAW.text("wgr_framework_date", START)
    assert not LAW.in_force("wgr_framework_date", START)


def test_an_unknown_table_is_answered_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match=r"unknown table of law 'council_seat'; did you mean 'council_seats'\?"):
        LAW.value("council_seat", START)


@pytest.mark.parametrize("call", [LAW.value, LAW.listed, LAW.text, LAW.dates])
def test_asking_a_table_of_classes_for_something_else_is_refused(call):
    with pytest.raises(TypeError, match="council_seats"):
        call("council_seats", START)


def wednesday_by_the_electoral_act(year):
    """Nomination on the Monday of 30 January - 5 February (a day later in leap years), vote 44 days after."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    day = date(year, 1, 31 if leap else 30)
    while day.weekday() != 0:
        day += timedelta(1)
    return day + timedelta(44)


@pytest.mark.parametrize("table", ["council_elections", "provincial_elections"])
def test_elections_from_2014_fall_on_the_day_the_electoral_act_prescribes_every_four_years(table):
    days = LAW.dates(table, date(2020, 1, 1))
    assert all(b.year - a.year == 4 for a, b in itertools.pairwise(days))
    late = [d for d in days if d.year >= 2014]
    assert late == [wednesday_by_the_electoral_act(d.year) for d in late]
    assert late[-1].year >= 2035


def test_water_boards_vote_with_the_provinces_from_2015_but_not_in_the_law_of_2011():
    later = LAW.dates("water_board_elections", date(2015, 1, 1))
    provincial = LAW.dates("provincial_elections", date(2015, 1, 1))
    assert [d for d in later if d.year >= 2015] == [d for d in provincial if d.year >= 2015]
    assert [d.year for d in LAW.as_of(START).dates("water_board_elections", date(2015, 1, 1))][:3] == [
        2008,
        2012,
        2016,
    ]


def test_the_grant_is_paid_out_in_whole_over_four_years():
    shares = LAW.listed("merger_grant_instalments", START)
    assert shares == (0.4, 0.2, 0.2, 0.2)
    assert sum(shares) == pytest.approx(1)


def test_every_entry_has_an_article_a_source_and_a_known_mark():
    for table in LAW.tables:
        for entry in table.entries:
            assert entry.article and entry.source and entry.status in STATUSES
            assert (entry.status != "law") or (entry.bwb and entry.read)


def test_unverified_figures_of_the_reference_keep_their_mark():
    for table, day in [
        ("employer_on_costs", START),
        ("merger_gs_view_months", START),
        ("fund_factor", START),
    ]:
        assert LAW.entry(table, day).status == "unverified"
    assert LAW.entry("water_board_member_pay", START).status == "assumption"
    assert LAW.entry("council_seats", START).status == "law"


def test_every_table_of_2011_also_speaks_in_2003_so_that_history_can_be_run():
    for name in LAW.names:
        if LAW.in_force(name, START) and not name.startswith("wgr_plus"):
            assert LAW.in_force(name, date(2003, 1, 1)), name


def test_the_law_is_the_same_in_every_process():
    code = "from reformsim.law import load_law; print(load_law().hash)"
    found = {
        run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {LAW.hash}


def test_a_law_survives_the_way_to_another_process():
    LAW.value("aldermen_share", START)
    again = pickle.loads(pickle.dumps(LAW))
    assert again == LAW
    assert hash(again) == hash(LAW)
    assert again.hash == LAW.hash


def test_reading_the_law_loads_neither_mesa_nor_matplotlib_nor_pandas():
    code = (
        "import sys; from reformsim.law import load_law; from reformsim.tasks import load_tasks;"
        "load_law(); load_tasks();"
        "print([m for m in ('mesa', 'matplotlib', 'pandas') if m in sys.modules])"
    )
    done = run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
