"""What an effect rests on most, in one word: put in, law, behaviour, assumptions, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.experiment.attribution.players import WHOLE
from reformsim.experiment.attribution.sources import ASSUMED, ESTIMATED, FIGURES, SOURCES, STATUTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reformsim.experiment.attribution.attribution import Attribution

PUT_IN, LAW, BEHAVIOUR, ASSUMPTIONS, NONE = "put_in", "law", "behaviour", "assumptions", "none"
VERDICTS = (PUT_IN, LAW, BEHAVIOUR, ASSUMPTIONS, NONE)

BEYOND = 1.96
"""Standard errors within which an effect is none."""

_OTHERS = {STATUTES: LAW, ESTIMATED: BEHAVIOUR, ASSUMED: ASSUMPTIONS}


def verdict(parts: Mapping[str, float], error: float, scale: float = 1.0) -> str:
    """Say what an effect rests on most.

    Parameters
    ----------
    parts
        Effect of each source; they add up to the whole.
    error
        Standard error of the whole over replicates; missing where there is one replicate.
    scale
        Size of the level, for what is rounding.

    Returns
    -------
    str
        'none' where the whole is nought beyond its error; 'put_in' where at least half of the parts, whatever their
        signs, is the scenario's own figures; otherwise the largest of the others. Empty where a part is missing.

    Examples
    --------
    >>> verdict({"statutes": 3.0, "figures": -5.0, "estimated": 1.0, "assumed": 0.0}, 0.1)
    'put_in'
    """
    sizes = {name: abs(parts[name]) for name in SOURCES}
    if not all(np.isfinite(size) for size in sizes.values()):
        return ""
    whole = abs(sum(parts.values()))
    if whole <= max(1e-9 * max(1.0, abs(scale)), BEYOND * error if np.isfinite(error) else 0.0):
        return NONE
    if sizes[FIGURES] >= sum(sizes.values()) / 2.0:
        return PUT_IN
    return _OTHERS[max(_OTHERS, key=lambda name: sizes[name])]


def sources_table(result: Attribution) -> pd.DataFrame:
    """Give the sources of every effect in every year and over the horizon.

    Returns
    -------
    DataFrame
        scenario, year, indicator; statutes, figures, estimated, assumed and whole (means over replicates, the last the
        sum of the others); error (standard error of the whole over replicates); verdict.
    """
    table = result.table()
    keys = ["scenario", "year", "indicator"]
    wide = table.pivot_table("effect", keys, "part", sort=False, dropna=False, observed=True).reset_index()
    errors = table.loc[table["part"] == WHOLE, [*keys, "replicate_error"]]
    found = wide.merge(errors, on=keys, validate="one_to_one").rename(columns={"replicate_error": "error"})
    levels = [result.levels(name, year)[0] for name, year in zip(found["indicator"], found["year"], strict=True)]
    parts = found[list(SOURCES)].to_dict("records")
    found["verdict"] = [
        verdict({str(k): float(v) for k, v in row.items()}, float(error), level)
        for row, error, level in zip(parts, found["error"], levels, strict=True)
    ]
    return found[[*keys, *SOURCES, WHOLE, "error", "verdict"]]
