"""Numbers and texts come out of a page as they went in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from reformsim.interactive.packing import MOST, Texts, packed, packed_codes, packed_json, unpacked

NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.just(float("nan")))


@given(arrays(np.float64, array_shapes(max_dims=3, max_side=5), elements=NUMBERS), st.integers(0, 3))
def test_numbers_come_out_to_half_a_step_and_missing_ones_missing(values: np.ndarray, decimals: int) -> None:
    made = packed(values, decimals)
    out = unpacked(made)
    assert out.shape == values.shape
    assert np.array_equal(np.isnan(out), np.isnan(values))
    there = np.isfinite(values)
    assert np.all(np.abs(out[there] - values[there]) <= 0.5000001 * 10.0 ** -made["decimals"])


def test_a_number_too_large_for_its_decimals_keeps_fewer() -> None:
    made = packed([16_655_799.0, 1.0], 4)
    assert made["decimals"] == 2
    assert unpacked(made).tolist() == [16_655_799.0, 1.0]


@pytest.mark.parametrize("size", [MOST, -MOST, 0])
def test_the_largest_steps_are_not_taken_for_missing(size: int) -> None:
    assert unpacked(packed([float(size), float("nan"), float(-size)], 0))[[0, 2]].tolist() == [size, -size]


def test_nothing_at_all_can_be_packed() -> None:
    assert unpacked(packed(np.zeros((3, 0)))).shape == (3, 0)


def test_a_code_is_a_byte() -> None:
    assert unpacked(packed_codes([[0, 255], [1, 2]])).tolist() == [[0, 255], [1, 2]]
    with pytest.raises(ValueError, match="from 0 to 255"):
        packed_codes([256])


def test_the_same_numbers_are_packed_in_the_same_bytes() -> None:
    assert packed([1.0, 2.0]) == packed([1.0, 2.0])
    assert unpacked(packed_json({"é": [1, None]})) == {"é": [1, None]}


def test_what_is_no_number_for_json_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        packed_json(float("nan"))


def test_a_pair_of_texts_stands_once() -> None:
    texts = Texts()
    assert [texts.place("a", "b"), texts.place("c", "d"), texts.place("a", "b")] == [0, 1, 0]
    assert texts.all == [["a", "b"], ["c", "d"]]
