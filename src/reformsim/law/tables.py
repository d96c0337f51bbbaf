"""The law: dated tables by name, and the look-ups that the model asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reformsim.errors import RunError, UnknownNameError, suggest
from reformsim.law.entries import KINDS, STATUSES, UNITS, Entry, Table, UnitRule, content_problems

__all__ = ["KINDS", "STATUSES", "UNITS", "Entry", "Law", "Table", "UnitRule", "content_problems"]


@dataclass(frozen=True)
class Law:
    """All tables; frozen. Amending or looking back gives a new law."""

    tables: tuple[Table, ...]
    _hash: list[int] = field(init=False, repr=False, compare=False)
    _index: dict[str, Table] = field(init=False, repr=False, compare=False)
    _found: dict[tuple[str, date], Entry] = field(init=False, repr=False, compare=False)
    _scoped: dict[tuple[str, date], tuple[Entry, ...]] = field(init=False, repr=False, compare=False)
    _numbers: dict[tuple[str, date], float] = field(init=False, repr=False, compare=False)
    _classes: dict[tuple[str, date], tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], tuple[Entry, ...]]] = (
        field(init=False, repr=False, compare=False)
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {t.name: t for t in self.tables})
        object.__setattr__(self, "_hash", [])
        object.__setattr__(self, "_found", {})
        object.__setattr__(self, "_scoped", {})
        object.__setattr__(self, "_numbers", {})
        object.__setattr__(self, "_classes", {})

    def __reduce__(self) -> tuple[type[Law], tuple[tuple[Table, ...]]]:
        # The caches stay behind: hashes of words differ from process to process.
        return type(self), (self.tables,)

    def __eq__(self, other: object) -> bool:
        # Laws are keys of caches: mostly it is the very same object, and comparing all tables would be slow.
        return self is other or (isinstance(other, Law) and self.tables == other.tables)

    def __hash__(self) -> int:
        if not self._hash:
            self._hash.append(hash(self.tables))
        return self._hash[0]

    def __repr__(self) -> str:
        return f"Law({len(self.tables)} tables, {sum(len(t.entries) for t in self.tables)} entries)"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all tables, in alphabetical order."""
        return tuple(sorted(self._index))

    @property
    def hash(self) -> str:
        """Fingerprint of everything the law says (SHA-256, hexadecimal)."""
        lines = []
        for name in self.names:
            table = self._index[name]
            lines.append(f"{name}|{table.unit}|{table.kind}")
            for e in table.entries:
                scope = None if e.scope is None else sorted(e.scope)
                lines.append(
                    repr((e.since, e.until, e.article, e.source, e.status, e.value, e.bounds, e.values, scope))
                )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def table(self, name: str) -> Table:
        """Give a table by name; raises :class:`UnknownNameError` with the nearest name."""
        try:
            return self._index[name]
        except KeyError:
            raise UnknownNameError("table of law", name, self._index) from None

    def entry(self, table: str, on: date) -> Entry:
        """Give the national entry in force on a day.

        Raises
        ------
        UnknownNameError
            There is no such table.
        RunError
            The table says nothing on that day.
        """
        found = self._found.get((table, on))
        if found is None:
            for candidate in self.table(table).entries:
                if candidate.scope is None and candidate.in_force(on):
                    found = candidate
            if found is None and not self.table(table).known:
                found = self.table(table).silent()
            if found is None:
                raise RunError(f"law: table '{table}' has nothing in force on {on}{_spans(self.table(table))}")
            self._found[table, on] = found
        return found

    def in_force(self, table: str, on: date) -> bool:
        """Tell whether the table has a national entry on a day."""
        return any(e.scope is None and e.in_force(on) for e in self.table(table).entries)

    @cached_property
    def unknown(self) -> frozenset[str]:
        """Tables of which nothing is known in the country, and nothing was set by a scenario."""
        return frozenset(t.name for t in self.tables if not (t.known or t.entries))

    def scoped(self, table: str, on: date) -> tuple[Entry, ...]:
        """Entries limited to some units in force on a day; where two name a unit, the last one holds."""
        found = self._scoped.get((table, on))
        if found is None:
            entries = self.table(table).entries
            found = self._scoped[table, on] = tuple(e for e in entries if e.scope is not None and e.in_force(on))
        return found

    def value(self, table: str, on: date, unit: str | None = None) -> float:
        """Give the number of a 'value' table on a day.

        Parameters
        ----------
        unit
            Code of a unit whose own (scoped) entry sets the national one aside; ``None`` is national.
        """
        if unit is not None:
            for special in reversed(self.scoped(table, on)):
                if special.scope is not None and unit in special.scope:
                    return _number(table, special)
        number = self._numbers.get((table, on))
        if number is None:
            number = self._numbers[table, on] = _number(table, self.entry(table, on))
        return number

    def by_class(
        self,
        table: str,
        on: date,
        inhabitants: npt.ArrayLike,
        codes: Sequence[str] | None = None,
    ) -> npt.NDArray[np.float64]:
        """Give the value of the class each number of inhabitants falls in.

        Parameters
        ----------
        inhabitants
            Any shape; a number equal to an upper bound belongs to the class below it.
        codes
            Codes of the units, as many as ``inhabitants``, so that scoped entries are applied too;
            ``None`` gives the national values.

        Returns
        -------
        ndarray of float64
            The shape of ``inhabitants``, in the table's unit.
        """
        cached = self._classes.get((table, on))
        if cached is None:
            bounds, values = _class_arrays(table, self.entry(table, on))
            cached = self._classes[table, on] = (bounds, values, self.scoped(table, on))
        bounds, values, special = cached
        people = np.asarray(inhabitants)
        result: npt.NDArray[np.float64] = values[np.searchsorted(bounds, people, side="left")]
        if codes is not None:
            for entry in special:
                here = np.fromiter((c in (entry.scope or ()) for c in codes), bool, len(codes))
                own_bounds, own_values = _class_arrays(table, entry)
                result[here] = own_values[np.searchsorted(own_bounds, people[here], side="left")]
        return result

    def listed(self, table: str, on: date) -> tuple[float, ...]:
        """Give the numbers of a 'list' table on a day."""
        entry = self.entry(table, on)
        if not isinstance(entry.value, tuple):
            raise TypeError(f"table '{table}' is not of kind 'list'")
        return entry.numbers()

    def text(self, table: str, on: date) -> str:
        """Give the words of a 'text' table on a day."""
        entry = self.entry(table, on)
        if not isinstance(entry.value, str):
            raise TypeError(f"table '{table}' is not of kind 'text'")
        return entry.value

    def dates(self, table: str, on: date) -> tuple[date, ...]:
        """Give all days of a 'dates' table, in order, as the law of a day has them (past and to come)."""
        found = self.table(table)
        if found.kind != "dates":
            raise TypeError(f"table '{table}' is of kind '{found.kind}', not 'dates'")
        days: set[date] = set()
        for entry in found.national():
            if entry.in_force(on) and isinstance(entry.value, tuple):
                days.update(d for d in entry.value if isinstance(d, date))
        return tuple(sorted(days))

    def as_of(self, day: date) -> Law:
        """Give the law as it stood on a day: without what came later, and without ends set later."""
        tables = []
        for table in self.tables:
            kept = (e for e in table.entries if e.since <= day)
            entries = tuple(replace(e, until=None) if e.in_force(day) else e for e in kept)
            tables.append(replace(table, entries=entries))
        return Law(tuple(tables))

    def amendment_problems(self, table: str, entry: Entry) -> tuple[str, ...]:
        """Say why an entry cannot be added to a table; empty when it can."""
        if table not in self._index:
            return (f"unknown table of law '{table}'{suggest(table, self._index)}",)
        found = self._index[table]
        problems = content_problems(found.kind, found.unit, entry)
        same = [e for e in found.entries if e.scope == entry.scope]
        if same and entry.since <= same[-1].since and found.kind != "dates":
            problems.append(
                f"an amendment must begin after the last entry of table '{table}' ({same[-1].since}), "
                f"not on {entry.since}"
            )
        if entry.until is not None and entry.scope is None:
            problems.append("a national amendment has no end: amend again on the day it should end")
        if entry.until is not None and entry.until <= entry.since:
            problems.append(f"it ends ({entry.until}) before it begins ({entry.since})")
        return tuple(problems)

    def overtaken(self, table: str, entry: Entry) -> Law:
        """Drop the steps of a table that an earlier Act of the scenario has planned for the day of an entry or later.

        Which of two reforms is enacted first is not known before both have passed Parliament; the later one counts.
        """
        found = self.table(table)
        planned = [
            e for e in found.entries if (e.status, e.scope) == ("scenario", entry.scope) and e.since >= entry.since
        ]
        if found.kind == "dates" or not planned:
            return self
        entries = tuple(
            replace(e, until=None) if e.scope == entry.scope and e.until == planned[0].since else e
            for e in found.entries
            if e not in planned
        )
        changed = replace(found, entries=entries)
        return Law(tuple(changed if t.name == table else t for t in self.tables))

    def amend(self, table: str, entry: Entry) -> Law:
        """Add a later entry to a table and close the one of the same scope that was in force.

        Raises
        ------
        UnknownNameError
            There is no such table.
        RunError
            The entry does not fit the table (see :meth:`amendment_problems`).
        """
        found = self.table(table)
        problems = self.amendment_problems(table, entry)
        if problems:
            raise RunError(f"law: table '{table}': {'; '.join(problems)}")
        entries = tuple(
            replace(e, until=entry.since) if e.scope == entry.scope and e.in_force(entry.since) else e
            for e in found.entries
        )
        changed = replace(found, entries=(*entries, entry))
        return Law(tuple(changed if t.name == table else t for t in self.tables))


def _number(table: str, entry: Entry) -> float:
    if isinstance(entry.value, int | float):
        return float(entry.value)
    raise TypeError(f"table '{table}' is not of kind 'value'")


def _class_arrays(table: str, entry: Entry) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    if not entry.values:
        raise TypeError(f"table '{table}' is not of kind 'classes'")
    return np.array(entry.bounds, dtype=np.float64), np.array(entry.values, dtype=np.float64)


def _spans(table: Table) -> str:
    spans: Iterable[str] = (f"{e.since} to {e.until or 'further notice'}" for e in table.national())
    listed = ", ".join(spans)
    return f"; it covers {listed}" if listed else "; it has no entries at all"
