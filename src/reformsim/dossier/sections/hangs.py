"""What the effects hang on: drivers, when a reform is better, ranges by source, and what to find out first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from reformsim.dossier.figures.tornado import tornado
from reformsim.dossier.hanging import CLEAR, MADE_BY, Hanging, why_none
from reformsim.dossier.sections.shared import Matter, listed
from reformsim.errors import ReformsimError
from reformsim.experiment import Comparison
from reformsim.experiment.verdict import explored
from reformsim.report.numbers import MISSING
from reformsim.report.page.drawn import Drawn
from reformsim.report.page.html import Block, Cell, Group, Heading, Listing, Notice, Paragraph, Row, Shown, Table
from reformsim.report.told import told

if TYPE_CHECKING:
    import pandas as pd

    from reformsim.experiment import Run
    from reformsim.experiment.explore.better import Better
    from reformsim.experiment.explore.rules import Rule

MOST_RULES = 2
MOST_STUDIES = 3


def hangs(matter: Matter) -> Iterator[Block]:
    """Tell of every reform what its effects in the last year hang on."""
    if not matter.others:
        return
    if why := why_none(matter.runs, matter.w):
        yield Notice(why)
        return
    known = explored(matter.results) if isinstance(matter.results, Comparison) else None
    hanging = Hanging(matter.subject, tuple(one.name for one in matter.headlines), known)
    try:
        factors = hanging.exploration.factors
    except ReformsimError as error:
        yield Notice(told(str(error), matter.w))
        return
    w = matter.w
    draws = len(set(factors.rows.draw.tolist()))
    count = {"parameters": w.number(len(factors.names)), "draws": w.number(draws)}
    yield Paragraph(w("hangs.opening", year=matter.last, **count))
    yield Paragraph(w("hangs.beyond"), link="limits")
    for at, run in enumerate(matter.others, start=1):
        if len(matter.others) > 1:
            yield Heading(matter.title(run), run.name, matter.colour(at))
        yield from _drivers(matter, hanging, run)
        yield from better(matter, hanging, run)
        yield _ranges(matter, hanging, run)
    yield from studies(matter, hanging)


def _drivers(matter: Matter, hanging: Hanging, run: Run) -> Iterator[Block]:
    moved = hanging.moved(run.name)
    clear = [name for name in moved if hanging.stands_out(run.name, name)]
    if clear:
        yield Heading(matter.w("hangs.drivers"))
    for name in clear:
        yield Shown(Drawn(tornado(hanging, run.name, name)))
    if rest := [matter.subject.title(name) for name in moved if name not in clear]:
        yield Paragraph(matter.w("hangs.undriven", names=listed(rest)), matter.w("hangs.undriven.head"))


def better(matter: Matter, hanging: Hanging, run: Run) -> Iterator[Block]:
    """Give rules for what is better in some of the draws, and name what is better in nearly all or in hardly any."""
    w, found = matter.w, hanging.better(run.name)
    if not found:
        return
    always = [name for name, one in found.items() if one.share >= CLEAR]
    never = [name for name, one in found.items() if one.share <= 1.0 - CLEAR]
    turning = {name: one for name, one in found.items() if name not in (*always, *never)}
    ruled = [name for name, one in turning.items() if hanging.ruled(one)]
    yield Heading(w("hangs.better", base=matter.title(matter.base)))
    points = [Paragraph(_rules(hanging, turning[name]), f"{matter.subject.title(name)}:") for name in ruled]
    named = (
        ("no_rule", [name for name in turning if name not in ruled]),
        ("always", always),
        ("never", never),
    )
    bounds = {"no_rule": "", "always": w.share(CLEAR), "never": w.share(1.0 - CLEAR)}
    for kind, which in named:
        if which:
            names = listed([_each(matter, found[name], name, kind) for name in which])
            text = w(f"hangs.better.{kind}", names=names, share=bounds[kind])
            points.append(Paragraph(text, w(f"hangs.better.{kind}.head")))
    yield Listing(tuple(points))


def _each(matter: Matter, one: Better, name: str, kind: str) -> str:
    title = matter.subject.title(name)
    return matter.w("hangs.better.each", title=title, share=matter.w.share(one.share)) if kind == "no_rule" else title


def _rules(hanging: Hanging, one: Better) -> str:
    w, found = hanging.about.w, one.rules
    # Where no rule says when it is better, one says when it is not.
    chosen = [rule for rule in found.rules if rule.better][:MOST_RULES]
    chosen += [rule for rule in found.rules if not rule.better][: MOST_RULES - len(chosen)]
    said = [w("hangs.better.share", share=w.share(one.share)), *(_rule(hanging, rule) for rule in chosen)]
    judged = {"accuracy": w.share(found.accuracy), "guess": w.share(found.guess)}
    return " ".join([*said, w("explore.judged", **judged)])


def _rule(hanging: Hanging, rule: Rule) -> str:
    from reformsim.experiment.explore.telling import limit_words

    w = hanging.about.w
    limits = w("explore.and").join(limit_words(limit, w, hanging.named) for limit in rule.limits)
    given = {"limits": limits, "purity": w.share(rule.purity), "coverage": w.share(rule.coverage)}
    return w("hangs.better.rule" if rule.better else "hangs.better.worse", **given)


def _ranges(matter: Matter, hanging: Hanging, run: Run) -> Table:
    from reformsim.experiment.explore.bands import bands

    w = matter.w
    tables = {
        name: bands(hanging.exploration.sampled(name, run.name)).set_index("source") for name in hanging.moved(run.name)
    }
    kinds = [kind for kind in MADE_BY if any(kind in table.index for table in tables.values())]
    rows = tuple(_row(matter, name, table, kinds) for name, table in tables.items())
    heads = tuple(w(f"hangs.ranges.{kind}") for kind in ("effect", "all", *kinds))
    caption = w("hangs.ranges", year=matter.last)
    return Table(caption, heads, (Group(rows),), frozenset(range(1, len(heads))), w("hangs.ranges.note"))


def _row(matter: Matter, name: str, table: pd.DataFrame, kinds: Sequence[str]) -> Row:
    from reformsim.experiment.explore.telling import places_of

    w = matter.w
    places = places_of(*(_at(table, "all", end) for end in ("low", "median", "high")))
    cells = [Cell(_span(matter, table, "all", places))]
    for kind in kinds:
        share = _at(table, kind, "share") if kind in table.index else math.nan
        if not share > 0.0:
            cells.append(Cell(MISSING))
            continue
        cells.append(Cell(w.share(min(share, 1.0)), (_span(matter, table, kind, places),)))
    return Row(matter.subject.title(name), tuple(cells), matter.subject.unit(name))


def _span(matter: Matter, table: pd.DataFrame, kind: str, places: int) -> str:
    low, high = (_at(table, kind, end) for end in ("low", "high"))
    return matter.w.interval(low, high, places, signed=True) or matter.w.number(low, places, signed=True)


def _at(table: pd.DataFrame, kind: str, column: str) -> float:
    return float(table[column].to_numpy(np.float64)[table.index.get_loc(kind)])


def studies(matter: Matter, hanging: Hanging) -> Iterator[Block]:
    """Say what to find out first."""
    from reformsim.experiment.explore.telling import study_words

    w, table = matter.w, hanging.studies
    yield Heading(w("hangs.studies"))
    points = []
    for rank in range(1, MOST_STUDIES + 1):
        rows = table[table["rank"] == rank]
        if len(rows) and rows["removed"].max() > 0.0:
            said = study_words(hanging.exploration, rows, w)
            what = said["what"][:1].upper() + said["what"][1:]
            points.append(Paragraph(f"{what}. {said['most']}", f"{said['title']}."))
    yield Listing(tuple(points)) if points else Paragraph(w("explore.no_study"))
