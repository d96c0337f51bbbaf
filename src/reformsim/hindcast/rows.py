"""Rows of the files of figures that the project keeps."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from reformsim.errors import DataError, Problem


def take_rows(path: Path, columns: tuple[str, ...], take: Callable[[dict[str, str]], object]) -> None:
    """Give each row of a CSV file to a function.

    Parameters
    ----------
    columns
        What the head of the file must be.
    take
        Raises :class:`ValueError` for a row that is none.

    Raises
    ------
    DataError
        For another head, or a row that is none; with its line.
    """
    line = 1
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            table = csv.DictReader(stream)
            if tuple(table.fieldnames or ()) != columns:
                raise DataError([Problem(path.name, f"expected the columns {', '.join(columns)}", 1, 1)])
            for row in table:
                line = table.line_num
                take(row)
    except ValueError as error:
        raise DataError([Problem(path.name, f"not a row of figures: {error}", line, 1)]) from error
