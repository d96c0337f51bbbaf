"""Figures of the law that were once wrong, missing or unsourced: each with its day, its article and its mark."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reformsim.law import load_law

LAW = load_law()
RDPA = "Rechtspositiebesluit decentrale politieke ambtsdragers"
YEAR_1994 = date(1994, 1, 1)

CORRECTED = [
    # table, first day, value from that day on, words of article or source, mark
    ("fund_scale_cut", date(2015, 1, 1), 60e6, "2021Z14719", "secondary"),
    ("fund_scale_cut", date(2016, 1, 1), 120e6, "2021Z14719", "secondary"),
    ("fund_scale_cut", date(2017, 1, 1), 180e6, "2021Z14719", "secondary"),
    ("fund_scale_cut", date(2018, 1, 1), 240e6, "2021Z14719", "secondary"),
    ("fund_scale_cut", date(2019, 1, 1), 300e6, "2021Z14719", "secondary"),
    ("alderman_pay_floor", date(2009, 1, 1), 5553.35, "art. 29a; Stb. 2009, 561", "secondary"),
    ("alderman_pay_floor", date(2014, 1, 1), 5553.35, "Rechtspositiebesluit wethouders", "law"),
    ("alderman_pay_floor", date(2019, 1, 1), 0, f"{RDPA} art. 3.2.1", "law"),
    ("council_turnout", date(2014, 3, 19), 0.539, "final count", "secondary"),
    ("council_turnout", date(2018, 3, 21), 0.550, "final count", "secondary"),
    ("council_turnout", date(2022, 3, 16), 0.510, "final count", "secondary"),
    ("council_turnout", date(2026, 3, 18), 0.53, "Kiesraad", "derived"),
    ("deputies_in_office", date(2003, 3, 11), 69 / 12, "NOS", "derived"),
    ("deputies_in_office", date(2007, 3, 7), 5, "politiekeambtsdragers.nl", "assumption"),
    ("deputies_in_office", date(2015, 3, 18), 62 / 12, "NOS", "derived"),
    ("deputies_in_office", date(2019, 3, 20), 69 / 12, "NOS", "derived"),
    ("deputies_in_office", date(2023, 3, 15), 67 / 12, "De Collegetafel", "derived"),
    ("water_board_executive_total", date(2008, 1, 1), 2.5, "500 % of 3,557.60", "derived"),
    ("water_board_executive_total", date(2015, 1, 1), 3.0, "Waterschapsbesluit art. 3.11(2)", "law"),
    ("water_board_executive_total", date(2023, 3, 29), 4.0, "Unie van Waterschappen", "secondary"),
    ("water_board_executive_total", date(2026, 1, 1), 4.0, f"{RDPA} art. 4.5", "law"),
    ("water_board_executive_pay", date(2026, 1, 1), 9841.08 / 5, f"{RDPA} art. 4.2.1(3)", "derived"),
    ("water_board_chair_pay", date(2026, 1, 1), 12021.01, f"{RDPA} art. 4.2.1", "law"),
    ("water_board_member_pay", date(2026, 1, 1), 857.36, f"{RDPA} art. 4.1.1", "law"),
    ("water_board_member_expenses", date(2026, 1, 1), 223.50, RDPA, "law"),
    ("provincial_councillor_pay", date(2026, 1, 1), 2256.23, f"{RDPA} art. 2.1.1", "law"),
    ("provincial_councillor_expenses", date(2026, 1, 1), 223.50, RDPA, "law"),
    ("deputy_pay", date(2026, 1, 1), 11036.48, f"{RDPA} art. 2.2.1", "law"),
    ("commissioner_pay", date(2026, 1, 1), 14760.00, f"{RDPA} art. 2.2.1", "law"),
    ("alderman_expenses", date(2026, 1, 1), 467.35, RDPA, "law"),
    ("mayor_expenses", date(2026, 1, 1), 507.99, RDPA, "law"),
    ("merger_interim_election_population_change", date(2018, 6, 13), 0.10, "Wet arhi art. 52", "derived"),
    ("merger_interim_election_always", date(1985, 1, 1), 0, "Wet arhi art. 52", "law"),
    ("merger_interim_election_always", date(2018, 6, 13), 1, "Wet arhi art. 52", "derived"),
    ("merger_skip_election_years", date(1985, 1, 1), 2, "Acts on Alkmaar", "derived"),
    ("merger_skip_election_years", date(2014, 8, 16), 3, "Stb. 2014, 308", "secondary"),
    ("merger_skip_election_years", date(2018, 6, 13), 3, "Wet arhi art. 56e", "law"),
    ("merger_election_put_off_years", date(2018, 6, 13), 1, "Wet arhi art. 56a-56d", "law"),
    ("merger_staff_decision_months", date(2020, 1, 1), 0, "Wet arhi art. 57", "unverified"),
    ("merger_staff_decision_months", date(2024, 1, 1), 0, "Wet arhi art. 57", "law"),
    ("merger_spending_supervision", date(1985, 1, 1), 1, "Wet arhi art. 21", "law"),
    ("wgr_council_consent", date(1985, 1, 1), 1, "Wgr art. 1(2)", "law"),
    ("wgr_draft_budget_weeks", date(2022, 7, 1), 12, "Wgr art. 35(1)", "law"),
    ("wgr_views_on_decisions", date(2022, 7, 1), 1, "Wgr art. 10(5)", "law"),
    ("wgr_draft_arrangement_weeks", date(2022, 7, 1), 8, "Wgr art. 1(2)-(5)", "law"),
    ("wgr_evaluation_obligatory", date(2022, 7, 1), 1, "Wgr art. 11a", "law"),
    ("wgr_exit_terms_obligatory", date(2022, 7, 1), 1, "Wgr art. 9(1)", "law"),
    ("wgr_residents_say", date(2022, 7, 1), 1, "Wgr art. 10(7)", "law"),
    ("water_boards_in_being", date(2011, 1, 1), 26, "Blija Buitendijks", "derived"),
    ("water_boards_in_being", date(2013, 1, 1), 25, "Blija Buitendijks", "derived"),
    ("water_boards_in_being", date(2014, 1, 1), 24, "Blija Buitendijks", "derived"),
    ("water_boards_in_being", date(2016, 1, 1), 23, "Blija Buitendijks", "derived"),
    ("water_boards_in_being", date(2017, 1, 1), 22, "Limburg formed on this day", "derived"),
    ("water_boards_in_being", date(2017, 12, 20), 21, "Blija Buitendijks", "derived"),
    ("water_board_reserved_minimum", date(2022, 12, 17), 4, "Waterschapswet art. 12-13", "law"),
    ("water_board_reserved_maximum", date(2022, 12, 17), 4, "Waterschapswet art. 12-13", "law"),
    ("aldermen_fill", YEAR_1994, 0.836, "Wethoudersvereniging", "derived"),
]


@pytest.mark.parametrize(("table", "day", "value", "words", "mark"), CORRECTED)
def test_a_corrected_figure_holds_from_its_day_with_its_article_and_mark(table, day, value, words, mark):
    entry = LAW.entry(table, day)
    assert entry.since == day
    assert LAW.value(table, day) == pytest.approx(value, rel=1e-12)
    assert words in f"{entry.article}; {entry.source}"
    assert entry.status == mark


def test_the_cut_for_scale_up_begins_in_2015_and_stays_at_300_million():
    assert LAW.value("fund_scale_cut", date(2014, 12, 31)) == 0
    assert [LAW.value("fund_scale_cut", date(year, 7, 1)) for year in (2020, 2022, 2026)] == [300e6] * 3


def test_there_is_no_pay_floor_before_2009_nor_a_deputy_of_2007_before_the_elections():
    assert LAW.value("alderman_pay_floor", date(2008, 12, 31)) == 0
    assert LAW.value("deputies_in_office", date(2007, 3, 6)) == pytest.approx(69 / 12)


@pytest.mark.parametrize(
    ("table", "words", "article"),
    [
        ("wgr_budget_to_gs", "09-15", "Wgr art. 34(2)"),
        ("wgr_framework_date", "04-30", "Wgr art. 34b"),
    ],
)
def test_days_of_the_cooperation_law_of_2022_are_those_of_the_text(table, words, article):
    entry = LAW.entry(table, date(2022, 7, 1))
    assert (LAW.text(table, date(2022, 7, 1)), entry.article, entry.status) == (words, article, "law")
    assert entry.since == date(2022, 7, 1)


def test_a_merger_bill_of_the_last_quarter_lets_the_election_lapse_since_the_act_of_2014():
    day = date(2014, 8, 16)
    assert [LAW.text(f"merger_postpone_{end}", day) for end in ("from", "until")] == ["10-01", "12-31"]
    assert {LAW.entry(f"merger_postpone_{end}", day).article for end in ("from", "until")} == {"Wet arhi art. 56a-56d"}
    assert not LAW.in_force("merger_postpone_from", day - timedelta(1))


LIMITS = [8_000, 14_000, 24_000, 40_000, 60_000, 100_000, 150_000, 375_000, 375_001]
FEE_2018 = [250.82, 396.33, 617.77, 958.91, 1248.42, 1460.84, 1658.52, 1932.14, 2352.29]
FEE_2026 = [1305.79] * 4 + [1698.33, 1987.30, 2256.23, 2628.44, 3200.00]


@pytest.mark.parametrize(
    ("table", "day", "amounts", "article", "mark"),
    [
        ("councillor_fee", date(2017, 1, 1), FEE_2018, "Rechtspositiebesluit raads- en commissieleden", "derived"),
        ("councillor_fee", date(2026, 1, 1), FEE_2026, f"{RDPA} art. 3.1.1", "law"),
        ("councillor_expenses", date(2026, 1, 1), [223.50] * 9, f"{RDPA} ch. 3", "law"),
        (
            "alderman_pay",
            date(2026, 1, 1),
            [6110.94, 6907.67, 7747.70, 8281.86, 9042.33, 9841.08, 10735.89, 11364.41, 12875.98],
            f"{RDPA} art. 3.2.1(3)",
            "law",
        ),
        (
            "mayor_pay",
            date(2026, 1, 1),
            [7975.69, 8760.55, 9539.58, 10358.31, 11218.35, 12152.10, 12875.98, 13787.12, 14760.00],
            f"{RDPA} art. 3.2.1(1)",
            "law",
        ),
    ],
)
def test_pay_by_class_is_that_of_the_decree(table, day, amounts, article, mark):
    assert LAW.by_class(table, day, LIMITS).tolist() == amounts
    entry = LAW.entry(table, day)
    assert (entry.since, entry.article, entry.status) == (day, article, mark)


def test_from_2019_councils_up_to_40_000_inhabitants_share_one_fee_between_those_of_2018_and_2026():
    """Geometrically an eighth of the way, an assumption: 958.91 x (1305.79 / 958.91) ** (1 / 8) = 996.64."""
    assert len(set(LAW.by_class("councillor_fee", date(2018, 12, 31), LIMITS[:4]))) == 4
    fees = LAW.by_class("councillor_fee", date(2019, 1, 1), LIMITS)
    before = [FEE_2018[3]] * 4 + FEE_2018[4:]
    between = [a * (b / a) ** (1 / 8) for a, b in zip(before, FEE_2026, strict=True)]
    assert fees == pytest.approx(between, abs=0.006)
    assert fees[:4].tolist() == [996.64] * 4
    assert LAW.entry("councillor_fee", date(2019, 1, 1)).status == "assumption"
