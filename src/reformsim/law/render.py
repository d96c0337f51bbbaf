"""Plain rows of the law for the command line and for documents; no colours, no files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reformsim.law.tables import STATUSES, Entry, Law, Table


@dataclass(frozen=True, slots=True)
class LawRow:
    """One entry in words.

    ``content`` is the whole content on one line; ``classes`` holds (class, value) pairs for tables of
    classes, otherwise it is empty. ``status`` is spelled out so that an unverified figure is plain to see.
    """

    table: str
    since: str
    until: str
    content: str
    classes: tuple[tuple[str, str], ...]
    scope: str
    article: str
    source: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One table in the list of all; ``status`` is a word of :data:`STATUSES`, or several with commas."""

    table: str
    title: str
    unit: str
    content: str
    article: str
    status: str


def law_overview(law: Law, on: date | None = None) -> list[OverviewRow]:
    """List all tables with what they say on a day, in alphabetical order.

    Parameters
    ----------
    on
        ``None`` takes the latest entry of each table; with a day, a table that says nothing then is listed
        with the content 'not in force'.
    """
    rows = []
    for name in law.names:
        table = law.table(name)
        entries = _chosen(table, on)
        content = _summary(table, entries) if entries else "not in force"
        statuses = dict.fromkeys(e.status for e in entries)
        articles = dict.fromkeys(e.article for e in entries)
        rows.append(OverviewRow(name, table.title_en, table.unit, content, "; ".join(articles), ", ".join(statuses)))
    return rows


def law_table(law: Law, name: str, on: date | None = None) -> list[LawRow]:
    """Give one table, a row for each entry, national entries and entries of some units alike.

    Parameters
    ----------
    name
        Name of the table; an unknown one raises :class:`UnknownNameError` with the nearest.
    on
        Only what is in force on this day; ``None`` gives everything, past and to come.
    """
    table = law.table(name)
    return [_row(table, e) for e in table.entries if on is None or e.in_force(on)]


def _row(table: Table, entry: Entry) -> LawRow:
    source = entry.source
    if entry.bwb:
        source += f" ({entry.bwb}" + (f", read as of {', '.join(entry.read)})" if entry.read else ")")
    return LawRow(
        table=table.name,
        since=entry.since.isoformat(),
        until=entry.until.isoformat() if entry.until else "",
        content=_content(table, entry),
        classes=tuple(_classes(table, entry)),
        scope=", ".join(sorted(entry.scope)) if entry.scope is not None else "whole territory",
        article=entry.article,
        source=source,
        status=STATUSES[entry.status],
        note=entry.note,
    )


def _chosen(table: Table, on: date | None) -> tuple[Entry, ...]:
    national = table.national()
    if on is not None:
        return tuple(e for e in national if e.in_force(on))
    return tuple(e for e in national if e.until is None) or national[-1:]


def _summary(table: Table, entries: tuple[Entry, ...]) -> str:
    if table.kind != "dates":
        return _content(table, entries[-1])
    days = sorted({d for e in entries if isinstance(e.value, tuple) for d in e.value if isinstance(d, date)})
    return f"{len(days)} days, {days[0]} to {days[-1]}"


def _content(table: Table, entry: Entry) -> str:
    money = _is_money(table)
    if entry.values:
        if len(entry.values) == 1:
            return f"{number(entry.values[0], money=money)} for all"
        low, high = (number(value, money=money) for value in (min(entry.values), max(entry.values)))
        return f"{low} to {high} in {len(entry.values)} classes"
    if table.unit == "switch" and isinstance(entry.value, int | float):
        return "yes" if entry.value else "no"
    if isinstance(entry.value, tuple):
        return ", ".join(x.isoformat() if isinstance(x, date) else number(x) for x in entry.value)
    return number(entry.value, money=money) if isinstance(entry.value, int | float) else str(entry.value)


def _is_money(table: Table) -> bool:
    return table.unit.startswith("EUR")


def _classes(table: Table, entry: Entry) -> list[tuple[str, str]]:
    rows = []
    low = 0.0
    for bound, value in zip(entry.bounds, entry.values, strict=False):
        label = f"{number(low + 1)} to {number(bound)}" if low else f"up to {number(bound)}"
        rows.append((label, number(value, money=_is_money(table))))
        low = bound
    if entry.values:
        last = number(entry.values[-1], money=_is_money(table))
        rows.append((f"over {number(low)}" if low else "all", last))
    return rows


def number(value: float, *, money: bool = False) -> str:
    """Write a number as English readers do: 2,245,440 or 53.29; money with whole cents, 2,181.10."""
    if float(value).is_integer():
        return f"{int(value):,}"
    if money:
        return f"{value:,.2f}"
    return f"{value:,.4f}".rstrip("0")
