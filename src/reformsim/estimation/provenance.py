"""What an estimate may say of itself: the command that gives it, and what the rule was chosen on.

The shipped estimate was made together with the rule; any other one takes the rule as it is, and its territory may lack
what the shipped one has. Whatever is said here follows from the territory and the years of the estimate at hand.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from reformsim.estimation.command import FIRST, LAST, TERRITORY, Result, usual_beside

_HEAD = """\
## The merger rule, estimated

Written by `{command}`. The weights are those under
which the mergers of the years used are most likely among all connected sets of two to five municipalities, in one
model of all countries named: each has weights of its own, near to common ones as far as the records say so, a level
of its own, and a wave of every year. Priors are normal: of the common weights about nought, two logits for each
standard deviation of a feature; of a country's about the common ones, one logit. Learned is the share of the prior
variance that the data took away. {chosen}
"""
_CHOSEN_HERE = """\
Which features the rule has was chosen by leaving out one Dutch year of 2004-2018 at a time
([the protocol](protocol-mergers.md)); later years are in the values, not in the choice."""
_CHOSEN_ELSEWHERE = """\
Which features the rule has was chosen
on the mergers of 2004-2018 of {territory}, and not anew on these."""


def is_shipped(result: Result) -> bool:
    """Whether this is the estimate that the rule was chosen with."""
    return (result.territory, result.fit.first, result.fit.last) == (TERRITORY, FIRST, LAST)


def command(result: Result, spans: Sequence[tuple[int, int]] = (), *, out: str) -> str:
    """Give the command that makes the estimate again.

    Parameters
    ----------
    out
        The option that names what is written, ``--out`` or ``--page``.
    """
    words = ["reformsim", "estimate"]
    words += [] if result.territory == TERRITORY else ["--territory", result.territory]
    if result.beside != usual_beside(result.territory, result.fit.last):
        words += ["--beside", ",".join(result.beside) or "none"]
    if (result.fit.first, result.fit.last) != (FIRST, LAST):
        words += ["--from", str(result.fit.first), "--until", str(result.fit.last)]
    if out == "--page":
        words += ["--stability", *(word for first, last in spans for word in ("--score", f"{first}-{last}"))]
    return shlex.join([*words, out, "FILE"])


def head(result: Result, spans: Sequence[tuple[int, int]]) -> str:
    """Give what stands above the tables: how they were made, and what the rule was chosen on."""
    chosen = _CHOSEN_HERE if result.territory == TERRITORY else _CHOSEN_ELSEWHERE.format(territory=TERRITORY)
    return _HEAD.format(command=command(result, spans, out="--page"), chosen=chosen)
