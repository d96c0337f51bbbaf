"""What may be said of a headline effect, in a word: robust, depends, put in, or none; and on what it hangs most.

The draws tell the sign, the sources only the origin. In this order (docs/odd.md, "What may be said of an effect"):

- *none*, where the median reads nought in the decimals of the levels;
- *robust*, where at least :data:`CLEAR` of the pairs have the sign of the median; *put in* instead, where at least
  half of the effect is what the scenario types in, for then it is no finding;
- *depends*, where that is not so and an assumption is seen to move the effect (the one that moves it most);
- *none* else: the sign is a toss, and no assumption is seen to decide it.

Of fewer than :data:`FEW` pairs nothing is said, unless nothing moves at all; on what a sign hangs is looked for from
:data:`FEWEST_DRAWS` draws on, by the regression and test of an exploration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from reformsim.errors import RunError
from reformsim.report.numbers import decimals_for, reads_nought

if TYPE_CHECKING:
    from reformsim.experiment.compared import Comparison
    from reformsim.experiment.explore import Exploration
    from reformsim.scenario import GivenYear

ROBUST, DEPENDS, PUT_IN, NONE = "robust", "depends", "put_in", "none"
VERDICTS: Final = (ROBUST, DEPENDS, PUT_IN, NONE)

CLEAR: Final = 0.9
"""Share of the pairs that must have the sign of the median."""

FEW: Final = 10
"""Pairs below which there is no verdict."""

FEWEST_DRAWS: Final = 32
"""Draws below which it is not looked for what a sign hangs on: regression on fewer sees nothing."""


def verdict(
    ends: tuple[float, float, float], places: int, same_sign: float, pairs: int, hangs_on: str, *, put_in: bool
) -> str:
    """Say what may be said of an effect.

    Parameters
    ----------
    ends
        Median, 10 % and 90 % quantile of the paired differences.
    places
        Decimals in which the levels are told.
    same_sign
        Share of the pairs with the sign of the median.
    pairs
        How many there are.
    hangs_on
        The assumption that is seen to move it most; empty where none is.
    put_in
        Whether at least half of it is what the scenario types in.

    Returns
    -------
    str
        One of :data:`VERDICTS`; empty where the effect is missing or of too few pairs.

    Examples
    --------
    >>> verdict((-2.0, -3.0, -1.0), 1, 0.97, 128, "cooperation.ending", put_in=False)
    'robust'
    """
    if not np.isfinite(ends).all():
        return ""
    if pairs < FEW:
        return "" if any(ends) else NONE
    if reads_nought(ends[0], places):
        return NONE
    if same_sign >= CLEAR:
        return PUT_IN if put_in else ROBUST
    return DEPENDS if hangs_on else NONE


def verdicts(comparison: Comparison, year: GivenYear, origins: pd.Series[str]) -> pd.DataFrame:
    """Give the verdict of every headline effect of a year.

    Parameters
    ----------
    origins
        What each rests on most, by scenario and indicator; those of which it is not known may be left out.

    Returns
    -------
    DataFrame
        As :meth:`Comparison.verdicts`.
    """
    from reformsim.experiment.attribution.sources import FIGURES
    from reformsim.experiment.tabled import describe

    about = describe(comparison.runs[0].indicators).set_index("indicator")
    at = comparison.runs[0].year_index(year)
    table = comparison.differences((comparison.runs[0].years[at],))
    table = table[table["indicator"].isin(about.index[about["headline"]])].reset_index(drop=True)
    said = []
    for row in table.to_dict("records"):
        name, scenario = str(row["indicator"]), str(row["scenario"])
        column, unit = comparison.runs[0].indicators.index(name), str(about.loc[name, "unit"])
        levels = [
            float(comparison.runs[0].level.median[at, column]),
            float(comparison.run(scenario).level.median[at, column]),
        ]
        ends = (float(row["difference"]), float(row["low"]), float(row["high"]))
        places = decimals_for([*levels, ends[0]], unit)
        open_ = row["same_sign"] < CLEAR and row["pairs"] >= FEW and not reads_nought(ends[0], places)
        on = hangs_on(comparison.explored, scenario, name, year) if open_ else ""
        origin = str(origins.get((scenario, name), ""))
        found = verdict(ends, places, row["same_sign"], row["pairs"], on, put_in=origin == FIGURES)
        said.append((str(about.loc[name, "title"]), found, on, origin))
    columns = ["title", "verdict", "hangs_on", "origin"]
    told = pd.DataFrame(said, columns=columns)
    whole = pd.concat([table.drop(columns="origin"), told.drop(columns="title")], axis=1)
    whole.insert(list(whole.columns).index("indicator") + 1, "title", told["title"])
    return whole


def hangs_on(found: Exploration | None, scenario: str, indicator: str, year: GivenYear) -> str:
    """Give the parameter that moves an effect most over the draws; empty where none is seen to, or too few were drawn.

    What is seen is told from luck by the same regression and test as in an exploration.
    """
    if found is None:
        return ""
    asked = found if year == found.runs[0].years[-1] else found.at(year)
    table = asked.tornado(indicator, scenario)
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
