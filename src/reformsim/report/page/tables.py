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

_STYLE = (
    "<style scoped>.reformsim td,.reformsim th{text-align:right;padding:.2em .8em;white-space:nowrap}"
    ".reformsim td:first-child,.reformsim th:first-child{text-align:left;white-space:normal}"
    ".reformsim .unit,.reformsim .range{opacity:.65}"
    ".reformsim caption{caption-side:top;text-align:left;padding:.4em 0}</style>"
)

VERDICTS = {
    "put_in": "put in",
    "law": "law",
    "behaviour": "behaviour",
    "assumptions": "assumed",
    "none": "unclear",
}
"""What a difference rests on most, as a narrow column says it."""

SURE = {"robust": "robust", "depends": "depends", "put_in": "put in", "none": "none"}
"""How sure a difference is over chance and assumptions."""

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
    summary, verdicts
        As :meth:`reformsim.experiment.Comparison.summary` and its verdicts give them.
    """
    return [_terminal(caption, heads, rows) for heads, rows, caption in _comparison_rows(summary, verdicts)]


def comparison_html(summary: pd.DataFrame, verdicts: pd.DataFrame | None = None) -> str:
    """The same tables for a notebook."""
    return "".join(_html(caption, heads, rows) for heads, rows, caption in _comparison_rows(summary, verdicts))


def _run_rows(name: str, summary: pd.DataFrame) -> tuple[tuple[str, ...], list[Row], str]:
    first, last = summary.attrs["years"]
    count = summary.attrs["replicates"]
    rows: list[Row] = []
    for r in _headline(summary):
        places = decimals_for([r["start"], r["end"], r["end_low"], r["end_high"]], str(r["unit"]))
        cells = (
            _with_range(r["start"], r["start_low"], r["start_high"], places),
            shown(r["end"], places),
            interval(r["end_low"], r["end_high"], places),
        )
        rows.append((str(r["title"]), str(r["unit"]), cells))
    caption = f"{name}: median of {_count(count, 'replicate')}, with the range of 80 % of them"
    return (str(first), str(last), f"80 % in {last}"), rows, caption


def _comparison_rows(
    summary: pd.DataFrame, verdicts: pd.DataFrame | None
) -> Iterable[tuple[tuple[str, ...], list[Row], str]]:
    base, *others = summary.attrs["scenarios"]
    year, count = summary.attrs["year"], summary.attrs["replicates"]
    groups = {str(name): group for name, group in summary.groupby("scenario", sort=False)}
    for other in others:
        rows: list[Row] = []
        told, sure = _told(groups[other]), _sure(verdicts, other)
        for a, b in zip(_headline(groups[base]), _headline(groups[other]), strict=True):
            places = decimals_for([a["end"], b["end"], b["difference"]], str(b["unit"]))
            change = b["difference"]
            cells = (
                shown(a["end"], places),
                shown(b["end"], places),
                shown(change, places, signed=True) + told.get(str(b["indicator"]), ""),
                interval(b["difference_low"], b["difference_high"], places, signed=True),
                _sign(change, b["same_sign"], places) + sure.get(str(b["indicator"]), ""),
            )
            rows.append((str(b["title"]), str(b["unit"]), cells))
        caption = (
            f"{other} against {base} in {year}: medians of {_count(count, 'replicate')}; "
            "difference per pair of replicates, and share of the pairs with its sign (nought has none)"
        )
        if sure:
            caption += ", with how sure that makes it"
        if told:
            caption += "; what it rests on most stands under it"
        yield (base, other, "difference", "80 % range", "sign"), rows, caption


def _told(group: pd.DataFrame) -> dict[str, str]:
    """What the headline differences rest on, on a line of its own, by indicator; only those of which it is known."""
    if "verdict" not in group:
        return {}
    known = zip(group["indicator"], group["verdict"], strict=True)
    return {str(name): f"\n{VERDICTS[verdict]}" for name, verdict in known if verdict in VERDICTS}


def _sure(verdicts: pd.DataFrame | None, scenario: str) -> dict[str, str]:
    """How sure the headline differences of a scenario are, on a line of its own, by indicator."""
    if verdicts is None:
        return {}
    own = verdicts[verdicts["scenario"] == scenario]
    return {str(name): f"\n{SURE[one]}" for name, one in zip(own["indicator"], own["verdict"], strict=True)}


def _headline(summary: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return summary[summary["headline"]].to_dict("records")


def _with_range(value: float, low: float, high: float, places: int) -> str:
    text, around = shown(value, places), interval(low, high, places)
    return text if not around or text == MISSING else f"{text}\n{around}"


def _sign(change: float, share: float, places: int) -> str:
    """Share of the pairs with the sign of the difference shown; a difference of nought has none."""
    return MISSING if math.isnan(share) or reads_nought(change, places) else f"{100 * share:.0f} %"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _terminal(caption: str, heads: Sequence[str], rows: Iterable[Row]) -> Table:
    table = Table(title=caption, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    table.pad_edge = False
    lines = list(rows)
    # On a narrow screen the table grows beyond it rather than break words and numbers.
    table.add_column("", ratio=1, overflow="fold", min_width=_longest(" ".join(r[:2]) for r in lines) + 2)
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
