"""Blocks of a report as a part of somebody else's page: a cell of a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reformsim.report.page.html import Block, Paragraph, environment, text_of

if TYPE_CHECKING:
    from reformsim.report.words import Words


def fragment(
    title: str, small: str, blocks: Iterable[Block], w: Words, *, folded: Sequence[tuple[str, str]] = ()
) -> str:
    """Give blocks as HTML with a look of their own that leaves the rest of the page alone.

    Parameters
    ----------
    small
        What stands below the title; empty for nothing.
    folded
        What opens when asked for: what it is called, and its HTML.
    """
    shown = [_unlinked(one, w) if isinstance(one, Paragraph) and one.link else one for one in blocks]
    page = environment().get_template("fragment.html.j2")
    return page.render(title=title, small=small, shown=shown, folded=folded, w=w, css=text_of("fragment.css"))


def _unlinked(one: Paragraph, w: Words) -> Paragraph:
    """Name what a link leads to, for it is in a report and not here."""
    section = w("place.report", section=w(f"page.section.{one.link}"))
    return replace(one, text=f"{one.text} {section}", link="")
