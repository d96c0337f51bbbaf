"""What an effect hangs on, as a tornado with its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reformsim.report.page.picture import Picture

if TYPE_CHECKING:
    from reformsim.dossier.hanging import Hanging
    from reformsim.report.figures.tornado import Bar

MOST_BARS = 6
MOST_ALT = 3
"""Assumptions that the alternative text tells of."""


def tornado(hanging: Hanging, scenario: str, indicator: str) -> Picture:
    """Draw the assumptions that an effect hangs on most, those not told from luck in grey."""
    from reformsim.experiment.explore.telling import places_of
    from reformsim.report import style
    from reformsim.report.figures.tornado import tornado_figure

    about, w = hanging.about, hanging.about.w
    at = about.names.index(scenario)
    table = hanging.drivers(scenario, indicator)
    mean, skill = float(table.attrs["mean"]), float(table.attrs["skill"])
    rows = table.head(MOST_BARS)
    title, year = about.title(indicator), about.years[-1]
    figure = tornado_figure(
        w("hangs.figure.title", title=title, scenario=scenario),
        w("hangs.figure.below", unit=about.unit(indicator), year=year),
        mean,
        [bar(hanging, row) for row in rows.to_dict("records")],
        colour=style.colour(at, len(about.runs)),
        source=about.source,
        w=w,
    )
    places = places_of(mean, *rows["at_low"], *rows["at_high"])
    each = " ".join(_said(hanging, row, places) for row in table[table["seen"]].head(MOST_ALT).to_dict("records"))
    given = {"mean": w.number(mean, places, signed=True), "each": each}
    alt = w("hangs.alt", scenario=scenario, title=title, **given)
    note = w("hangs.figure.note", skill=w.share(max(skill, 0.0)))
    name = f"hangs-{at}-{indicator.replace('_', '-').replace('.', '-')}"
    return Picture(name, title, figure, alt, note)


def bar(hanging: Hanging, row: Mapping[Any, Any]) -> Bar:
    """Give a row of the table as a bar, with its label in words."""
    from reformsim.experiment.explore.telling import told_number
    from reformsim.report.figures.tornado import Bar, End

    w, value = hanging.about.w, _value
    low, high = (told_number(value(row, end), w) for end in ("low", "high"))
    span = w("common.range", low=low, high=high).replace(" ", "\N{NO-BREAK SPACE}")
    label = f"{hanging.named(str(row['parameter']))}: {span}"
    at_low, at_high = (
        End(value(row, end), value(row, f"{end}_from"), value(row, f"{end}_to")) for end in ("at_low", "at_high")
    )
    return Bar(label, at_low, at_high, value(row, "share"), bool(row["seen"]))


def _said(hanging: Hanging, row: Mapping[Any, Any], places: int) -> str:
    from reformsim.experiment.explore.telling import told_number

    w = hanging.about.w
    reached = {end: w.number(_value(row, end), places, signed=True) for end in ("at_low", "at_high")}
    ends = {end: told_number(_value(row, end), w) for end in ("low", "high")}
    name = hanging.named(str(row["parameter"]))
    return w("hangs.alt.each", name=name[:1].upper() + name[1:], share=w.share(_value(row, "share")), **reached, **ends)


def _value(row: Mapping[Any, Any], column: str) -> float:
    return float(row[column])
