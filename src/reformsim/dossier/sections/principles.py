"""Principles that scenarios switch on, and how much violates them in every scenario."""

from __future__ import annotations

from collections.abc import Iterator

from reformsim.dossier.sections.shared import Matter
from reformsim.experiment.violations import counted, switched_on
from reformsim.principles import PRINCIPLES, Principle
from reformsim.report.numbers import MISSING
from reformsim.report.page.html import Block, Cell, Group, Row, Table


def principles(matter: Matter) -> Iterator[Block]:
    """Count in every scenario, at the start and at the end, what violates each principle that one of them has checked.

    Nothing where none has any checked.
    """
    w, years = matter.w, tuple(dict.fromkeys((matter.first, matter.last)))
    asked = {name for run in matter.runs for name in switched_on(run.scenario)}
    rows = []
    for name in (name for name in PRINCIPLES if name in asked):
        about, cells = PRINCIPLES[name], [_threshold(matter, PRINCIPLES[name])]
        for run in matter.runs:
            held = f"violations.{name}" in run.indicators
            cells += [Cell(w.number(counted(run, name, year)) if held else MISSING) for year in years]
        what = w(f"page.principles.what.{about.counts}")
        title = w.pick(about.title_en, about.title_nl)
        rows.append(Row(title, tuple(cells), w("page.principles.count", what=what)))
    if rows:
        heads = [w(f"page.principles.{head}") for head in ("principle", "threshold")]
        heads += [f"{run.name} {year}" for run in matter.runs for year in years]
        numeric = frozenset(range(2, len(heads)))
        yield Table(
            w("page.principles.caption"), tuple(heads), (Group(tuple(rows)),), numeric, w("page.principles.note")
        )


def _threshold(matter: Matter, about: Principle) -> Cell:
    """From where on each scenario counts a violation; one that has the principle off counts from its default."""
    if about.threshold is None:
        return Cell(matter.w("common.none"))
    chosen = {run.name: run.scenario.thresholds().get(about.name, about.default) for run in matter.runs}
    said = {name: _said(matter, about.threshold.unit, value) for name, value in chosen.items()}
    if len(set(said.values())) == 1:
        return Cell(next(iter(said.values())))
    return Cell("", tuple(f"{name}: {text}" for name, text in said.items()))


def _said(matter: Matter, unit: str, value: float) -> str:
    w = matter.w
    number = f"{w.local(f'{100 * value:g}')} %" if unit.startswith("share of ") else w.local(f"{value:g}")
    return w("page.principles.from", what=w(f"page.principles.unit.{unit}"), value=number)
