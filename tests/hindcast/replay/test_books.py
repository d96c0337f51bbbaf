"""The books held against the accounts on record."""

from __future__ import annotations

import re

import pytest

from reformsim.hindcast.replay import books, books_page


@pytest.fixture(scope="module")
def ahead():
    return books.year_ahead(2018, 2019)


def test_a_year_ahead_compares_every_municipality_that_was_not_divided_and_has_accounts(ahead):
    of_all = {one.line: one for one in ahead if not one.size}
    assert set(of_all) == set(books.LINES)
    assert of_all["spending"].cases == sum(one.cases for one in ahead if one.line == "spending" and one.size)
    assert 330 < of_all["spending"].cases <= 355
    # The nation spent 3,523 euro an inhabitant in 2019; the mean municipality is smaller and spends less.
    assert 2_800 < of_all["spending"].mean < 3_523


def test_what_is_told_of_the_nation_is_that_of_the_record():
    told = books.national(2019)
    assert told["spending"] == pytest.approx(3_523, abs=1)
    assert told["general_grant"] == pytest.approx(31_047e6 / 17_282_163, rel=1e-4)


def test_being_told_the_nation_helps_the_last_figure_too(ahead):
    (grant,) = [one for one in ahead if one.line == "general_grant" and not one.size]
    assert grant.grown < grant.last and grant.model < grant.last


def test_the_page_has_the_figures_that_the_command_gives(ahead):
    """It takes some seconds to make anew, with `reformsim accounts --page src/reformsim/hindcast/replay/books.md`."""
    page = books_page.kept_page()
    assert page.startswith(books_page.page((), (), ()).partition("###")[0].rstrip())
    rows = re.findall(r"^\| spending \| all \| ([\d,]+) \|", page, re.M)
    assert rows == ["2,442", "2,069", "331"]
