"""What an estimate may say of itself: the command that gives it, what the rule was chosen on, and what it cannot tell.

The shipped estimate was made together with the rule; any other one takes the rule as it is, and its territory may lack
what the shipped one has. Whatever is said here follows from the territory and the years of the estimate at hand.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from reformsim.estimation.command import FIRST, LAST, TERRITORY, Result
from reformsim.territory import Territory, load_territory

_HEAD = """\
## The merger rule, estimated

Written by `{command}`. The weights are those under
which the mergers of the years used are most likely among all connected sets of two to five municipalities, with the
ranges of the table of parameters as priors (normal; mean in the middle, standard deviation a quarter of the range).
Learned is the share of the prior variance that the data took away. {chosen}
"""
_CHOSEN_HERE = """\
Which features the rule has was chosen by leaving
out one year of {first}-{last} at a time; no later year was used for that."""
_CHOSEN_ELSEWHERE = """\
Which features the rule has was chosen
on the mergers of {first}-{last} of {territory}, and not anew on these."""
_BODIES = """\
 One assumption was made when scores of later years
had been seen, and they rose by it: that there were as many bodies in 2003 as in 2010. Its reason is that otherwise the
capacity of 2003 and of 2011 cannot be compared; the likelihood of 2004-2011 is slightly lower with it."""


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
    if (result.fit.first, result.fit.last) != (FIRST, LAST):
        words += ["--from", str(result.fit.first), "--until", str(result.fit.last)]
    if out == "--page":
        words += ["--stability", *(word for first, last in spans for word in ("--score", f"{first}-{last}"))]
    return shlex.join([*words, out, "FILE"])


def head(result: Result, spans: Sequence[tuple[int, int]]) -> str:
    """Give what stands above the tables: how they were made, and what the rule was chosen on."""
    chosen = _CHOSEN_HERE if is_shipped(result) else _CHOSEN_ELSEWHERE
    said = chosen.format(first=FIRST, last=LAST, territory=TERRITORY)
    said += _BODIES if result.territory == TERRITORY else ""
    return _HEAD.format(command=command(result, spans, out="--page"), chosen=said)


def held_reasons(territory: str) -> dict[str, str]:
    """Give by weight why this territory's record cannot tell it, so that it keeps the value of the table."""
    land = load_territory(territory)
    return {
        "merger.corop_border": _regions(land),
        "merger.burden": _bodies(land),
        "merger.contagion": "procedures under way are not in the record",
    }


def _regions(land: Territory) -> str:
    regions = land.divisions.get("corop")
    if regions is None:
        return "the territory has no division 'corop'"
    if regions.year > land.year:
        how = "carried back by successor" if "successor" in regions.basis else f"those of {regions.year}"
        return f"the labels of regions were {how}, so mergers never cross one"
    return "it is in no estimate, so that those of several territories can be compared"


def _bodies(land: Territory) -> str:
    if land.inventory is None and not land.statutory_bodies:
        return "the territory has no bodies at the start"
    drawn = ["most bodies of the first years are drawn"] if land.inventory is not None else []
    years = {land.divisions[body.division].year for body in land.statutory_bodies}
    if any(year > land.year for year in years):
        drawn.append("statutory areas are carried back by successor")
    return ", and ".join(drawn) or "it is in no estimate, so that those of several territories can be compared"
