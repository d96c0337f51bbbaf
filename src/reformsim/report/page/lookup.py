"""A page on which one looks a place up: a search box, a list, and a sheet for each, as one file without a network.

What matters most stands in the page itself, so that it can be read without JavaScript. The tables of a sheet are kept
in one block of data, each text once, and are put in by a script when the sheet is opened: six hundred sheets as markup
would take six times the room.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reformsim.report.page.html import Facts, Notice, Paragraph, Row, Table, environment, text_of

if TYPE_CHECKING:
    from reformsim.report.words import Words

SheetBlock = Facts | Notice | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is told of one place.

    Parameters
    ----------
    id
        Its address on the page.
    small
        Where it lies or what it is, beside its name.
    others
        Other names by which it is found.
    brief
        What the list tells of it in a few words.
    said
        What matters most: pairs of a name and what it is.
    blocks
        All else.
    shares
        What stands behind ``brief``: a number for each scenario, with its colour.
    """

    id: str
    name: str
    small: str
    others: tuple[str, ...]
    brief: str
    said: Facts
    blocks: tuple[SheetBlock, ...]
    shares: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Sheets of one kind, with the title and the id of their part of the page."""

    id: str
    title: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """The whole page.

    Parameters
    ----------
    keys
        Scenarios: name, title, colour.
    notes
        How to read it.
    links
        Files beside it: address and words.
    """

    title: str
    subtitle: str
    keys: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    shelves: tuple[Shelf, ...]
    foot: str


def render_lookup(page: Lookup, w: Words) -> str:
    """Give the page as HTML; the same sheets give the same text."""
    script = text_of("lookup.js").strip()
    text = (
        environment()
        .get_template("lookup.html.j2")
        .render(
            page=page,
            w=w,
            css=text_of("report.css") + text_of("lookup.css"),
            script=script,
            # Nothing runs on the page but this text.
            digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            data=_as_data([sheet for shelf in page.shelves for sheet in shelf.sheets], w),
        )
    )
    return text.rstrip("\n") + "\n"


def _as_data(sheets: Iterable[Sheet], w: Words) -> str:
    """Give the blocks of all sheets as JSON that may stand in a page, each text once."""
    packer = _Packer()
    packed = {sheet.id: [packer.block(block) for block in sheet.blocks] for sheet in sheets}
    words = {
        "found": w("place.page.found"),
        "one": w("place.page.found.one"),
        "none": w("place.page.found.none"),
        "was": w("place.page.was"),
    }
    data = {"texts": list(packer.texts), "sheets": packed, "words": words}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class _Packer:
    """Blocks as short lists; a text is its position among the texts."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def text(self, text: str) -> int:
        return self.texts.setdefault(text.replace(" %", "\N{NO-BREAK SPACE}%"), len(self.texts))

    def block(self, block: SheetBlock) -> list[Any]:
        if isinstance(block, Facts):
            return ["f", [[self.text(name), self.text(what)] for name, what in block.rows]]
        if isinstance(block, Table):
            rows = [row for group in block.groups for row in group.rows]
            head = [self.text(block.caption), [self.text(one) for one in block.heads], sorted(block.numeric)]
            return ["t", *head, [self._row(row) for row in rows], *([self.text(block.note)] if block.note else [])]
        return ["n" if isinstance(block, Notice) else "p", self.text(block.text)]

    def _row(self, row: Row) -> list[Any]:
        head: Sequence[int | str] = [self.text(row.head), self.text(row.small), row.colour, row.link]
        while head and head[-1] in ("", self.texts.get("", -1)) and len(head) > 1:
            head = head[:-1]
        cells = [
            [self.text(cell.text), *map(self.text, cell.small)] if cell.small else self.text(cell.text)
            for cell in row.cells
        ]
        return [list(head) if len(head) > 1 else head[0], *cells]
