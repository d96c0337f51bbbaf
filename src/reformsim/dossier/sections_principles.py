"""Principles that scenarios switch on, and what violates them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reformsim.dossier.sections import Matter
from reformsim.experiment.violations import switched_on
from reformsim.principles import PRINCIPLES
from reformsim.report.page import Block, Cell, Group, Notice, Row, Table


def principles(matter: Matter) -> Iterator[Block]:
    """Count the violations of each principle at the start and at the end of every scenario."""
    w = matter.w
    checked = {run.name: frozenset(switched_on(run.scenario)) for run in matter.runs}
    names = [name for name in PRINCIPLES if any(name in on for on in checked.values())]
    if not names:
        yield Notice(w("page.without.principles"))
        return
    years = (matter.first, matter.last)
    runs = [run for run in matter.runs if checked[run.name]]
    medians = {
        (run.name, name): np.median(run.of(f"violations.{name}"), axis=0)
        for run in runs
        for name in names
        if name in checked[run.name] and f"violations.{name}" in run.indicators
    }
    rows = []
    for name in names:
        about, cells = PRINCIPLES[name], []
        for run in runs:
            for year in years:
                found = medians.get((run.name, name))
                text = w("page.principles.off")
                if found is not None:
                    value = float(found[run.year_index(year)])
                    text = w.number(value, 0 if value == int(value) else 1)
                cells.append(Cell(text))
        what = w(f"page.principles.what.{about.counts}")
        title = w.pick(about.title_en, about.title_nl)
        rows.append(Row(title, tuple(cells), w("page.principles.count", what=what)))
    heads = [w("page.principles.principle"), *(f"{run.name} {year}" for run in runs for year in years)]
    numeric = frozenset(range(1, len(heads)))
    yield Table(w("page.principles.caption"), tuple(heads), (Group(tuple(rows)),), numeric, w("page.principles.note"))
