"""Slides of what the answer hangs on, what it rests on, and how to read its ranges."""

from __future__ import annotations

from collections import Counter
from typing import Final

from reformsim.dossier.export.deck.outcome import small
from reformsim.dossier.hanging import Hanging, why_none
from reformsim.dossier.sections.shared import Matter, listed
from reformsim.dossier.sections.weighed import PROMISES, weigh
from reformsim.errors import ReformsimError
from reformsim.experiment.verdict import DEPENDS
from reformsim.report import style
from reformsim.report.numbers import MISSING
from reformsim.report.slides.deck import BODY, Deck, Text
from reformsim.report.slides.shapes import bar_chart, table
from reformsim.report.told import told

MOST_BARS: Final = 5
RANGES: Final = ("ranges", "chance", "draws", "verdict")
LIMITS: Final = ("counterfactual", "known", "assumed")


def hangs(deck: Deck, matter: Matter) -> None:
    """Show which assumptions move each promise most."""
    w, why = matter.w, _why_none(matter)
    if why:
        deck.slide(w("deck.hangs.unknown")).texts(BODY, [Text(why, size=18)])
        return
    run, names = matter.others[-1], [names[0] for names in PROMISES.values()]
    hanging = Hanging(matter.subject, tuple(name for name in names if name in matter.base.indicators))
    try:
        moved = hanging.moved(run.name)
    except ReformsimError as error:
        deck.slide(w("deck.hangs.unknown")).texts(BODY, [Text(told(str(error), w), size=18)])
        return
    slide = deck.slide(_decisive(matter, hanging, moved))
    above, below = BODY.rows(0.93, 0.07, gap=0.1)
    for box, name in zip(above.columns(max(len(moved), 1)), moved, strict=False):
        rows = hanging.drivers(run.name, name).head(MOST_BARS)
        labels = [hanging.named(str(one)) for one in rows["parameter"]]
        colours = [style.COLOURS[2] if seen else style.CHANCE for seen in rows["seen"]]
        title = w("deck.hangs.share", what=w(f"screen.row.{name}"))
        bar_chart(slide, box, title, labels, rows["share"].tolist(), colours)
    slide.texts(below, [Text(w("deck.hangs.note"), size=12, colour=style.FAINT)], smallest=9)


def _why_none(matter: Matter) -> str:
    return why_none(matter.runs, matter.w) if matter.others else matter.w("deck.hangs.one")


def _decisive(matter: Matter, hanging: Hanging, moved: list[str]) -> str:
    """Name the assumption that turns a promise, or else the one that moves one most."""
    w, run = matter.w, matter.others[-1]
    for promise, names in PROMISES.items():
        one = weigh(matter, len(matter.others), names[0])
        if one is not None and one.verdict == DEPENDS:
            return w(
                "deck.hangs.turns", promise=small(w(f"screen.promise.{promise}")), what=hanging.named(one.hangs_on)
            )
    tops = []
    for name in moved:
        rows = hanging.drivers(run.name, name)
        if rows["seen"].any():
            top = rows[rows["seen"]].iloc[0]
            tops.append((float(top["share"]), name, str(top["parameter"])))
    if not tops:
        return w("deck.hangs.none")
    share, name, parameter = max(tops)
    what, title = hanging.named(parameter), matter.subject.title(name)
    return w("deck.hangs", what=what[:1].upper() + what[1:], share=w.share(share), title=small(title))


def assumptions(deck: Deck, matter: Matter) -> None:
    """Say what the effects rest on, what the weights of behaviour rest on, and what the model cannot know."""
    w = matter.w
    slide = deck.slide(_rests(matter))
    left, right = BODY.columns(2, gap=0.5)
    above, below = left.rows(0.5, 0.5)
    rows = []
    for promise, names in PROMISES.items():
        one = weigh(matter, len(matter.others), names[0])
        if one is not None and matter.others:
            rows.append([w(f"screen.promise.{promise}"), matter.origin(one.origin) if one.origin else MISSING])
    if rows:
        table(slide, above, [w("deck.effect"), w("deck.rests_on")], rows, first=1.0)
    from reformsim.behaviour import load_behaviour

    counts = Counter(str(one.kind) for one in load_behaviour().parameters.values())
    kinds = [kind for kind in ("estimated", "assumed", "chosen") if counts[kind]]
    heads = [w(f"export.value.basis.{kind}") for kind in kinds]
    title = w("deck.weights", count=w.number(sum(counts.values())))
    bar_chart(
        slide, below, title, heads, [float(counts[kind]) for kind in kinds], [style.COLOURS[1]] * len(kinds), form="0"
    )
    texts = [Text(w(f"limits.{one}"), w(f"limits.{one}.head"), 14) for one in LIMITS]
    slide.texts(right, texts, smallest=9)


def _rests(matter: Matter) -> str:
    """Say which promises rest on law or estimates and which on assumptions, where that is known."""
    w = matter.w
    found = {}
    for promise, names in PROMISES.items():
        one = weigh(matter, len(matter.others), names[0])
        if one is not None and one.origin and matter.others:
            found[promise] = one.origin
    if not found:
        return w("deck.rests.unknown")
    parts = []
    for origin in dict.fromkeys(found.values()):
        who = listed([w(f"screen.word.{promise}") for promise, own in found.items() if own == origin])
        parts.append(w("deck.rests.part", who=small(who), what=matter.origin(origin)))
    return w("deck.rests", parts="; ".join(parts))


def ranges(deck: Deck, matter: Matter) -> None:
    """Say how to read a range, with the first promise as the example."""
    w = matter.w
    slide = deck.slide(w("deck.ranges"))
    above, below = BODY.rows(0.25, 0.75)
    one = weigh(matter, len(matter.others), PROMISES["administrators"][0])
    if one is not None and matter.others:
        span = w.interval(one.low * one.times, one.high * one.times, one.places, signed=True)
        given = {"change": one.number(one.change, signed=True), "range": span or MISSING}
        slide.texts(above, [Text(w("deck.ranges.example", **given), size=20)], middle=True)
    texts = [Text(w(f"export.read_me.{name}"), f"{w(f'export.read_me.{name}.head')}:", 16) for name in RANGES]
    slide.texts(below, texts, smallest=11)
