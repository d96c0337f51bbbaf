"""The first screen: what became of the three promises, how sure that is, the price, and a sentence to read out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reformsim.dossier.sections.saying import sentence
from reformsim.dossier.sections.shared import Matter
from reformsim.dossier.sections.weighed import PRICE, PROMISES, Weighed, weigh
from reformsim.experiment.verdict import FEW
from reformsim.report.numbers import MISSING
from reformsim.report.page.html import (
    Away,
    Block,
    Card,
    Cards,
    Cell,
    Facts,
    Group,
    Heading,
    Paragraph,
    Quote,
    Row,
    Table,
)

MARKS: Final = {"robust": "●", "depends": "◐", "put_in": "✎", "none": "○"}
"""Signs of the verdicts, which tell them apart without colour."""


def answer(matter: Matter) -> Iterator[Block]:
    """Show the promises and their price: as cards for one scenario, in a table for several."""
    w = matter.w
    if title(matter) != _question(matter):
        yield Paragraph(_question(matter))
    if len(matter.others) > 1:
        yield Paragraph(w("screen.several", year=matter.last, base=matter.title(matter.base)))
        yield _table(matter)
        for at in range(1, len(matter.runs)):
            if said := sentence(matter, at):
                yield Quote(said, w("screen.aloud"))
    else:
        at = len(matter.runs) - 1
        yield Cards(tuple(cards(matter, at)))
        if matter.others:
            yield Heading(w("screen.price.title"))
            yield Facts(tuple(priced(matter, one) for one in weighed(matter, at, PRICE)))
        if said := sentence(matter, at):
            yield Quote(said, w("screen.aloud"))
    yield from map(Paragraph, about_ranges(matter))
    yield Paragraph(w("page.answer.warning"), link="limits")
    if matter.assured:
        yield Away(w("assurance.link"), matter.assured, w("assurance.link.label"))


def about_ranges(matter: Matter) -> Iterator[str]:
    """Say what the ranges hold, and before it that there are too few replicates for a verdict where it is so."""
    w, count = matter.w, len(matter.pairs)
    if 1 <= count < FEW and matter.others:
        yield w("page.answer.few", count=w.number(count))
    kind = ".one" if not matter.others else "" if len(set(matter.drawn)) > 1 else ".fixed"
    yield w(f"screen.ranges{kind}", replicates=matter.replicates(count))


def title(matter: Matter) -> str:
    """Give the question that a scenario asks itself, or what the results answer in general."""
    asked = matter.others or matter.runs
    own = matter.w.own(asked[0].scenario, "question") if len(asked) == 1 else ""
    return own or _question(matter)


def subtitle(matter: Matter) -> str:
    """Say where, when, and of how many replicates."""
    key = "page.subtitle.year" if matter.first == matter.last else "page.subtitle"
    count = matter.replicates(len(matter.pairs))
    return matter.w(key, territory=matter.place, first=matter.first, last=matter.last, replicates=count)


def _question(matter: Matter) -> str:
    given = {"first": matter.first, "last": matter.last, "base": matter.title(matter.base)}
    if not matter.others:
        which = "year" if matter.first == matter.last else "one"
        return matter.w(f"page.question.{which}", scenario=matter.title(matter.base), **given)
    if len(matter.others) == 1:
        return matter.w("page.question.two", scenario=matter.title(matter.others[0]), **given)
    return matter.w("page.question.more", count=matter.w.number(len(matter.others)), **given)


def weighed(matter: Matter, at: int, names: Sequence[str]) -> list[Weighed]:
    """Weigh measures of one scenario, those that the results have."""
    return [one for name in names if (one := weigh(matter, at, name)) is not None]


def cards(matter: Matter, at: int) -> Iterator[Card]:
    """Give a card for each promise of a scenario; of the run compared against, how its levels move."""
    for promise, names in PROMISES.items():
        found = weighed(matter, at, names)
        if not found:
            continue
        first, *others = found
        yield Card(
            matter.w(f"screen.promise.{promise}" if matter.others else f"screen.word.{promise}"),
            _effect(matter, first),
            matter.w(f"screen.unit.{first.name}"),
            _spread(matter, first),
            verdict_of(matter, first),
            MARKS.get(first.verdict, ""),
            _reason(matter, first),
            "against" if against(first) else first.verdict,
            tuple(_beside(matter, one) for one in others),
        )


def _effect(matter: Matter, one: Weighed) -> str:
    """Say an effect in the unit of the promise: of how many, or from what to what."""
    if one.counted and matter.others:
        return matter.w("screen.effect.of", change=one.number(one.change, signed=True), level=one.number(one.without))
    return matter.w("screen.effect.to", start=one.number(one.without), end=one.number(one.with_it))


def _spread(matter: Matter, one: Weighed) -> str:
    span = matter.w.interval(one.low * one.times, one.high * one.times, one.places, signed=bool(matter.others))
    return matter.w("screen.spread", range=span) if span else ""


def against(one: Weighed) -> bool:
    """Whether a promise is surely not kept: all of them are of less."""
    return one.verdict in ("robust", "put_in") and one.change > 0


def verdict_of(matter: Matter, one: Weighed) -> str:
    """Give the verdict in words, and whether it is against what was promised."""
    word = matter.w(f"page.verdict.{one.verdict}") if one.verdict else ""
    return matter.w("screen.against", verdict=word) if against(one) else word


def _reason(matter: Matter, one: Weighed) -> str:
    """Say why the verdict is what it is."""
    if one.verdict == "depends":
        return matter.w("screen.reason.depends", what=matter.w.assumption(one.hangs_on))
    if one.verdict == "none":
        return matter.w("screen.reason.none")
    if one.origin and one.verdict:
        return matter.w("screen.reason.origin", what=matter.origin(one.origin))
    return ""


def _beside(matter: Matter, one: Weighed) -> str:
    text = f"{_effect(matter, one)} {matter.w(f'screen.unit.{one.name}')}"
    return f"{text}: {_worded(matter, one)}" if one.verdict else text


def _worded(matter: Matter, one: Weighed) -> str:
    word = matter.w(f"page.verdict.{one.verdict}")
    promised = any(one.name in names for names in PROMISES.values())
    return f"{MARKS[one.verdict]} {verdict_of(matter, one) if promised else word}"


def priced(matter: Matter, one: Weighed) -> tuple[str, str]:
    """Name an item of the price, and say from what to what it goes and how sure that is."""
    text = matter.w("screen.effect.to", start=one.number(one.without), end=one.number(one.with_it))
    span = matter.w.interval(one.low * one.times, one.high * one.times, one.places, signed=True)
    change = one.number(one.change, signed=True)
    told = f"{change} ({span})" if span else change
    said = f"{_worded(matter, one)}{_why(matter, one)}" if one.verdict else ""
    return matter.w(f"screen.row.{one.name}"), "; ".join(part for part in (text, told, said) if part)


@dataclass(frozen=True, slots=True)
class _Rows:
    title: str
    names: tuple[str, ...]


def _table(matter: Matter) -> Table:
    """Scenarios as columns, promises and price as rows."""
    w = matter.w
    parts = [
        *(_Rows(w(f"screen.promise.{promise}"), names) for promise, names in PROMISES.items()),
        _Rows(w("screen.price.title"), PRICE),
    ]
    groups = []
    for part in parts:
        rows = []
        for name in part.names:
            found = [weigh(matter, at, name) for at in range(1, len(matter.runs))]
            known = next((one for one in found if one is not None), None)
            if known is not None:
                cells = (Cell(known.number(known.without)), *(_cell(matter, one) for one in found))
                rows.append(Row(w(f"screen.row.{name}"), cells))
        if rows:
            groups.append(Group(tuple(rows), part.title))
    heads = (w("screen.head"), *(matter.title(run) for run in matter.runs))
    caption = w("screen.caption", year=matter.last, base=matter.title(matter.base))
    return Table(caption, heads, tuple(groups), frozenset((1,)), w("screen.marks"))


def _cell(matter: Matter, one: Weighed | None) -> Cell:
    if one is None or not math.isfinite(one.change):
        return Cell(MISSING)
    span = matter.w.interval(one.low * one.times, one.high * one.times, one.places, signed=True)
    said = [f"{_worded(matter, one)}{_why(matter, one)}"] if one.verdict else []
    return Cell(one.number(one.change, signed=True), tuple(line for line in (span, *said) if line))


def _why(matter: Matter, one: Weighed) -> str:
    on = matter.w.assumption(one.hangs_on) if one.verdict == "depends" else ""
    return f": {on}" if on else ""
