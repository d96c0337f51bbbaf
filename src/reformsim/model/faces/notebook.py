"""A merger that is explained, as a notebook shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reformsim.model.faces.explain import Explained, Part

_PAD = "padding:.15em .8em .15em 0"
_LEFT = f' style="text-align:left;{_PAD}"'
_RIGHT = f' style="text-align:right;white-space:nowrap;{_PAD}"'


def explained_html(about: Explained) -> str:
    """Write an explained merger as HTML: what all members share, what each gained, and whether they consented."""
    names = ", ".join(member.name for member in about.members)
    verdict = "within the chance: a procedure may start" if about.starts else "not within the chance: nothing starts"
    said = f"chance of a start in {about.year}: {100 * about.chance:.1f} %; the draw of the year is {verdict}"
    return (
        f"<p><b>{escape(names)}</b>, as the councils saw it in {about.year}<br>{said}</p>"
        f"{_shared(about)}{_members(about)}"
    )


def _shared(about: Explained) -> str:
    # A part of which there is nothing says nothing.
    rows = [(part.title, _amount(part), _logits(part.value)) for part in about.shared if part.amount]
    rows.append(("how open they are to merging (drawn once)", "", _logits(about.taste)))
    if about.policy:
        rows.append(("what reforms add (province, minimum size, policy)", "", _logits(about.policy)))
    rows.append(("together, the same for all", "", _logits(about.common)))
    return _table(("What all members share", "how much", "counts for"), rows)


def _members(about: Explained) -> str:
    heads = ("What each member sees", *(member.name for member in about.members))
    rows = [("inhabitants", *(f"{member.inhabitants:,}" for member in about.members))]
    for at, first in enumerate(about.members[0].parts):
        rows.append((first.title, *(_logits(member.parts[at].value) for member in about.members)))
    rows.append(("what all share (above)", *(_logits(member.shared) for member in about.members)))
    rows.append(("what this year brings (drawn)", *(_logits(member.luck) for member in about.members)))
    rows.append(("gain, all together", *(_logits(member.gains) for member in about.members)))
    rows.append(("consents", *("yes" if member.consents else "no" for member in about.members)))
    return _table(heads, rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th{_RIGHT if at else _LEFT}>{escape(word)}</th>" for at, word in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(f"<td{_RIGHT if at else _LEFT}>{escape(cell)}</td>" for at, cell in enumerate(line)) + "</tr>"
        for line in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _amount(part: Part) -> str:
    if part.name == "merger.constant":
        return ""
    if part.name == "merger.finance":
        return _signed(f"{100 * part.amount:.0f} EUR per inhabitant")
    if part.unit == "1 = yes":
        return "yes"
    if part.unit == "share":
        return _signed(f"{100 * part.amount:.0f} %")
    if part.unit == "members":
        return _signed(f"{part.amount:.0f} members")
    return _signed(f"{part.amount:.2f}")


def _logits(value: float) -> str:
    return _signed(f"{value:+.2f}")


def _signed(text: str) -> str:
    """A minus sign proper."""
    return text.replace("-", "\N{MINUS SIGN}", 1) if text.startswith("-") else text
