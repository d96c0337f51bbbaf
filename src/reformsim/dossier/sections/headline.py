"""The table of main indicators at chosen years."""

from __future__ import annotations

from collections.abc import Iterator

from reformsim.dossier.sections.shared import Matter, chosen_years
from reformsim.experiment.summary import Effect
from reformsim.report.numbers import MISSING, reads_nought
from reformsim.report.page.html import Block, Cell, Group, Row, Table


def headline(matter: Matter) -> Iterator[Block]:
    """Levels of every scenario and differences with the first, with their ranges."""
    w, years = matter.w, chosen_years(matter.first, matter.last)
    levels = [[matter.level(at, year) for year in years] for at in range(len(matter.runs))]
    changes = [[matter.change(at, year) for year in years] if at else [] for at in range(len(matter.runs))]
    groups, told = [], any(matter.verdict(run.name, one.name) for run in matter.others for one in matter.headlines)
    for i, one in enumerate(matter.headlines):
        found = [float(bound[i]) for run in levels for level in run for bound in level]
        places = w.decimals(found, one.unit)
        rows = []
        for at, run in enumerate(matter.runs):
            cells = []
            for year in range(len(years)):
                middle, low, high = (float(bound[i]) for bound in levels[at][year])
                small = [w.interval(low, high, places)]
                if at:
                    small.append(_difference(matter, changes[at][year], i, places))
                cells.append(Cell(w.number(middle, places), tuple(_unbroken(line) for line in small if line)))
            if matter.others:
                cells.append(_sign(matter, changes[at][-1], i, places, run.name) if at else Cell(""))
            if told:
                cells.append(Cell(matter.rests_mostly(run.name, one.name) if at else ""))
            rows.append(Row(run.name, tuple(cells), colour=matter.colour(at)))
        groups.append(Group(tuple(rows), matter.named(one), matter.unit(one)))
    count = matter.replicates(len(matter.pairs))
    heads = [w("page.headline.scenario"), *map(str, years)]
    if matter.others:
        heads.append(w("page.headline.sign", year=matter.last))
    if told:
        heads.append(w("page.headline.sources", year=matter.last))
    yield Table(
        w("page.headline.caption", replicates=count, base=matter.base.name)
        if matter.others
        else w("page.headline.caption.one", replicates=count),
        tuple(heads),
        tuple(groups),
        frozenset(range(1, len(heads) - told)),
        " ".join(_notes(matter, told=told)),
        steady=True,
    )


def _unbroken(line: str) -> str:
    """Let a line of numbers break before its range and nowhere else, so that a narrow column stays readable."""
    nbsp = "\N{NO-BREAK SPACE}"
    return line.replace(" ", nbsp).replace(f"{nbsp}(", " (")


def _notes(matter: Matter, *, told: bool) -> Iterator[str]:
    yield matter.w("page.headline.when")
    if matter.others:
        yield matter.w("page.headline.note")
    if told:
        yield matter.w("page.headline.sources.note")


def _sign(matter: Matter, found: Effect, i: int, places: int, scenario: str) -> Cell:
    """Share of the pairs with the sign of the difference shown, a dash where it reads nought; how sure that is."""
    nought = reads_nought(float(found.difference[i]), places)
    share = MISSING if nought else matter.w.share(float(found.same_sign[i]))
    return Cell(share, (matter.sure(scenario, matter.headlines[i].name),))


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
