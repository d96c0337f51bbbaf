"""Every main effect in a sentence made from the numbers, by what may be said of it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from reformsim.arrays import Floats
from reformsim.dossier.sections.shared import Matter, listed
from reformsim.experiment.summary import Effect
from reformsim.experiment.verdict import DEPENDS, FEW, NONE, PUT_IN, ROBUST, VERDICTS
from reformsim.report.page.html import Block, Heading, Listing, Paragraph

MOST = 4
"""Effects that are told one by one."""

_SCALES = ("share", "0-1", "ratio", "start = 100", "start = 1", "nats", "logit")
"""Units that are no words to put behind a number."""


def effects(matter: Matter) -> Iterator[Block]:
    """Say what changes most, how sure that is, and what does not change; in neutral words."""
    if not matter.others:
        yield from _course(matter)
        return
    for at, run in enumerate(matter.others, start=1):
        if len(matter.others) > 1:
            yield Heading(matter.title(run), run.name, matter.colour(at))
            if run.scenario.question:
                yield Paragraph("", matter.w.own(run.scenario, "question"))
        yield from _effects(matter, at)


def _effects(matter: Matter, at: int) -> Iterator[Block]:
    """Effects of one scenario beside the first in the last year, by what may be said of them."""
    w, found, count = matter.w, matter.change(at, matter.last), len(matter.pairs)
    base, run = matter.level(0, matter.last).median, matter.runs[at]
    finite = [i for i in range(len(matter.headlines)) if math.isfinite(found.difference[i])]
    same = [i for i in finite if found.difference[i] == found.low[i] == found.high[i] == 0.0]
    told = {i: matter.told(run.name, matter.headlines[i].name) for i in finite if i not in same}
    by_verdict = {word: [i for i in told if told[i].verdict == word] for word in ("", *VERDICTS)}
    listing = by_verdict[ROBUST] if count >= FEW else by_verdict[""]
    listing.sort(key=lambda i: (-_relative(float(found.difference[i]), float(base[i])), i))
    about = {"year": matter.last, "base": matter.title(matter.base)}
    if listing:
        kind = "" if count >= FEW else ".single" if count == 1 else ".few"
        yield Paragraph(w(f"page.answer.effects{kind}", count=w.number(count), **about))
        items = [Paragraph(_effect(matter, found, base, i, told[i].origin), _head(matter, i)) for i in listing[:MOST]]
        yield Listing(tuple(items))
    else:
        yield Paragraph(w("page.answer.none"))
    also = "also" if count >= FEW else "also.few"
    yield from _named(matter, ((also, listing[MOST:]), ("put_in", by_verdict[PUT_IN])))
    depends = by_verdict[DEPENDS]
    if depends:
        yield Paragraph(w("page.answer.depends"))
        yield Listing(tuple(_depending(matter, found, base, i, told[i].hangs_on) for i in depends))
    yield from _named(matter, (("unclear", by_verdict[NONE]), ("same", same)))


def _effect(matter: Matter, found: Effect, base: Floats, i: int, origin: str) -> str:
    """Say an effect with its range, how much of that is chance, how sure its direction is, and what it rests on."""
    w, given = matter.w, _numbers(matter, found, base, i)
    if len(matter.pairs) == 1:
        return w("page.answer.single", **given)
    if given["low"] == given["high"]:
        text = w("page.answer.exact", **given)
    else:
        text = w("page.answer.effect", sure=_sure(matter, float(found.same_sign[i])), **given)
    return f"{text} {w('page.answer.origin', what=matter.origin(origin))}" if origin else text


def _depending(matter: Matter, found: Effect, base: Floats, i: int, hangs_on: str) -> Paragraph:
    given = _numbers(matter, found, base, i)
    sure = _sure(matter, float(found.same_sign[i])) if math.isfinite(found.same_sign[i]) else ""
    text = matter.w("page.answer.depending", what=matter.w.assumption(hangs_on), **given)
    return Paragraph(f"{text} {matter.w('page.answer.depending.sign', sure=sure)}" if sure else text, _head(matter, i))


def _numbers(matter: Matter, found: Effect, base: Floats, i: int) -> dict[str, str]:
    """An effect in words: change, relative, low, high, and in brackets the range of chance where it is known."""
    w, unit, places = matter.w, matter.headlines[i].unit, _places(matter, found, base, i)
    ends = (found.difference[i], found.low[i], found.high[i], found.chance_low[i], found.chance_high[i])
    change, low, high, *by_chance = (w.number(float(value), places, signed=True) for value in ends)
    known = math.isfinite(found.chance_low[i])
    chance = w("page.answer.chance", low=by_chance[0], high=by_chance[1]) if known else ""
    relative = _share(matter, ends[0], base[i])
    return {"change": _amount(matter, change, unit), "relative": relative, "low": low, "high": high, "chance": chance}


def _places(matter: Matter, found: Effect, base: Floats, i: int) -> int:
    ends = (base[i], found.difference[i], found.low[i], found.high[i])
    return matter.w.decimals([abs(value) for value in ends], matter.headlines[i].unit)


def _course(matter: Matter) -> Iterator[Block]:
    """What happens between the first and the last year of a run alone."""
    w = matter.w
    start, last_day = matter.level(0, matter.first).median, matter.level(0, matter.last)
    end, low, high = last_day.median, last_day.low, last_day.high
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
            inner = (float(last_day.chance_low[i]), float(last_day.chance_high[i]))
            ends = {"low": w.number(inner[0], places), "high": w.number(inner[1], places)}
            chance = w("page.answer.chance", **ends) if math.isfinite(inner[0]) else ""
            text = w("page.answer.change", low=least, high=most, chance=chance, **given)
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
