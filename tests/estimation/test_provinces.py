"""How provinces differ in the level of mergers: by hand, on made records, and the committed estimate again."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.behaviour import load_behaviour
from reformsim.behaviour.provinces import load_province_estimate, read_province_estimate
from reformsim.errors import DataError
from reformsim.estimation.protocol import Scored
from reformsim.estimation.provinces import report
from reformsim.estimation.provinces.counts import Counts, count
from reformsim.estimation.provinces.effects import (
    LASTING,
    SHAPES,
    TERM,
    YEAR,
    effects,
    log_likelihood,
    pattern,
    spread_of,
)
from reformsim.estimation.provinces.report import expected_of_real, kept_page, province_rows, result_of
from reformsim.estimation.provinces.scoring import Held, drawn_anew, gain_of, rank, without
from reformsim.report.told import scored
from reformsim.report.words import Words


def of(expected: list[list[float]], real: list[list[int]], first: int = 2004) -> Counts:
    """Counts of some years of provinces A, B, ..."""
    codes = tuple("ABCDEFGH"[: len(real[0])])
    return Counts(np.arange(first, first + len(real)), codes, codes, np.array(expected, float), np.array(real))


def made(spread: float, shape: str, years: int = 120, provinces: int = 6, seed: int = 5) -> Counts:
    """A record in which provinces differ as they are known to, with six mergers a year."""
    random = np.random.default_rng(seed)
    expected = random.uniform(0.5, 2.0, (years, provinces))
    acts = pattern(shape, np.arange(2004, 2004 + years))
    share = expected * np.exp(spread * (acts @ random.standard_normal((acts.shape[1], provinces))))
    real = [random.multinomial(6, one / one.sum()) for one in share]
    return of(expected.tolist(), [row.tolist() for row in real])


def test_the_likelihood_by_hand():
    """Two mergers, both in the province where a quarter was expected; an effect of ln 3 makes it a half."""
    c = of([[1.0, 3.0]], [[2, 0]])
    assert log_likelihood(c, np.zeros((1, 2))) == pytest.approx(2 * np.log(0.25))
    assert log_likelihood(c, np.array([[np.log(3.0), 0.0]])) == pytest.approx(2 * np.log(0.5))
    assert gain_of(c, np.array([np.log(3.0), 0.0])) == pytest.approx(2 * np.log(2.0))


def test_the_mode_by_hand():
    """One merger in one of two provinces that are alike: x = 1 - p where p = 1 / (1 + exp(-2 x)), at spread 1."""
    value = effects(of([[1.0, 1.0]], [[1, 0]]), LASTING, 1.0).value[0]
    assert value[0] == pytest.approx(-value[1])
    assert value[0] == pytest.approx(1.0 / (1.0 + np.exp(2.0 * value[0])))


def test_effects_last_for_ever_or_a_term_of_the_council_or_a_year():
    """Procedures of two years: mergers of 2005 to 2008 began under the council of March 2003."""
    years = np.array([2004, 2005, 2008, 2009])
    assert pattern(LASTING, years).tolist() == [[1], [1], [1], [1]]
    assert pattern(TERM, years).tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]]
    assert pattern(YEAR, years).tolist() == np.eye(4).tolist()


@pytest.mark.parametrize("shape", [LASTING, TERM])
def test_a_known_spread_is_found_again(shape):
    found = spread_of(made(0.8, shape), shape)
    assert found.low <= 0.8 <= found.high
    assert found.gain > 3.0


def test_provinces_that_are_alike_show_no_spread():
    found = spread_of(made(0.0, LASTING), LASTING)
    assert found.low == 0.0
    assert found.gain < 1.0


@given(st.integers(0, 50), st.floats(0.1, 20.0))
def test_how_many_mergers_a_year_has_beside_those_expected_says_nothing_of_provinces(seed, times):
    c = made(0.5, LASTING, years=4, provinces=3, seed=seed)
    more = Counts(c.year, c.codes, c.names, c.expected * times, c.real)
    assert effects(more, LASTING, 0.7).value == pytest.approx(effects(c, LASTING, 0.7).value, abs=1e-6)


@given(st.permutations(range(4)))
def test_provinces_in_another_order_have_the_same_effects(order):
    c = made(0.5, LASTING, years=5, provinces=4)
    other = Counts(c.year, c.codes, c.names, c.expected[:, order], c.real[:, order])
    assert effects(other, LASTING, 0.6).value == pytest.approx(effects(c, LASTING, 0.6).value[:, order], abs=1e-6)


def test_a_smaller_spread_shrinks_effects_to_nought():
    c = made(1.0, LASTING, years=10)
    sizes = [np.abs(effects(c, LASTING, spread).value).max() for spread in (0.0, 0.1, 0.5, 2.0)]
    assert sizes[0] == 0.0
    assert sizes == sorted(sizes)


def test_effects_that_turn_round_have_a_negative_rank_correlation():
    later = of([[1.0, 1.0, 1.0]], [[0, 1, 5]])
    assert rank(later, np.array([1.0, 0.0, -1.0])) == pytest.approx(-1.0)
    assert np.isnan(rank(later, np.zeros(3)))


def held() -> Held:
    """Effects of two known years held against a later one, in which all turns round."""
    known, later = of([[1.0, 1.0]] * 2, [[3, 0], [3, 0]]), of([[1.0, 1.0]], [[0, 4]], first=2006)
    spreads = tuple(spread_of(known, shape) for shape in SHAPES)
    own = effects(known, LASTING, 1.0).value[0]
    pairs = Scored(np.zeros(1, bool), np.zeros(1, np.int64), {}, {}, {2006: 4}, {}, {})
    return Held(known, later, spreads, own, gain_of(later, own), drawn_anew(later, spreads), rank(later, own), pairs)


def test_effects_that_turn_round_are_told_to_lose():
    line = report.held_line(held())
    assert line.startswith("Effects of 2004-2005 on 2006-2006: log likelihood of where mergers fell -")
    assert "rank correlation with what came -1.00" in line
    assert report.later_rows(held())[0][1] == "1.0" < report.later_rows(held())[0][2]


def test_what_is_told_of_provinces_is_told_in_dutch():
    told = scored(report.held_line(held()), Words("nl"))
    assert told.startswith("Effecten van 2004-2005 op 2006-2006: logaannemelijkheid van waar herindelingen vielen")
    assert "als ze een statenperiode duren" in told
    for head in (*report.SPREAD_HEADS, *report.PROVINCE_HEADS, *report.HELD_HEADS, *report.LATER_HEADS, *SHAPES):
        assert scored(head, Words("nl")) != head or head in ("Effect", "AUC [80 %]")


# --- the committed estimate ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def kept() -> Counts:
    """The counts that the file keeps."""
    file = load_province_estimate()
    names = tuple(one.name for one in file.provinces.values())
    years = np.array(list(file.year_real))
    expected, real = (np.array(list(table.values())) for table in (file.year_expected, file.year_real))
    return Counts(years, tuple(file.provinces), names, expected, real)


def test_the_counts_of_the_file_give_its_estimates_again():
    file, again = load_province_estimate(), result_of(kept())
    for told, spreads in ((file.spreads, again.spreads), (file.spreads_without, again.spreads_without)):
        for one, found in zip(told.values(), spreads, strict=True):
            assert (one.value, one.low, one.high) == pytest.approx((found.value, found.low, found.high))
            assert one.gain == pytest.approx(found.gain, abs=0.02)
    assert file.telling_year == again.telling_year == 2005
    assert file.events == kept().real.sum() == 82
    own = zip(file.provinces.values(), again.lasting.value[0], again.lasting.error[0], strict=True)
    for one, value, error in own:
        assert (one.value, one.error) == pytest.approx((value, error), abs=1e-3)
    for row in province_rows(again):
        assert f"| {' | '.join(row)} |" in kept_page()


def test_the_record_gives_the_counts_of_a_year_again():
    """2005: ten of eleven mergers in Gelderland, where the rule expected two."""
    behaviour = load_behaviour()
    found = count(behaviour, 2005, 2005, behaviour)
    assert found.codes == kept().codes
    at = kept().year == 2005
    assert found.real[0].tolist() == kept().real[at][0].tolist()
    assert expected_of_real(found)[0] == pytest.approx(kept().expected[at][0], rel=0.01)
    assert found.real[0][found.names.index("Gelderland")] == 10


def test_what_speaks_for_effects_of_a_year_is_one_year():
    file = load_province_estimate()
    assert file.spreads["year"].gain > 5.0
    assert file.spreads_without["year"].gain < 1.0
    assert 2005 not in without(kept(), 2005).year
    assert len(SHAPES) == len(file.spreads)


def test_a_broken_file_is_told_at_its_place(tmp_path):
    path = tmp_path / "provinces.yaml"
    path.write_text("territory: netherlands\nfirst: many\n")
    with pytest.raises(DataError) as told:
        read_province_estimate(path)
    assert any(one.line == 2 for one in told.value.problems)
