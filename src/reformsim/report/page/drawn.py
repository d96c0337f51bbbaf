"""Figures inside a page: as SVG with names of its own, whose colours turn with the screen; very large ones as PNG."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from functools import cached_property
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from reformsim.report import style
from reformsim.report.page.saving import png_bytes, svg_text

if TYPE_CHECKING:
    from reformsim.report.page.picture import Part, Picture

LARGEST_SVG: Final = 2_500_000
"""Length of an SVG above which a figure is put in as PNG: a browser is slow with a map of ten thousand areas."""

_SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_NEEDLESS = {f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"}
_PIXELS_PER_POINT = 4 / 3
_COLOUR = re.compile("#[0-9a-f]{6}")
_FINE = re.compile(r"(?<=\.\d\d)\d+")
"""Digits of a place beyond the hundredth of a point, which nobody sees."""


class Drawn:
    """A picture whose bytes are made once, for the page and for files beside it."""

    def __init__(self, picture: Picture):
        self.name, self.title, self.alt, self.note = picture.name, picture.title, picture.alt, picture.note
        self.parts, self._figure = picture.parts, picture.figure

    @cached_property
    def svg(self) -> str:
        """The figure as an SVG element."""
        return svg_text(self._figure)

    @property
    def file(self) -> str:
        """The figure as an SVG file of its own."""
        return f'<?xml version="1.0" encoding="utf-8"?>\n{self.svg}'

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG."""
        return png_bytes(self._figure)

    @property
    def width(self) -> int:
        """Width in the pixels of a page when shown as large as it was drawn."""
        return round(72 * float(self._figure.get_figwidth()) * _PIXELS_PER_POINT)

    @property
    def pieces(self) -> tuple[tuple[Part, Markup], ...]:
        """The parts of the figure, each with the element that shows it beside the whole figure; none of a PNG."""
        if len(self.svg) > LARGEST_SVG:
            return ()
        shown = Markup('<svg aria-hidden="true" viewBox="{:.1f} {:.1f} {:.1f} {:.1f}"><use href="#{}-figure_1"/></svg>')
        boxes = ((part, (part.left, part.top, part.width, part.height)) for part in self.parts)
        return tuple((part, shown.format(*(72 * side for side in box), self.name)) for part, box in boxes)

    def inlined(self, *, turning: bool = False) -> Markup:
        """Give the element that shows the figure inside a page, with its words for who cannot see it.

        Parameters
        ----------
        turning
            Whether its colours turn with the screen, by the style sheet of the page; see :func:`own_svg`.
        """
        if len(self.svg) <= LARGEST_SVG:
            return Markup(own_svg(self.svg, self.name, self.alt, turning=turning))
        data = base64.b64encode(self.png).decode("ascii")
        return Markup('<img src="data:image/png;base64,{}" alt="{}">').format(Markup(data), self.alt)


def own_svg(text: str, name: str, alt: str, *, turning: bool = False) -> str:
    """Give an SVG whose names cannot meet those of another figure in the page.

    Parameters
    ----------
    name
        Put before every name inside it.
    turning
        Whether colours are variables of CSS, which :func:`reformsim.report.style.dark_css` gives for a dark screen.
    """
    root = ET.fromstring(text)
    for parent in root.iter():
        for child in [one for one in parent if one.tag in _NEEDLESS]:
            parent.remove(child)
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "id":
                element.set(key, f"{name}-{value}")
            elif key in (_LINK, "href") and value.startswith("#"):
                del element.attrib[key]
                element.set("href", f"#{name}-{value[1:]}")
            elif "url(#" in value:
                element.set(key, value.replace("url(#", f"url(#{name}-"))
            elif key == "d":
                element.set(key, _FINE.sub("", value))
            elif turning and key == "style":
                element.set(key, _COLOUR.sub(lambda found: style.variable(found[0]), value))
    for side in ("width", "height"):
        root.attrib.pop(side, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    ET.register_namespace("", _SVG)
    # Within a text a line break between two elements would show as a blank.
    return re.sub(r">\n\s*<", "><", ET.tostring(root, encoding="unicode"))
