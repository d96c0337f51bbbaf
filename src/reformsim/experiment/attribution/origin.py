"""What an effect rests on most: one of the sources. Whether there is an effect at all the draws tell, not this."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.experiment.attribution.players import WHOLE
from reformsim.experiment.attribution.sources import FIGURES, SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reformsim.experiment.attribution.attribution import Attribution

SURE = 0.95
"""Of the interval of the whole effect (Student's t); one that holds nought has no origin to tell."""


def origin(parts: Mapping[str, float], error: float, replicates: int, scale: float = 1.0) -> str:
    """Say what an effect rests on most.

    Parameters
    ----------
    parts
        Effect of each source; they add up to the whole.
    error
        Standard error of the whole over replicates; missing where there is one replicate.
    replicates
        How many there are.
    scale
        Size of the level, for what is rounding.

    Returns
    -------
    str
        Name of the source: 'figures' where at least half of the parts, whatever their signs, is the scenario's own
        figures; otherwise the largest of the others. Empty where so few replicates cannot tell the whole from nought,
        or a part is missing.

    Examples
    --------
    >>> origin({"statutes": 3.0, "figures": -5.0, "estimated": 1.0, "assumed": 0.0}, 0.1, 8)
    'figures'
    """
    from scipy.special import stdtrit

    sizes = {name: abs(parts[name]) for name in SOURCES}
    if not all(np.isfinite(size) for size in sizes.values()):
        return ""
    beyond = float(stdtrit(replicates - 1, 0.5 + SURE / 2)) * error if replicates > 1 and np.isfinite(error) else 0.0
    if abs(sum(parts.values())) <= max(1e-9 * max(1.0, abs(scale)), beyond):
        return ""
    if sizes[FIGURES] >= sum(sizes.values()) / 2.0:
        return FIGURES
    return max((name for name in SOURCES if name != FIGURES), key=lambda name: sizes[name])


def sources_table(result: Attribution) -> pd.DataFrame:
    """Give the sources of every effect in every year and over the horizon.

    Returns
    -------
    DataFrame
        scenario, year, indicator; statutes, figures, estimated, assumed and whole (means over replicates, the last the
        sum of the others); error (standard error of the whole over replicates); origin.
    """
    table = result.table()
    keys = ["scenario", "year", "indicator"]
    wide = table.pivot_table("effect", keys, "part", sort=False, dropna=False, observed=True).reset_index()
    errors = table.loc[table["part"] == WHOLE, [*keys, "replicate_error"]]
    found = wide.merge(errors, on=keys, validate="one_to_one").rename(columns={"replicate_error": "error"})
    levels = [result.levels(name, year)[0] for name, year in zip(found["indicator"], found["year"], strict=True)]
    parts = found[list(SOURCES)].to_dict("records")
    found["origin"] = [
        origin({str(k): float(v) for k, v in row.items()}, float(error), result.replicates, level)
        for row, error, level in zip(parts, found["error"], levels, strict=True)
    ]
    return found[[*keys, *SOURCES, WHOLE, "error", "origin"]]
