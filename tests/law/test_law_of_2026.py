"""The law of 1 January 2026 against a table that was typed from the acts and their sources, not from our files."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reformsim.law import load_law

LAW = load_law()
DAY = date(2026, 1, 1)

# table, figure, mark. Acts as consolidated on the day or the nearest text read; money of budget bills and accounts.
FIGURES = [
    # Councils and colleges (Gemeentewet art. 8, 36)
    ("aldermen_share", 0.20, "law"),
    ("aldermen_share_parttime", 0.25, "law"),
    ("aldermen_minimum", 2, "law"),
    ("aldermen_parttime_ceiling", 1.10, "law"),
    ("mayors_per_municipality", 1, "law"),
    ("aldermen_fill", 0.836, "derived"),
    # Provinces (Provinciewet art. 35a)
    ("deputies_minimum", 3, "law"),
    ("deputies_maximum", 7, "law"),
    ("deputies_maximum_parttime", 9, "law"),
    ("deputies_in_office", 67 / 12, "derived"),
    ("kings_commissioners_per_province", 1, "law"),
    # Water boards (Waterschapswet art. 12, 13, 16)
    ("water_board_seats_minimum", 18, "law"),
    ("water_board_seats_maximum", 30, "law"),
    ("water_board_reserved_minimum", 4, "law"),
    ("water_board_reserved_maximum", 4, "law"),
    ("water_board_reserved_open_land", 2, "law"),
    ("water_board_reserved_nature", 2, "law"),
    ("water_board_reserved_business", 0, "law"),
    ("water_board_daily_reserved_minimum", 0, "secondary"),
    ("water_board_term_years", 4, "law"),
    ("water_boards_in_being", 21, "derived"),
    ("water_board_elected_seats", 518, "secondary"),
    # Cooperation (Wgr)
    ("wgr_draft_budget_weeks", 12, "law"),
    ("wgr_views_on_decisions", 1, "law"),
    ("wgr_draft_arrangement_weeks", 8, "law"),
    ("wgr_evaluation_obligatory", 1, "law"),
    ("wgr_exit_terms_obligatory", 1, "law"),
    ("wgr_residents_say", 1, "law"),
    ("wgr_joint_inquiry_allowed", 1, "secondary"),
    ("wgr_business_organisation_allowed", 1, "law"),
    ("wgr_council_budget_veto", 0, "law"),
    ("wgr_council_consent", 1, "law"),
    ("wgr_daily_board_minimum", 3, "law"),
    ("wgr_daily_board_outsider_majority_allowed", 0, "law"),
    ("wgr_daily_board_majority_of_general_board_allowed", 0, "law"),
    ("wgr_plus_allowed", 0, "law"),
    # Mergers (Wet arhi)
    ("merger_display_weeks", 8, "law"),
    ("merger_minister_months", 4, "law"),
    ("merger_gs_view_months", 3, "unverified"),
    ("merger_gs_consultation_months", 6, "law"),
    ("merger_gs_draft_months", 3, "law"),
    ("merger_gs_display_weeks", 2, "law"),
    ("merger_council_view_months", 3, "law"),
    ("merger_ps_adopt_months", 4, "law"),
    ("merger_interim_election_population_change", 0.10, "derived"),
    ("merger_interim_election_always", 1, "derived"),
    ("merger_skip_election_years", 3, "law"),
    ("merger_election_put_off_years", 1, "law"),
    ("merger_election_weeks_before", 6, "derived"),
    ("merger_vote_days_after", 44, "law"),
    ("merger_staff_decision_months", 0, "law"),
    ("sub_municipal_councils_allowed", 0, "secondary"),
    # Pay, euro a month (Rechtspositiebesluit decentrale politieke ambtsdragers)
    ("alderman_pay_floor", 0, "law"),
    ("alderman_expenses", 467.35, "law"),
    ("mayor_expenses", 507.99, "law"),
    ("provincial_councillor_pay", 2256.23, "law"),
    ("provincial_councillor_expenses", 223.50, "law"),
    ("deputy_pay", 11036.48, "law"),
    ("commissioner_pay", 14760.00, "law"),
    ("water_board_member_pay", 857.36, "law"),
    ("water_board_member_expenses", 223.50, "law"),
    ("water_board_executive_pay", 9841.08 / 5, "derived"),
    ("water_board_chair_pay", 12021.01, "law"),
    ("water_board_executive_total", 4.0, "law"),
    ("holiday_pay", 0.08, "law"),
    ("year_end_bonus", 0.083, "law"),
    ("year_end_bonus_mayor", 0.098, "law"),
    ("employer_on_costs", 0.30, "unverified"),
    ("councillor_insurance_fees", 1, "law"),
    ("faction_chair_fee", 89.46, "law"),
    ("faction_chair_fee_each", 12.77, "law"),
    ("faction_chair_fee_most", 191.67, "law"),
    # Turnout of the elections last held
    ("council_turnout", 0.510, "secondary"),
    ("turnout_provinces", 0.583, "secondary"),
    ("turnout_water_boards", 0.531, "secondary"),
    # Money, euro
    ("municipal_fund_total", 47.526e9, "secondary"),
    ("provincial_fund_total", 3.697e9, "secondary"),
    ("general_grant_received", 46.959e9, "derived"),
    ("fund_per_inhabitant", 374, "derived"),
    ("fund_scale_cut", 300e6, "secondary"),
    ("fund_extra_2025_2027", 3e9, "secondary"),
    ("fund_ravine", 2.3e9, "secondary"),
    ("merger_grant_base", 2_245_440, "law"),
    ("merger_grant_per_inhabitant", 53.29, "law"),
    # Regions
    ("youth_regions", 41, "secondary"),
    ("youth_regions_obligatory", 1, "secondary"),
    ("labour_market_regions", 35, "secondary"),
    ("safety_regions", 25, "law"),
    ("health_regions", 25, "secondary"),
    ("environment_services", 26, "derived"),
    ("school_leaving_regions", 40, "unverified"),
    ("energy_regions", 30, "unverified"),
]

CLASS_LIMITS = (8_000, 14_000, 24_000, 40_000, 60_000, 100_000, 150_000, 375_000, 1_000_000)
PAY = {
    "councillor_fee": (1305.79, 1305.79, 1305.79, 1305.79, 1698.33, 1987.30, 2256.23, 2628.44, 3200.00),
    "councillor_expenses": (223.50,) * 9,
    "alderman_pay": (6110.94, 6907.67, 7747.70, 8281.86, 9042.33, 9841.08, 10735.89, 11364.41, 12875.98),
    "mayor_pay": (7975.69, 8760.55, 9539.58, 10358.31, 11218.35, 12152.10, 12875.98, 13787.12, 14760.00),
}

WORDS = [
    ("merger_effective_day", "01-01", "law"),
    ("merger_nomination_from", "10-05", "law"),
    ("merger_postpone_from", "10-01", "law"),
    ("merger_postpone_until", "12-31", "law"),
    ("merger_policy_framework", "Beleidskader gemeentelijke herindeling 2018", "secondary"),
    ("wgr_framework_date", "04-30", "law"),
    ("wgr_budget_to_gs", "09-15", "law"),
    ("wgr_accounts_to_gs", "07-15", "law"),
]

DUTIES = {
    "duty_wmo_2015": (date(2015, 1, 1), "law"),
    "duty_youth_act": (date(2015, 1, 1), "law"),
    "duty_participation_act": (date(2015, 1, 1), "law"),
    "duty_environment_services": (date(2016, 4, 14), "secondary"),
    "duty_integration": (date(2022, 1, 1), "unverified"),
    "duty_environment_and_planning_act": (date(2024, 1, 1), "law"),
    "duty_asylum_spreading_act": (date(2024, 2, 1), "secondary"),
    "duty_resident_participation_bylaw": (date(2025, 1, 1), "secondary"),
    "duty_heat_transition_act": (date(2026, 1, 1), "secondary"),
    "duty_participation_act_in_balance": (date(2026, 1, 1), "secondary"),
}


@pytest.mark.parametrize(("table", "figure", "mark"), FIGURES)
def test_a_figure_of_1_january_2026_is_that_of_its_source_with_its_mark(table, figure, mark):
    assert LAW.value(table, DAY) == pytest.approx(figure, rel=1e-9)
    assert LAW.entry(table, DAY).status == mark


@pytest.mark.parametrize(("table", "words", "mark"), WORDS)
def test_a_day_or_name_of_2026_is_that_of_its_source_with_its_mark(table, words, mark):
    assert (LAW.text(table, DAY), LAW.entry(table, DAY).status) == (words, mark)


@pytest.mark.parametrize("table", PAY)
def test_pay_by_class_of_2026_is_that_of_the_decree(table):
    assert LAW.by_class(table, DAY, CLASS_LIMITS).tolist() == list(PAY[table])
    assert LAW.entry(table, DAY).status == "law"


@pytest.mark.parametrize("duty", DUTIES)
def test_a_new_duty_begins_on_the_first_day_of_its_act(duty):
    first, mark = DUTIES[duty]
    assert LAW.entry(duty, DAY).since == first
    assert (LAW.value(duty, DAY), LAW.entry(duty, DAY).status) == (1, mark)


@pytest.mark.parametrize(
    ("table", "days"),
    [
        ("council_elections", ["2018-03-21", "2022-03-16", "2026-03-18", "2030-03-20"]),
        ("provincial_elections", ["2019-03-20", "2023-03-15", "2027-03-17", "2031-03-19"]),
        ("water_board_elections", ["2019-03-20", "2023-03-15", "2027-03-17", "2031-03-19"]),
        ("merger_elections", ["2018-11-21", "2020-11-18", "2021-11-24", "2022-11-23", "2026-11-18"]),
    ],
)
def test_elections_of_2018_to_2031_are_held_on_their_real_days(table, days):
    assert [str(d) for d in LAW.dates(table, DAY) if 2018 <= d.year <= 2031] == days


GRANTS = {2017: 27.8, 2019: 31.0, 2022: 39.6, 2024: 44.0, 2026: 47.0}


@pytest.mark.parametrize("year", GRANTS)
def test_the_general_grant_is_what_municipalities_booked_in_billions_of_euros(year):
    assert LAW.value("general_grant_received", date(year, 7, 1)) / 1e9 == pytest.approx(GRANTS[year], abs=0.06)


TURNOUTS = {
    "council_turnout": {2014: 0.539, 2018: 0.550, 2022: 0.510, 2026: 0.53},
    "turnout_provinces": {2019: 0.562, 2023: 0.583},
    "turnout_water_boards": {2015: 0.435, 2019: 0.513, 2023: 0.531},
}


@pytest.mark.parametrize(("table", "year"), [(table, year) for table, by in TURNOUTS.items() for year in by])
def test_turnout_holds_from_its_election_to_the_next(table, year):
    assert LAW.value(table, date(year, 7, 1)) == TURNOUTS[table][year]


PROVINCES = [f"PV{number}" for number in range(20, 32)]
# Inhabitants on 1 January, Groningen to Limburg in the order of the codes (CBS population accounts, added up).
PEOPLE = {
    2018: (582_944, 647_268, 492_100, 1_151_501, 411_670, 2_060_103, 1_295_484, 2_831_182, 3_681_044, 382_304,
           2_528_286, 1_117_198),
    2022: (590_170, 654_019, 497_743, 1_171_910, 434_771, 2_110_472, 1_369_873, 2_909_827, 3_753_944, 386_767,
           2_592_874, 1_118_302),
    2023: (596_075, 659_551, 502_051, 1_184_333, 444_701, 2_133_708, 1_387_643, 2_952_622, 3_804_906, 391_124,
           2_626_210, 1_128_367),
    2026: (601_286, 665_208, 508_109, 1_202_375, 462_816, 2_173_349, 1_415_104, 3_009_386, 3_882_708, 394_538,
           2_676_955, 1_138_374),
}  # fmt: skip
SEATS_OF_2019 = [43, 43, 41, 47, 41, 55, 49, 55, 55, 39, 55, 47]
SEATS_OF_2023 = [43, 43, 43, 47, 41, 55, 49, 55, 55, 39, 55, 47]


@pytest.mark.parametrize(
    ("day", "seats", "total"),
    [
        (date(2019, 3, 20), SEATS_OF_2019, 570),
        (date(2023, 3, 15), SEATS_OF_2023, 572),
        (date(2027, 3, 17), SEATS_OF_2023, 572),
    ],
)
def test_provincial_councils_have_the_seats_that_were_elected_province_by_province(day, seats, total):
    """Published: 570 after 2015 and 2019, 572 after 2023; Drenthe used the later count that art. 1(2) offers."""
    before = [round(LAW.value("provincial_reference_years_before", day, code)) for code in PROVINCES]
    assert [code for code, years in zip(PROVINCES, before, strict=True) if years != 1] == (
        ["PV22"] if day.year == 2023 else []
    )
    people = [PEOPLE[day.year - years][at] for at, years in enumerate(before)]
    found = LAW.by_class("provincial_council_seats", day, people, PROVINCES)
    assert found.tolist() == seats
    assert found.sum() == total


def test_water_boards_of_2023_have_602_members_of_whom_84_have_a_reserved_seat():
    boards, reserved = LAW.value("water_boards_in_being", DAY), LAW.value("water_board_reserved_minimum", DAY)
    assert boards * reserved == 84
    assert LAW.value("water_board_elected_seats", DAY) + boards * reserved == 602
    least, most = (LAW.value(f"water_board_seats_{end}", DAY) for end in ("minimum", "maximum"))
    assert boards * least <= 602 <= boards * most


AMOUNTS_OF_BOTH_ENDS = [
    # table, day and amount that were read, year read next and amount
    ("alderman_expenses", date(2014, 7, 1), 345.0, 467.35),
    ("mayor_expenses", date(2014, 7, 1), 375.0, 507.99),
    ("deputy_pay", date(2014, 1, 1), 7899.67, 11036.48),
    ("commissioner_pay", date(2014, 1, 1), 10325.86, 14760.00),
    ("water_board_member_pay", date(2015, 1, 1), 448.41, 857.36),
    ("water_board_chair_pay", date(2015, 1, 1), 8541.18, 12021.01),
]


@pytest.mark.parametrize(("table", "known", "first", "last"), AMOUNTS_OF_BOTH_ENDS)
def test_pay_that_was_not_read_rises_in_a_constant_ratio_from_2019_and_says_so(table, known, first, last):
    assert LAW.value(table, date(2018, 12, 31)) == first
    years = range(2019, 2027)
    days = np.array([(date(year, 1, 1) - known).days for year in years])
    wanted = first * (last / first) ** (days / days[-1])
    assert [LAW.value(table, date(year, 1, 1)) for year in years] == pytest.approx(wanted.tolist(), abs=0.006)
    assert {LAW.entry(table, date(year, 6, 1)).status for year in range(2019, 2026)} == {"assumption"}
    assert LAW.entry(table, date(2022, 6, 1)).source == f"between the figures of {known} and of 2026-01-01"
