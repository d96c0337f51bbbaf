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
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from reformsim.errors import RunError
from reformsim.experiment.summary import CLEAR

if TYPE_CHECKING:
    from reformsim.experiment.compared import Comparison
    from reformsim.experiment.explore import Exploration
    from reformsim.scenario import GivenYear

ROBUST, DEPENDS, PUT_IN, NONE = "robust", "depends", "put_in", "none"
VERDICTS: Final = (ROBUST, DEPENDS, PUT_IN, NONE)

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
    from reformsim.report.numbers import reads_nought

    if not np.isfinite(ends).all():
        return ""
    if pairs < FEW:
        return NONE if all(reads_nought(end, places) for end in ends) else ""
    if reads_nought(ends[0], places):
        return NONE
    if same_sign >= CLEAR:
        return PUT_IN if put_in else ROBUST
    return DEPENDS if hangs_on else NONE


def verdicts(
    comparison: Comparison, year: GivenYear | None = None, *, sources: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Say of every headline difference with the first scenario what may be said of it, in one year.

    Parameters
    ----------
    year
        The last unless given.
    sources
        What effects rest on; those of the comparison unless given.

    Returns
    -------
    DataFrame
        A row per scenario and headline indicator: as :meth:`Comparison.differences`, and title; verdict, empty for few
        pairs; hangs_on, the assumption that moves the effect most, looked for where its sign does not hold; origin,
        what it rests on most, empty where that is not known.
    """
    from reformsim.experiment.attribution.sources import FIGURES
    from reformsim.experiment.tabled import describe
    from reformsim.report.numbers import decimals_for, reads_nought

    base = comparison.runs[0]
    at = base.year_index(base.years[-1] if year is None else year)
    table = comparison.differences((base.years[at],)).drop(columns="origin")
    about = describe(base.indicators)
    headline = about.loc[about["headline"], ["indicator", "title", "unit"]]
    table = table.merge(headline, on="indicator", validate="many_to_one")
    origins = _origins(comparison.sources if sources is None else sources, base.years[at])
    found = explored(comparison)
    if found is not None and at < len(base.years) - 1:
        found = found.at(base.years[at])
    said = []
    for row in table.to_dict("records"):
        name, scenario = str(row["indicator"]), str(row["scenario"])
        levels = [float(run.level.median[at, run.indicators.index(name)]) for run in (base, comparison.run(scenario))]
        ends = (float(row["difference"]), float(row["low"]), float(row["high"]))
        places = decimals_for([*levels, ends[0]], str(row["unit"]))
        turns = row["same_sign"] < CLEAR and row["pairs"] >= FEW and not reads_nought(ends[0], places)
        on = _hangs_on(found, scenario, name) if found is not None and turns else ""
        origin = origins.get((scenario, name), "")
        said.append((verdict(ends, places, row["same_sign"], row["pairs"], on, put_in=origin == FIGURES), on, origin))
    table.insert(list(table.columns).index("indicator") + 1, "title", table.pop("title"))
    return pd.concat(
        [table.drop(columns="unit"), pd.DataFrame(said, columns=["verdict", "hangs_on", "origin"])], axis=1
    )


def _origins(sources: pd.DataFrame | None, year: int) -> dict[tuple[str, str], str]:
    """What each difference of a year rests on most, by scenario and indicator."""
    if sources is None:
        return {}
    own = sources[sources["year"] == year]
    return dict(zip(zip(own["scenario"], own["indicator"], strict=True), own["origin"], strict=True))


def _hangs_on(found: Exploration, scenario: str, indicator: str) -> str:
    """Give the parameter that moves an effect most over the draws; empty where none is told from luck."""
    table = found.tornado(indicator, scenario)
    seen = table[table["seen"]]
    return "" if seen.empty else str(seen["parameter"].iloc[0])


def explored(comparison: Comparison) -> Exploration | None:
    """Give the exploration of a comparison's own draws; ``None`` where they are too few, or none.

    It is kept as long as the comparison is, for it remembers what it computed.
    """
    if comparison not in _EXPLORED:
        _EXPLORED[comparison] = _explored(comparison)
    return _EXPLORED[comparison]


_EXPLORED: Final[WeakKeyDictionary[Comparison, Exploration | None]] = WeakKeyDictionary()


def _explored(comparison: Comparison) -> Exploration | None:
    from reformsim.experiment.explore import Exploration

    if len(set(comparison.drawn)) < FEWEST_DRAWS or len({run.numbers for run in comparison.runs}) > 1:
        return None
    try:
        return Exploration.from_results(comparison)
    except RunError:
        return None
