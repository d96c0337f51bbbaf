"""A deck of slides, each with one message as its title, and what stands on them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from reformsim.errors import RunError
from reformsim.report import style
from reformsim.report.slides.steady import steady

WIDTH, HEIGHT = 13.333, 7.5
MARGIN: Final = 0.6
TOP, BOTTOM = 1.75, 6.75
"""Inches; between top and bottom stands what a slide shows."""

_TITLE_ONLY: Final = 5
"""Layout of the library's own template that has a title and nothing else."""

_TALL: Final = 1.25
_WIDE: Final = 0.52
"""Height of a line and width of a letter, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands, in inches from the upper left."""

    left: float
    top: float
    width: float
    height: float

    def columns(self, count: int, gap: float = 0.3) -> list[Box]:
        """Cut into boxes beside each other."""
        width = (self.width - gap * (count - 1)) / count
        return [Box(self.left + at * (width + gap), self.top, width, self.height) for at in range(count)]

    def rows(self, *shares: float, gap: float = 0.2) -> list[Box]:
        """Cut into boxes below each other, by their shares of the height."""
        room, top, cut = self.height - gap * (len(shares) - 1), self.top, []
        for share in shares:
            height = room * share / sum(shares)
            cut.append(Box(self.left, top, self.width, height))
            top += height + gap
        return cut


BODY: Final = Box(MARGIN, TOP, WIDTH - 2 * MARGIN, BOTTOM - TOP)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: perhaps a head in bold before it, in its own size and colour."""

    text: str
    head: str = ""
    size: float = 16
    colour: str = style.INK
    bold: bool = False


class Slide:
    """A slide being made; what is put on it stands in the order in which it is read aloud."""

    def __init__(self, slide: Any):
        self._slide = slide

    @property
    def shapes(self) -> Any:
        """What python-pptx adds shapes to."""
        return self._slide.shapes

    def texts(self, box: Box, texts: Sequence[Text], *, smallest: float = 11, middle: bool = False) -> None:
        """Put paragraphs into a box, smaller if they would not fit."""
        from pptx.enum.text import MSO_ANCHOR

        frame = self.shapes.add_textbox(*emu(box)).text_frame
        if middle:
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        fill(frame, texts, box, smallest)

    def picture(self, box: Box, png: bytes, alt: str) -> None:
        """Put a picture into a box, as large as it fits, with words for who cannot see it."""
        from pptx.util import Emu

        shape = self.shapes.add_picture(io.BytesIO(png), *emu(Box(box.left, box.top, 1, 1))[:2])
        scale = min(inches(box.width) / shape.width, inches(box.height) / shape.height)
        shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
        shape.left = Emu(inches(box.left) + (inches(box.width) - int(shape.width)) // 2)
        shape._element._nvXxPr.cNvPr.set("descr", alt)

    def say(self, text: str) -> None:
        """Put words below the slide, for who speaks."""
        self._slide.notes_slide.notes_text_frame.text = text


class Deck:
    """A presentation.

    Raises
    ------
    RunError
        Without python-pptx.
    """

    def __init__(self, title: str, source: str):
        try:
            from pptx import Presentation
        except ImportError:
            raise RunError("slides need python-pptx: pip install 'reformsim[slides]'") from None
        self._made = cast(Any, Presentation())
        self._source = source
        self._made.slide_width, self._made.slide_height = inches(WIDTH), inches(HEIGHT)
        about = self._made.core_properties
        about.title, about.author, about.last_modified_by = title, "reformsim", "reformsim"

    def slide(self, title: str) -> Slide:
        """Add a slide with its message, source and number."""
        made = self._made.slides.add_slide(self._made.slide_layouts[_TITLE_ONLY])
        box = Box(MARGIN, 0.35, WIDTH - 2 * MARGIN, 1.2)
        shape = made.shapes.title
        shape.left, shape.top, shape.width, shape.height = emu(box)
        fill(shape.text_frame, [Text(title, size=28, bold=True)], box, 16)
        slide = Slide(made)
        foot = f"{self._source}  |  {len(self._made.slides)}"
        slide.texts(Box(MARGIN, 6.95, WIDTH - 2 * MARGIN, 0.35), [Text(foot, size=10, colour=style.FAINT)], smallest=7)
        return slide

    def file(self, made: datetime) -> bytes:
        """Give the presentation as a .pptx file; the same slides give the same bytes."""
        stream = io.BytesIO()
        self._made.save(stream)
        return steady(stream.getvalue(), made)


def inches(length: float) -> int:
    """Give a length in the units of the file."""
    return round(length * 914_400)


def emu(box: Box) -> tuple[int, int, int, int]:
    """Give a box in the units of the file."""
    return inches(box.left), inches(box.top), inches(box.width), inches(box.height)


def fill(frame: Any, texts: Sequence[Text], box: Box, smallest: float = 11) -> None:
    """Write paragraphs, in their sizes or so much smaller that all of them fit."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    scale = shrunk(texts, box, smallest)
    for at, one in enumerate(texts):
        line = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        line.alignment = PP_ALIGN.LEFT
        line.space_after = Pt(max(one.size * scale * 0.4, 2) if at < len(texts) - 1 else 0)
        for text, bold in ((f"{one.head} " if one.head else "", True), (one.text, one.bold)):
            if text:
                run = line.add_run()
                run.text = text
                run.font.size, run.font.bold = Pt(round(max(one.size * scale, smallest), 1)), bold
                run.font.color.rgb = rgb(one.colour)


def shrunk(texts: Sequence[Text], box: Box, smallest: float) -> float:
    """Give the share of their sizes at which texts fit into a box, by a cautious count of letters a line.

    Examples
    --------
    >>> shrunk([Text("short", size=20)], Box(0, 0, 5, 1), 10)
    1.0
    """
    scale = 1.0
    while scale > 0.3:
        high = 0.0
        for one in texts:
            size = max(one.size * scale, smallest)
            letters = max(1, int(box.width * 72 / (size * _WIDE * (1.07 if one.bold else 1.0))))
            lines = -(-len(f"{one.head} {one.text}".strip()) // letters)
            high += lines * size * _TALL + size * 0.4
        if high <= box.height * 72 + 4:
            break
        scale -= 0.04
    return scale


def rgb(colour: str) -> Any:
    """Give a colour that is written as ``#RRGGBB``."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.removeprefix("#").upper())
