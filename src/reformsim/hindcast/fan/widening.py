"""The fan of a run: its own forecast of the number of municipalities, widened by the record of errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from reformsim.errors import RunError
from reformsim.hindcast.fan.record import load_errors
from reformsim.hindcast.fan.rule import LEVELS, SHARES, widened
from reformsim.territory import embedded_territories

if TYPE_CHECKING:
    import pandas as pd

    from reformsim.experiment import Run
    from reformsim.report.words import Words
    from reformsim.scenario import Scenario

MEASURE = "municipalities"
HOME = re.compile("netherlands(-.+)?")
"""Names of the embedded territories whose forecasts are in the record."""

PERCENT = tuple(round(100 * share) for share in SHARES)
COLUMNS = (*(f"low_{p}" for p in reversed(PERCENT)), "median", *(f"high_{p}" for p in PERCENT), "beyond")


def fan(run: Run) -> pd.DataFrame:
    """Give the forecast of the number of municipalities with the errors that earlier forecasts of the model had.

    The errors are of forecasts of what really happened, with the reforms that came; of what a reform would do they know
    nothing.

    Returns
    -------
    DataFrame
        By year (1 January): ``median`` and the edges ``low_90`` to ``high_90``, in municipalities, within which the
        real number should lie with a chance of 30, 60 and 90 %; and ``beyond``: the record has no forecast that far
        ahead, and its growth is carried on.

    Raises
    ------
    RunError
        For another territory than the Netherlands, for mergers that are not simulated, or if municipalities were not
        counted.
    """
    import pandas as pd

    why = why_none(run.scenario, run.indicators)
    if why:
        raise RunError(why)
    counts, first = run.of(MEASURE), known_until(run.scenario)
    rule, ahead = load_errors().rule(), np.array(run.years, np.int64) - first
    middle, own = np.median(counts, axis=0), np.quantile(counts, LEVELS, axis=0).T
    edges = widened(rule, ahead, middle, own, float(counts[:, run.years.index(first)].max()))
    inner = len(SHARES)
    table = pd.DataFrame(
        np.column_stack([edges[:, :inner], middle, edges[:, inner:]]),
        index=pd.Index(run.years, name="year"),
        columns=list(COLUMNS[:-1]),
    )
    return table.assign(beyond=ahead > rule.longest)


def why_none(scenario: Scenario, indicators: tuple[str, ...]) -> str:
    """Say why a run has no fan; empty where it has one."""
    if scenario.territory not in embedded_territories() or not HOME.fullmatch(scenario.territory):
        return (
            f"no fan for '{scenario.name}': the record of errors is of the Netherlands, not of '{scenario.territory}'"
        )
    if scenario.mergers == "replay":
        return f"no fan for '{scenario.name}': its mergers are replayed, not forecast (mergers: replay)"
    if MEASURE not in indicators:
        return f"no fan for '{scenario.name}': '{MEASURE}' was not measured"
    return ""


def known_until(scenario: Scenario) -> int:
    """Give the last year whose map is known: that of the territory, or to which its mergers are replayed."""
    return max(scenario.replay_until or 0, scenario.land().year)


def told(run: Run, w: Words) -> str:
    """Say the last year of the fan in a line."""
    table = fan(run)
    last = table.iloc[-1]
    ends = ({"share": p, "low": w.number(last[f"low_{p}"]), "high": w.number(last[f"high_{p}"])} for p in PERCENT)
    about = {"name": run.name, "year": table.index[-1], "median": w.number(last["median"])}
    about["beyond"] = w("terminal.fan.beyond") if last["beyond"] else ""
    return w("terminal.fan", spans="; ".join(w("terminal.fan.span", **end) for end in ends), **about)
