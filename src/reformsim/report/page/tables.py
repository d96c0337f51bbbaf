"""Result tables for a terminal of 80 columns and for a notebook."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from reformsim.report.numbers import MISSING, decimals_for, reads_nought
from reformsim.report.words import Words

_STYLE = (
    "<style scoped>.reformsim td,.reformsim th{text-align:right;padding:.2em .8em;white-space:nowrap}"
    ".reformsim td:first-child,.reformsim th:first-child{text-align:left;white-space:normal}"
    ".reformsim .unit,.reformsim .range{opacity:.65}"
    ".reformsim caption{caption-side:top;text-align:left;padding:.4em 0}</style>"
)

ORIGINS = ("figures", "statutes", "estimated", "assumed")
"""What an effect rests on most; ``terminal.origin.`` and one of these is how a narrow column says it."""

SCREEN = 80
"""Columns of a terminal."""

ENGLISH = Words("en")

Row = tuple[str, str, tuple[str, ...]]
"""Title, unit, and the cells after them."""


def titled(summary: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    """Give a summary with titles in place of its own, by indicator; one that is not among them keeps its own."""
    told = [titles.get(name, title) for name, title in zip(summary["indicator"], summary["title"], strict=True)]
    made = summary.assign(title=told)
    made.attrs = summary.attrs
    return made


def run_table(name: str, summary: pd.DataFrame, w: Words = ENGLISH) -> Table:
    """Headline indicators of a run at its start and end, for a terminal.

    Parameters
    ----------
    summary
        As :meth:`reformsim.experiment.Run.summary` gives it; its titles stand as they are.
    """
    heads, rows, caption = _run_rows(name, summary, w)
    return _terminal(caption, heads, rows)


def run_html(name: str, title: str, summary: pd.DataFrame, w: Words = ENGLISH) -> str:
    """Headline indicators of a run, for a notebook."""
    heads, rows, caption = _run_rows(name, summary, w)
    return _html(f"{title} \N{EN DASH} {caption}", heads, rows)


def comparison_tables(summary: pd.DataFrame, verdicts: pd.DataFrame | None = None, w: Words = ENGLISH) -> list[Table]:
    """A table per scenario beside the one compared against, for a terminal.

    Parameters
    ----------
    summary
        As :meth:`reformsim.experiment.Comparison.summary` gives it; its titles stand as they are.
    verdicts
        As :func:`reformsim.experiment.verdict.verdicts` gives them, of the same year.
    """
    return [_terminal(caption, heads, rows) for heads, rows, caption in _comparison_rows(summary, verdicts, w)]


def comparison_html(summary: pd.DataFrame, verdicts: pd.DataFrame | None = None, w: Words = ENGLISH) -> str:
    """The same tables for a notebook."""
    return "".join(_html(caption, heads, rows) for heads, rows, caption in _comparison_rows(summary, verdicts, w))


def hanging(verdicts: pd.DataFrame, w: Words = ENGLISH) -> list[str]:
    """Say in a sentence per scenario which headline differences depend on an assumption, and on which."""
    found = verdicts[verdicts["verdict"] == "depends"]
    told = []
    for name, rows in found.groupby("scenario", sort=False):
        each = [
            w("terminal.hangs.each", title=row["title"], what=w.weight(str(row["hangs_on"])))
            for row in rows.to_dict("records")
        ]
        told.append(w("terminal.hangs", name=name, each="; ".join(each)))
    return told


def _run_rows(name: str, summary: pd.DataFrame, w: Words) -> tuple[tuple[str, ...], list[Row], str]:
    first, last = summary.attrs["years"]
    rows: list[Row] = []
    for r in _headline(summary):
        places = decimals_for([r["start"], r["end"], r["end_low"], r["end_high"]], str(r["unit"]))
        cells = (
            _with_range(w, r["start"], r["start_low"], r["start_high"], places),
            w.number(r["end"], places),
            _with_chance(w, w.interval(r["end_low"], r["end_high"], places), r["chance_share"]),
        )
        rows.append((str(r["title"]), w.unit(str(r["unit"])), cells))
    caption = w("terminal.run.caption", name=name, replicates=w.replicates(summary.attrs["replicates"]))
    return (str(first), str(last), w("terminal.range_in", year=last)), rows, caption


def _comparison_rows(
    summary: pd.DataFrame, verdicts: pd.DataFrame | None, w: Words
) -> Iterable[tuple[tuple[str, ...], list[Row], str]]:
    base, *others = summary.attrs["scenarios"]
    groups = {str(name): group for name, group in summary.groupby("scenario", sort=False)}
    told = {} if verdicts is None else verdicts.set_index(["scenario", "indicator"])["verdict"].to_dict()
    about = {"base": base, "year": summary.attrs["year"], "replicates": w.replicates(summary.attrs["replicates"])}
    about["verdict"] = "" if verdicts is None else w("terminal.compare.verdict")
    for other in others:
        rows: list[Row] = []
        known = groups[other]["origin"].isin(ORIGINS).any()
        for a, b in zip(_headline(groups[base]), _headline(groups[other]), strict=True):
            places = decimals_for([a["end"], b["end"], b["difference"]], str(b["unit"]))
            change = b["difference"]
            span = w.interval(b["difference_low"], b["difference_high"], places, signed=True)
            sign = _sign(change, b["same_sign"], places)
            said = told.get((other, b["indicator"]), "")
            verdict = w(f"terminal.verdict.{said}") if said else MISSING
            cells = (
                w.number(a["end"], places),
                w.number(b["end"], places),
                _lines(w.number(change, places, signed=True), origin_word(b["origin"], w)),
                _with_chance(w, span, b["chance_share"]),
                (sign or MISSING) if verdicts is None else _lines(verdict, sign),
            )
            rows.append((str(b["title"]), w.unit(str(b["unit"])), cells))
        caption = w(
            "terminal.compare.caption", other=other, rests=w("terminal.compare.rests") if known else "", **about
        )
        last = w("terminal.compare.sign" if verdicts is None else "terminal.compare.verdict.head")
        yield (base, other, w("terminal.compare.change"), w("terminal.compare.range"), last), rows, caption


def origin_word(origin: object, w: Words) -> str:
    """Say in a word what an effect rests on most; nothing where that is not known."""
    return w(f"terminal.origin.{origin}") if origin in ORIGINS else ""


def _lines(*parts: str) -> str:
    """Put what there is below each other."""
    return "\n".join(part for part in parts if part)


def _with_chance(w: Words, span: str, share: float) -> str:
    """A range, and below it how much of the variance is chance, where that is known."""
    return _lines(span, w("terminal.chance", share=w.number(100 * share))) if span and math.isfinite(share) else span


def _headline(summary: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return summary[summary["headline"]].to_dict("records")


def _with_range(w: Words, value: float, low: float, high: float, places: int) -> str:
    text, around = w.number(value, places), w.interval(low, high, places)
    return text if not around or text == MISSING else f"{text}\n{around}"


def _sign(change: float, share: float, places: int) -> str:
    """Share of the pairs with the sign of the difference shown; a difference of nought has none."""
    return "" if math.isnan(share) or reads_nought(change, places) else f"{100 * share:.0f} %"


def _terminal(caption: str, heads: Sequence[str], rows: Iterable[Row]) -> Table:
    lines = list(rows)
    label = _longest(" ".join(r[:2]) for r in lines)
    widths = [
        min(_longest((head, *(cells[position] for _, _, cells in lines)), None), 18)
        for position, head in enumerate(heads)
    ]
    # The first column may come out a blank wider than its longest word.
    gap = 2 if label + sum(widths) + 2 * len(widths) < SCREEN else 1
    table = Table(title=caption, title_justify="left", title_style="bold", box=None, padding=(0, gap, 0, 0))
    table.pad_edge = False
    # On a narrow screen the table grows beyond it rather than break words and numbers.
    table.add_column("", ratio=1, overflow="fold", min_width=label)
    for head, width in zip(heads, widths, strict=True):
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
