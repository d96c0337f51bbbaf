"""The page itself: question, uses, uncertainty, checks, data, limits and lines to sign, as blocks of plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import reformsim
from reformsim.dossier.assurance.checked import checked
from reformsim.dossier.assurance.evidence import Evidence, Facts
from reformsim.dossier.assurance.quality import quality
from reformsim.dossier.assurance.rating import KINDS, LEVELS
from reformsim.dossier.assurance.reliance import missed, uses
from reformsim.dossier.hanging import MADE_BY
from reformsim.dossier.sections.limits import points
from reformsim.dossier.sections.made import versions
from reformsim.dossier.sections.screen import MARKS, title
from reformsim.dossier.sections.shared import Matter
from reformsim.dossier.sections.weighed import PROMISES
from reformsim.experiment.attribution.sources import SOURCES
from reformsim.experiment.verdict import FEW, FEWEST_DRAWS
from reformsim.report.numbers import MISSING
from reformsim.report.page.html import Block, Cell, Group, Listing, Page, Row, Section, Table
from reformsim.report.page.html import Facts as Pairs
from reformsim.report.words import Words

ANSWERS: Final = {"yes": "●", "care": "◐", "no": "○"}
"""Signs of answers, which tell them apart without colour."""

GAUGE: Final = {level: "▮" * (at + 1) + "▯" * (len(LEVELS) - 1 - at) for at, level in enumerate(LEVELS)}
"""Signs of ratings: the fuller, the more uncertain."""

SHORT: Final = 12
"""Digits of a checksum that are shown."""

SIGNED: Final = ("analyst", "reviewer")


def sheet(facts: Facts, subtitle: str, command: str | None) -> Page:
    """Give the page.

    Parameters
    ----------
    subtitle
        Where, when, and of how many replicates.
    command
        What the user typed to make the results; not told unless given.
    """
    matter, w = facts.matter, facts.matter.w
    sections = {
        "question": tuple(_question(facts, command)),
        "use": tuple(_use(facts)),
        "uncertainty": tuple(_uncertainty(facts)),
        "checked": (_three(facts, "checked", tuple(checked(facts))),),
        "data": (_three(facts, "data", tuple(quality(facts))),),
        "limits": (Listing(points(matter)),),
        "sign": (_sign(facts),),
    }
    foot = w("page.foot", version=reformsim.__version__, attribution=matter.attribution.rstrip("."))
    return Page(
        w("assurance.title", question=title(matter)),
        subtitle,
        tuple(Section(name, w(f"assurance.section.{name}"), blocks) for name, blocks in sections.items() if blocks),
        foot,
        tuple((run.name, w.own(run.scenario, "title"), matter.colour(at)) for at, run in enumerate(matter.runs)),
    )


def _question(facts: Facts, command: str | None) -> Iterator[Block]:
    matter, w = facts.matter, facts.matter.w
    rows = [(w("assurance.question.scenarios"), "; ".join(f"{matter.title(run)} ({run.name})" for run in matter.runs))]
    rows.append((w("assurance.question.fit"), _fit(matter)))
    if facts.made_on:
        rows.append((w("assurance.question.made"), facts.made_on))
    rows += versions(matter, command)
    rows.append((w("assurance.question.identity"), _identity(matter)))
    yield Pairs(tuple(rows))


def _fit(matter: Matter) -> str:
    """Say for what so many replicates are enough."""
    w, pairs, draws = matter.w, len(matter.pairs), len(set(matter.drawn))
    if not matter.others:
        return w("assurance.fit.alone")
    if pairs < FEW:
        return w("assurance.fit.few", fewest=w.number(FEW), count=w.number(pairs))
    if draws == 1:
        return w("assurance.fit.fixed")
    kind = "verdict" if draws < FEWEST_DRAWS else "drivers"
    return w(f"assurance.fit.{kind}", draws=w.number(draws), fewest=w.number(FEWEST_DRAWS))


def _identity(matter: Matter) -> str:
    """Give the first digits of the checksums of code and data, territory and scenarios."""
    identity, found = matter.identity, []
    if "code_and_data" in identity:
        found.append((matter.w("assurance.question.code"), identity["code_and_data"]))
    if territory := identity.get("territory"):
        found.append((territory["name"], territory["hash"]))
    found += [(one["name"], one["hash"]) for one in identity.get("scenarios", [])]
    return ", ".join(f"{name} {str(digest)[:SHORT]}" for name, digest in found)


def _use(facts: Facts) -> Iterator[Block]:
    w, rows = facts.matter.w, []
    for use in uses(facts):
        answer = f"{ANSWERS[use.answer]} {w(f'assurance.answer.{use.answer}')}"
        head, who = w(f"assurance.use.{use.name}"), w(f"assurance.use.{use.name}.who")
        rows.append(Row(head, (Cell(answer), Cell(use.why)), who))
    if rows:
        heads = tuple(w(f"assurance.use.head.{part}") for part in ("use", "answer", "why"))
        yield Table(w("assurance.use.caption"), heads, (Group(tuple(rows)),))


def _uncertainty(facts: Facts) -> Iterator[Block]:
    matter, w = facts.matter, facts.matter.w
    several = len(facts.compared) > 1
    chosen = {name for names in PROMISES.values() for name in names} if several else None
    groups, every = [], []
    for at in facts.compared:
        told = [one for one in facts.evidence(at) if chosen is None or one.found.name in chosen]
        every += told
        if told:
            groups.append((at, told))
    if not groups:
        return
    kinds = [kind for kind in MADE_BY if any(one.spread and kind in one.spread for one in every)]
    alone = not matter.others
    ranges = [kind if kind == MADE_BY[0] else f"range.{kind}" for kind in kinds]
    heads = ["level", "history", "rating"] if alone else ["effect", *SOURCES, *ranges, "history", "verdict", "rating"]
    made = tuple(
        Group(tuple(_row(facts, one, kinds, alone=alone) for one in told), matter.title(matter.runs[at]) * several)
        for at, told in groups
    )
    numeric = frozenset(range(1, len(heads) - (1 if alone else 2)))
    notes = [w("assurance.rating.rule"), w("assurance.rating.several") if several else ""]
    yield Table(
        w("assurance.rating.caption.alone" if alone else "assurance.rating.caption", year=matter.last),
        tuple(w(f"assurance.rating.head.{head}") for head in heads),
        made,
        numeric,
        " ".join(note for note in notes if note),
    )


def _row(facts: Facts, one: Evidence, kinds: Sequence[str], *, alone: bool) -> Row:
    matter, w = facts.matter, facts.matter.w
    cells = []
    if not alone:
        cells += [_hundred(w, None if one.rests_on is None else one.rests_on[part], sure=one.told) for part in SOURCES]
        cells += [_hundred(w, None if one.spread is None else one.spread.get(kind)) for kind in kinds]
    cells.append(Cell(MISSING if one.miss is None else str(missed(facts, one)["miss"])))
    if not alone:
        verdict = one.found.verdict
        cells.append(Cell(f"{MARKS[verdict]} {w(f'page.verdict.{verdict}')}" if verdict else w("assurance.few")))
    cells.append(_rated(facts, one))
    return Row(matter.subject.title(one.found.name), tuple(cells), _effect(facts, one, alone=alone))


def _effect(facts: Facts, one: Evidence, *, alone: bool) -> str:
    w, found = facts.matter.w, one.found
    value = found.number(found.with_it) if alone else found.number(found.change, signed=True)
    span = w.interval(found.low * found.times, found.high * found.times, found.places, signed=not alone)
    unit = w("assurance.of_100") if found.times != 1.0 else facts.matter.subject.unit(found.name)
    return f"{value} {unit} ({span})" if span else f"{value} {unit}"


def _hundred(w: Words, share: float | None, *, sure: bool = True) -> Cell:
    """Give a share of 100, in brackets where it is of an effect that is not told from nought."""
    if share is None:
        return Cell(MISSING)
    return Cell(w.number(100 * share) if sure else f"({w.number(100 * share)})")


def _rated(facts: Facts, one: Evidence) -> Cell:
    w, rating = facts.matter.w, one.rating
    if rating is None:
        return Cell(w("assurance.still"))
    why = ", ".join(w(f"assurance.because.{kind}") for kind in KINDS if kind in rating.because)
    text = f"{GAUGE[rating.level]} {w(f'assurance.level.{rating.level}')}"
    return Cell(text, (why,) if rating.level != LEVELS[0] else ())


def _three(facts: Facts, name: str, rows: tuple[Row, ...]) -> Table:
    w = facts.matter.w
    heads = tuple(w(f"assurance.{name}.head.{at}") for at in ("what", "how", "more"))
    numeric = frozenset((1,)) if name == "data" else frozenset()
    return Table(w(f"assurance.{name}.caption"), heads, (Group(rows),), numeric)


def _sign(facts: Facts) -> Table:
    w = facts.matter.w
    rows = tuple(Row(w(f"assurance.sign.{who}"), (Cell(""), Cell(""), Cell(""))) for who in SIGNED)
    heads = tuple(w(f"assurance.sign.head.{part}") for part in ("who", "name", "judgement", "date"))
    return Table(w("assurance.sign.caption"), heads, (Group(rows),))
