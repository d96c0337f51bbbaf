"""Questions and amendments that do not fit a table are refused in words."""

from __future__ import annotations

from datetime import date

import pytest

from reformsim.errors import RunError, UnknownNameError
from reformsim.law import load_law
from reformsim.law.tables import Entry

NOW = load_law().as_of(date(2011, 1, 1))
DAY = date(2011, 1, 1)
LATER = date(2014, 1, 1)

UNFIT = [
    ("council_seats", Entry(LATER, value=9.0, values=(9.0,)), "a table of classes takes no single value"),
    ("council_seats", Entry(LATER), "expected classes of inhabitants with a value each"),
    ("council_seats", Entry(LATER, bounds=(5.0,), values=(9.0,)), "1 bounds need 2 values, not 1"),
    ("aldermen_share", Entry(LATER, values=(0.2,)), "a table of kind 'value' takes no classes"),
    ("aldermen_share", Entry(LATER, value="a fifth"), "expected a number in a table of kind 'value'"),
    ("aldermen_share", Entry(LATER, value=float("nan")), "expected a number in a table of kind 'value'"),
    ("wgr_budget_to_gs", Entry(LATER, value="02-30"), "'02-30' is not a month and day, expected for instance '07-15'"),
    (
        "aldermen_share",
        Entry(LATER, until=date(2013, 1, 1), value=0.3, scope=frozenset({"GM0363"})),
        "it ends (2013-01-01) before it begins (2014-01-01)",
    ),
    ("aldermen_share", Entry(LATER, until=date(2015, 1, 1), value=0.3), "a national amendment has no end"),
]


@pytest.mark.parametrize(("table", "entry", "message"), UNFIT)
def test_an_entry_that_does_not_fit_its_table_is_refused(table: str, entry: Entry, message: str) -> None:
    with pytest.raises(RunError) as caught:
        NOW.amend(table, entry)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"law: table '{table}': ")


def test_a_day_before_the_first_entry_is_told_with_the_days_covered() -> None:
    with pytest.raises(RunError, match=r"'aldermen_share' has nothing in force on 1800-01-01; it covers \d{4}-"):
        NOW.value("aldermen_share", date(1800, 1, 1))


def test_a_table_is_not_read_as_another_kind() -> None:
    for ask in (NOW.listed, NOW.text, NOW.dates):
        with pytest.raises(TypeError, match="'aldermen_share' is"):
            ask("aldermen_share", DAY)
    with pytest.raises(TypeError, match="'aldermen_share' is not of kind 'classes'"):
        NOW.by_class("aldermen_share", DAY, [1_000])


def test_an_unknown_table_cannot_be_amended() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'aldermen_share'"):
        NOW.amend("aldermen_shar", Entry(LATER, value=0.3))
