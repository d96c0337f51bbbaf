"""Accounts of municipalities as a file: what is read of them, and how a mistake is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from reformsim.tasks import load_task_book
from reformsim.territory import check_territory, later_homes, load_territory
from tests.model.accounts.given import folder

HEAD = (
    "code,year,general_grant,specific_grants,local_taxes,fees,other_income,equity,balance_total,sewerage,"
    "governance,other_spending\n"
)


@pytest.fixture
def own(tmp_path) -> Path:
    made = tmp_path / "own"
    shutil.copytree(folder(), made)
    return made


def test_the_accounts_of_the_netherlands_are_those_of_2017_to_2024():
    books = load_territory("netherlands", 2018).books
    assert sorted(books.years) == list(range(2017, 2025))
    assert [len(books.years[year].codes) for year in (2017, 2018, 2024)] == [388, 377, 341]
    # Published of 2023: balance total 104,310 and equity 41,306 million.
    of_2023 = books.years[2023]
    assert of_2023.balance_total.sum() / 1e6 == pytest.approx(104_310, abs=1)
    assert of_2023.equity.sum() / 1e6 == pytest.approx(41_306, abs=1)
    assert set(books.spending) - {"governance", "other_spending"} <= set(load_task_book().ids)


def test_what_is_left_of_a_year_is_the_change_of_equity_in_nearly_all_accounts():
    books = load_territory("netherlands", 2018).books
    before, after = books.years[2018], books.years[2019]
    both = sorted(set(before.codes) & set(after.codes))
    one, other = ([year.codes.index(code) for code in both] for year in (before, after))
    apart = np.abs(after.equity[other] - before.equity[one] - after.result[other])
    assert np.mean(apart < 20_000) > 0.7


def test_a_first_day_before_2017_knows_the_same_accounts_and_into_whom_its_municipalities_went():
    land = load_territory("netherlands-2011")
    assert land.books is load_territory("netherlands", 2026).books
    home = dict(zip(land.codes, later_homes(land, 2017), strict=True))
    assert home["GM0373"] == "GM0373"  # Bergen (NH)
    assert home["GM0366"] == "GM1911"  # Anna Paulowna, since 2012 in Hollands Kroon


def test_a_folder_of_its_own_may_have_accounts_which_count_in_its_hash(own):
    assert load_territory(own).hash != load_territory(Path(__file__).parents[1] / "toy").hash
    assert load_territory(own).books.years[2011].equity[0] == 400.0 * 4000


def test_mistakes_in_accounts_are_told_with_file_line_and_nearest_word(own):
    rows = "T01,2011,1,1,1,1,1,1,1,1,1,x\nT1,2011,1,1,1,1,1,1,1,1,1,1\n"
    rows += "T02,2011,1,1,1,1,1,,1,1,1,1\nT02,2011,1,1,1,1,1,1,1,1,1,1\n"
    (own / "accounts.csv").write_text(HEAD.replace("sewerage", "sewrage") + rows)
    told = [(p.line, p.message) for p in check_territory(own, tasks=load_task_book().ids)]
    assert told == [(1, "unknown column 'sewrage'; did you mean 'sewerage'?")]
    (own / "accounts.csv").write_text(HEAD + rows)
    told = [(p.line, p.message) for p in check_territory(own, tasks=load_task_book().ids)]
    assert told == [
        (2, "'x' is wrong, expected thousands of euro"),
        (3, "unknown unit 'T1'; did you mean 'T12'?"),
        (5, "'T02' already has accounts of 2011, on line 4"),
    ]


def test_flanders_and_switzerland_have_none():
    assert load_territory("flanders").books is None and load_territory("switzerland").books is None
