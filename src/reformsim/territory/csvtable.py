"""Reading a CSV file so that every mistake can be told with its line and column."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from reformsim.errors import Mistakes, Near, Problem, formula
from reformsim.marked import read_text

_LINE_END = re.compile(r"\r\n|\n|\r")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


class Table:
    """The rows of one CSV file, with their lines.

    Parameters
    ----------
    file
        The file as the user named it.
    columns
        Names in the header.
    rows
        Cells of each row, as many as there are columns.
    lines
        Line on which each row begins, counted from 1.
    problems
        Where mistakes are collected.
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

    def wrong(self, row: int, column: str, form: str, *values: object, near: Near | None = None) -> None:
        """Note a mistake in a cell.

        Parameters
        ----------
        form, values
            What is wrong, as a format and what to fill in: mistakes of one form in one column are of one kind.
        near
            What may have been meant.
        """
        kind = (self.file, column, form)
        if not self._problems.more(kind):
            return
        line = self.lines[row]
        place = _cell_column(self._text_lines[line - 1], self.columns.index(column))
        self._problems.keep(Problem(self.file, form.format(*values), line, place, column, near), kind)

    def words(self, name: str) -> list[str]:
        """Give a column of words that may not be empty, nor look like a formula to a spreadsheet."""
        cells = self.column(name)
        for row, cell in enumerate(cells):
            if not cell:
                self.wrong(row, name, "is empty, expected a word")
            elif said := formula(cell):
                self.wrong(row, name, "'{}' {}", cell, said)
        return cells

    def known(self, name: str, known: Mapping[str, int], kind: str) -> list[int | None]:
        """Give the index that ``known`` has for each cell, ``None`` (and a mistake) where it has none."""
        cells = self.column(name)
        indices = [known.get(cell) for cell in cells]
        if None in indices:
            for row, cell in enumerate(cells):
                if cell and cell not in known:
                    self.wrong(row, name, f"unknown {kind} '{{}}'", cell, near=Near(cell, known))
                elif not cell:
                    self.wrong(row, name, f"is empty, expected a {kind}")
        return indices

    def whole(self, name: str, *, low: int, high: int, what: str) -> list[int | None]:
        """Give a column of whole numbers between ``low`` and ``high``."""
        values: list[int | None] = []
        for row, cell in enumerate(self.column(name)):
            value = int(cell) if len(cell) < 19 and _WHOLE.fullmatch(cell) else None
            if value is None or not low <= value <= high:
                self.wrong(row, name, "'{}' is wrong, expected {}", cell, what)
                value = None
            values.append(value)
        return values

    def numbers(self, name: str, *, low: float, high: float, what: str, default: str = "") -> list[float | None]:
        """Give a column of numbers between ``low`` and ``high``."""
        values: list[float | None] = []
        for row, cell in enumerate(self.column(name, default)):
            value = float(cell) if _NUMBER.fullmatch(cell) else math.nan
            if not low <= value <= high:
                self.wrong(row, name, "'{}' is wrong, expected {}", cell, what)
                values.append(None)
            else:
                values.append(value)
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
    required, optional
        Columns that must and that may be there.
    problems
        Mistakes are added here.
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
    usable = False
    begin = 1
    for cells in _records(reader, file, problems):
        if not header:
            header = [cell.strip() for cell in cells]
            usable = _check_header(header, file, required, optional, problems)
            if not usable:
                return None
        elif len(cells) != len(header):
            if cells:
                said = f"the row has {len(cells)} cells, expected {len(header)}"
                problems.append(Problem(file, said, line=begin))
        else:
            rows.append(list(map(str.strip, cells)))
            lines.append(begin)
        begin = reader.line_num + 1
    if usable and not (rows or empty):
        problems.append(Problem(file, "there are no rows below the header"))
    return Table(file, header, rows, lines, text, problems) if usable else None


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
