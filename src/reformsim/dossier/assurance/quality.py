"""The data that results rest on, each with how many entries there are and how sure they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import numpy as np

from reformsim.dossier.assurance.evidence import Facts
from reformsim.hindcast.replay.replayed import load_replayed
from reformsim.report.page.html import Cell, Row

STATUSES: Final = ("law", "derived", "secondary", "note", "unverified", "assumption", "scenario")
"""Marks of entries of law, the surest first."""

BASES: Final = ("estimated", "published", "unverified", "assumed")
"""What weights of behaviour rest on."""

FIGURES: Final = ("observed", "secondary", "derived", "unverified")
"""Marks of published figures."""

_OBSERVED = "observed"
_OWN = ("assumption", "no figure")
"""Words of the source of a reform whose figures are the scenario's own."""


def quality(facts: Facts) -> Iterator[Row]:
    """Give a row for each kind of data: what it is, how many entries, and their marks."""
    yield from _territory(facts)
    yield from _law(facts)
    yield from _bodies(facts)
    yield from _weights(facts)
    yield from _reforms(facts)
    if facts.home:
        known = load_replayed()
        found = Counter(one.status for one in known)
        yield _row(facts, "published", len(known), _marks(facts, "figure", FIGURES, found))


def _territory(facts: Facts) -> Iterator[Row]:
    matter, land = facts.matter, facts.matter.territory
    if land is None:
        return
    w, first = matter.w, matter.first
    found = Counter(_OBSERVED if basis == _OBSERVED else "estimated" for basis in land.population_basis)
    marks = _marks(facts, "people", (_OBSERVED, "estimated"), found)
    if land.events_until is not None:
        marks = f"{marks}; {w('assurance.data.events', year=land.events_until)}"
    yield _row(facts, "municipalities", len(land.codes), marks, year=first)


def _law(facts: Facts) -> Iterator[Row]:
    matter = facts.matter
    if matter.country is None:
        return
    enacted = any(run.scenario.law == "enacted" for run in matter.runs)
    law = matter.country.law_on(date(matter.first, 12, 31), enacted=enacted)
    first, last = date(matter.first, 1, 1), date(matter.last, 12, 31)
    held = [
        entry
        for table in law.tables
        for entry in table.entries
        if entry.since <= last and (entry.until is None or entry.until > first)
    ]
    found = Counter(entry.status for entry in held)
    tables = matter.w.number(sum(bool(table.entries) for table in law.tables))
    yield _row(facts, "law", len(held), _marks(facts, "law", STATUSES, found), tables=tables)


def _bodies(facts: Facts) -> Iterator[Row]:
    """Count the cooperation bodies of the first year, those on record and those drawn, where the results hold both."""
    base = facts.matter.base
    names = ("bodies_recorded", "bodies_drawn")
    if not set(names) <= set(base.indicators):
        return
    counts = {name: float(np.median(base.of(name)[:, 0])) for name in names}
    if not all(map(np.isfinite, counts.values())):
        return
    found = {name.removeprefix("bodies_"): round(count) for name, count in counts.items()}
    marks = _marks(facts, "bodies", ("recorded", "drawn"), found)
    yield _row(facts, "bodies", sum(found.values()), marks, year=facts.matter.first)


def _weights(facts: Facts) -> Iterator[Row]:
    from reformsim.behaviour import load_behaviour

    acting = {name for run in facts.matter.runs for name in run.scenario.acting}
    used = [
        one
        for one in load_behaviour().parameters.values()
        if one.kind != "chosen" and (one.mechanism is None or one.mechanism in acting)
    ]
    found = Counter(one.basis for one in used)
    yield _row(facts, "weights", len(used), _marks(facts, "weights", BASES, found))


def _reforms(facts: Facts) -> Iterator[Row]:
    levers = {lever.id: lever for run in facts.matter.others or facts.matter.runs for lever in run.scenario.levers}
    if levers:
        own = sum(any(word in lever.source for word in _OWN) for lever in levers.values())
        found = {"sourced": len(levers) - own, "own": own}
        yield _row(facts, "reforms", len(levers), _marks(facts, "reforms", ("sourced", "own"), found))


def _marks(facts: Facts, kind: str, order: tuple[str, ...], found: Mapping[str, int]) -> str:
    w = facts.matter.w
    return ", ".join(f"{w.number(found[one])} {w(f'assurance.mark.{kind}.{one}')}" for one in order if found.get(one))


def _row(facts: Facts, kind: str, count: int, marks: str, **values: object) -> Row:
    w = facts.matter.w
    return Row(w(f"assurance.data.{kind}", **values), (Cell(w.number(count)), Cell(marks)))
