"""Keyed randomness: a draw belongs to the thing it is drawn for, and to nothing else."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.world.streams import Streams, key_of, keys_of, mix, pair_keys, prepare

CODES = tuple(f"GM{i:04d}" for i in range(1, 501))
KEYS = keys_of(CODES)
MANY = np.arange(20_000, dtype=np.uint64)


def ks_distance(sample: np.ndarray) -> float:
    """Largest gap between the sample's distribution function and that of the uniform."""
    ordered, n = np.sort(sample), len(sample)
    rank = np.arange(n)
    return float(max((ordered - rank / n).max(), ((rank + 1) / n - ordered).max()))


def test_the_same_key_draws_the_same_number_whatever_else_is_asked():
    streams = Streams(7, 3)
    alone = streams.uniform("merger.shock", 2015, KEYS[10:11])
    streams.uniform("cooperation.look", 2015, KEYS)
    streams.bounded_normal("merger.taste", 0, KEYS)
    assert streams.uniform("merger.shock", 2015, KEYS)[10] == alone[0]
    assert Streams(7, 3).uniform("merger.shock", 2015, KEYS[8:12])[2] == alone[0]


def test_one_more_unit_changes_nobody_elses_draw():
    with_one_more = np.insert(KEYS, 250, key_of("GM9999"))
    drawn = Streams(1, 0).uniform("merger.taste", 0, with_one_more)
    assert np.array_equal(np.delete(drawn, 250), Streams(1, 0).uniform("merger.taste", 0, KEYS))


@given(st.permutations(range(40)))
def test_the_order_of_the_rows_plays_no_part(order):
    drawn = Streams(1, 0).uniform("merger.taste", 2012, KEYS[:40])
    assert np.array_equal(Streams(1, 0).uniform("merger.taste", 2012, KEYS[:40][order]), drawn[order])


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_a_pair_has_one_key_from_either_side(a, b):
    one, other = np.array([a], np.uint64), np.array([b], np.uint64)
    assert pair_keys(one, other)[0] == pair_keys(other, one)[0]


def test_all_pairs_of_five_hundred_units_have_different_keys():
    a, b = np.triu_indices(len(KEYS), 1)
    keys = pair_keys(KEYS[a], KEYS[b])
    assert len(np.unique(keys)) == 500 * 499 // 2


def test_the_key_of_a_pair_is_not_that_of_the_set_of_both():
    """Else the affinity of two municipalities would be drawn from the key of their merger, and sums would collide."""
    with np.errstate(over="ignore"):
        assert not (pair_keys(KEYS[:-1], KEYS[1:]) == KEYS[:-1] + KEYS[1:]).any()
    one, other = np.array([10, 11], np.uint64), np.array([21, 20], np.uint64)
    first, second = pair_keys(one, other)
    assert first != second, "10 + 21 and 11 + 20 are different pairs"


def test_the_key_of_a_set_is_the_sum_of_its_members_however_it_came_about():
    with np.errstate(over="ignore"):
        first_two = KEYS[0] + KEYS[1]
        assert first_two + KEYS[2] == KEYS[:3].sum(dtype=np.uint64) == KEYS[[2, 0, 1]].sum(dtype=np.uint64)


def test_prepared_keys_draw_what_plain_keys_draw():
    streams = Streams(5, 1)
    assert np.array_equal(
        streams.uniform_prepared("merger.shock", 2020, prepare(KEYS)), streams.uniform("merger.shock", 2020, KEYS)
    )


@pytest.mark.parametrize("keys", [MANY, keys_of(tuple(f"x{i}" for i in range(20_000)))], ids=["counted", "hashed"])
@pytest.mark.parametrize("year", [0, 2011, 2030])
def test_draws_are_uniform_even_over_keys_that_only_count(keys, year):
    drawn = Streams(1, 0).uniform("merger.shock", year, keys)
    # Kolmogorov-Smirnov: a uniform sample stays within 1.95 / sqrt(n) in all but one case in a thousand.
    assert ks_distance(drawn) < 1.95 / math.sqrt(len(keys))
    assert drawn.min() > 0.0 and drawn.max() < 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1, 0, "merger.shock", 2011), (1, 0, "merger.shock", 2012)),
        ((1, 0, "merger.shock", 2011), (1, 0, "cooperation.look", 2011)),
        ((1, 0, "merger.shock", 2011), (1, 1, "merger.shock", 2011)),
        ((1, 0, "merger.shock", 2011), (2, 0, "merger.shock", 2011)),
        ((1, 11, "merger.shock", 2011), (11, 1, "merger.shock", 2011)),
    ],
    ids=["years", "purposes", "replicates", "seeds", "seed and replicate swapped"],
)
def test_draws_for_different_things_have_nothing_to_do_with_each_other(one, other):
    a, b = (Streams(s, r).uniform(purpose, year, MANY) for s, r, purpose, year in (one, other))
    # Four standard errors of a correlation of 0, and of its squares' correlation.
    assert abs(np.corrcoef(a, b)[0, 1]) < 4 / math.sqrt(len(MANY))
    assert abs(np.corrcoef((a - 0.5) ** 2, (b - 0.5) ** 2)[0, 1]) < 4 / math.sqrt(len(MANY))
    assert ks_distance((a + b) % 1.0) < 1.95 / math.sqrt(len(MANY))


def test_neighbouring_years_share_no_pattern_over_a_century():
    years = np.array([Streams(1, 0).uniform("merger.shock", y, KEYS) for y in range(1950, 2050)])
    pairs = np.corrcoef(years)
    off = pairs[~np.eye(100, dtype=bool)]
    # 4,950 pairs with a standard error of 1 / sqrt(500) = 0.045: none beyond five of them.
    assert np.abs(off).max() < 5 / math.sqrt(500)


def test_a_taste_has_mean_0_and_deviation_1_and_never_leaves_its_bounds():
    drawn = Streams(3, 0).bounded_normal("merger.taste", 0, MANY)
    assert abs(drawn.mean()) < 4 / math.sqrt(len(MANY))
    # The variance of a sum of two uniforms is 2 / 12 = 1 / 6; times sqrt(6) squared it is 1.
    assert drawn.std() == pytest.approx(1.0, abs=0.02)
    assert np.abs(drawn).max() <= math.sqrt(6.0)
    # A triangular variable lies in the middle half of its range with chance 3/4: |t| < sqrt(6) / 2.
    assert (np.abs(drawn) < math.sqrt(6.0) / 2).mean() == pytest.approx(0.75, abs=0.015)


def test_mixing_loses_no_key():
    assert len(np.unique(mix(MANY))) == len(MANY)


def test_every_process_draws_the_same_numbers_whatever_its_hash_seed():
    script = (
        "import numpy as np;"
        "from reformsim.world.streams import Streams, keys_of;"
        "k = keys_of(('GM0363', 'GM0599', 'GM0518'));"
        "print(Streams(42, 7).uniform('merger.shock', 2014, k).tobytes().hex())"
    )
    source = str(Path(__file__).parents[2] / "src")
    seen = set()
    for hash_seed in ("0", "1", "12345"):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": source}
        done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
        seen.add(done.stdout.strip())
    here = Streams(42, 7).uniform("merger.shock", 2014, keys_of(("GM0363", "GM0599", "GM0518")))
    assert seen == {here.tobytes().hex()}


def test_the_key_of_a_code_is_fixed_for_good():
    # BLAKE2b("GM0363") with a digest of 8 bytes, little-endian; written down so that old results stay reproducible.
    assert key_of("GM0363") == 0x5954635CDB69E60E
    assert key_of("GM0364") != key_of("GM0363")


def test_keys_with_a_purpose_and_a_year_each_draw_what_they_draw_alone():
    streams = Streams(7, 3)
    purposes = [("a", 2011), ("b", 2011), ("a", 2012)]
    alone = [streams.uniform(purpose, year, KEYS[[i]])[0] for i, (purpose, year) in enumerate(purposes)]
    assert streams.uniform_each(purposes, KEYS[:3]).tolist() == alone
    assert len(streams.uniform_each([], KEYS[:0])) == 0
