"""The statutory procedure: months by the terms of the Wet arhi, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from reformsim.law import load_law
from reformsim.law.tables import Entry
from reformsim.model.mergers.procedures import STAGES, Procedure, stage_months, stages_due

DAY = date(2011, 12, 31)
WEEKS = 365.25 / 12 / 7
"""Weeks in a month."""


def test_from_below_the_act_takes_a_good_25_months():
    """12 months of preparation; 8 weeks on display (art. 5); 4 months for the minister (art. 6), 7.5 for Parliament."""
    design, advice, act = stage_months(load_law(), DAY, "below")
    assert design == 12
    assert advice == pytest.approx(12 + 8 / WEEKS) and advice == pytest.approx(13.84, abs=0.01)
    assert act == pytest.approx(12 + 8 / WEEKS + 4 + 7.5) and act == pytest.approx(25.34, abs=0.01)


def test_from_above_the_act_takes_a_good_27_months():
    """6 months of consultation, 3 for the draft (art. 8); the councils have 3 months, longer than 2 + 8 weeks on
    display (2.3 months); 4 for the provincial council (art. 11), 4 for the minister, 7.5 for Parliament.
    """
    design, advice, act = stage_months(load_law(), DAY, "above")
    assert (design, advice, act) == (9, 9 + 3 + 4, 9 + 3 + 4 + 4 + 7.5)


def test_a_longer_display_lengthens_the_procedure_from_above_once_it_exceeds_the_councils_term():
    law = load_law().amend("merger_display_weeks", Entry(since=date(2011, 6, 1), value=26.0, source="a test"))
    _, advice, _ = stage_months(law, DAY, "above")
    assert advice == pytest.approx(9 + (2 + 26) / WEEKS + 4)


def test_a_shorter_preparation_brings_the_act_within_two_years():
    law = load_law().amend("merger_preparation_months", Entry(since=date(2011, 6, 1), value=6.0, source="a test"))
    months = stage_months(law, DAY, "below")
    assert months[2] == pytest.approx(19.34, abs=0.01)
    assert stages_due(Procedure((0, 1), 0, 2012, "below", 1), months, 2013) == [1, 2]


@pytest.mark.parametrize("route", ["below", "above"])
def test_a_procedure_begun_in_2012_passes_a_stage_a_year_and_takes_effect_on_1_january_2015(route):
    """By 31 December 12, 24 and 36 months have passed: design (12 or 9), advice (13.8 or 16), act (25.3 or 27.5)."""
    months = stage_months(load_law(), DAY, route)
    p = Procedure((0, 1), 0, 2012, route)
    for year, stage in ((2012, 0), (2013, 1), (2014, 2)):
        assert stages_due(p, months, year) == [stage]
        p.passed = stage + 1
    assert p.passed == len(STAGES)


def test_a_stage_that_is_passed_is_not_due_again():
    months = stage_months(load_law(), DAY, "below")
    assert stages_due(Procedure((0, 1), 0, 2012, "below", 1), months, 2012) == []
    assert stages_due(Procedure((0, 1), 0, 2012, "below", 3), months, 2030) == []
