"""A workbook: a sheet per table, with what a column means as a note at its head."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reformsim.errors import RunError

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet holds below its head."""

MOST_COLUMNS: Final = 16_384
LONGEST_TEXT: Final = 32_767
LONGEST_NAME: Final = 31

WIDEST: Final = 60
NARROWEST: Final = 8
_LOOKED_AT = 200
"""Rows whose texts say how wide a column is."""

TEXT, WHOLE, NUMBER, SHARE = "text", "whole", "number", "share"
"""What a column holds; a share is written as a number from 0 to 1 and shown as a percentage."""

_SHOWN = {WHOLE: "0", SHARE: "0.0%", NUMBER: "General"}

Cell = object
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Parameters
    ----------
    head
        What stands above it.
    note
        What it means; shown when the head is pointed at. Empty for none.
    kind
        :data:`TEXT`, :data:`WHOLE`, :data:`NUMBER` or :data:`SHARE`.
    """

    head: str
    note: str = ""
    kind: str = TEXT


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table of a workbook.

    Parameters
    ----------
    name
        At most :data:`LONGEST_NAME` characters.
    rows
        Read once, as they are written.
    told
        What a message calls the table; its name unless given.
    wrapped
        Whether long texts are broken into lines within their cells.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    told: str = ""
    wrapped: bool = False


def write_workbook(path: Path, sheets: Iterable[Sheet], *, title: str, made: datetime) -> None:
    """Write sheets as an .xlsx file; the same sheets give the same bytes.

    A text is written as a text whatever it begins with: nothing becomes a formula or a link.

    Parameters
    ----------
    made
        Stands in the file as the day on which it was made.

    Raises
    ------
    RunError
        Without XlsxWriter, or for a table with more rows or columns than a sheet holds.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise RunError("a workbook needs XlsxWriter: pip install 'reformsim[xlsx]'") from None
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {**plain, "in_memory": False}) as book:
        book.set_properties({"title": title, "created": made.replace(tzinfo=None, microsecond=0)})
        look = _Look(book)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, look)


class _Look:
    """The formats of a workbook."""

    def __init__(self, book: Workbook):
        self.head: Format = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.kinds: dict[str, Format] = {kind: book.add_format({"num_format": how}) for kind, how in _SHOWN.items()}


def _write(into: Worksheet, sheet: Sheet, look: _Look) -> None:
    called = sheet.told or sheet.name
    if len(sheet.columns) > MOST_COLUMNS:
        raise RunError(f"{called} has {len(sheet.columns):,} columns; a sheet holds {MOST_COLUMNS:,}: write it as CSV")
    widths = [max((len(word) for word in one.head.split()), default=0) for one in sheet.columns]
    for at, one in enumerate(sheet.columns):
        into.write_string(0, at, one.head, look.head)
        if one.note:
            into.write_comment(0, at, one.note, {"x_scale": 2.2, "author": "reformsim"})
    last = 0
    for last, row in enumerate(_few_enough(sheet.rows, called), start=1):
        for at, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _put(into, last, at, cell, column.kind, look, wrapped=sheet.wrapped)
            if last <= _LOOKED_AT and isinstance(cell, str):
                widths[at] = max(widths[at], max((len(line) for line in cell.split("\n")), default=0))
    into.freeze_panes(1, 0)
    if last:
        into.autofilter(0, 0, last, len(sheet.columns) - 1)
    for at, width in enumerate(widths):
        into.set_column(at, at, min(max(width + 2, NARROWEST), WIDEST))


def _few_enough(rows: Iterable[Row], called: str) -> Iterator[Row]:
    for at, row in enumerate(rows):
        if at == MOST_ROWS:
            raise RunError(
                f"{called} has more rows than the {MOST_ROWS:,} that a sheet holds: write it as CSV or Parquet"
            )
        yield row


def _put(into: Worksheet, row: int, at: int, cell: Cell, kind: str, look: _Look, *, wrapped: bool) -> None:
    """Write a cell as what it is; what is missing stays empty."""
    if cell is None or cell == "":
        return
    if isinstance(cell, bool | np.bool_):
        into.write_boolean(row, at, bool(cell))
    elif isinstance(cell, int | float | np.integer | np.floating):
        number: Any = cell.item() if isinstance(cell, np.generic) else cell
        if math.isfinite(number):
            into.write_number(row, at, number, look.kinds.get(kind, look.kinds[NUMBER]))
    else:
        into.write_string(row, at, shortened(str(cell)), look.wrapped if wrapped else None)


def shortened(text: str) -> str:
    """Give a text as far as a cell holds it; one that is cut ends in three dots.

    Examples
    --------
    >>> len(shortened("a" * 40_000)), shortened("=1+1")
    (32767, '=1+1')
    """
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 3]}..."
