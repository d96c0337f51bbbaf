"""Numbers and tables as people read them."""

from __future__ import annotations

import io
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from reformsim.report.numbers import decimals_for, shown
from reformsim.report.page.tables import comparison_html, comparison_tables, hanging, run_html, run_table
from reformsim.report.words import Words

MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "expected"),
    [
        (16655799, 0, False, "16,655,799"),
        (0.1234, 3, False, "0.123"),
        (-1512.4, 0, True, f"{MINUS}1,512"),
        (86, 0, True, "+86"),
        (-0.0004, 2, True, "0.00"),
        (math.nan, 0, False, "-"),
        (math.inf, 0, False, "-"),
    ],
)
def test_numbers_are_written_with_thousands_and_a_sign_only_where_one_is_due(
    value: float, decimals: int, signed: bool, expected: str
) -> None:
    assert shown(value, decimals, signed=signed) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([418, 347], 0),
        ([412.5, 418], 0),
        ([99.6, 100], 1),
        ([3.61, 4.08], 2),
        ([0.604], 3),
        ([0.1], 3),
        ([0.06], 4),
        ([math.nan], 0),
    ],
)
def test_numbers_get_no_more_digits_than_mean_something(values: list[float], expected: int) -> None:
    assert decimals_for(values) == expected


def test_what_is_counted_is_shown_with_one_decimal_at_most():
    assert decimals_for([5, 3.2], "municipalities") == 1
    assert decimals_for([5, 3.2], "km") == 2


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_number_shown_reads_back_to_the_number_rounded(value: float, decimals: int) -> None:
    back = float(shown(value, decimals).replace(",", "").replace(MINUS, "-"))
    assert back == round(value, decimals)


def test_a_range_whose_ends_read_the_same_is_left_out() -> None:
    assert Words("en").interval(417.9, 418.1) == ""
    assert Words("en").interval(341.2, 352.9) == "341 to 353"


def _about() -> dict[str, list[object]]:
    return {
        "indicator": ["administrators_total", "capacity_mean", "mayors"],
        "title": ["Administrators, all offices", "Capacity <mean>", "Mayors"],
        "unit": ["persons", "0-1", "persons"],
        "direction": ["lower", "higher", "none"],
        "headline": [True, True, False],
    }


def _summary() -> pd.DataFrame:
    table = pd.DataFrame(_about())
    table["start"] = table["start_low"] = table["start_high"] = [13080.0, 0.604, 418.0]
    table["end"], table["end_low"], table["end_high"] = [10256.0, 0.665, 347.0], [10122.0, 0.66, 341.0], [
        10337.0, 0.67, 353.0,
    ]  # fmt: skip
    table["chance_share"] = [0.214, math.nan, 1.0]
    table.attrs.update(years=[2011, 2030], replicates=4)
    return table


def _compared() -> pd.DataFrame:
    parts = []
    for name, end in (("baseline-2011", [12392.0, 0.672, 352.0]), ("note-2011", [10271.0, 0.664, 350.0])):
        table = pd.DataFrame(_about())
        table["scenario"], table["end"] = name, end
        changes = [math.nan] * 3 if name == "baseline-2011" else [-2126.0, -0.009, -2.0]
        table["difference"] = changes
        table["same_sign"] = [c if math.isnan(c) else 1.0 for c in changes]
        table["difference_low"], table["difference_high"] = [c - 0.002 for c in changes], [c + 0.002 for c in changes]
        table["chance_share"] = [math.nan] * 3 if name == "baseline-2011" else [0.214, 0.9, 0.1]
        table["origin"] = ""
        parts.append(table)
    joined = pd.concat(parts, ignore_index=True)
    joined.attrs.update(year=2030, replicates=8, scenarios=["baseline-2011", "note-2011"])
    return joined


VERDICTS = pd.DataFrame(
    {
        "scenario": "note-2011",
        "indicator": ["administrators_total", "capacity_mean"],
        "title": ["Administrators, all offices", "Capacity <mean>"],
        "verdict": ["robust", "depends"],
        "hangs_on": ["", "cooperation.ending"],
    }
)


def _printed(table: object, width: int = 80) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width).print(table)
    return stream.getvalue()


def test_the_result_table_shows_headline_indicators_in_eighty_columns() -> None:
    text = _printed(run_table("note-2011", _summary()))
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "13,080" in text and "10,256" in text and "10,122 to 10,337" in text
    assert "chance 21 %" in text and "chance nan" not in text
    assert "Mayors" not in text


def test_the_comparison_shows_what_part_is_chance_and_a_verdict_in_eighty_columns() -> None:
    summary = _compared()
    summary.loc[summary["scenario"] == "note-2011", "origin"] = "figures"
    (table,) = comparison_tables(summary, VERDICTS)
    text = _printed(table)
    assert max(len(line) for line in text.splitlines()) <= 80
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert any(line.endswith(" robust") for line in lines) and any(line.endswith(" depends") for line in lines)
    assert any("figures" in line and line.endswith("chance 90 % 100 %") for line in lines), text


def test_a_sentence_names_what_signs_hang_on_and_none_is_said_where_none_does() -> None:
    (line,) = hanging(VERDICTS)
    assert line == (
        "Signs of the effects of note-2011 that depend on an assumption hang most: "
        "Capacity <mean> on yearly chance that a body ends (cooperation.ending)."
    )
    assert hanging(VERDICTS.head(1)) == []


def test_the_comparison_shows_both_scenarios_and_the_paired_difference() -> None:
    (table,) = comparison_tables(_compared())
    text = _printed(table)
    assert max(len(line) for line in text.splitlines()) <= 80
    row = next(line for line in text.splitlines() if "12,392" in line)
    assert "10,271" in row and f"{MINUS}2,126" in row
    assert f"{MINUS}0.011 to {MINUS}0.007" in text


@pytest.mark.parametrize("change", [0.0, -0.0004])
def test_a_difference_that_reads_nought_has_no_sign(change: float) -> None:
    summary = _compared()
    summary.loc[summary["scenario"] == "note-2011", ["difference", "same_sign"]] = [change, 1.0]
    (table,) = comparison_tables(summary)
    row = next(line for line in _printed(table).splitlines() if line.startswith("Capacity"))
    assert row.split()[-1] == "-" and "100 %" not in row


def test_in_a_notebook_titles_are_escaped_and_units_shown() -> None:
    page = run_html("note-2011", "A & B", _summary())
    assert "A &amp; B" in page and "Capacity &lt;mean&gt;" in page and "(0-1)" in page
    assert "note-2011 against baseline-2011 in 2030" in comparison_html(_compared())


@pytest.mark.parametrize("width", [40, 60])
def test_a_narrow_screen_breaks_no_word_and_no_number(width: int) -> None:
    for table in (run_table("plan", _summary()), *comparison_tables(_compared())):
        out = io.StringIO()
        Console(file=out, width=width).print(table, crop=False)
        words = out.getvalue().split()
        assert "Administrators," in words
        assert "\N{HORIZONTAL ELLIPSIS}" not in out.getvalue()
        assert "10,256" in words or "10,271" in words
