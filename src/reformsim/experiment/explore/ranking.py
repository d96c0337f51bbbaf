"""Which studies would tell most: a table over all effects, ranked."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.experiment.explore.sampled import EFFECT, LEVEL
from reformsim.experiment.explore.studies import load_studies, studied
from reformsim.experiment.explore.worth import Choice, Value, removed

if TYPE_CHECKING:
    from reformsim.experiment.explore.result import Exploration

COLUMNS = (
    "rank", "study", "title", "about", "scenario", "what", "indicator", "unit", "removed", "value", "low", "high",
    "unseen", "most",
)  # fmt: skip


def ranked(exploration: Exploration, indicators: Collection[str] | None = None) -> pd.DataFrame:
    """Give what each study would tell of each effect (of a single scenario, of each level), ranked.

    Parameters
    ----------
    indicators
        That are asked about; all unless given.

    Returns
    -------
    DataFrame
        As of :meth:`Exploration.worth`.
    """
    factors = exploration.factors
    by_study = studied(factors.names, factors.sources)
    asked = exploration.indicators if indicators is None else indicators
    choices = _choices(exploration, asked)
    several = len(exploration.scenarios) > 1
    rows = []
    for study, positions in by_study.items():
        title = load_studies()[study].title.en
        values = {name: choice.worth_of(positions) for name, choice in choices.items()}
        for scenario, indicator in exploration.told:
            if indicator not in asked or (several and scenario == exploration.scenarios[0]):
                continue
            part = removed(exploration.sampled(indicator, scenario), positions)
            worth = _row(values.get(indicator))
            what = EFFECT if several else LEVEL
            about = (study, title, len(positions), scenario, what, indicator, exploration.unit(indicator))
            rows.append((0, *about, part, *worth))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return _in_order(table)


def _choices(exploration: Exploration, asked: Collection[str]) -> dict[str, Choice]:
    if len(exploration.scenarios) < 2:
        return {}
    return {name: exploration.choice(name) for name in exploration.directed if name in asked}


def _row(value: Value | None) -> tuple[float, ...]:
    if value is None:
        return (np.nan,) * 5
    return value.value, value.low, value.high, value.unseen, value.most


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    from reformsim.measures import MEASURES

    main = table[[MEASURES[name].headline for name in table["indicator"]]]
    counted = main if len(main) else table
    mean = counted.groupby("study", sort=False)["removed"].mean()
    place = {study: at for at, study in enumerate(mean.sort_values(ascending=False, kind="stable").index, start=1)}
    table["rank"] = [place[study] for study in table["study"]]
    return table.sort_values("rank", kind="stable", ignore_index=True)
