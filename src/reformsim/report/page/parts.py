"""Tables of a package's effect by part, for a terminal of 100 columns and for a notebook."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
from rich.table import Table

from reformsim.report.numbers import MISSING, decimals_for, interval, shown
from reformsim.report.page.tables import ORIGINS

_BESIDE = 4
"""Indicators beside one another on a terminal."""

_FIRST = ("Without the package", "With the package")


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator: its words, its levels without and with the package, and the effect of each part in order."""

    title: str
    unit: str
    start: float
    end: float
    effects: tuple[float, ...]

    def cells(self) -> list[str]:
        """Give the cells from the level without, over the parts, to the level with."""
        decimals = decimals_for([self.start, self.end, *self.effects])
        middle = [shown(effect, decimals, signed=True) for effect in self.effects]
        return [shown(self.start, decimals), *middle, shown(self.end, decimals)]


def parts_tables(caption: str, parts: Sequence[str], columns: Sequence[Column]) -> list[Table]:
    """Parts by indicator, a few indicators per table."""
    tables = []
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
            table.add_column(f"{column.title}{unit}", justify="right", vertical="bottom", width=15)
        for row in zip((_FIRST[0], *parts, _FIRST[1]), *(column.cells() for column in few), strict=True):
            table.add_row(*row, style="bold" if row[0] in _FIRST else None)
        tables.append(table)
    return tables


def parts_html(caption: str, parts: Sequence[str], columns: Sequence[Column]) -> str:
    """The same in one table for a notebook: a row per indicator, or per part where there are more of these."""
    titles = [c.title if c.unit.lower() == c.title.lower() else f"{c.title} ({c.unit})" for c in columns]
    table = [("", *titles), *zip((_FIRST[0], *parts, _FIRST[1]), *(column.cells() for column in columns), strict=True)]
    head, *lines = zip(*table, strict=True) if len(parts) < len(columns) else table
    top = "".join(
        f'<th style="text-align:{_side(at)};vertical-align:bottom">{escape(w)}</th>' for at, w in enumerate(head)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td style="text-align:{_side(at)}">{escape(cell)}</td>' for at, cell in enumerate(line))
        + "</tr>"
        for line in lines
    )
    said = f'<caption style="caption-side:top;text-align:left">{escape(caption)}</caption>'
    return f"<table>{said}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def sources_table(caption: str, sources: pd.DataFrame, words: Mapping[str, tuple[str, str]], year: int | str) -> Table:
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
    for head in ("Whole", "Law", "Own figures", "Estimated", "Assumed"):
        table.add_column(head, justify="right")
    table.add_column("Mostly", overflow="fold", min_width=11)
    for row in sources[sources["year"] == year].to_dict("records"):
        if row["indicator"] in words:
            title, unit = words[row["indicator"]]
            parts = [float(row[name]) for name in ("whole", "statutes", "figures", "estimated", "assumed")]
            places = min(decimals_for(parts, unit) + 1, 4)
            cells = [shown(part, places, signed=True) for part in parts]
            named = title if unit.lower() == title.lower() else f"{title} ({unit})"
            table.add_row(named, *cells, ORIGINS.get(str(row["origin"]), MISSING))
    return table


def _side(at: int) -> str:
    return "right" if at else "left"


def indicator_table(caption: str, unit: str, rows: pd.DataFrame) -> Table:
    """One indicator in detail: effect, share, range and both errors of every part.

    Parameters
    ----------
    rows
        Rows of one indicator and year as :meth:`reformsim.Attribution.of` gives them.
    """
    table = Table(title=caption, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    table.add_column("", overflow="fold", width=30)
    for head in ("Effect", "Share", "80 % range", "Sampling SE", "Replicate SE"):
        table.add_column(head, justify="right")
    records = rows.to_dict("records")
    decimals = min(max(decimals_for([float(r["effect"]) for r in records], unit), 1) + 1, 4)
    for r in records:
        share = float(r["share"])
        cells = (
            shown(float(r["effect"]), decimals, signed=True),
            f"{shown(100 * share, 0)} %" if math.isfinite(share) else MISSING,
            interval(float(r["low"]), float(r["high"]), decimals, signed=True),
            shown(float(r["sampling_error"]), decimals) if r["sampling_error"] else MISSING,
            shown(float(r["replicate_error"]), decimals),
        )
        table.add_row(str(r["title"]), *cells, style="bold" if r["part"] == "whole" else None)
    return table
