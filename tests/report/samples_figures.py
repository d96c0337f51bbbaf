"""Figures of made-up numbers, small enough to be read and held against pictures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reformsim.report.figures.bartable import bar_table_figure
from reformsim.report.figures.dots import Dots, Mark, Row, dots_figure
from reformsim.report.figures.fan import Fan, fan_figure
from reformsim.report.figures.heat import heat_figure
from reformsim.report.figures.lines import Band, indicator_figure
from reformsim.report.figures.membership import Network, membership_figure
from reformsim.report.figures.panels import Panel, panel_figure
from reformsim.report.figures.timeline import Reform, timeline_figure
from reformsim.report.words import words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

YEARS = tuple(range(2011, 2031))
NAMES = ("baseline-2011", "note-2011", "a-scenario-with-a-long-name")
SOURCE = "reformsim; data: Statistics Netherlands"
EN, NL = words("en"), words("nl")


def band(name: str, level: float, slope: float, width: float = 5.0, years: tuple[int, ...] = YEARS) -> Band:
    middle = level + slope * np.arange(len(years), dtype=np.float64)
    return Band(name, years, middle, middle - width, middle + width)


def bands(level: float = 418.0) -> list[Band]:
    return [band(name, level, -2.0 * at) for at, name in enumerate(NAMES)]


def row(label: str, start: float = 0.5, *, strong: bool = False) -> Row:
    marks = tuple(Mark(start + 0.1 * at, start + 0.08 * at, start + 0.13 * at) for at in range(len(NAMES)))
    return Row(label, start, marks, strong)


def lines() -> Figure:
    return indicator_figure("Gemeenten", "gemeenten", bands(), source=SOURCE, w=NL)


def panels() -> Figure:
    made = [Panel(f"Indicator {at} with a title that takes two lines", "persons", bands(100.0 * at)) for at in range(5)]
    return panel_figure("Main indicators", made, source=SOURCE, w=EN)


def timeline() -> Figure:
    reforms = [
        Reform("Offices", "Smaller councils", date(2014, 3, 19), (1, 2)),
        Reform("Mergers", "From below", date(2012, 1, 1), (0, 1, 2)),
        Reform("Offices", "A reform whose label is so long that it takes more than one line", date(1999, 1, 1), (2,)),
    ]
    mergers = [band(name, 5.0, -0.2 * at, 1.0) for at, name in enumerate(NAMES)]
    return timeline_figure("Reforms and mergers", "by scenario", reforms, mergers, source=SOURCE, w=EN)


def dots() -> Figure:
    rows = (row("Index", strong=True), row("A part"), row("Another part with a label that takes two lines or so", 0.3))
    return dots_figure(
        "Parts", "below", NAMES, [Dots("left", rows), Dots("right", rows, percent=True)], source=SOURCE, w=NL
    )


def heat() -> Figure:
    values = np.array([[4.0, 3.4, 1.0, 2.0], [2.08, 2.0, np.nan, 2.0], [1.0, 1.0, 1.0, 1.0]])
    return heat_figure(
        "Layers", "below", ("start, 2011", *NAMES), ("Nature", "Roads", "Waste"), values, source=SOURCE, w=NL
    )


def bar_table() -> Figure:
    values = np.array([[9218.0, 8800.0, 7800.0, 7000.0], [418.0, 360.0, 350.0, 0.0]])
    values = np.vstack([values, values.sum(axis=0)])
    columns = ("start, 2011", *NAMES)
    labels = ("Councillors", "Mayors")
    return bar_table_figure("Offices", "below", columns, labels, values, whole="All", source=SOURCE, w=EN)


def membership() -> Figure:
    member = np.array([[1, 1, 0, 1], [1, 0, 1, 1], [0, 1, 1, 0]], dtype=bool)
    forms = ("public", "public", "statutory", "private")
    networks = [
        Network("start, 2011", None, ("Aa", "Bee", "Cee"), forms, member),
        Network("note-2011, 2030", 1, ("Aa", "Bee c.a."), forms[:2], member[:2, :2]),
        Network("nothing left", 2, ("Aa",), (), np.zeros((1, 0), bool)),
    ]
    return membership_figure("Who sits with whom", "below", networks, scenarios=3, source=SOURCE, w=EN)


def fan() -> Figure:
    years = tuple(range(2011, 2041))
    ahead = np.arange(30.0)
    median = 418.0 - 3.0 * ahead
    wide = np.outer(ahead**0.6, [-20.0, -8.0, -3.0, 3.0, 8.0, 20.0])
    real = {2011: 418.0, 2015: 393.0, 2019: 355.0}
    one = Fan(
        years, np.minimum(median[:, None] + wide, 418.0), median, median - ahead / 2, median + ahead / 2, real, 2035
    )
    return fan_figure("Gemeenten, met fouten", "gemeenten", one, source=SOURCE, w=NL)


FIGURES = {
    "fan": fan,
    "lines": lines,
    "panels": panels,
    "timeline": timeline,
    "dots": dots,
    "heat": heat,
    "bar-table": bar_table,
    "membership": membership,
}
