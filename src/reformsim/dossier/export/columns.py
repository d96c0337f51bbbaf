"""Tables as sheets: heads and values in words, with what a column means, and a title and unit beside an indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from reformsim.report.sheets import NUMBER, SHARE, TEXT, WHOLE, Column, Row, Sheet
from reformsim.report.words import catalogue

if TYPE_CHECKING:
    from reformsim.report.words import Words

WHOLES: Final = frozenset(("year", "replicate", "draw", "replicates", "pairs", "first", "last"))
SHARES: Final = frozenset(("same_sign", "better", "chance_share"))
NUMBERS: Final = frozenset(
    (
        *("start", "without", "with", "difference", "low", "high", "chance_low", "chance_high"),
        *("value", "lowest", "highest", "drawn_low", "drawn_high"),
    )
)
"""Columns that are known by their name to hold whole numbers, shares and other numbers."""


def sheet_of(name: str, parts: Iterable[pd.DataFrame], w: Words) -> Sheet:
    """Give a table that comes in parts as a sheet.

    Parameters
    ----------
    name
        Of the table, as ``export.sheet.NAME`` of the catalogue knows it.
    parts
        At least one; all with the same columns.
    """
    stream = iter(parts)
    first = _told(next(stream), w)
    columns = [column(str(one), w, first[one]) for one in first.columns]
    return Sheet(w(f"export.sheet.{name}"), columns, _rows(chain([first], (_told(one, w) for one in stream))), name)


def column(name: str, w: Words, values: pd.Series[Any] | None = None) -> Column:
    """Give a column by its name in the tables: its head in words, and what it means.

    An indicator or a weight that is a column of its own keeps its name at the head.
    """
    from reformsim.measures import MEASURES

    kind = _kind(name, values)
    if f"export.column.{name}" in catalogue():
        return Column(w(f"export.column.{name}"), _note(name, w), kind)
    if name in MEASURES:
        one = MEASURES[name]
        return Column(name, f"{w.pick(one.title_en, one.title_nl)} ({w.unit(one.unit)})", kind)
    return Column(name, w.assumption(name), kind)


def value(column: str, given: str, w: Words) -> str:
    """Give one of the fixed words that a column may hold in the language; any other as it is."""
    key = f"export.value.{column}.{given}"
    return w(key) if key in catalogue() else given


def _note(name: str, w: Words) -> str:
    key = f"export.note.{name}"
    return w(key) if key in catalogue() else ""


def _kind(name: str, values: pd.Series[Any] | None) -> str:
    if name in WHOLES:
        return WHOLE
    if name in SHARES:
        return SHARE
    if values is None:
        return NUMBER if name in NUMBERS else TEXT
    return NUMBER if pd.api.types.is_numeric_dtype(values.dtype) else TEXT


def _told(table: pd.DataFrame, w: Words) -> pd.DataFrame:
    """The table with title and unit beside each indicator, and its fixed words in the language."""
    from reformsim.measures import MEASURES

    said = table.copy()
    if "indicator" in said.columns:
        names = said["indicator"].astype(str)
        known = {name: MEASURES[name] for name in dict.fromkeys(names) if name in MEASURES}
        titles = {name: w.pick(one.title_en, one.title_nl) for name, one in known.items()}
        units = {name: w.unit(one.unit) for name, one in known.items()}
        for beside, words in (("unit", units), ("title", titles)):
            told = names.map(words).fillna("")
            if beside in said.columns:
                said[beside] = told
            else:
                said.insert(list(said.columns).index("indicator") + 1, beside, told)
    for name in said.columns:
        if not pd.api.types.is_numeric_dtype(said[name].dtype):
            texts = said[name].astype(object)
            words = {one: value(name, one, w) for one in set(texts) if isinstance(one, str)}
            said[name] = texts.map(lambda one, words=words: words.get(one, one))
    return said


def _rows(parts: Iterator[pd.DataFrame]) -> Iterator[Row]:
    for table in parts:
        yield from zip(*(_cells(table[name]) for name in table.columns), strict=True)


def _cells(values: pd.Series[Any]) -> Sequence[object]:
    plain: Sequence[object] = values.tolist()
    if pd.api.types.is_numeric_dtype(values.dtype):
        return plain
    return [None if one is None or one != one else one for one in plain]
