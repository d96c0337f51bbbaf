"""The sheet of a municipality of the first map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reformsim.dossier.places.shared import Places, levels, thin_cells, thin_heads
from reformsim.report.numbers import MISSING
from reformsim.report.page.html import Cell, Facts, Group, Notice, Paragraph, Row, Table
from reformsim.report.page.lookup import Sheet, SheetBlock

if TYPE_CHECKING:
    from reformsim.dossier.places.first import Body, FirstDay
    from reformsim.dossier.places.names import Entry

MOST_PARTNERS: Final = 4


def municipality(places: Places, entry: Entry) -> Sheet:
    """Tell of a municipality: with whom it merges, how it stands, its tasks and the bodies it sits in."""
    w, unit = places.w, places.units[entry.code]
    chances = [float(places.merging(at).share[-1, unit]) for at in range(len(places.runs))]
    brief = w("place.brief", year=places.years[1])
    shares = tuple((places.colour(at), w.share(chance)) for at, chance in enumerate(chances))
    others = tuple(dict.fromkeys(other.name for other in entry.others))
    said = Facts((*_facts(places, entry, unit), *merged(places, unit)))
    return Sheet(
        entry.id,
        entry.name,
        entry.small,
        (entry.code, *entry.names[1:], *others),
        brief,
        said,
        tuple(_blocks(places, unit)),
        shares,
    )


def merged(places: Places, unit: int) -> Iterator[tuple[str, str]]:
    """Say of every scenario how often a municipality has merged by the last year, and with whom."""
    w = places.w
    for at, run in enumerate(places.runs):
        merging = places.merging(at)
        text = w("place.merged", share=w.share(float(merging.share[-1, unit])), year=places.years[1])
        partners = merging.partners(unit, MOST_PARTNERS)
        names = ", ".join(f"{places.unit_names[other]} ({w.share(share)})" for other, share in partners)
        yield run.name, w("place.with", merged=text, names=names) if names else text


def _facts(places: Places, entry: Entry, unit: int) -> Iterator[tuple[str, str]]:
    w, first = places.w, places.first
    if first is None:
        return
    land = first.territory
    people = w.number(int(land.population[unit]))
    yield w("place.fact.people"), w("place.fact.people.on", people=people, year=land.year)
    beside = ", ".join(places.unit_names[other] for other in first.beside[unit])
    yield w("place.fact.beside"), beside or w("terminal.place.alone")
    if first.board is not None and land.water_boards is not None and first.board[unit] >= 0:
        names = land.divisions[land.water_boards.division].region_names
        yield w("place.fact.board"), names[int(first.board[unit])]
    for later in (False, True):
        told = [w("place.other", name=one.name, year=one.year) for one in entry.others if one.later is later]
        if told:
            yield w("place.fact.later" if later else "place.fact.former"), ", ".join(told)


def _blocks(places: Places, unit: int) -> Iterator[SheetBlock]:
    code = places.base.units[unit]
    if len(places.shown_years) > 1:
        yield _chances(places, unit)
    if (table := levels(places, "municipality", code)) is not None:
        yield table
    else:
        yield Notice(places.w("place.without.levels"))
    if places.first is None:
        yield Notice(places.w("place.without.first"))
        return
    if not places.first.tasks:
        return
    yield _tasks(places, places.first, unit)
    yield from _bodies(places, places.first, unit)
    yield Paragraph(places.w("place.limits", year=places.years[1]))


def _chances(places: Places, unit: int) -> Table:
    w, at = places.w, [places.base.year_index(year) for year in places.shown_years]
    rows = tuple(
        Row(
            run.name, tuple(Cell(w.share(float(places.merging(r).share[y, unit]))) for y in at), colour=places.colour(r)
        )
        for r, run in enumerate(places.runs)
    )
    heads = (w("place.scenario"), *map(str, places.shown_years))
    return Table(w("place.chances"), heads, (Group(rows),), frozenset(range(1, len(heads))))


def _tasks(places: Places, first: FirstDay, unit: int) -> Table:
    w, rows = places.w, []
    code, thin = places.base.units[unit], any(places.thin(one.id) for one in first.tasks)
    for k, task in enumerate(first.tasks):
        cells = [Cell(carrier(places, first, unit, k)), Cell(w.number(round(float(first.served[unit, k]))))]
        cells += thin_cells(places, task.id, "municipality", code) if thin else ()
        rows.append(Row(places.task_name(task.id), tuple(cells), link=f"task-{task.id}"))
    heads = (w("place.task"), w("place.carrier"), w("place.served"), *(thin_heads(places) if thin else ()))
    caption = w("place.tasks", year=first.territory.year)
    return Table(caption, heads, (Group(tuple(rows)),), frozenset(range(2, len(heads))), w("place.tasks.note"))


def carrier(places: Places, first: FirstDay, unit: int, k: int) -> str:
    """Say who carries a task out for a municipality on the first day."""
    from reformsim.tasks import LAYERS

    w, layer, number = places.w, LAYERS[int(first.layer[unit, k])], int(first.body[unit, k])
    if number >= 0:
        body = first.bodies[number]
        if body.drawn:
            return w("place.drawn.body", count=len(body.members))
        kind = places.kind_of_body(body.kind)
        return f"{body.name} ({kind})" if kind else body.name
    return w(f"place.layer.{layer}")


def _bodies(places: Places, first: FirstDay, unit: int) -> Iterator[SheetBlock]:
    w = places.w
    known = [one for one in first.sits_in[unit] if not one.drawn]
    drawn = len(first.sits_in[unit]) - len(known)
    if known:
        heads = (w("place.body"), w("place.does"), w("place.members"), *there_heads(places))
        rows = tuple(
            Row(
                one.name,
                (Cell(does(places, one)), Cell(str(len(one.members))), *there(places, one)),
                places.kind_of_body(one.kind),
                link=f"body-{one.number}",
            )
            for one in known
        )
        caption = w("place.bodies", year=first.territory.year)
        yield Table(caption, heads, (Group(rows),), frozenset(range(2, len(heads))))
    if drawn or known:
        yield Paragraph(w("place.drawn.one" if drawn == 1 else "place.drawn", count=drawn, known=len(known)))


def does(places: Places, body: Body) -> str:
    """Say what a body carries out, or else what it has a say in."""
    carried = ", ".join(map(places.task_name, body.tasks))
    about = ", ".join(map(places.task_name, body.about))
    if not about:
        return carried or MISSING
    told = places.w("place.about", tasks=about)
    return f"{carried}; {told}" if carried else told


def there_heads(places: Places) -> tuple[str, ...]:
    """Heads of the columns that say whether a body is still there."""
    return tuple(places.w("place.there", when=f"{run.name}, {places.years[1]}") for run in places.runs)


def there(places: Places, body: Body) -> tuple[Cell, ...]:
    """Say of every scenario in which share of the replicates a body has not ended by the last year."""
    shares = (places.happened(at).body_there.get(body.number) for at in range(len(places.runs)))
    return tuple(Cell(MISSING if share is None else places.w.share(share)) for share in shares)
