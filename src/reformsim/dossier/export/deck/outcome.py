"""Slides of the question, the promises, the price and what it does to legitimacy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reformsim.dossier.sections.saying import amount, sentence
from reformsim.dossier.sections.screen import against, cards, subtitle, title, verdict_of, weighed
from reformsim.dossier.sections.shared import Matter
from reformsim.dossier.sections.weighed import PRICE, PROMISES, Weighed, weigh
from reformsim.experiment.verdict import FEW, PUT_IN, ROBUST
from reformsim.report import style
from reformsim.report.numbers import MISSING
from reformsim.report.slides.deck import BODY, Deck, Text
from reformsim.report.slides.shapes import bar_chart, table
from reformsim.report.slides.shapes import cards as draw_cards

LEGITIMACY: Final = ("budget_outside_council", "inhabitants_per_councillor", "turnout_council")
"""What a council decides, for how many a councillor stands, and who votes."""

MOST_WORDS: Final = 45
"""Words of a scenario's description on the first slide."""


def what_is_asked(deck: Deck, matter: Matter) -> None:
    """Ask the question, and say what each scenario is."""
    w = matter.w
    slide = deck.slide(title(matter))
    texts = [Text(subtitle(matter), size=18, colour=style.FAINT)]
    for at, run in enumerate(matter.runs):
        description = w.own(run.scenario, "description").split()
        about, cut = " ".join(description[:MOST_WORDS]), "..." if len(description) > MOST_WORDS else ""
        role = w("deck.base") if at == 0 and matter.others else ""
        texts.append(Text(f"{role} {about}{cut}".strip(), f"{matter.title(run).rstrip('.')}.", 18, matter.colour(at)))
    slide.texts(BODY, texts)


def answer(deck: Deck, matter: Matter) -> None:
    """Say which promises come about, with a card for each; of several scenarios a table."""
    slide = deck.slide(_kept(matter))
    at = len(matter.runs) - 1
    if len(matter.others) > 1:
        above, below = BODY.rows(0.75, 0.25)
        names = [name for names in PROMISES.values() for name in names[:1]]
        table(slide, above, *_beside(matter, names), first=1.6)
        said = [Text(one, size=14) for at in range(1, len(matter.runs)) if (one := sentence(matter, at))]
    else:
        above, below = BODY.rows(0.78, 0.22)
        draw_cards(slide, above, tuple(cards(matter, at)))
        said = [Text(sentence(matter, at), size=16)]
    if said and any(one.text for one in said):
        slide.texts(below, said, smallest=10)
        slide.say("\n".join(one.text for one in said))


def _kept(matter: Matter) -> str:
    """Say of how many promises the direction is sure; of a run alone how its levels move."""
    w = matter.w
    if not matter.others:
        return sentence(matter, 0).partition(";")[0].rstrip(".") or title(matter)
    if len(matter.pairs) < FEW:
        return w("deck.few", replicates=matter.replicates(len(matter.pairs)))
    if len(matter.others) > 1:
        return w("deck.several", count=w.number(len(matter.others)), base=matter.title(matter.base))
    names = []
    for promise, measures in PROMISES.items():
        one = weigh(matter, 1, measures[0])
        if one is not None and _sure(one) and one.change < 0:
            name = small(w(f"screen.promise.{promise}"))
            names.append(w("deck.put_in", name=name) if one.verdict == PUT_IN else name)
    return w(f"deck.kept.{len(names)}", names=w("screen.and").join(names))


def small(text: str) -> str:
    """Begin a text with a small letter, where it begins with a plain word."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _sure(one: Weighed) -> bool:
    return one.verdict in (ROBUST, PUT_IN)


def price(deck: Deck, matter: Matter) -> None:
    """Say what it costs, in money and in what councils decide."""
    slide = deck.slide(_message(matter, "price", ("budget_outside_council", "administrators_cost")))
    table(slide, BODY, *_beside(matter, PRICE), first=1.6, size=16)


def legitimacy(deck: Deck, matter: Matter) -> None:
    """Say what it does to those who are to be represented."""
    slide = deck.slide(_message(matter, "legitimacy", ("inhabitants_per_councillor", "turnout_council")))
    charts = []
    for name in LEGITIMACY:
        found = [one for at in _shown(matter) if (one := weigh(matter, at, name)) is not None]
        # A chart has a bar for every scenario, or is not drawn.
        if len(found) == len(_shown(matter)):
            charts.append(found)
    boxes = BODY.rows(0.62, 0.38)
    for place, found in zip(boxes[0].columns(max(len(charts), 1)), charts, strict=False):
        first = found[0]
        levels = [first.without * first.times, *(one.with_it * one.times for one in found)]
        form = "#,##0" + (f".{'0' * first.places}" if first.places else "")
        colours = [matter.colour(run) for run in range(len(levels))] if matter.others else [style.COLOURS[1]] * 2
        bar_chart(slide, place, matter.w(f"screen.row.{first.name}"), _heads(matter), levels, colours, form=form)
    table(slide, boxes[1], *_beside(matter, LEGITIMACY), first=1.6)


def _message(matter: Matter, about: str, names: Sequence[str]) -> str:
    """Say what is sure of these measures; of several scenarios of the one in which it is most."""
    w = matter.w
    if not matter.others:
        return w(f"deck.{about}.course", first=matter.first, last=matter.last)
    if len(matter.pairs) < FEW:
        return w(f"deck.{about}.few")
    for at in _shown(matter):
        sure = [one for one in weighed(matter, at, names) if _sure(one)]
        if sure:
            clauses = w("screen.and").join(amount("price", one) for one in sure)
            who = f"{matter.title(matter.runs[at]).rstrip('.')}: " if len(matter.others) > 1 else ""
            text = w(f"deck.{about}", clauses=clauses)
            return f"{who}{text}" if who else text[:1].upper() + text[1:]
    return w(f"deck.{about}.none")


def _shown(matter: Matter) -> list[int]:
    """Positions of the scenarios that are told of: all but the one compared against, or the one there is."""
    return list(range(1, len(matter.runs))) or [0]


def _heads(matter: Matter) -> list[str]:
    if not matter.others:
        return [str(matter.first), str(matter.last)]
    return [run.name for run in matter.runs]


def _beside(matter: Matter, names: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table: a measure, its level, and for each scenario the change, its range and its verdict."""
    w, rows = matter.w, []
    for name in names:
        found = [weigh(matter, at, name) for at in _shown(matter)]
        known = next((one for one in found if one is not None), None)
        if known is None:
            continue
        cells = [w(f"screen.row.{name}"), known.number(known.without)]
        for one in found:
            cells += [MISSING] * 2 if one is None else [_change(matter, one), _word(matter, one)]
        rows.append(cells)
    if not matter.others:
        return [w("screen.head"), str(matter.first), str(matter.last), ""], rows
    heads = [w("screen.head"), matter.base.name]
    for run in matter.others:
        heads += [run.name if len(matter.others) > 1 else w("deck.change", name=run.name), w("deck.verdict")]
    return heads, rows


def _change(matter: Matter, one: Weighed) -> str:
    if not matter.others:
        return one.number(one.with_it)
    span = matter.w.interval(one.low * one.times, one.high * one.times, one.places, signed=True)
    change = one.number(one.change, signed=True)
    return f"{change} ({span})" if span else change


def _word(matter: Matter, one: Weighed) -> str:
    if not one.verdict:
        return ""
    promised = any(one.name in names for names in PROMISES.values())
    word = verdict_of(matter, one) if promised and against(one) else matter.w(f"page.verdict.{one.verdict}")
    return f"{word}: {matter.w.assumption(one.hangs_on)}" if one.hangs_on and one.verdict == "depends" else word
