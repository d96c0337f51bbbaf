"""Slides of the years, the map of the last one, and the places in which most changes."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from reformsim.dossier.figures.mapped import territory_of, typical, year_map
from reformsim.dossier.figures.maps import map_of
from reformsim.dossier.sections.shared import Matter
from reformsim.dossier.sections.weighed import times_told, weigh
from reformsim.errors import ReformsimError
from reformsim.measures import measure_of
from reformsim.report.numbers import reads_nought
from reformsim.report.page.drawn import Drawn
from reformsim.report.page.picture import Picture
from reformsim.report.slides.deck import BODY, Box, Deck, Slide, Text
from reformsim.report.slides.shapes import Line, line_chart, table
from reformsim.report.told import told

DRAWN: Final = ("administrators_total", "authorities_per_subject", "lost_to_scale", "budget_outside_council")
"""The promises and what they cost most, by year."""

BY_PLACE: Final = ("relations_to_keep_up", "lost_to_scale")
MOST_PLACES: Final = 7


def timeline(deck: Deck, matter: Matter) -> None:
    """Show the years as charts, and say when half of the change in administrators is there."""
    w, names = matter.w, [one.name for one in matter.headlines]
    slide = deck.slide(_when(matter))
    key, body = BODY.rows(0.07, 0.93, gap=0.05)
    said = [
        Text(f"\N{EM DASH} {matter.title(run)}", size=13, colour=matter.colour(at))
        for at, run in enumerate(matter.runs)
    ]
    for place, one in zip(key.columns(len(said)), said, strict=True):
        slide.texts(place, [one], smallest=9)
    upper, lower = body.rows(0.5, 0.5)
    shown = [name for name in DRAWN if name in names]
    for name, box in zip(shown, (*upper.columns(2), *lower.columns(2)), strict=False):
        lines = []
        for at, run in enumerate(matter.runs):
            column = run.indicators.index(name)
            for kind, thin in (("median", False), ("low", True), ("high", True)):
                values = (getattr(run.level, kind)[:, column] * _times(name)).tolist()
                label = run.name if not thin else w(f"deck.{kind}", name=run.name)
                lines.append(Line(label, values, matter.colour(at), thin))
        line_chart(slide, box, w(f"screen.row.{name}"), matter.base.years, lines)
    slide.say(w("deck.timeline.note"))


def _when(matter: Matter) -> str:
    """Say by which year half of the change in administrators has come."""
    w, name = matter.w, DRAWN[0]
    if not matter.others or name not in matter.base.indicators or matter.first == matter.last:
        return w("deck.timeline.course", first=matter.first, last=matter.last)
    at = matter.base.indicators.index(name)
    middle = [np.median(run.block(slice(at, at + 1))[:, :, 0], axis=0) for run in (matter.others[-1], matter.base)]
    change = middle[0] - middle[1]
    whole = change[-1]
    known = weigh(matter, len(matter.others), name)
    if known is None or reads_nought(known.change * known.times, known.places):
        return w("deck.timeline.none")
    half = matter.base.years[int(np.argmax(np.sign(whole) * change >= abs(whole) / 2))]
    return w("deck.timeline", year=half, title=matter.title(matter.others[-1]).rstrip("."), last=matter.last)


def map_of_the_end(deck: Deck, matter: Matter) -> None:
    """Show the map of the last year, a panel for each scenario."""
    w, run = matter.w, matter.runs[-1]
    try:
        drawn = year_map(run, territory_of(run), matter.last, typical(run).replicate)
        figure = map_of(matter.results, (matter.last,), lang=w.lang)
    except ReformsimError as error:
        _without(deck.slide(w("deck.map.none")), told(str(error), w))
        return
    given = {"new": w.number(drawn.count_new), "count": w.number(drawn.count), "last": matter.last}
    title = w("deck.map", scenario=matter.title(run).rstrip("."), **given)
    slide = deck.slide(title)
    slide.picture(BODY, Drawn(Picture("map", title, figure, title)).png, title)


def places(deck: Deck, matter: Matter) -> None:
    """Name the municipalities in which most changes."""
    w, at = matter.w, len(matter.others)
    measures = [name for name in BY_PLACE if name in matter.base.local_indicators]
    tables = {name: _changes(matter, at, name) for name in measures}
    tables = {name: found for name, found in tables.items() if len(found)}
    if not tables:
        _without(deck.slide(w("deck.places.none")), w("deck.places.why"))
        return
    first = next(iter(tables))
    top, times, decimals = tables[first].iloc[0], _times(first), _places(matter, tables[first], first)
    slide = deck.slide(
        w(
            "deck.places",
            place=top["name"],
            change=w.number(float(top["difference"]) * times, decimals, signed=True),
            what=_what(matter, first),
            scenario=matter.title(matter.runs[at]).rstrip("."),
        )
    )
    for box, (name, found) in zip(BODY.columns(len(tables)), tables.items(), strict=True):
        head, below = box.rows(0.1, 0.9, gap=0.05)
        slide.texts(head, [Text(w(f"screen.row.{name}"), size=15, bold=True)], smallest=10)
        table(slide, below, *_rows(matter, found, name), first=1.5)


def _changes(matter: Matter, at: int, name: str) -> pd.DataFrame:
    """The municipalities of the first map in which an indicator changes most; of a run alone since its first year."""
    from reformsim.experiment import Comparison

    results = matter.results
    if isinstance(results, Comparison):
        table = results.local_differences(name, matter.last, level="municipality")
        table = table[table["scenario"] == matter.runs[at].name]
    else:
        levels = results.local(name, (matter.first, matter.last), level="municipality")
        start, table = (levels[levels["year"] == year].set_index("place") for year in (matter.first, matter.last))
        table = table.assign(difference=table["median"] - start["median"].reindex(table.index)).reset_index()
        table = table.assign(low=np.nan, high=np.nan)
    table = table[np.isfinite(table["difference"]) & (table["difference"] != 0.0)]
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    most: pd.DataFrame = table.loc[order].head(MOST_PLACES)
    return most


def _rows(matter: Matter, found: pd.DataFrame, name: str) -> tuple[list[str], list[list[str]]]:
    w, times, decimals = matter.w, _times(name), _places(matter, found, name)
    rows = []
    for row in found.to_dict("records"):
        change, low, high = (float(row[key]) * times for key in ("difference", "low", "high"))
        rows.append(
            [str(row["name"]), w.number(change, decimals, signed=True), w.interval(low, high, decimals, signed=True)]
        )
    return [w("deck.place"), w("deck.difference"), w("deck.range")], rows


def _times(name: str) -> float:
    return times_told(measure_of(name).unit)


def _places(matter: Matter, found: pd.DataFrame, name: str) -> int:
    return matter.w.decimals((found["difference"].abs() * _times(name)).tolist())


def _what(matter: Matter, name: str) -> str:
    said = matter.w(f"screen.row.{name}")
    return said[:1].lower() + said[1:]


def _without(slide: Slide, why: str) -> None:
    slide.texts(Box(BODY.left, BODY.top, BODY.width, 2.0), [Text(why, size=18)])
