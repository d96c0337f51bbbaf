"""How sure an effect is, in one word."""

from __future__ import annotations

import math

import pytest

from reformsim.experiment.verdict import Found, verdict


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (Found(nought=False, same_sign=0.9), "robust"),
        (Found(nought=False, same_sign=0.89), "none"),  # a toss, and nothing is seen that it hangs on
        (Found(nought=False, same_sign=0.89, hangs_on="cooperation.ending"), "depends"),
        (Found(nought=False, same_sign=1.0, put_in=True), "put_in"),
        (Found(nought=False, same_sign=0.6, put_in=True, hangs_on="cooperation.ending"), "put_in"),
        (Found(nought=True, same_sign=1.0, put_in=True), "none"),  # what reads nought is no effect
        (Found(nought=True, same_sign=math.nan), "none"),
    ],
)
def test_a_verdict_says_whether_the_sign_holds_and_whose_it_is(found: Found, word: str) -> None:
    assert verdict(found) == word
