"""How far the fuzz tests search: the same few hundred examples in every run of the suite, or for minutes."""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("REFORMSIM_FUZZ", "1"))
"""How many times as many examples as in the suite; ``make fuzz`` sets it, and then chance is not the same twice."""

TOKENS = (
    "", "-", ":", ": ", " ", "\t", "\n", "\r", "[", "]", "{", "}", ",", "&a ", "*a", "!x ", "!!int ", "'", '"', "#",
    "? ", "|", ">", "%", "@", "`", "<<: ", "---\n", "é", "ÿ", "\u2028", "\x85", "\x07", "\x00", "\ufeff", "no", "on",
    "null", "2030-02-31", "2011-13-01 25:61:61", "0", "-1", "1e200", "-1e308", "1e-300", "1e9999", ".inf", ".nan",
    "0x" + "f" * 5000, "9" * 18, "9" * 30, "9" * 5000, "99999999999", "1:" * 3000 + "1", "1800", "2200",
    "=cmd|' /C calc'!A0", "+1-1",
    "@x", "x" * 300, "/" + "a" * 5000, "a/" * 3000, "../../..", "/etc/passwd", "²", "٣", "1_000",
)  # fmt: skip
"""Pieces of text that a reader of YAML, CSV or paths may stumble over."""


def fuzzed(examples: int) -> settings:
    """Give settings for so many examples in the suite, and :data:`TIMES` as many in ``make fuzz``."""
    return settings(
        max_examples=examples * TIMES,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
