"""The part of ``docs/validation.md`` on the books of municipalities, and the rows that the terminal shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files

from reformsim.hindcast.replay.books import Compared

HEADS = ("Line", "Inhabitants", "Cases", "Mean", "Books", "Last figure", "Grown as the nation")
TITLES = {
    "general_grant": "general grant",
    "spending": "spending",
    "local_taxes": "own taxes",
    "equity": "equity",
    "solvency": "solvency (points)",
}
ALL = "all"

_HEAD = """\
## The books of municipalities

Written by `reformsim accounts --page src/reformsim/hindcast/replay/books.md`. Mechanism `accounts`, from the
accounts of a year (Iv3, CBS), with the recorded mergers: mean absolute error per inhabitant in euro (of solvency in
percentage points). No chance is drawn.

What the books are told of a later year is the nation: what each line of income, all spending and the balance total
came to per inhabitant. Who gets what they are not told. The last figure of the same municipality is not told the
nation, so the honest rival is that figure grown as the nation did; for equity and solvency that rival is told more,
since the books are not told the nation's equity.

Weights rest on 2017 and 2018 (`accounts.*`), so 2018 is no test of them; 2019 to 2024 are. They had not all been
unseen: how results of later years depend on one another was looked at while the rules were made, and two things were
settled after a first look at the errors up to 2024: that deficits are met in years of which the nation is told too
(without it equity from 2017 to 2024 was off by 707 euro and spending by 398), and that the balance total of the
nation is told (without it solvency was off by 14.9 points). Municipalities that took part of a divided one are left
out.
"""


def cells(rows: Iterable[Compared]) -> list[tuple[str, ...]]:
    """Give the rows of a table, in English."""
    return [
        (
            TITLES[one.line],
            one.size or ALL,
            f"{one.cases:,}",
            f"{one.mean:,.0f}",
            *(f"{value:,.1f}" for value in (one.model, one.last, one.grown)),
        )
        for one in rows
    ]


def page(ahead: Sequence[Compared], unseen: Sequence[Compared], span: Sequence[Compared]) -> str:
    """Give the section: a year ahead over all pairs of years, and over those not used, and the whole span."""
    parts = [_HEAD]
    titles = (
        "A year ahead, 2018 to 2024", "A year ahead, 2019 to 2024: years not used for the weights",
        "From 2017 to 2024",
    )  # fmt: skip
    for title, rows in zip(titles, (ahead, unseen, span), strict=True):
        parts += [f"### {title}\n", *_table(rows), ""]
    return "\n".join(parts)


def _table(rows: Iterable[Compared]) -> list[str]:
    lines = [f"| {' | '.join(HEADS)} |", "|---|---|---:|---:|---:|---:|---:|"]
    return [*lines, *(f"| {' | '.join(one)} |" for one in cells(rows))]


def kept_page() -> str:
    """Give the section as it was written last."""
    return (files("reformsim.hindcast.replay") / "books.md").read_text("utf-8")
