"""What a folder of an attribution holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reformsim.experiment.attribution.players import HORIZON, TOGETHER, WHOLE
from reformsim.experiment.attribution.shown import part_titles
from reformsim.experiment.plan import effective
from reformsim.experiment.store.folder import SOURCES, csv
from reformsim.experiment.store.output import Writer

if TYPE_CHECKING:
    from reformsim.experiment.attribution.attribution import Attribution
    from reformsim.report.figures.waterfall import Step
    from reformsim.report.words import Words


def attribution_files(result: Attribution, lang: str = "en", *, figures: bool = True) -> dict[str, Writer]:
    """Give the files of an attribution in a language.

    They are attribution.csv, levels.csv, and a waterfall per headline indicator for the last year and for the mean over
    the years.
    """
    contents: dict[str, Writer] = {
        "attribution.csv": partial(csv, result.table()),
        "levels.csv": partial(csv, levels_table(result)),
        "scenario.yaml": partial(_scenario, result),
    }
    if result.by == "source":
        contents[SOURCES] = partial(csv, result.sources())
    return {**contents, **(_figures(result, lang) if figures else {})}


def levels_table(result: Attribution) -> pd.DataFrame:
    """Give the mean level of every indicator without the levers and with all: year, indicator, without, with."""
    years: tuple[int | str, ...] = (*result.years, HORIZON)
    rows = [(year, name, *result.levels(name, year)) for year in years for name in result.indicators]
    return pd.DataFrame(rows, columns=["year", "indicator", "without", "with"])


def steps_of(result: Attribution, indicator: str, year: int | str, w: Words) -> list[Step]:
    """Give the steps of a waterfall in a language; the error of each is that of replicates and of sampling together."""
    from reformsim.report.figures.waterfall import Step

    rows = result.of(indicator, year)
    rows = rows[rows["part"] != WHOLE]
    error = np.sqrt(rows["replicate_error"].fillna(0.0) ** 2 + rows["sampling_error"].fillna(0.0) ** 2)
    titles = part_titles(result, w)
    return [
        Step(titles[part], float(effect), float(one), part == TOGETHER)
        for effect, one, part in zip(rows["effect"], error, rows["part"], strict=True)
    ]


def draw(result: Attribution, indicator: str, year: int | str, path: Path, w: Words) -> None:
    """Draw the waterfall of one indicator in one year or over the horizon, in a language."""
    from reformsim.measures import MEASURES
    from reformsim.report.figures.lines import source_line
    from reformsim.report.figures.waterfall import draw_waterfall

    about = MEASURES[indicator]
    ends = {"first": result.years[0], "last": result.years[-1]}
    span = w("terminal.parts.mean", **ends) if year == HORIZON else str(year)
    land = result.scenario.land()
    draw_waterfall(
        w.pick(about.title_en, about.title_nl),
        f"{result.scenario.name}, {span}; {w(f'terminal.parts.method.{result.method}')}",
        result.levels(indicator, year)[0],
        steps_of(result, indicator, year, w),
        path,
        unit=w.unit(about.unit),
        source=source_line(w.own(land, "attribution"), w),
        w=w,
    )


def _figures(result: Attribution, lang: str) -> Mapping[str, Writer]:
    from reformsim.measures import MEASURES
    from reformsim.report.words import words

    w = words(lang)
    headline = [name for name in result.indicators if MEASURES[name].headline]
    ends: tuple[tuple[int | str, str], ...] = ((result.years[-1], ""), (HORIZON, f"-{HORIZON}"))
    return {
        f"figures/{name}{ending}.png": partial(draw, result, name, year, w=w)
        for name in headline
        for year, ending in ends
    }


def _scenario(result: Attribution, path: Path) -> None:
    path.write_text(effective(result.scenario), encoding="utf-8", newline="\n")
