"""How sure an effect is over chance and assumptions, in one word: robust, depends, put in, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.errors import RunError
from reformsim.experiment.attribution import verdict as origin

if TYPE_CHECKING:
    from reformsim.experiment.compared import Comparison
    from reformsim.experiment.explore import Exploration

ROBUST, DEPENDS, PUT_IN, NONE = "robust", "depends", "put_in", "none"
VERDICTS = (ROBUST, DEPENDS, PUT_IN, NONE)

SURE = 0.9
"""Share of the draws in which the sign must hold."""

FEWEST_DRAWS = 32
"""Draws below which it is not looked for what a sign hangs on: regression on fewer sees nothing."""

COLUMNS = ("scenario", "indicator", "verdict", "hangs_on", "same_sign", "chance")


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of an effect.

    Attributes
    ----------
    nought
        Whether the median reads nought in the decimals in which it is told.
    same_sign
        Share of the draws with the sign of the median.
    put_in
        Whether at least half of it is the scenario's own figures.
    hangs_on
        Parameter that moves it most and is seen to; empty where none is.
    """

    nought: bool
    same_sign: float
    put_in: bool = False
    hangs_on: str = ""


def verdict(found: Found) -> str:
    """Say how sure an effect is.

    Returns
    -------
    str
        'none' where the median reads nought, or the sign does not hold and nothing is seen that it hangs on; 'put_in'
        where at least half is the scenario's own figures; 'robust' where the sign holds in 90 % of the draws; else
        'depends'.

    Examples
    --------
    >>> verdict(Found(nought=False, same_sign=0.7, hangs_on="cooperation.ending"))
    'depends'
    """
    sure = found.same_sign >= SURE
    if found.nought or not (sure or found.hangs_on):
        return NONE
    if found.put_in:
        return PUT_IN
    return ROBUST if sure else DEPENDS


def verdicts(comparison: Comparison) -> pd.DataFrame:
    """Give the verdict of every headline effect in the last year.

    Returns
    -------
    DataFrame
        scenario, indicator, verdict; hangs_on, the parameter that moves the effect most (looked for where the sign
        does not hold in 90 % of the draws and there are at least 32; else empty); same_sign; chance, the share of its
        variance that is chance.
    """
    from reformsim.report.numbers import decimals_for, reads_nought

    table = comparison.summary()
    effects = comparison.differences(table.attrs["year"])
    shares = dict(zip(zip(effects["scenario"], effects["indicator"], strict=True), effects["chance"], strict=True))
    base, own = comparison.names[0], explored(comparison)
    levels = table[table["scenario"] == base].set_index("indicator")["end"]
    rows = []
    for row in table[table["headline"] & (table["scenario"] != base)].to_dict("records"):
        name, scenario = str(row["indicator"]), str(row["scenario"])
        change, same = float(row["difference"]), float(row["same_sign"])
        if not np.isfinite(change):
            continue
        places = decimals_for([float(levels[name]), float(row["end"]), change], str(row["unit"]))
        nought = reads_nought(change, places)
        put_in = row.get("verdict") == origin.PUT_IN
        on = "" if nought or same >= SURE else hangs_on(own, scenario, name)
        found = Found(nought, 0.0 if np.isnan(same) else same, put_in, on)
        rows.append((scenario, name, verdict(found), on, same, shares[scenario, name]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def hangs_on(found: Exploration | None, scenario: str, indicator: str) -> str:
    """Give the parameter that moves an effect most over the draws; empty where none is seen to, or too few were drawn.

    What is seen is told from luck by the same regression and test as in an exploration.
    """
    if found is None:
        return ""
    table = found.tornado(indicator, scenario)
    seen = table[table["seen"]]
    return "" if seen.empty else str(seen["parameter"].iloc[0])


def explored(comparison: Comparison) -> Exploration | None:
    """Give the exploration of a comparison's own draws; ``None`` where they are too few, or none."""
    from reformsim.experiment.explore import Exploration

    if len(set(comparison.drawn)) < FEWEST_DRAWS or len({run.numbers for run in comparison.runs}) > 1:
        return None
    try:
        return Exploration.from_results(comparison)
    except RunError:
        return None
