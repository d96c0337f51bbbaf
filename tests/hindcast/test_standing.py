"""How far measures were off in history, and how hindcasts stand beside their null models."""

from __future__ import annotations

from pathlib import Path

import pytest

from reformsim.errors import DataError
from reformsim.hindcast.kept import ONE_YEAR, SPAN, Kept
from reformsim.hindcast.replay.replayed import COLUMNS, Held, Miss, miss_of, read_replayed
from reformsim.hindcast.standing import Beside, beside, is_test, miss_of_count, newest_test


def held(measure: str, year: int, simulated: float, published: float, role: str = "outcome") -> Held:
    return Held("r", measure, year, role, "observed", simulated, published)


def test_a_miss_is_the_median_over_the_years_and_forgets_its_sign() -> None:
    rows = [held("councillors", year, value, 100.0) for year, value in ((2010, 99.0), (2014, 103.0), (2018, 90.0))]
    assert miss_of("councillors", rows) == Miss(pytest.approx(0.03), 3, 2010, 2018)  # type: ignore[arg-type]


def test_an_input_that_comes_out_as_it_went_in_says_nothing() -> None:
    assert miss_of("councillors", [held("councillors", 2010, 100.0, 100.0, "input")]) is None


def test_parts_count_by_their_size_and_those_without_a_figure_not_at_all() -> None:
    rows = [held("councillors", 2010, 900.0, 900.0), held("aldermen", 2010, 110.0, 100.0)]
    found = miss_of("administrators_total", rows)
    assert found is not None and found.share == pytest.approx(0.1 * 100 / 1000) and found.figures == 2


def test_measures_of_which_nothing_was_published_have_no_miss() -> None:
    assert miss_of("decision_time", [held("councillors", 2010, 1.0, 1.0)]) is None


def kept(first: int, kind: str = SPAN, **scores: float) -> Kept:
    base = {"count_crps": 4.0, "pair_auc": 0.8}
    found = {"reformsim": {**base, **scores}, "worse": {"count_crps": 9.0, "pair_auc": 0.6}, "best": base}
    return Kept(kind, "s", first, first + 2, 8, "", (9, 3), found)


def test_the_best_null_model_is_low_in_errors_and_high_in_ranks_and_a_draw_is_not_better() -> None:
    assert beside(kept(2018), "count_crps") == Beside("count_crps", 4.0, 4.0, "best")
    assert not beside(kept(2018), "count_crps").better  # type: ignore[union-attr]
    assert beside(kept(2018, pair_auc=0.81), "pair_auc").better  # type: ignore[union-attr]
    assert beside(kept(2018), "merged_auc") is None


def test_the_newest_test_is_the_latest_that_the_rule_had_not_learned_from() -> None:
    found = [kept(2003), kept(2011), kept(2018), kept(2024, ONE_YEAR)]
    assert newest_test(found=found) is found[2]
    assert not is_test(kept(2003)) and not is_test(kept(2011, ONE_YEAR)) and is_test(kept(2011))
    assert newest_test(found=[kept(2003)]) is None


def test_the_number_of_municipalities_is_off_by_its_score_in_parts_of_the_real_number() -> None:
    rows = [held("municipalities", year, 400.0, 400.0, "input") for year in (2018, 2019, 2020)]
    assert miss_of_count(kept(2018), rows) == Miss(0.01, 2, 2019, 2020)
    assert miss_of_count(kept(2030), rows) is None


def test_a_file_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "replayed.csv"
    path.write_text("a,b\n")
    with pytest.raises(DataError, match="expected the columns replay, measure"):
        read_replayed(path)
    path.write_text(f"{','.join(COLUMNS)}\nr,councillors,2010,outcome,observed,many,1\n")
    with pytest.raises(DataError, match="2:1: not a row of figures"):
        read_replayed(path)
