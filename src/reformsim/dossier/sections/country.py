"""Which law a territory outside the Netherlands rests on, and what is absent because it is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from reformsim.dossier.sections.shared import Matter, listed
from reformsim.report.numbers import MISSING
from reformsim.report.page.html import Block, Cell, Group, Listing, Paragraph, Row, Table

OFFICES = ("council_seats", "aldermen_share", "provincial_council_seats")
"""Tables of law without which there are no offices to count."""


def country(matter: Matter) -> Iterator[Block]:
    """Tell what is known of the country, what is not and what is absent for it, and whose merger rule it is."""
    home = matter.country
    if home is None or home.dutch:
        return
    w = matter.w
    title = home.title[w.lang]
    yield Listing(tuple(_points(matter, title)))
    if rows := tuple(_laws(matter)):
        heads = tuple(w(f"page.country.{key}") for key in ("table", "article", "status"))
        yield Table(w("page.country.law", country=title, year=matter.first), heads, (Group(rows),), frozenset())
    if rows := tuple(_absent(matter)):
        heads = tuple(w(f"page.country.{key}") for key in ("indicator", "value", "missing"))
        yield Table(w("page.country.absent", country=title), heads, (Group(rows),), frozenset())


def _points(matter: Matter, title: str) -> Iterator[Paragraph]:
    w, home = matter.w, matter.country
    assert home is not None
    yield Paragraph(w("page.country.own", country=title), w("page.country.own.head"))
    if note := home.note[w.lang]:
        yield Paragraph(note, w("page.country.note.head", country=title))
    replayed = all(run.scenario.mergers == "replay" for run in matter.runs)
    which = "replay" if replayed else "rule"
    yield Paragraph(w(f"page.country.{which}"), w(f"page.country.{which}.head"))


def _laws(matter: Matter) -> Iterator[Row]:
    """The tables of law that are known, with what they rest on at the start."""
    w, home, day = matter.w, matter.country, date(matter.first, 12, 31)
    assert home is not None
    for table in home.law.tables:
        held = [entry for entry in table.entries if entry.in_force(day)]
        if held:
            cells = (Cell(held[-1].article), Cell(w(f"page.country.status.{held[-1].status}")))
            yield Row(w.pick(table.title_en, table.title_nl), cells)


def _absent(matter: Matter) -> Iterator[Row]:
    """Indicators that are absent, those for the same reason in one row."""
    from reformsim.measures import MEASURES
    from reformsim.measures.known import INSTITUTIONS, in_words

    w = matter.w
    together: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, missed in matter.subject.absent.items():
        one = MEASURES[name]
        if one.headline:
            # Institutions and offices say more than the tables about them.
            together[tuple(x for x in missed if x in INSTITUTIONS or x in OFFICES) or missed].append(matter.named(one))
    for missed, names in together.items():
        words = dict.fromkeys(in_words(one, w.lang) for one in missed)
        yield Row(listed(names), (Cell(MISSING), Cell(listed(list(words)))))
