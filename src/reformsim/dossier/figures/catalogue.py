"""The figures of a report, section by section, each with its words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from reformsim.arrays import Floats
from reformsim.dossier.figures.classes import EDGES, by_size
from reformsim.dossier.figures.fan import fan
from reformsim.dossier.figures.mergers import mergers_by_year
from reformsim.dossier.reforms import reforms
from reformsim.dossier.subject import Subject, subject
from reformsim.experiment.summary import level
from reformsim.report.page.picture import Absent, Picture

if TYPE_CHECKING:
    from reformsim.experiment import Comparison, Run
    from reformsim.report.figures.dots import Mark, Row
    from reformsim.report.words import Words


DRUKTE: Final = (
    "authorities_per_subject", "relations_to_keep_up", "layers_per_subject", "subjects_over_two_layers",
    "governance_nodes", "board_positions_per_administrator",
)  # fmt: skip
"""Measures of bestuurlijke drukte, the two headlines first; each in its own unit, and never added up."""

OFFICES: Final = (
    "councillors", "aldermen", "mayors", "provincial_councillors", "deputies", "kings_commissioners",
    "water_board_members", "sub_municipal_office_holders",
)  # fmt: skip
"""Offices that add up to :data:`ADMINISTRATORS`, in each replicate."""

ADMINISTRATORS: Final = "administrators_total"

MOST_ALT = 6
"""Rows that an alternative text tells of."""


def pictures(results: Run | Comparison, w: Words, sections: Iterable[str] | None = None) -> list[Picture | Absent]:
    """Draw the figures of a report.

    Parameters
    ----------
    sections
        Names of :data:`SECTIONS`, all of them in their order unless given.

    Returns
    -------
    list of Picture or Absent
        One per section; absent where the results do not allow it, with the reason.
    """
    about = subject(results, w)
    return [SECTIONS[name](about) for name in (SECTIONS if sections is None else sections)]


def lines(about: Subject) -> Picture | Absent:
    """Draw the panel of headline indicators with a line and band per scenario."""
    from reformsim.measures import MEASURES

    names = [name for name in about.indicators if MEASURES[name].headline] or list(about.indicators)
    return _panels(about, "lines", names, ("municipalities", "administrators_total", "authorities_per_subject"))


def drukte(about: Subject) -> Picture | Absent:
    """Draw the measures of bestuurlijke drukte beside each other, each in its own unit."""
    return _panels(about, "drukte", DRUKTE if about.has(*DRUKTE) else (), DRUKTE[:2])


def _panels(about: Subject, section: str, names: Sequence[str], told: Sequence[str]) -> Picture | Absent:
    """Draw indicators by year beside each other; some of them, or the first, are told in the alternative text."""
    from reformsim.report.figures.panels import Panel, panel_figure

    w, title = about.w, about.w(f"figures.{section}.title")
    if not names:
        return Absent(section, title, w("figures.absent.indicators"))
    panels = [Panel(about.title(name), about.unit(name), about.bands(name)) for name in names]
    alt = [w(f"figures.{section}.alt", count=len(names), first=about.years[0], last=about.years[-1])]
    for name in [n for n in told if n in names] or names[:1]:
        bands, unit = about.bands(name), about.unit(name)
        starts, ends = ([float(band.middle[at]) for band in bands] for at in (0, -1))
        alt.append(w("figures.alt.indicator", title=about.title(name), moved=about.moved(starts, ends, unit)))
    note = w(f"figures.{section}.note")
    return Picture(section, title, panel_figure(title, panels, source=about.source, w=w), " ".join(alt), note)


def single(about: Subject, indicator: str, shown: Sequence[Run] | None = None) -> Picture:
    """Draw one indicator by year.

    Parameters
    ----------
    about
        The results; a scenario has the colour of its place among them.

    Raises
    ------
    UnknownNameError
        If there is no such indicator.
    """
    from reformsim.report.figures.lines import indicator_figure

    w, title, unit = about.w, about.title(indicator), about.unit(indicator)
    bands = about.bands(indicator, shown)
    figure = indicator_figure(title, unit, bands, source=about.source, w=w)
    starts, ends = ([float(band.middle[at]) for band in bands] for at in (0, -1))
    moved = about.moved(starts, ends, unit, [band.name for band in bands])
    alt = w("figures.single.alt", title=title, first=about.years[0], last=about.years[-1], moved=moved)
    return Picture(indicator, title, figure, alt, w("figures.single.note") if len(bands) > 1 else "")


def timeline(about: Subject) -> Picture | Absent:
    """Draw when reforms take effect and how many mergers do each year."""
    from reformsim.report.figures.lines import Band
    from reformsim.report.figures.timeline import timeline_figure

    w, title = about.w, about.w("figures.timeline.title")
    bands, said = [], []
    for run in about.runs:
        count = mergers_by_year(run)
        found = level(count, run.drawn)
        chance = (found.chance_low, found.chance_high)
        bands.append(Band(run.name, run.years, found.median, found.low, found.high, chance=chance))
        mean = w.number(float(count.sum(axis=1).mean()), 1)
        said.append(w("figures.timeline.alt_each", name=run.name, levers=len(run.scenario.levers), mergers=mean))
    figure = timeline_figure(title, w("figures.timeline.below"), reforms(about), bands, source=about.source, w=w)
    years = {"first": about.years[0], "last": about.years[-1]}
    alt = w("figures.timeline.alt", **years, each="; ".join(said))
    late = any(lever.passage for run in about.runs for lever in run.scenario.levers)
    note = f"{w('figures.timeline.note')} {w('figures.timeline.passage') if late else ''}".strip()
    return Picture("timeline", title, figure, alt, note)


def tasks(about: Subject) -> Picture | Absent:
    """Draw for each task the share of inhabitants for whom it rests on fewer than two people."""
    from reformsim.report.figures.dots import Dots, Row, dots_figure
    from reformsim.tasks import load_tasks

    w, title = about.w, about.w("figures.tasks.title")
    rows = []
    for task in load_tasks(date(about.years[0], 1, 1)):
        name = f"thin.{task.id}"
        if about.has(name):
            ends = [about.ends(run, name) for run in about.runs]
            marks = tuple(_mark(one[:, 1], run) for one, run in zip(ends, about.runs, strict=True))
            start = _mark(ends[0][:, 0], about.runs[0]).middle
            if any(value > 0 for value in (start, *(mark.high for mark in marks))):
                rows.append(Row(w.pick(task.name_en, task.name_nl), start, marks))
    if not rows:
        why = "figures.tasks.none" if about.has("thin_tasks") else "figures.absent.indicators"
        return Absent("tasks", title, w("figures.absent.country" if "thin_tasks" in about.absent else why))
    rows.sort(key=lambda row: (-np.nanmax([0.0, row.start, row.marks[0].middle]), row.label))
    below = w("figures.tasks.below", first=about.years[0], last=about.years[-1], spread=_spread(about))
    panel = Dots("", tuple(rows), percent=True, from_nought=True)
    figure = dots_figure(title, below, about.names, [panel], source=about.source, w=w)
    alt = w("figures.tasks.alt", last=about.years[-1], rows=_told(about, rows))
    return Picture("tasks", title, figure, alt, w("figures.tasks.note"))


def sizes(about: Subject) -> Picture | Absent:
    """Draw what is lost to scale, what is thin and the number of municipalities by class of inhabitants."""
    from reformsim.report.figures.dots import Dots, Row, dots_figure

    w, title = about.w, about.w("figures.sizes.title")
    if {"lost_to_scale", "thin_tasks"} & about.absent.keys():
        return Absent("sizes", title, w("figures.absent.country"))
    found = [by_size(run) for run in about.runs]
    first, last = about.years[0], about.years[-1]
    if not all(first in classes and last in classes for classes in found):
        return Absent("sizes", title, w("figures.absent.places"))
    lost, thin, numbers = (list[Row]() for _ in range(3))
    for at, name in enumerate(size_names(w)):
        begin, ends = found[0][first], [classes[last] for classes in found]
        if not any(one.municipalities[:, at].any() for one in (begin, *ends)):
            continue
        for rows, part in ((lost, "lost"), (thin, "thin"), (numbers, "municipalities")):
            parted = [getattr(one, part)[:, at] for one in (begin, *ends)]
            first_day, *marks = (_mark(*one) for one in zip(parted, (about.runs[0], *about.runs), strict=True))
            rows.append(Row(name, first_day.middle, tuple(marks)))
    below = w("figures.sizes.below", first=first, last=last, spread=_spread(about))
    panels = [
        Dots(w("figures.sizes.lost"), tuple(lost), percent=True, from_nought=True),
        Dots(w("figures.sizes.thin"), tuple(thin), percent=True, from_nought=True),
        Dots(w("figures.sizes.municipalities"), tuple(numbers), from_nought=True),
    ]
    figure = dots_figure(title, below, about.names, panels, source=about.source, w=w)
    alt = w("figures.sizes.alt", last=last, rows=_told(about, thin))
    return Picture("sizes", title, figure, alt, w("figures.sizes.note"))


def size_names(w: Words) -> list[str]:
    """Name the classes of inhabitants, the smallest first."""
    marks = [w.number(edge) for edge in EDGES]
    between = [w("common.range", low=low, high=high) for low, high in pairwise(marks)]
    return [
        w("figures.sizes.under", edge=marks[0]),
        *between,
        w("figures.sizes.over", edge=marks[-1]),
    ]


def offices(about: Subject) -> Picture | Absent:
    """Draw administrators by office at the start and at the end of each scenario: medians, as in every table."""
    from reformsim.report.figures.bartable import bar_table_figure

    w, title = about.w, about.w("figures.offices.title")
    rows = (*OFFICES, ADMINISTRATORS)
    if not about.has(*rows):
        why = "country" if set(rows) & about.absent.keys() else "indicators"
        return Absent("offices", title, w(f"figures.absent.{why}"))
    middles = [np.stack([np.median(about.ends(run, row), axis=0) for row in rows]) for run in about.runs]
    table = np.column_stack([middles[0][:, 0], *(one[:, 1] for one in middles)])
    kept = [at for at in range(len(OFFICES)) if table[at].any()]
    columns = [w("figures.start_year", year=about.years[0]), *about.names]
    labels = [about.title(OFFICES[at]) for at in kept]
    below = w("figures.offices.below", first=about.years[0], last=about.years[-1])
    figure = bar_table_figure(
        title, below, columns, labels, table[[*kept, -1]], whole=w("figures.offices.total"), source=about.source, w=w
    )
    start, *ends = table[-1].tolist()
    alt = w("figures.offices.alt", moved=about.moved([start] * len(about.runs), ends, "persons"))
    law = about.country.law if about.country else None
    once = law is not None and law.value("executives_in_council", date(about.years[0], 12, 31)) > 0
    note = f"{w('figures.offices.note')} {w('figures.offices.once')}" if once else w("figures.offices.note")
    return Picture("offices", title, figure, alt, note)


def _mark(values: Floats, run: Run) -> Mark:
    """The mark of a run's values, one for each replicate."""
    from reformsim.report.figures.dots import Mark

    found = level(values, run.drawn)
    chance = (float(found.chance_low), float(found.chance_high))
    whole = (float(found.median), float(found.low), float(found.high))
    return Mark(*whole, chance if math.isfinite(chance[0]) else None)


def _spread(about: Subject) -> str:
    return about.w("common.band" if about.runs[0].replicates > 1 else "common.median")


def _told(about: Subject, rows: Sequence[Row]) -> str:
    """Tell the first rows of shares in words: the label, the start, and each scenario's value."""
    w = about.w

    def number(value: float) -> str:
        return w.share(value) if math.isfinite(value) else w("common.absent")

    said = []
    for row in rows[:MOST_ALT]:
        marks = zip(about.names, row.marks, strict=True)
        each = ", ".join(f"{name} {number(mark.middle)}" for name, mark in marks)
        said.append(w("figures.alt.row", label=row.label, start=number(row.start), each=each))
    return " ".join(said)


def _inside(draw: str) -> Callable[[Subject], Picture | Absent]:
    def section(about: Subject) -> Picture | Absent:
        from reformsim.dossier.figures import within

        made: Picture | Absent = getattr(within, draw)(about)
        return made

    return section


SECTIONS: Final[Mapping[str, Callable[[Subject], Picture | Absent]]] = MappingProxyType(
    {
        "lines": lines,
        "fan": fan,
        "timeline": timeline,
        "drukte": drukte,
        "layers": _inside("layers"),
        "network": _inside("network_of"),
        "sizes": sizes,
        "tasks": tasks,
        "offices": offices,
    }
)
"""What draws each section, in the order of the report."""
