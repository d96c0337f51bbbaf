"""Result tables for a terminal of 80 columns and for a notebook."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from reformsim.report.numbers import MISSING, decimals_for, interval, reads_nought, shown
from reformsim.report.words import Words

_STYLE = (
    "<style scoped>.reformsim td,.reformsim th{text-align:right;padding:.2em .8em;white-space:nowrap}"
    ".reformsim td:first-child,.reformsim th:first-child{text-align:left;white-space:normal}"
    ".reformsim .unit,.reformsim .range{opacity:.65}"
    ".reformsim caption{caption-side:top;text-align:left;padding:.4em 0}</style>"
)

ORIGINS = {
    "figures": "figures",
    "statutes": "law",
    "estimated": "behaviour",
    "assumed": "assumed",
}
"""What an effect rests on most, as a narrow column says it."""

VERDICTS = {"robust": "robust", "depends": "depends", "put_in": "put in", "none": "none"}
"""What may be said of a difference, as a narrow column says it."""

Row = tuple[str, str, tuple[str, ...]]
"""Title, unit, and the cells after them."""


def run_table(name: str, summary: pd.DataFrame) -> Table:
    """Headline indicators of a run at its start and end, for a terminal.

    Parameters
    ----------
    summary
        As :meth:`reformsim.experiment.Run.summary` gives it.
    """
    heads, rows, caption = _run_rows(name, summary)
    return _terminal(caption, heads, rows)


def run_html(name: str, title: str, summary: pd.DataFrame) -> str:
    """Headline indicators of a run, for a notebook."""
    heads, rows, caption = _run_rows(name, summary)
    return _html(f"{title} \N{EN DASH} {caption}", heads, rows)


def comparison_tables(summary: pd.DataFrame, verdicts: pd.DataFrame | None = None) -> list[Table]:
    """A table per scenario beside the one compared against, for a terminal.

    Parameters
    ----------
    summary
        As :meth:`reformsim.experiment.Comparison.summary` gives it.
    verdicts
        As :func:`reformsim.experiment.verdict.verdicts` gives them, of the same year.
    """
    return [_terminal(caption, heads, rows) for heads, rows, caption in _comparison_rows(summary, verdicts)]


def comparison_html(summary: pd.DataFrame, verdicts: pd.DataFrame | None = None) -> str:
    """The same tables for a notebook."""
    return "".join(_html(caption, heads, rows) for heads, rows, caption in _comparison_rows(summary, verdicts))


def hanging(verdicts: pd.DataFrame) -> list[str]:
    """Say in a sentence per scenario which headline differences depend on an assumption, and on which."""
    words = Words("en")
    found = verdicts[verdicts["verdict"] == "depends"]
    told = []
    for name, rows in found.groupby("scenario", sort=False):
        each = [f"{row['title']} on {words.weight(str(row['hangs_on']))}" for row in rows.to_dict("records")]
        told.append(f"Signs of the effects of {name} that depend on an assumption hang most: {'; '.join(each)}.")
    return told


def _run_rows(name: str, summary: pd.DataFrame) -> tuple[tuple[str, ...], list[Row], str]:
    first, last = summary.attrs["years"]
    count = summary.attrs["replicates"]
    rows: list[Row] = []
    for r in _headline(summary):
        places = decimals_for([r["start"], r["end"], r["end_low"], r["end_high"]], str(r["unit"]))
        cells = (
            _with_range(r["start"], r["start_low"], r["start_high"], places),
            shown(r["end"], places),
            _with_chance(interval(r["end_low"], r["end_high"], places), r["chance_share"]),
        )
        rows.append((str(r["title"]), str(r["unit"]), cells))
    caption = (
        f"{name}: median of {_count(count, 'replicate')}, with the range of 80 % of them; "
        "chance: its part of the variance"
    )
    return (str(first), str(last), f"80 % in {last}"), rows, caption


def _comparison_rows(
    summary: pd.DataFrame, verdicts: pd.DataFrame | None
) -> Iterable[tuple[tuple[str, ...], list[Row], str]]:
    base, *others = summary.attrs["scenarios"]
    year, count = summary.attrs["year"], summary.attrs["replicates"]
    groups = {str(name): group for name, group in summary.groupby("scenario", sort=False)}
    told = {} if verdicts is None else verdicts.set_index(["scenario", "indicator"])["verdict"].to_dict()
    for other in others:
        rows: list[Row] = []
        known = groups[other]["origin"].isin(ORIGINS).any()
        for a, b in zip(_headline(groups[base]), _headline(groups[other]), strict=True):
            places = decimals_for([a["end"], b["end"], b["difference"]], str(b["unit"]))
            change = b["difference"]
            span = interval(b["difference_low"], b["difference_high"], places, signed=True)
            sign = _sign(change, b["same_sign"], places)
            said = VERDICTS.get(told.get((other, b["indicator"]), ""), MISSING)
            cells = (
                shown(a["end"], places),
                shown(b["end"], places),
                _lines(shown(change, places, signed=True), ORIGINS.get(b["origin"], "")),
                _with_chance(span, b["chance_share"]),
                (sign or MISSING) if verdicts is None else _lines(said, sign),
            )
            rows.append((str(b["title"]), str(b["unit"]), cells))
        caption = (
            f"{other} against {base} in {year}: medians of {_count(count, 'replicate')}; "
            f"change per pair{' and what it rests on most' if known else ''}; chance: its part of the variance; "
            f"{'' if verdicts is None else 'verdict and '}share of the pairs with the sign of the change"
        )
        yield (base, other, "change", "80 % range", "sign" if verdicts is None else "verdict"), rows, caption


def _lines(*parts: str) -> str:
    """Put what there is below each other."""
    return "\n".join(part for part in parts if part)


def _with_chance(span: str, share: float) -> str:
    """A range, and below it how much of the variance is chance, where that is known."""
    return _lines(span, f"chance {100 * share:.0f} %") if span and math.isfinite(share) else span


def _headline(summary: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return summary[summary["headline"]].to_dict("records")


def _with_range(value: float, low: float, high: float, places: int) -> str:
    text, around = shown(value, places), interval(low, high, places)
    return text if not around or text == MISSING else f"{text}\n{around}"


def _sign(change: float, share: float, places: int) -> str:
    """Share of the pairs with the sign of the difference shown; a difference of nought has none."""
    return "" if math.isnan(share) or reads_nought(change, places) else f"{100 * share:.0f} %"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _terminal(caption: str, heads: Sequence[str], rows: Iterable[Row]) -> Table:
    table = Table(title=caption, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    table.pad_edge = False
    lines = list(rows)
    # On a narrow screen the table grows beyond it rather than break words and numbers.
    table.add_column("", ratio=1, overflow="fold", min_width=_longest(" ".join(r[:2]) for r in lines))
    for position, head in enumerate(heads):
        width = min(_longest((head, *(cells[position] for _, _, cells in lines)), None), 18)
        table.add_column(head, justify="right", overflow="fold", min_width=width, max_width=18)
    for title, unit, cells in lines:
        first = Text(title)
        if unit.lower() != title.lower():
            first.append(f" ({unit})", style="dim")
        table.add_row(first, *cells)
    return table


def _longest(texts: Iterable[str], separator: str | None = " ") -> int:
    """Longest word, or with ``None`` the longest line, of some texts."""
    parts = (part for text in texts for part in (text.split(separator) if separator else text.split("\n")))
    return max((len(part) for part in parts), default=1)


def _html(caption: str, heads: Sequence[str], rows: Iterable[Row]) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in ("", *heads))
    body = "".join(
        f"<tr><td>{escape(title)}{_unit(title, unit)}</td>"
        + "".join(f"<td>{escape(cell)}</td>".replace("\n", "<br>") for cell in cells)
        + "</tr>"
        for title, unit, cells in rows
    )
    return (
        f'{_STYLE}<table class="reformsim"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _unit(title: str, unit: str) -> str:
    return "" if unit.lower() == title.lower() else f' <span class="unit">({escape(unit)})</span>'
