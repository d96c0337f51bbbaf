"""The sheet of a task: who carries it where, and at what scale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from reformsim.dossier.places.province import by_name, way_heads, ways
from reformsim.dossier.places.shared import THIN, Places, thin_cells, thin_heads
from reformsim.experiment.summary import quantiles
from reformsim.report.page.html import Cell, Facts, Group, Row, Table
from reformsim.report.page.lookup import Sheet, SheetBlock

if TYPE_CHECKING:
    from reformsim.dossier.places.first import FirstDay
    from reformsim.dossier.places.names import Entry


def task(places: Places, entry: Entry) -> Sheet:
    """Tell of a task: who carries it by law and in fact, by province and by body, and what becomes of that."""
    first, w = places.first, places.w
    assert first is not None
    k = [one.id for one in first.tasks].index(entry.code)
    everywhere = np.arange(len(first.territory))
    keys = ("place.fact.alone", "place.fact.shared", "place.fact.elsewhere")
    counts = zip(keys, ways(first, everywhere, k), strict=True)
    where = ", ".join(w(key, count=w.number(count)) for key, count in counts if count)
    brief = _layers(places, first, k)
    said = [(w("place.fact.law"), brief), (w("place.fact.where", year=first.territory.year), where)]
    said += _moves(places, entry.code)
    found = (entry.code, *entry.names[1:])
    return Sheet(entry.id, entry.name, "", found, brief, Facts(tuple(said)), tuple(_blocks(places, first, k)))


def _layers(places: Places, first: FirstDay, k: int) -> str:
    """Say which layers carry a task on the first day, the most frequent first."""
    from reformsim.tasks import LAYERS

    layers, counts = np.unique(first.layer[:, k], return_counts=True)
    ordered = sorted(zip(counts.tolist(), layers.tolist(), strict=True), reverse=True)
    return ", ".join(places.w(f"place.layer.name.{LAYERS[layer]}") for _, layer in ordered)


def _moves(places: Places, code: str) -> Iterator[tuple[str, str]]:
    w = places.w
    for at, run in enumerate(places.runs):
        moves = places.happened(at).moves.get(code, ())
        told = [
            w("place.move", year=one.year, layer=w(f"place.layer.name.{one.layer}"), share=w.share(one.share))
            for one in moves
        ]
        yield run.name, "; ".join(told) if told else w("place.move.none", year=places.years[1])


def _blocks(places: Places, first: FirstDay, k: int) -> Iterator[SheetBlock]:
    one = first.tasks[k]
    name = f"{THIN}{one.id}"
    if places.subject.has(name):
        yield _country(places, name)
    yield _provinces(places, first, k)
    if rows := tuple(_bodies(places, first, k)):
        w = places.w
        heads = (w("place.who"), w("place.served"), w("place.for"))
        yield Table(w("place.task.where", year=first.territory.year), heads, (Group(rows),), frozenset((1,)))


def _country(places: Places, name: str) -> Table:
    w = places.w
    ends = [places.subject.ends(run, name) for run in places.runs]
    cells = [Cell(w.share(float(quantiles(ends[0][:, 0])[0])))]
    for values in ends:
        middle, low, high = (float(one) for one in quantiles(values[:, 1]))
        span = w.interval(100 * low, 100 * high) if np.isfinite(middle) else ""
        cells.append(Cell(w.share(middle), (f"{span} %",) if span else ()))
    heads = places.heads(w("place.indicator"))
    row = Row(w("place.thin.country"), tuple(cells))
    return Table(w("place.task.country"), heads, (Group((row,)),), frozenset(range(1, len(heads))))


def _provinces(places: Places, first: FirstDay, k: int) -> Table:
    w, land, rows = places.w, first.territory, []
    thin = places.thin(first.tasks[k].id)
    for at, (code, name) in enumerate(zip(land.province_codes, land.province_names, strict=True)):
        units = np.flatnonzero(land.province == at)
        if not len(units):
            continue
        cells = [Cell(w.number(count)) for count in ways(first, units, k)]
        cells.append(Cell(w.number(round(float(np.median(first.served[units, k]))))))
        cells += thin_cells(places, first.tasks[k].id, "province", code) if thin else ()
        rows.append(Row(name, tuple(cells), link=f"province-{code}"))
    ends = thin_heads(places) if thin else ()
    heads = (w("place.province"), *way_heads(places), w("place.served.middle"), *ends)
    caption = w("place.task.provinces", year=land.year)
    return Table(caption, heads, (Group(tuple(rows)),), frozenset(range(1, len(heads))), w("place.tasks.in.note"))


def _bodies(places: Places, first: FirstDay, k: int) -> Iterator[Row]:
    """Who carries the task out for which municipalities: known bodies, drawn ones together, those who do it alone."""
    from reformsim.tasks import LAYERS

    w, names = places.w, places.unit_names
    by_body: dict[int, list[int]] = defaultdict(list)
    for unit, number in enumerate(first.body[:, k].tolist()):
        by_body[number].append(unit)
    own = by_body.pop(-1, [])
    drawn = sorted(unit for number, units in by_body.items() if first.bodies[number].drawn for unit in units)
    for body in (one for one in first.known if one.number in by_body):
        units = by_body[body.number]
        people = w.number(round(float(first.served[units[0], k])))
        told = ", ".join(names[unit] for unit in by_name(places, units))
        yield Row(body.name, (Cell(people), Cell(told)), places.kind_of_body(body.kind), link=f"body-{body.number}")
    alone = [unit for unit in own if first.layer[unit, k] == LAYERS.index("gemeente")]
    for key, units in (("place.way.drawn", drawn), ("place.way.alone", alone)):
        if units:
            people = w.number(round(float(np.median(first.served[units, k]))))
            told = ", ".join(names[unit] for unit in by_name(places, units))
            yield Row(w(key), (Cell(people, (w("place.middle"),)), Cell(told)), w("place.count", count=len(units)))
