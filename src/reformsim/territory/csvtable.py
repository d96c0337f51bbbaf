"""Reading a CSV file so that every mistake can be told with its line and column."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from reformsim.errors import Mistakes, Near, Problem, formula
from reformsim.marked import read_text, shortened

LONGEST_QUOTE = 120
"""Characters of a cell in a message."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


class Table:
    """The rows of one CSV file, with their lines.

    Parameters
    ----------
    file
        The file as the user named it.
    lines
        Line on which each row begins, counted from 1.
    """

    def __init__(
        self,
        file: str,
        columns: Sequence[str],
        rows: list[list[str]],
        lines: list[int],
        text: str,
        problems: Mistakes,
    ):
        self.file, self.columns, self.rows, self.lines = file, list(columns), rows, lines
        self._text, self._problems = text, problems

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def _text_lines(self) -> list[str]:
        return _LINE_END.split(self._text)

    def column(self, name: str, default: str = "") -> list[str]:
        """Give the cells of a column, the default throughout if the file has no such column."""
        if name not in self.columns:
            return [default] * len(self.rows)
        position = self.columns.index(name)
        return [row[position] for row in self.rows]

    def part(self, rows: Sequence[int]) -> Table:
        """Give a table of some of the rows, which are still known by their lines."""
        lines = [self.lines[row] for row in rows]
        return Table(self.file, self.columns, [self.rows[row] for row in rows], lines, self._text, self._problems)

    def wrong(self, row: int, column: str, form: str, *values: object, near: Near | None = None) -> None:
        """Note a mistake in a cell.

        Parameters
        ----------
        form, values
            What is wrong, as a format and what to fill in: mistakes of one form in one column are of one kind.
        """
        self.all_wrong((row,), column, form, lambda _: (values, near))

    def all_wrong(
        self, rows: Sequence[int], column: str, form: str, said: Callable[[int], tuple[Sequence[object], Near | None]]
    ) -> None:
        """Note the same mistake in a column of many rows; ``said`` gives of each the values and the near words."""

        def problem(row: int) -> Problem:
            values, near = said(row)
            line = self.lines[row]
            place = _cell_column(self._text_lines[line - 1], self.columns.index(column))
            shown = [shortened(value, LONGEST_QUOTE) if isinstance(value, str) else value for value in values]
            message = form.format(*shown) + (near.hint if near is not None else "")
            return Problem(self.file, message, line, place, column)

        self._problems.add((self.file, column, form), rows, problem)

    def again(self, row: int, column: str, form: str, *values: object, key: Hashable, first: dict[Any, int]) -> bool:
        """Tell a key that stood on a row before; the line of that row, of ``first``, is filled in after the values."""
        before = first.setdefault(key, row)
        if before != row:
            self.wrong(row, column, form, *values, self.lines[before])
        return before != row

    def words(self, name: str) -> list[str]:
        """Give a column of words that may not be empty, nor look like a formula to a spreadsheet."""
        cells = self.column(name)
        formulas = [row for row, cell in enumerate(cells) if cell and not cell[0].isalnum() and formula(cell)]
        self._empty(name, cells, "word")
        self.all_wrong(formulas, name, "'{}' {}", lambda row: ((cells[row], formula(cells[row])), None))
        return cells

    def known(self, name: str, known: Collection[str], kind: str) -> list[bool]:
        """Tell each cell that is not among the words known, and give which are."""
        cells = self.column(name)
        right = [cell in known for cell in cells]
        self._empty(name, cells, kind)
        wrong = [row for row, cell in enumerate(cells) if cell and not right[row]]
        self.all_wrong(wrong, name, f"unknown {kind} '{{}}'", lambda row: ((cells[row],), Near(cells[row], known)))
        return right

    def _empty(self, name: str, cells: Sequence[str], kind: str) -> None:
        empty = [] if all(cells) else [row for row, cell in enumerate(cells) if not cell]
        self.all_wrong(empty, name, f"is empty, expected a {kind}", lambda _: ((), None))

    def _refused(self, name: str, cells: Sequence[str], values: Sequence[object], what: str) -> None:
        wrong = [row for row, value in enumerate(values) if value is None]
        self.all_wrong(wrong, name, "'{}' is wrong, expected {}", lambda row: ((cells[row], what), None))

    def whole(self, name: str, *, low: int, high: int, what: str) -> list[int | None]:
        """Give a column of whole numbers between ``low`` and ``high``."""
        values: list[int | None] = []
        cells = self.column(name)
        for cell in cells:
            value = int(cell) if len(cell) < 19 and _WHOLE.fullmatch(cell) else None
            values.append(value if value is not None and low <= value <= high else None)
        self._refused(name, cells, values, what)
        return values

    def numbers(self, name: str, *, low: float, high: float, what: str, default: str = "") -> list[float | None]:
        """Give a column of numbers between ``low`` and ``high``."""
        values: list[float | None] = []
        cells = self.column(name, default)
        for cell in cells:
            value = float(cell) if _NUMBER.fullmatch(cell) else math.nan
            values.append(value if low <= value <= high else None)
        self._refused(name, cells, values, what)
        return values


def read_table(
    path: Path,
    file: str,
    required: Sequence[str],
    optional: Sequence[str],
    problems: Mistakes,
    *,
    empty: bool = False,
) -> Table | None:
    """Read a CSV file with a header row.

    Parameters
    ----------
    path, file
        The file, and how the user named it.
    empty
        A header without rows says something, and is no mistake.

    Returns
    -------
    Table or None
        Rows with a wrong number of cells are left out (and told); ``None`` if the header is unusable.
    """
    text = read_text(path, file, problems)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    header: list[str] = []
    begin = 1
    uneven: list[tuple[int, int]] = []
    for cells in _records(reader, file, problems):
        if not header:
            header = [cell.strip() for cell in cells]
            if not _check_header(header, file, required, optional, problems):
                return None
        elif len(cells) != len(header):
            if cells:
                uneven.append((begin, len(cells)))
        else:
            rows.append(list(map(str.strip, cells)))
            lines.append(begin)
        begin = reader.line_num + 1
    problems.add(
        (file, "cells"),
        uneven,
        lambda one: Problem(file, f"the row has {one[1]} cells, expected {len(header)}", line=one[0]),
    )
    if not header:  # the first row is no CSV, as is told
        return None
    if not (rows or empty):
        problems.append(Problem(file, "there are no rows below the header"))
    return Table(file, header, rows, lines, text, problems)


def _records(reader: Iterator[list[str]], file: str, problems: Mistakes) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        line = getattr(reader, "line_num", None)
        problems.append(Problem(file, f"is not CSV: {error}", line=line))


def _check_header(
    header: list[str], file: str, required: Sequence[str], optional: Sequence[str], problems: Mistakes
) -> bool:
    before = len(problems)
    if len(header) == 1 and ";" in header[0]:
        problems.append(Problem(file, "the cells are separated by ';', expected ','", line=1))
        return False
    allowed = [*required, *optional]
    missing = [name for name in required if name not in header]
    for position, name in enumerate(header):
        if name in header[:position]:
            problems.append(Problem(file, f"the column '{name}' stands twice", line=1))
        elif name not in allowed:
            near = Near(name, missing or [a for a in allowed if a not in header], most=0)
            problems.append(Problem(file, f"unknown column '{name}'", line=1, near=near))
    for name in missing:
        problems.append(Problem(file, f"the column '{name}' is missing", line=1))
    return len(problems) == before


def _cell_column(line: str, position: int) -> int:
    """Give the character column, counted from 1, at which a cell begins in a line of CSV."""
    quoted = False
    seen = 0
    for index, character in enumerate(line):
        if seen == position:
            return index + 1
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            seen += 1
    return len(line) + 1
