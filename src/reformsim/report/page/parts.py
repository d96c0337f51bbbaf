"""Tables of a package's effect by part, for a terminal of 100 columns and for a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
from rich.table import Table

from reformsim.report.numbers import MISSING, decimals_for
from reformsim.report.page.tables import ENGLISH, origin_word
from reformsim.report.words import Words

_BESIDE = 4
"""Indicators beside one another on a terminal."""

_ENDS = ("terminal.parts.without", "terminal.parts.with")


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator: its words, its levels without and with the package, and the effect of each part in order."""

    title: str
    unit: str
    start: float
    end: float
    effects: tuple[float, ...]

    def cells(self, w: Words) -> list[str]:
        """Give the cells from the level without, over the parts, to the level with."""
        decimals = decimals_for([self.start, self.end, *self.effects])
        middle = [w.number(effect, decimals, signed=True) for effect in self.effects]
        return [w.number(self.start, decimals), *middle, w.number(self.end, decimals)]


def parts_tables(caption: str, parts: Sequence[str], columns: Sequence[Column], w: Words = ENGLISH) -> list[Table]:
    """Parts by indicator, a few indicators per table."""
    tables, ends = [], [w(key) for key in _ENDS]
    for first in range(0, len(columns), _BESIDE):
        few = columns[first : first + _BESIDE]
        table = Table(
            title=caption if first == 0 else None,
            title_justify="left",
            title_style="bold",
            box=None,
            padding=(0, 1, 0, 0),
            header_style="bold",
        )
        table.add_column("", overflow="fold", width=31)
        for column in few:
            unit = "" if column.unit.lower() == column.title.lower() else f" ({column.unit})"
            table.add_column(f"{column.title}{unit}", justify="right", vertical="bottom", width=15, overflow="fold")
        for row in zip((ends[0], *parts, ends[1]), *(column.cells(w) for column in few), strict=True):
            table.add_row(*row, style="bold" if row[0] in ends else None)
        tables.append(table)
    return tables


def parts_html(caption: str, parts: Sequence[str], columns: Sequence[Column], w: Words = ENGLISH) -> str:
    """The same in one table for a notebook: a row per indicator, or per part where there are more of these."""
    titles = [c.title if c.unit.lower() == c.title.lower() else f"{c.title} ({c.unit})" for c in columns]
    first, last = (w(key) for key in _ENDS)
    table = [("", *titles), *zip((first, *parts, last), *(column.cells(w) for column in columns), strict=True)]
    head, *lines = zip(*table, strict=True) if len(parts) < len(columns) else table
    top = "".join(
        f'<th style="text-align:{_side(at)};vertical-align:bottom">{escape(text)}</th>' for at, text in enumerate(head)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td style="text-align:{_side(at)}">{escape(cell)}</td>' for at, cell in enumerate(line))
        + "</tr>"
        for line in lines
    )
    said = f'<caption style="caption-side:top;text-align:left">{escape(caption)}</caption>'
    return f"<table>{said}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def sources_table(
    caption: str, sources: pd.DataFrame, words: Mapping[str, tuple[str, str]], year: int | str, w: Words = ENGLISH
) -> Table:
    """What the effects of a year rest on, a row per indicator.

    Parameters
    ----------
    sources
        As :meth:`reformsim.Attribution.sources` gives them.
    words
        Title and unit by indicator, of those that are shown.
    """
    table = Table(title=caption, title_justify="left", title_style="bold", box=None, padding=(0, 1, 0, 0))
    table.add_column("", overflow="fold", width=27)
    for head in ("whole", "law", "figures", "estimated", "assumed"):
        table.add_column(w(f"terminal.sources.{head}"), justify="right")
    table.add_column(w("terminal.sources.mostly"), overflow="fold", min_width=11)
    for row in sources[sources["year"] == year].to_dict("records"):
        if row["indicator"] in words:
            title, unit = words[row["indicator"]]
            parts = [float(row[name]) for name in ("whole", "statutes", "figures", "estimated", "assumed")]
            places = min(decimals_for(parts, unit) + 1, 4)
            cells = [w.number(part, places, signed=True) for part in parts]
            said = w.unit(unit)
            named = title if said.lower() == title.lower() else f"{title} ({said})"
            table.add_row(named, *cells, origin_word(row["origin"], w) or MISSING)
    return table


def _side(at: int) -> str:
    return "right" if at else "left"


def indicator_table(caption: str, unit: str, rows: pd.DataFrame, w: Words = ENGLISH) -> Table:
    """One indicator in detail: effect, share, range and both errors of every part.

    Parameters
    ----------
    rows
        Rows of one indicator and year as :meth:`reformsim.Attribution.of` gives them.
    """
    table = Table(title=caption, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    table.add_column("", overflow="fold", width=30)
    heads = ("parts.effect", "parts.share", "compare.range", "parts.sampling", "parts.replicate")
    for head in heads:
        table.add_column(w(f"terminal.{head}"), justify="right")
    records = rows.to_dict("records")
    decimals = min(max(decimals_for([float(r["effect"]) for r in records], unit), 1) + 1, 4)
    for r in records:
        share = float(r["share"])
        cells = (
            w.number(float(r["effect"]), decimals, signed=True),
            w.share(share),
            w.interval(float(r["low"]), float(r["high"]), decimals, signed=True),
            w.number(float(r["sampling_error"]), decimals) if r["sampling_error"] else MISSING,
            w.number(float(r["replicate_error"]), decimals),
        )
        table.add_row(str(r["title"]), *cells, style="bold" if r["part"] == "whole" else None)
    return table
