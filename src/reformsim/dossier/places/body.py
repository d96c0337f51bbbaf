"""The sheets of a cooperation body that is known on the first day, and of a water board."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from reformsim.dossier.places.municipality import does
from reformsim.dossier.places.province import by_name
from reformsim.dossier.places.shared import Places
from reformsim.report.numbers import MISSING
from reformsim.report.page.html import Cell, Facts, Group, Notice, Row, Table
from reformsim.report.page.lookup import Sheet, SheetBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformsim.dossier.places.names import Entry


def body(places: Places, entry: Entry) -> Sheet:
    """Tell of a body: what it does, for whom, and how often it is still there in the last year."""
    assert places.first is not None
    w, one = places.w, places.first.bodies[int(entry.code)]
    told = [(w("place.does"), does(places, one)), *_about(places, one.members)]
    shares = [places.happened(at).body_there.get(one.number) for at in range(len(places.runs))]
    told += _still(places, shares)
    kind = places.kind_of_body(one.kind)
    brief = w("place.count", count=len(one.members))
    blocks = (_members(places, one.members), Notice(w("place.without.members", year=places.years[1])))
    return Sheet(entry.id, entry.name, kind, (), brief, Facts(tuple(told)), blocks)


def board(places: Places, entry: Entry) -> Sheet:
    """Tell of a water board: where it lies, and how often it is still there in the last year."""
    first, w = places.first, places.w
    assert first is not None and first.territory.water_boards is not None
    division = first.territory.divisions[first.territory.water_boards.division]
    units = np.flatnonzero(division.label == division.region_codes.index(entry.code)).tolist()
    shares = [places.happened(at).board_there.get(entry.code, 1.0) for at in range(len(places.runs))]
    told = (*_about(places, units), *_still(places, shares))
    blocks: tuple[SheetBlock, ...] = (_members(places, units), Notice(w("place.without.board")))
    return Sheet(entry.id, entry.name, "", (entry.code,), w("place.count", count=len(units)), Facts(told), blocks)


def _about(places: Places, units: Sequence[int]) -> Iterator[tuple[str, str]]:
    assert places.first is not None
    w, land = places.w, places.first.territory
    people = w.number(int(land.population[list(units)].sum()))
    yield w("place.fact.people"), w("place.fact.people.on", people=people, year=land.year)


def _still(places: Places, shares: Sequence[float | None]) -> Iterator[tuple[str, str]]:
    w = places.w
    for run, share in zip(places.runs, shares, strict=True):
        told = MISSING if share is None else w.share(share)
        yield run.name, w("place.still", share=told, year=places.years[1])


def _members(places: Places, units: Sequence[int]) -> Table:
    assert places.first is not None
    w, land = places.w, places.first.territory
    rows = tuple(
        Row(
            places.unit_names[unit],
            (
                Cell(land.province_names[int(land.province[unit])]),
                Cell(w.number(int(land.population[unit]))),
                *(Cell(w.share(float(places.merging(at).share[-1, unit]))) for at in range(len(places.runs))),
            ),
            link=f"municipality-{places.base.units[unit]}",
        )
        for unit in by_name(places, units)
    )
    ends = (w("place.brief.head", name=run.name, year=places.years[1]) for run in places.runs)
    heads = (w("place.municipality"), w("place.province"), w("place.people"), *ends)
    caption = w("place.members.on", year=land.year)
    return Table(caption, heads, (Group(rows),), frozenset(range(2, len(heads))))
