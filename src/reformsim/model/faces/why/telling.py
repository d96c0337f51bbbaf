"""An explanation in words, English or Dutch, as the terminal and a notebook show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Literal

from reformsim.model.faces.why.decision import Phrase

if TYPE_CHECKING:
    from reformsim.history.outcome import Event
    from reformsim.model.faces.why.asking import Explanation
    from reformsim.model.faces.why.decision import Decision, Term, Way

Lang = Literal["en", "nl"]

_POINT = re.compile(r"(?<=\d)\.(?=\d)")

_OPEN = Phrase("open to it", "wat openstond")
_SAID = Phrase("the others", "de anderen")
_CAME = Phrase("what came of it in {year}", "wat er in {year} van kwam")
_NOTHING = Phrase("nothing that the run tells", "niets wat de simulatie vertelt")
_NONE = Phrase(
    "No rule of this run lets it decide in {year}: see reformsim mechanisms.",
    "Geen regel van deze simulatie laat het in {year} besluiten: zie reformsim mechanisms.",
)
_CHANCE = Phrase("chance {share} in such a year", "kans {share} in zo'n jaar")
_DRAWN = {
    True: Phrase("the draw of the year was within it", "de trekking van het jaar viel erbinnen"),
    False: Phrase("the draw of the year was not within it", "de trekking van het jaar viel erbuiten"),
}
_CHOSEN = {True: Phrase("chosen", "gekozen"), False: Phrase("not chosen", "niet gekozen")}
_WITH = Phrase("with {names}", "met {names}")
_HAPPENED = {
    "supervised": Phrase("came under preventive supervision", "onder preventief toezicht gekomen"),
    "supplement_given": Phrase("got a supplement of the fund", "aanvullende uitkering gekregen"),
    "merger": Phrase("merged", "samengegaan"),
    "procedure_started": Phrase("merger procedure begun", "herindelingsprocedure begonnen"),
    "procedure_broken_off": Phrase("merger procedure given up", "herindelingsprocedure afgebroken"),
    "procedure_under_way": Phrase("merger procedure under way", "herindelingsprocedure loopt"),
    "body_founded": Phrase("body begun", "verband begonnen"),
    "body_joined": Phrase("body joined", "tot verband toegetreden"),
    "body_left": Phrase("body left", "uit verband getreden"),
    "body_extended": Phrase("task taken on", "taak erbij"),
    "admission_refused": Phrase("refused to let in", "toelating geweigerd"),
    "end_refused": Phrase("end refused", "opheffing afgewezen"),
    "merger_of_bodies_refused": Phrase("merger of bodies refused", "fusie van verbanden afgewezen"),
    "extension_refused": Phrase("further task refused", "taak erbij afgewezen"),
    "body_dissolved": Phrase("body ended", "verband beëindigd"),
    "bodies_merged": Phrase("bodies brought together", "verbanden samengevoegd"),
    "water_boards_merged": Phrase("water boards merged", "waterschappen gefuseerd"),
    "proposal_voted_down": Phrase("proposal voted down", "voorstel weggestemd"),
    "referendum_held": Phrase("referendum held", "referendum gehouden"),
    "provinces_merged": Phrase("provinces merged", "provincies samengevoegd"),
}
"""Kinds of events; others are told by their own name."""


def told(explanation: Explanation, lang: Lang) -> str:
    """Give an explanation as text of short lines."""
    return "\n".join("  " * depth + text for depth, text in lines(explanation, lang))


def as_html(explanation: Explanation, lang: Lang = "en") -> str:
    """Give the same as HTML for a notebook."""
    rows = (f'<div style="padding-left:{depth}em">{escape(text)}</div>' for depth, text in lines(explanation, lang))
    return "".join(rows)


def lines(explanation: Explanation, lang: Lang) -> Iterator[tuple[int, str]]:
    """Give the lines of an explanation, each with how deep it stands."""
    e = explanation
    yield 0, f"{e.name} ({e.code}), {e.year}: {e.scenario}, {_of(Phrase('replicate', 'herhaling'), lang)} {e.replicate}"
    if not e.decisions:
        yield 1, _of(_NONE, lang, year=e.year)
    for one in e.decisions:
        yield from _decision(one, lang)
    yield 1, f"{_of(_CAME, lang, year=e.year)}:"
    for event in e.happened:
        yield 2, _event(event, e, lang)
    if not e.happened:
        yield 2, _of(_NOTHING, lang)


def _decision(one: Decision, lang: Lang) -> Iterator[tuple[int, str]]:
    yield 1, f"{_of(one.question, lang)}; {_of(_OPEN, lang)}:"
    for way in one.ways:
        what = _of(way.what, lang)
        what = what if lang == "en" else _POINT.sub(",", what)
        yield 2, ", ".join(filter(None, (what, _odds(way, lang))))
        for term in way.terms:
            if round(term.value, 2):
                yield 3, _term(term, lang)
    if one.said:
        yield 2, f"{_of(_SAID, lang)}: " + "; ".join(f"{said.who} {_of(said.what, lang)}" for said in one.said)


def _odds(way: Way, lang: Lang) -> str:
    if way.chance is None:
        return "" if way.chosen is None else _of(_CHOSEN[way.chosen], lang)
    shown = _of(_CHANCE, lang, share=_share(way.chance, lang))
    return shown if way.chosen is None else f"{shown}, {_of(_DRAWN[way.chosen], lang)}"


def _term(term: Term, lang: Lang) -> str:
    unit = f" {term.unit}" if term.unit and term.name and lang == "en" else ""  # units stand in English
    amount = "" if not term.name else f" ({_number(term.amount, lang)}{unit})"
    return f"{_number(term.value, lang, sign='+')}  {_of(term.title, lang)}{amount}"


def _event(event: Event, e: Explanation, lang: Lang) -> str:
    others = ", ".join(e.names.get(one, one) for one in event.members if one != e.code)
    about = "" if event.subject == e.code else e.names.get(event.subject, event.subject)
    kind = _of(_HAPPENED[event.kind], lang) if event.kind in _HAPPENED else event.kind
    known = [about, _of(_WITH, lang, names=others) if others else "", event.detail]
    return ": ".join(filter(None, (kind, "; ".join(filter(None, known)))))


def _share(value: float, lang: Lang) -> str:
    text = f"{100 * value:.2g}" if value < 0.1 else f"{100 * value:.0f}"
    return f"{text if lang == 'en' else text.replace('.', ',')} %"


def _number(value: float, lang: Lang, sign: str = "") -> str:
    text = f"{value:{sign}.2f}"
    return text if lang == "en" else text.replace(".", ",")


def _of(phrase: Phrase, lang: Lang, **about: object) -> str:
    text: str = getattr(phrase, lang)
    return text.format(**about) if about else text
