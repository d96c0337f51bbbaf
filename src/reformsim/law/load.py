"""Read the files of statutory tables, check them wholly, and give the frozen law.

The form of a file is described in ``docs/law.md``. Every mistake in every file is told at once.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

from reformsim.errors import DataError, Problem, suggest
from reformsim.law.filling import risen
from reformsim.law.tables import KINDS, UNITS, Entry, Law, Table, content_problems
from reformsim.marked import Marked, Where, read_marked
from reformsim.validation import StrictPart, Words, in_order, model_problems


class FileEntry(StrictPart):
    """One entry as a file has it; ``bwb`` is the id of a Dutch act, ``act`` of one of another country."""

    since: date
    until: date | None = None
    article: Words
    bwb: Annotated[str, Field(pattern=r"^BWBR\d{7}$")] | None = None
    act: Words | None = None
    read: list[date | int] = Field(default_factory=list)
    source: Words
    status: Literal["law", "derived", "secondary", "note", "unverified", "assumption"]
    value: float | None = None
    classes: dict[int | str, float] | None = None
    numbers: Annotated[list[float] | None, Field(alias="list")] = None
    dates: list[date] | None = None
    text: Words | None = None
    scope: list[str] | None = None
    note: str = ""


class FileRise(StrictPart):
    """Amounts of an entry that rise every 1 January to those of the next, in a constant ratio, as an assumption.

    ``known`` is the day of which the amounts of the entry are, ``since`` the first day on which others are filled in.
    """

    known: date
    since: date


class FileTable(StrictPart):
    """One table as a file has it.

    ``carried_back_to`` lets its first entry hold earlier, and ``rises`` fills in the years between two entries whose
    figures were not read; both as an assumption.
    """

    title_en: Words
    title_nl: Words
    unit: Words
    kind: Literal["value", "classes", "list", "dates", "text"]
    carried_back_to: date | None = None
    rises: FileRise | None = None
    entries: Annotated[list[FileEntry], Field(min_length=1)]


@lru_cache(maxsize=1)
def load_law() -> Law:
    """Give the law shipped with the project.

    Raises
    ------
    DataError
        A table is wrong; carries all mistakes of all files.
    """
    with as_file(files("reformsim.law") / "data") as folder:
        return load_folder(folder)


def load_folder(folder: Path) -> Law:
    """Read every ``*.yaml`` of a folder as law; raises :class:`DataError` with all mistakes."""
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise DataError([Problem(str(folder), "there are no tables of law (*.yaml) here")])
    for path in paths:
        read = read_marked(path)
        found, wrong = _tables(read)
        for table in found:
            if table.name in tables:
                wrong.append(read.problem((table.name,), "the table stands in another file as well"))
            tables[table.name] = table
        problems += in_order(wrong)
    if problems:
        raise DataError(problems)
    return Law(tuple(tables[name] for name in sorted(tables)))


def _tables(read: Marked) -> tuple[list[Table], list[Problem]]:
    problems = list(read.problems)
    if read.data is None:
        return [], problems
    if not isinstance(read.data, dict):
        return [], [*problems, read.problem((), "expected a mapping of table names to tables")]
    tables = []
    for name, content in read.data.items():
        if not str(name).isidentifier() or str(name) != str(name).lower():
            problems.append(read.problem((str(name),), "a table's name must be lower case words joined by _"))
            continue
        table, wrong = _table(content, (str(name),), read)
        problems += wrong
        if table is not None:
            tables.append(table)
    return tables, problems


def read_tables(
    read: Marked, given: Mapping[str, object], at: Where, book: Law
) -> tuple[dict[str, Table], list[Problem]]:
    """Read tables of another country's law, whose titles, units and kinds are those of a book of law.

    Parameters
    ----------
    read
        The file they stand in, at the path ``at``.
    given
        By name the other keys of each table, as a file of law has them.
    """
    tables, problems = {}, []
    for name, content in given.items():
        path = (*at, name)
        if name not in book.names:
            said = f"unknown table of law '{name}'" + suggest(name, book.names, most=40)
            problems.append(read.problem(path, said))
            continue
        if not isinstance(content, dict):
            problems.append(read.problem(path, "expected the key 'entries'"))
            continue
        one = book.table(name)
        usual = {"title_en": one.title_en, "title_nl": one.title_nl, "unit": one.unit, "kind": one.kind}
        fixed = [key for key in ("unit", "kind") if content.get(key, usual[key]) != usual[key]]
        problems += [read.problem((*path, key), f"expected '{usual[key]}', which the model counts by") for key in fixed]
        table, wrong = _table({**usual, **content}, path, read)
        problems += wrong
        if table is not None:
            tables[name] = table
    return tables, problems


def _table(content: object, at: Where, read: Marked) -> tuple[Table | None, list[Problem]]:
    try:
        table = FileTable.model_validate(content)
    except ValidationError as error:
        return None, model_problems(error, read, at, partial(_known_keys, len(at)))
    if table.unit not in UNITS:
        said = f"unknown unit '{table.unit}'{suggest(table.unit, UNITS, most=40)}"
        return None, [read.problem((*at, "unit"), said)]
    entries, wrong = _entries(at, table, read)
    made = Table(str(at[-1]), table.title_en, table.title_nl, table.unit, table.kind, entries)
    return (None if wrong else made), wrong


def _known_keys(depth: int, path: tuple[str | int, ...]) -> list[str]:
    here = path[depth:]
    model: type[BaseModel] = FileTable if len(here) == 1 else FileRise if here[:1] == ("rises",) else FileEntry
    return [f.alias or name for name, f in model.model_fields.items()]


def _entries(at: Where, table: FileTable, read: Marked) -> tuple[tuple[Entry, ...], list[Problem]]:
    problems: list[Problem] = []
    entries: list[Entry] = []
    for i, given in enumerate(table.entries):
        base = (*at, "entries", i)
        content = [k for k in KINDS if getattr(given, "numbers" if k == "list" else k) is not None]
        if content != [table.kind]:
            has = f"'{content[0]}'" if len(content) == 1 else " and ".join(content) or "no content"
            problems.append(read.problem(base, f"a table of kind '{table.kind}' needs '{table.kind}', found {has}"))
            continue
        entry, wrong = _entry(given, table.kind)
        for message in [*wrong, *content_problems(table.kind, table.unit, entry)]:
            problems.append(read.problem((*base, table.kind), message))
        if given.until is not None and given.until <= given.since:
            message = f"must be later than since ({given.since}), not {given.until}"
            problems.append(read.problem((*base, "until"), message))
        if given.status == "law" and not ((given.bwb or given.act) and given.read):
            message = "status 'law' needs the id of the act (bwb) and the days of the texts read (read)"
            problems.append(read.problem((*base, "status"), message))
        entries.append(entry)
    if not problems:
        problems += _order_problems(at, table, entries, read)
    if not problems and table.rises is not None:
        filled = risen(entries, table.rises.known, table.rises.since)
        if isinstance(filled, str):
            problems.append(read.problem((*at, "rises"), filled))
        else:
            entries = filled
    return _chained(entries, table), problems


def _entry(given: FileEntry, kind: str) -> tuple[Entry, list[str]]:
    wrong: list[str] = []
    value: float | str | tuple[float, ...] | tuple[date, ...] | None = given.value
    bounds: tuple[float, ...] = ()
    values: tuple[float, ...] = ()
    if kind == "classes" and given.classes is not None:
        keys = list(given.classes)
        if keys[-1] != "above" or any(not isinstance(k, int) for k in keys[:-1]):
            wrong.append("classes are upper bounds (whole numbers) in rising order and then 'above'")
        bounds = tuple(float(k) for k in keys if isinstance(k, int))
        values = tuple(given.classes.values())
    elif kind == "list" and given.numbers is not None:
        value = tuple(given.numbers)
    elif kind == "dates" and given.dates is not None:
        value = tuple(given.dates)
    elif kind == "text":
        value = given.text
    entry = Entry(
        since=given.since, until=given.until, article=given.article, source=given.source, status=given.status,
        value=value, bounds=bounds, values=values, note=" ".join(given.note.split()), bwb=given.bwb or given.act or "",
        scope=None if given.scope is None else frozenset(given.scope), read=tuple(str(r) for r in given.read),
    )  # fmt: skip
    return entry, wrong


def _order_problems(at: Where, table: FileTable, entries: list[Entry], read: Marked) -> list[Problem]:
    """Entries of one scope must follow one another without overlap; dates may stand side by side."""
    problems: list[Problem] = []
    if table.kind == "dates":
        return problems
    last: dict[frozenset[str] | None, Entry] = {}
    for i, entry in enumerate(entries):
        before = last.get(entry.scope)
        if before is not None:
            place = (*at, "entries", i, "since")
            if entry.since <= before.since:
                problems.append(read.problem(place, f"must be later than the entry before ({before.since})"))
            elif before.until is not None and before.until > entry.since:
                problems.append(read.problem(place, f"overlaps the entry before, which ends {before.until}"))
            elif before.until is not None and before.until < entry.since and entry.scope is None:
                problems.append(read.problem(place, f"leaves a gap after the entry before, which ends {before.until}"))
        last[entry.scope] = entry
    first = table.entries[0].since
    if table.carried_back_to is not None and table.carried_back_to >= first:
        key = (*at, "carried_back_to")
        problems.append(read.problem(key, f"must be earlier than the first entry ({first})"))
    return problems


def _chained(entries: list[Entry], table: FileTable) -> tuple[Entry, ...]:
    """Let each entry end where the next of its scope begins, and carry the first one back if asked."""
    if table.kind == "dates":
        return tuple(entries)
    chained = []
    for i, entry in enumerate(entries):
        following = next((e for e in entries[i + 1 :] if e.scope == entry.scope), None)
        if entry.until is None and following is not None:
            entry = replace(entry, until=following.since)
        chained.append(entry)
    if table.carried_back_to is not None and chained:
        note = "the first figure known, carried back to years whose text was not read"
        first = chained[0]
        earlier = replace(first, since=table.carried_back_to, until=first.since, status="assumption", note=note)
        chained.insert(0, earlier)
    return tuple(chained)
