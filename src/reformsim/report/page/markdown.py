"""A page of blocks as Markdown, for a file beside other texts; what only a browser shows is refused."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from reformsim.report.page.html import Away, Block, Cell, Facts, Heading, Listing, Notice, Page, Paragraph, Table

_SPECIAL = "\\|*_<>`[]"


def as_markdown(page: Page) -> str:
    """Give a page as Markdown; raises :class:`TypeError` for blocks that have no form in it, such as figures."""
    lines = [f"# {_safe(page.title)}", "", _safe(page.subtitle), ""]
    for section in page.sections:
        lines += [f"## {_safe(section.title)}", ""]
        for block in section.blocks:
            lines += [*_lines(block), ""]
    return "\n".join([*lines, _safe(page.foot)]) + "\n"


@singledispatch
def _lines(block: Block) -> Iterator[str]:
    raise TypeError(f"no Markdown for a block '{block.kind}'")


@_lines.register
def _(block: Paragraph) -> Iterator[str]:
    yield _said(block)


@_lines.register
def _(block: Notice) -> Iterator[str]:
    yield f"> {_safe(block.text)}"


@_lines.register
def _(block: Away) -> Iterator[str]:
    yield f"{_safe(block.text)} [{_safe(block.label)}]({block.href})"


@_lines.register
def _(block: Heading) -> Iterator[str]:
    yield f"### {_safe(' '.join(filter(None, (block.text, block.small))))}"


@_lines.register
def _(block: Listing) -> Iterator[str]:
    yield from (f"- {_said(item)}" for item in block.items)


@_lines.register
def _(block: Facts) -> Iterator[str]:
    yield from (f"- **{_safe(name)}:** {_safe(what)}" for name, what in block.rows)


@_lines.register
def _(block: Table) -> Iterator[str]:
    yield from (f"*{_safe(block.caption)}*", "")
    yield f"| {' | '.join(map(_safe, block.heads))} |"
    yield f"|{'|'.join('---:' if at in block.numeric else '---' for at in range(len(block.heads)))}|"
    for group in block.groups:
        if group.title:
            yield f"| **{_safe(group.title)}** |{' |' * (len(block.heads) - 1)}"
        for row in group.rows:
            head = f"{_safe(row.head)} ({_safe(row.small)})" if row.small else _safe(row.head)
            yield f"| {head} | {' | '.join(map(_cell, row.cells))} |"
    if block.note:
        yield from ("", _safe(block.note))


def _cell(cell: Cell) -> str:
    return _safe(f"{cell.text} ({'; '.join(cell.small)})" if cell.small else cell.text)


def _said(one: Paragraph) -> str:
    return f"**{_safe(one.strong)}** {_safe(one.text)}" if one.strong else _safe(one.text)


def _safe(text: str) -> str:
    """Keep a text on one line, and from being read as Markdown or HTML."""
    return "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in " ".join(text.split()))
