"""What violated the principles that scenarios switched on: a table of spells and a line for the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.principles import PRINCIPLES

if TYPE_CHECKING:
    from reformsim.experiment.results import Run
    from reformsim.experiment.store.pieces import SpellRow
    from reformsim.report.words import Words
    from reformsim.scenario import Scenario

COLUMNS = ("scenario", "replicate", "principle", "subject", "first", "last", "members", "detail")


def violations_table(name: str, rows: Sequence[SpellRow]) -> pd.DataFrame:
    """Table of what violated which principle from which year to which; members are codes separated by semicolons."""
    made = pd.DataFrame(list(rows), columns=list(COLUMNS[1:]))
    made.insert(0, "scenario", pd.Series(pd.Categorical([name] * len(made), categories=[name])))
    return made.astype({"replicate": np.int64, "first": np.int64, "last": np.int64})


def switched_on(scenario: Scenario) -> tuple[str, ...]:
    """Principles that a scenario has checked, in the order of the table."""
    return tuple(scenario.thresholds())


def counted(run: Run, name: str, year: int) -> int:
    """Count what violates a principle in a year: the median over replicates, a whole number.

    Of an even number of replicates it is the upper of the two in the middle: half a municipality violates nothing.

    Raises
    ------
    RunError
        If the year is outside the run.
    UnknownNameError
        If the results do not hold the principle.
    """
    values = run.of(f"violations.{name}")[:, run.year_index(year)]
    return int(np.quantile(values, 0.5, method="higher"))


def violated(run: Run, w: Words, year: int | None = None) -> str:
    """Say in one line which of the principles switched on are violated in a year, by the median over replicates.

    Parameters
    ----------
    year
        The last one unless given.

    Returns
    -------
    str
        "note-2011: violated in 2030: two_layers 7 tasks, ..."; empty if the scenario switches none on, or the results
        hold none of them (other ``measures`` were asked for).
    """
    names = [name for name in switched_on(run.scenario) if f"violations.{name}" in run.indicators]
    if not names:
        return ""
    last = run.years[-1] if year is None else year
    found = {name: counted(run, name, last) for name in names}
    parts = [
        w("terminal.violated.each", name=w.pick(name, PRINCIPLES[name].title_nl), count=_counted(name, number, w))
        for name, number in found.items()
        if number
    ]
    about = {"name": run.name, "year": last, "all": len(names)}
    if not parts:
        return w("terminal.violated.none", **about)
    return w("terminal.violated", each=w("terminal.violated.between").join(parts), count=len(parts), **about)


def _counted(name: str, number: int, w: Words) -> str:
    what = PRINCIPLES[name].counts
    return f"{w.number(number)} {w(f'page.principles.one.{what}' if number == 1 else f'page.principles.what.{what}')}"
