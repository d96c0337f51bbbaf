"""Rows of the files of figures that the project keeps."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from reformsim.errors import DataError, Problem


def read_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Read the rows of a CSV file with the line each stands on.

    Parameters
    ----------
    columns
        What the head of the file must be.

    Raises
    ------
    DataError
        For another head, a row of more or fewer cells, or a file that is no text; with its line.
    """
    rows, line = [], 1
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            table = csv.reader(stream)
            if tuple(next(table, ())) != columns:
                raise DataError([Problem(path.name, f"expected the columns {', '.join(columns)}", 1, 1)])
            for cells in filter(None, table):
                line = table.line_num
                if len(cells) != len(columns):
                    said = f"the row has {len(cells)} cells, expected {len(columns)}"
                    raise DataError([Problem(path.name, said, line, 1)])
                rows.append((line, dict(zip(columns, cells, strict=True))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError([Problem(path.name, f"not a row of figures: {error}", line, 1)]) from error
    return rows


def take_rows(path: Path, columns: tuple[str, ...], take: Callable[[dict[str, str]], object]) -> None:
    """Give each row of a CSV file to a function.

    Parameters
    ----------
    columns
        As for :func:`read_rows`.
    take
        Raises :class:`ValueError` for a row that is none.

    Raises
    ------
    DataError
        As :func:`read_rows` does, and for a row that is none; with its line.
    """
    for line, row in read_rows(path, columns):
        try:
            take(row)
        except ValueError as error:
            raise DataError([Problem(path.name, f"not a row of figures: {error}", line, 1)]) from error
