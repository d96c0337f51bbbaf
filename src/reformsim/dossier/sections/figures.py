"""The sections that are figures; one that cannot be drawn from these results says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from reformsim.dossier.figures import catalogue as figures
from reformsim.dossier.figures import maps
from reformsim.dossier.figures.mapped import chance_of_merging, typical
from reformsim.dossier.sections.shared import Matter
from reformsim.errors import ReformsimError
from reformsim.report.page.drawn import Drawn
from reformsim.report.page.html import Block, Notice, Shown
from reformsim.report.page.picture import Absent, Picture
from reformsim.report.told import told

Drawer = Callable[[Matter], Iterator[Block]]

MOST_ROWS = 3
"""Scenarios whose maps stand in one figure; with more, each has its own."""

NAMED = 5
"""Municipalities that the words of the map of chances name."""


def of(*names: str) -> Drawer:
    """Give what draws sections of :data:`reformsim.dossier.figures.catalogue.SECTIONS`."""

    def section(matter: Matter) -> Iterator[Block]:
        for name in names:
            yield from _shown(matter, lambda one=name: figures.SECTIONS[one](matter.subject))  # type: ignore[misc]

    return section


def start_and_end(matter: Matter) -> Iterator[Block]:
    """Draw who governs at the start and at the end."""
    if len(matter.runs) <= MOST_ROWS:
        yield from _shown(matter, lambda: _map(matter, None))
        return
    for run in matter.runs:
        yield from _shown(matter, lambda name=run.name: _map(matter, name))  # type: ignore[misc]


def chance(matter: Matter) -> Iterator[Block]:
    """Draw how often each municipality merges."""
    yield from _shown(matter, lambda: _chance(matter))


def _shown(matter: Matter, draw: Callable[[], Picture | Absent]) -> Iterator[Block]:
    try:
        made = draw()
    except ReformsimError as error:
        yield Notice(told(str(error), matter.w))
        return
    if isinstance(made, Absent):
        yield Notice(made.why)
    else:
        yield Shown(Drawn(made))


def _map(matter: Matter, scenario: str | None) -> Picture:
    w = matter.w
    years = tuple(dict.fromkeys((matter.first, matter.last)))
    figure = maps.map_of(matter.results, years, scenario=scenario, lang=w.lang)
    said = []
    for run in matter.runs:
        if scenario in (None, run.name):
            one, at = typical(run), run.indicators.index("municipalities")
            start = w.number(float(run.level.median[0, at]))
            said.append(w("page.maps.each", name=run.name, start=start, end=w.number(one.municipalities)))
    title = w("page.section.maps")
    alt = w("page.maps.alt", place=matter.place, each="; ".join(said))
    where = 0 if scenario is None else matter.runs.index(next(run for run in matter.runs if run.name == scenario)) + 1
    note = _read(matter, w("page.maps.note", section=w("page.section.chance")))
    return Picture(f"map-{where}" if where else "map", title, figure, alt, note, figure.parts)


def _chance(matter: Matter) -> Picture:
    w = matter.w
    figure = maps.chance_of(matter.results, lang=w.lang)
    found = {run.name: chance_of_merging(run) for run in matter.runs}
    units, said = matter.territory.names if matter.territory else matter.base.units, []
    for name, chance in found.items():
        top = [int(at) for at in np.argsort(-chance, kind="stable")[:NAMED] if chance[at] > 0]
        names = [f"{units[at]} {w.share(float(chance[at]))}" for at in top]
        said.append(w("page.chance.each", name=name, names=", ".join(names) or w("common.none")))
    alt = maps.chance_alt(found, matter.first, matter.last, w)
    note = _read(matter, w("page.chance.note", each="; ".join(said)))
    return Picture("chance", w("page.section.chance"), figure, alt, note, figure.parts)


def _read(matter: Matter, note: str) -> str:
    """Say how to read a map, and that it is schematic where it is."""
    land = matter.territory
    return f"{note} {matter.w('page.maps.schematic')}" if land is not None and land.boundaries is None else note
