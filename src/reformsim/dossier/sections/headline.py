"""The table of main indicators at chosen years, with what may be said of each difference."""

from __future__ import annotations

import math
from collections.abc import Iterator

from reformsim.dossier.sections.shared import Matter, chosen_years
from reformsim.experiment.summary import Effect, Level
from reformsim.experiment.verdict import DEPENDS
from reformsim.report.numbers import MISSING, reads_nought
from reformsim.report.page.html import Block, Cell, Group, Row, Table


def headline(matter: Matter) -> Iterator[Block]:
    """Levels of every scenario and differences with the first, with their ranges, chance apart, and verdicts."""
    w, years = matter.w, chosen_years(matter.first, matter.last)
    if matter.others and len(years) > 3:
        years = (years[0], *years[2:])  # makes room for chance and verdict
    levels = [[matter.level(at, year) for year in years] for at in range(len(matter.runs))]
    changes = [[matter.change(at, year) for year in years] if at else [] for at in range(len(matter.runs))]
    apart = any(bool((run[-1].chance_share >= 0.0).any()) for run in levels)
    groups = []
    for i, one in enumerate(matter.headlines):
        found = [float(bound[i]) for run in levels for level in run for bound in (level.median, level.low, level.high)]
        places = w.decimals(found, one.unit)
        rows = []
        for at, run in enumerate(matter.runs):
            cells = []
            for year in range(len(years)):
                level = levels[at][year]
                small = [w.interval(float(level.low[i]), float(level.high[i]), places)]
                if at:
                    small.append(_difference(matter, changes[at][year], i, places))
                cells.append(Cell(w.number(float(level.median[i]), places), _unbroken(small)))
            if apart:
                cells.append(_chance(matter, levels[at][-1], changes[at][-1] if at else None, i, places))
            if matter.others:
                cells.append(_verdict(matter, run.name, one.name, changes[at][-1], i, places) if at else Cell(""))
            rows.append(Row(run.name, tuple(cells), colour=matter.colour(at)))
        groups.append(Group(tuple(rows), matter.named(one), matter.unit(one)))
    count = matter.replicates(len(matter.pairs))
    heads = [w("page.headline.scenario"), *map(str, years)]
    if apart:
        heads.append(w("page.headline.chance", year=matter.last))
    right = frozenset(range(1, len(heads)))
    if matter.others:
        heads.append(w("page.headline.verdict", year=matter.last))
    yield Table(
        w("page.headline.caption", replicates=count, base=matter.base.name)
        if matter.others
        else w("page.headline.caption.one", replicates=count),
        tuple(heads),
        tuple(groups),
        right,
        " ".join(_notes(matter, apart=apart)),
        steady=True,
    )


def _unbroken(lines: list[str]) -> tuple[str, ...]:
    """Let a line of numbers break before its range and nowhere else, so that a narrow column stays readable."""
    nbsp = "\N{NO-BREAK SPACE}"
    return tuple(line.replace(" ", nbsp).replace(f"{nbsp}(", " (") for line in lines if line)


def _notes(matter: Matter, *, apart: bool) -> Iterator[str]:
    yield matter.w("page.headline.when")
    yield matter.w("page.headline.ranges")
    if apart:
        yield matter.w("page.headline.chance.note")
    if matter.others:
        yield matter.w("page.headline.verdict.note")


def _chance(matter: Matter, level: Level, change: Effect | None, i: int, places: int) -> Cell:
    """The range of chance alone of the level, and of the difference with its part of the variance."""
    w = matter.w
    span = w.interval(float(level.chance_low[i]), float(level.chance_high[i]), places)
    told: Level | Effect = level if change is None else change
    small = []
    if change is not None:
        of_change = w.interval(float(change.chance_low[i]), float(change.chance_high[i]), places, signed=True)
        small.append(w("page.headline.delta", change=of_change) if of_change else "")
    share = float(told.chance_share[i])
    small.append(w("page.headline.chance.share", share=w.share(share)) if math.isfinite(share) else "")
    return Cell(span or MISSING, _unbroken(small))


def _verdict(matter: Matter, scenario: str, indicator: str, found: Effect, i: int, places: int) -> Cell:
    """The verdict; below it how many pairs have the sign, on what it depends, and on what it rests."""
    w, told = matter.w, matter.told(scenario, indicator)
    small = []
    if math.isfinite(found.same_sign[i]) and not reads_nought(float(found.difference[i]), places):
        small.append(w("page.headline.sign", share=w.share(float(found.same_sign[i]))))
    if told.verdict == DEPENDS:
        small.insert(0, w("page.headline.hangs", what=w.assumption(told.hangs_on)))
    if told.origin:
        small.append(w("page.headline.origin", what=matter.origin(told.origin)))
    return Cell(w(f"page.verdict.{told.verdict}") if told.verdict else MISSING, tuple(small))


def _difference(matter: Matter, found: Effect, i: int, places: int) -> str:
    """Say the difference with its range; nothing where there is none in any replicate."""
    w = matter.w
    middle, low, high = (float(bound[i]) for bound in (found.difference, found.low, found.high))
    if middle == low == high == 0.0:
        return ""
    change = w.number(middle, places, signed=True)
    span = w.interval(low, high, places, signed=True)
    key = "page.headline.delta.range" if span else "page.headline.delta"
    return w(key, change=change, range=span) if span else w(key, change=change)
