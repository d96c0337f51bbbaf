"""The first section: the question, and the answer in sentences made from the numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

from reformsim.arrays import Floats
from reformsim.dossier.sections.shared import Matter, listed
from reformsim.experiment.summary import Effect
from reformsim.report.numbers import reads_nought
from reformsim.report.page.html import Block, Heading, Listing, Paragraph

MOST = 4
"""Effects that are told one by one."""

CLEAR = 0.9
"""Share of replicates that must have the same sign."""

FEW = 10
"""Replicates below which the report says that they are few."""

_SCALES = ("share", "0-1", "ratio", "start = 100", "start = 1", "nats", "logit")
"""Units that are no words to put behind a number."""


def answer(matter: Matter) -> Iterator[Block]:
    """Say what changes most, how sure that is, and what does not change; in neutral words."""
    yield Paragraph("", _question(matter))
    if matter.others:
        for at, run in enumerate(matter.others, start=1):
            if len(matter.others) > 1:
                yield Heading(matter.title(run), run.name, matter.colour(at))
            yield from _effects(matter, at)
    else:
        yield from _course(matter)
    count = len(matter.pairs)
    if 1 < count < FEW:
        yield Paragraph(matter.w("page.answer.few", count=matter.w.number(count)))
    yield Paragraph(matter.w("page.answer.warning"), link="limits")


def _question(matter: Matter) -> str:
    given = {"first": matter.first, "last": matter.last, "base": matter.title(matter.base)}
    if not matter.others:
        which = "year" if matter.first == matter.last else "one"
        return matter.w(f"page.question.{which}", scenario=matter.title(matter.base), **given)
    if len(matter.others) == 1:
        return matter.w("page.question.two", scenario=matter.title(matter.others[0]), **given)
    return matter.w("page.question.more", count=matter.w.number(len(matter.others)), **given)


def _effects(matter: Matter, at: int) -> Iterator[Block]:
    """Effects of one scenario beside the first in the last year."""
    w, found = matter.w, matter.change(at, matter.last)
    base = matter.level(0, matter.last)[0]
    finite = [i for i in range(len(matter.headlines)) if math.isfinite(found.difference[i])]
    same = [i for i in finite if found.difference[i] == found.low[i] == found.high[i] == 0.0]
    clear = [i for i in finite if i not in same and found.same_sign[i] >= CLEAR and not _nought(matter, found, base, i)]
    clear.sort(key=lambda i: (-_relative(float(found.difference[i]), float(base[i])), i))
    about = {"year": matter.last, "base": matter.title(matter.base)}
    if clear:
        yield Paragraph(w(f"page.answer.effects{'.single' if len(matter.pairs) == 1 else ''}", **about))
        items = []
        for i in clear[:MOST]:
            one, places = matter.headlines[i], _places(matter, found, base, i)
            ends = (found.difference[i], found.low[i], found.high[i])
            change, low, high = (w.number(float(value), places, signed=True) for value in ends)
            given = {"change": _amount(matter, change, one.unit), "relative": _share(matter, ends[0], base[i])}
            if len(matter.pairs) == 1:
                text = w("page.answer.single", **given)
            elif low == high:
                text = w("page.answer.exact", **given)
            else:
                sure = _sure(matter, float(found.same_sign[i]))
                text = w("page.answer.effect", low=low, high=high, sure=sure, **given)
            items.append(Paragraph(text, _head(matter, i)))
        yield Listing(tuple(items))
    else:
        yield Paragraph(w("page.answer.none"))
    rest = [i for i in finite if i not in same and i not in clear]
    yield from _named(matter, (("also", clear[MOST:]), ("unclear", rest), ("same", same)))


def _places(matter: Matter, found: Effect, base: Floats, i: int) -> int:
    ends = (base[i], found.difference[i], found.low[i], found.high[i])
    return matter.w.decimals([abs(value) for value in ends], matter.headlines[i].unit)


def _nought(matter: Matter, found: Effect, base: Floats, i: int) -> bool:
    """Whether the effect reads nought in the decimals in which it would be told."""
    return reads_nought(float(found.difference[i]), _places(matter, found, base, i))


def _course(matter: Matter) -> Iterator[Block]:
    """What happens between the first and the last year of a run alone."""
    w = matter.w
    start = matter.level(0, matter.first)[0]
    end, low, high = matter.level(0, matter.last)
    finite = [i for i in range(len(matter.headlines)) if math.isfinite(end[i]) and math.isfinite(start[i])]
    alone = matter.first == matter.last
    moved = [i for i in finite if end[i] != start[i] or alone]
    moved.sort(key=lambda i: (0.0 if alone else -_relative(float(end[i] - start[i]), float(start[i])), i))
    items = []
    for i in moved[:MOST]:
        one = matter.headlines[i]
        places = w.decimals([start[i], end[i], low[i], high[i]], one.unit)
        first, last, least, most = (w.number(float(v), places) for v in (start[i], end[i], low[i], high[i]))
        change = float(end[i] - start[i])
        given = {"start": first, "end": _amount(matter, last, one.unit), "relative": _share(matter, change, start[i])}
        if alone:
            text = _amount(matter, last, one.unit)
        elif least == most:
            text = w("page.answer.change.exact", **given)
        else:
            text = w("page.answer.change", low=least, high=most, **given)
        items.append(Paragraph(text, _head(matter, i)))
    if not items:
        yield Paragraph(w("page.answer.unmoved"))
        return
    yield Paragraph(w("page.answer.levels" if alone else "page.answer.changes", first=matter.first, last=matter.last))
    yield Listing(tuple(items))
    if not alone:
        yield from _named(matter, (("same", [i for i in finite if end[i] == start[i]]),))


def _named(matter: Matter, kinds: tuple[tuple[str, list[int]], ...]) -> Iterator[Block]:
    for kind, which in kinds:
        if which:
            names = listed([matter.named(matter.headlines[i]) for i in which])
            yield Paragraph(matter.w(f"page.answer.{kind}", names=names))


def _head(matter: Matter, i: int) -> str:
    one = matter.headlines[i]
    unit = f" ({matter.w.unit(one.unit)})" if one.unit in _SCALES else ""
    return f"{matter.named(one)}{unit}:"


def _amount(matter: Matter, number: str, unit: str) -> str:
    return number if unit in _SCALES else f"{number} {matter.w.unit(unit)}"


def _relative(change: float, level: float) -> float:
    """Size of a change in relation to a level; one that has no level comes last."""
    return abs(change) / abs(level) if level else 0.0


def _share(matter: Matter, change: float, level: float) -> str:
    if not level or not math.isfinite(level):
        return ""
    return matter.w("page.answer.relative", share=f"{matter.w.number(100 * change / abs(level), signed=True)} %")


def _sure(matter: Matter, same: float) -> str:
    count = matter.w.number(len(matter.pairs))
    if same == 1.0:
        return matter.w("page.answer.all", count=count)
    return matter.w("page.answer.most", share=matter.w.share(same), count=count)
