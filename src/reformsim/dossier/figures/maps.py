"""Maps of results: of some years, and of how often municipalities merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from reformsim.dossier.figures.mapped import (
    CHANCE,
    INHABITANTS,
    chance_of_merging,
    territory_of,
    typical,
    values_of,
    year_map,
)
from reformsim.experiment.compared import runs_of
from reformsim.measures import MEASURES

if TYPE_CHECKING:
    from reformsim.arrays import Floats
    from reformsim.experiment import Comparison, Run
    from reformsim.report.maps.drawing import MapFigure, MapPanel
    from reformsim.report.maps.geometry import Shapes
    from reformsim.report.words import Words
    from reformsim.scenario import GivenYear
    from reformsim.territory import Territory


@lru_cache(maxsize=4)
def shapes(territory: Territory) -> Shapes:
    """Give the areas that a territory's maps are drawn from."""
    from reformsim.report.maps.geometry import shapes_of

    return shapes_of(territory.codes, territory.x, territory.y, territory.area_km2, territory.boundaries)


def map_of(
    results: Run | Comparison,
    years: Sequence[GivenYear] | None = None,
    *,
    indicator: str = INHABITANTS,
    scenario: str | None = None,
    lang: str = "en",
) -> MapFigure:
    """Draw the maps of some years, a row of them per scenario.

    Parameters
    ----------
    results
        A run or comparison.
    years
        The first and the last year unless given.
    indicator
        What the colours say, 'inhabitants', 'merger_chance' or an indicator of municipalities.
    scenario
        One scenario of a comparison only.
    lang
        'en' or 'nl'.

    Raises
    ------
    UnknownNameError
        If there is no such scenario, indicator or language.
    RunError
        If a year is not in the results.
    """
    from reformsim.report.maps.drawing import Measure, map_figure
    from reformsim.report.words import words
    from reformsim.scenario import years_of

    runs, w = runs_of(results, scenario), words(lang)
    wanted = years_of(years) or (runs[0].years[0], runs[0].years[-1])
    if indicator == CHANCE:
        return chance_of(results, max(wanted), scenario=scenario, lang=lang)
    territory = territory_of(runs[0])
    panels = [panel for run in runs for panel in _panels(run, territory, wanted, indicator, w)]
    return map_figure(
        shapes(territory),
        panels,
        Measure(*_legend(indicator, w), orders=indicator == INHABITANTS),
        title=_title(indicator, wanted, w),
        subtitle=_which(runs, w),
        source=_source(territory, w),
        lang=lang,
        border=_border(territory, w),
    )


def chance_of(
    results: Run | Comparison, year: int | None = None, *, scenario: str | None = None, lang: str = "en"
) -> MapFigure:
    """Draw how often each municipality merges up to a year, a map per scenario; see :func:`map_of`."""
    from reformsim.report.maps.drawing import MapPanel, chance_map
    from reformsim.report.words import words

    runs, w = runs_of(results, scenario), words(lang)
    territory = territory_of(runs[0])
    last = runs[0].years[-1] if year is None else year
    panels = []
    for run in runs:
        chance = chance_of_merging(run, last)
        numbers: dict[str, Any] = {
            "count": w.number(run.replicates),
            "ever": w.number(int(np.count_nonzero(chance))),
            "all": w.number(len(chance)),
        }
        about = w("maps.chance.panel.one" if run.replicates == 1 else "maps.chance.panel", **numbers)
        units = np.arange(len(chance))
        panels.append(MapPanel(run.name, about, units, territory.province.astype(np.int64), chance))
    return chance_map(
        shapes(territory),
        panels,
        title=w("maps.chance.title", first=runs[0].years[0], last=last),
        legend=w("maps.chance.legend", year=territory.year),
        subtitle=w("maps.chance.note"),
        source=_source(territory, w),
        lang=lang,
        border=_border(territory, w),
    )


def chance_alt(found: Mapping[str, Floats], first: int, last: int, w: Words) -> str:
    """Say in words what the maps of chances show.

    Parameters
    ----------
    found
        By scenario the share of the replicates in which each municipality of the first map merges, (n,).
    first, last
        Years between which it does.
    """
    each = (
        w("page.chance.ever", name=name, ever=w.number(int(np.count_nonzero(chance))), all=w.number(len(chance)))
        for name, chance in found.items()
    )
    return w("page.chance.alt", first=first, last=last, each="; ".join(each))


def _panels(run: Run, territory: Territory, years: Sequence[int], indicator: str, w: Words) -> list[MapPanel]:
    """Maps of the typical replicate of a run, one per year."""
    from reformsim.report.maps.drawing import MapPanel

    at, panels = typical(run).replicate, []
    for year in years:
        drawn = year_map(run, territory, year, at)
        key = "maps.count.new" if drawn.count_new else "maps.count"
        about = w(key, count=w.number(drawn.count), new=w.number(drawn.count_new))
        heading = w("maps.panel", name=run.name, year=year)
        values = values_of(run, territory, year, at, indicator)
        panels.append(MapPanel(heading, about, drawn.owner, drawn.province, values, drawn.new))
    return panels


def _which(runs: Sequence[Run], w: Words) -> str:
    """Say which replicate stands for the others."""
    if all(run.replicates == 1 for run in runs):
        return w("maps.only")
    said = []
    for run in runs:
        one = typical(run)
        median = w.number(one.median, 0 if one.median == round(one.median) else 1)
        count = w.number(one.municipalities)
        said.append(w("maps.typical.one", name=run.name, replicate=one.replicate, count=count, median=median))
    return w("maps.typical", year=runs[0].years[-1], which="; ".join(said))


def _legend(indicator: str, w: Words) -> tuple[str, str]:
    if indicator == INHABITANTS:
        return w("maps.inhabitants"), ""
    one = MEASURES[indicator]
    title, unit = w.pick(one.title_en, one.title_nl), w.unit(one.unit)
    plain = one.unit == "share" or unit.lower() == title.lower()
    return (title if plain else w("maps.legend", title=title, unit=unit)), one.unit


def _title(indicator: str, years: Sequence[int], w: Words) -> str:
    said = str(years[0]) if len(years) == 1 else w("maps.years", first=years[0], last=years[-1])
    if indicator == INHABITANTS:
        return w("maps.title", years=said)
    one = MEASURES[indicator]
    return w("maps.title.indicator", title=w.pick(one.title_en, one.title_nl), years=said)


def _border(territory: Territory, w: Words) -> str:
    """Say what the thick lines of a map are: borders of provinces, or of what the country has in their place."""
    from reformsim.country import load_country

    middle = load_country(territory.country).middle
    return "" if middle == load_country().middle else w("maps.border.middle", middle=middle[w.lang])


def _source(territory: Territory, w: Words) -> str:
    from reformsim.report.figures.lines import source_line

    return source_line(w.own(territory, "attribution") or w.own(territory, "title"), w)
