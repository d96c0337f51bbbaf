"""A report as one HTML file that needs nothing beside itself: blocks of plain data in, a page out.

Everything that comes from elsewhere is escaped by the templates; only SVG that Matplotlib drew, taken apart and put
together again by :mod:`reformsim.report.page.drawn`, is put in as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar

from reformsim.report import style
from reformsim.report.page.drawn import Drawn
from reformsim.report.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``strong`` stands before it in bold, and after it a link to the section of an id, by its title."""

    text: str
    strong: str = ""
    link: str = ""
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True, slots=True)
class Away:
    """A paragraph that ends with a link to a file beside the page."""

    text: str
    href: str
    label: str
    kind: ClassVar[str] = "away"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; ``colour`` is that of the scenario it is about."""

    text: str
    small: str = ""
    colour: str = ""
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class Listing:
    """Points below each other, each with some words in bold before it."""

    items: tuple[Paragraph, ...]
    kind: ClassVar[str] = "listing"


@dataclass(frozen=True, slots=True)
class Notice:
    """Says why something is not there."""

    text: str
    kind: ClassVar[str] = "notice"


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what it is; ``code`` shows what it is as something to copy."""

    rows: tuple[tuple[str, str], ...]
    code: bool = False
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to copy."""

    text: str
    kind: ClassVar[str] = "code"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and lines below it in small print."""

    text: str
    small: tuple[str, ...] = ()
    code: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the words that head it, and its cells.

    Parameters
    ----------
    colour
        That of the scenario it is about.
    link
        Id of the sheet that the head leads to, on a page of sheets (:mod:`reformsim.report.page.lookup`).
    """

    head: str
    cells: tuple[Cell, ...]
    small: str = ""
    colour: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, under a heading of their own unless it is empty."""

    rows: tuple[Row, ...]
    title: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Parameters
    ----------
    heads
        Heads of the columns, that of the row heads first.
    numeric
        Positions of the columns whose numbers stand on the right; the row heads are 0.
    steady
        Whether the words that head a row stay on one line.
    """

    caption: str
    heads: tuple[str, ...]
    groups: tuple[Group, ...]
    numeric: frozenset[int] = frozenset()
    note: str = ""
    steady: bool = False
    kind: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure; ``wide`` ones take more room than the text."""

    drawn: Drawn
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True, slots=True)
class Card:
    """One promise of a scenario: what it says, what came of it in a unit one can count, how sure, and why.

    Parameters
    ----------
    mark
        A sign beside the verdict, so that colour alone says nothing.
    kind
        The verdict, for its colour.
    """

    promise: str
    effect: str
    unit: str
    spread: str = ""
    verdict: str = ""
    mark: str = ""
    reason: str = ""
    kind: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards beside each other, below each other on a narrow screen."""

    cards: tuple[Card, ...]
    kind: ClassVar[str] = "cards"


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence to read out."""

    text: str
    label: str
    kind: ClassVar[str] = "quote"


Block = Away | Cards | Quote | Paragraph | Heading | Listing | Notice | Facts | Code | Table | Shown


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with an address of its own (``#id``), named in the contents.

    Parameters
    ----------
    folded
        Whether it opens when asked for only; a link to it opens it.
    printed
        Whether a printed report has it.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    folded: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report.

    Parameters
    ----------
    keys
        Scenarios with their colours, in the order of the figures.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    foot: str
    keys: tuple[tuple[str, str, str], ...] = field(default=())


def render(page: Page, w: Words, *, printed: bool = False) -> str:
    """Give the page as HTML; the same blocks give the same text.

    Parameters
    ----------
    printed
        Whether it is to be printed as it is: with the sections that a printed report has, all open, and at the end the
        titles of the others.
    """
    absent = [section.title for section in page.sections if printed and not section.printed]
    page = replace(page, sections=tuple(one for one in page.sections if one.printed or not printed))
    figures = [block.drawn for section in page.sections for block in section.blocks if isinstance(block, Shown)]
    _once([drawn.name for drawn in figures])
    text = (
        environment()
        .get_template("report.html.j2")
        .render(
            page=page,
            w=w,
            css=text_of("report.css"),
            dark=style.dark_css(),
            pictures={drawn.name: drawn.inlined(turning=not printed) for drawn in figures},
            titles={section.id: section.title for section in page.sections},
            printed=printed,
            absent=absent,
        )
    )
    return text.rstrip("\n") + "\n"


def _once(names: Sequence[str]) -> None:
    """Refuse two figures of one name, for that is their address too."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two figures have the name '{twice[0]}'")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Give what renders templates, with everything escaped that is not ours."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    # A word that is missing in a template is a mistake of ours and must not pass for an empty one.
    made = Environment(
        loader=FunctionLoader(text_of),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_whole_percent,
    )
    made.filters["turning"] = style.variable
    return made


def _whole_percent(value: object) -> object:
    """Keep a number and its % on one line; markup that is finished stays as it is."""
    return value.replace(" %", "\N{NO-BREAK SPACE}%") if type(value) is str else value


def text_of(name: str) -> str:
    """Give the text of a template or a style sheet."""
    return files("reformsim.report").joinpath("templates", name).read_text(encoding="utf-8")
