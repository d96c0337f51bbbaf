"""Figures inside a page: as SVG with names of its own where that is small, else as PNG."""

from __future__ import annotations

import base64
import io
import re
import xml.etree.ElementTree as ET
from functools import cached_property
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from reformsim.report import style
from reformsim.report.page.saving import look, svg_text

if TYPE_CHECKING:
    from reformsim.report.page.picture import Picture

LARGEST_SVG: Final = 250_000
"""Length of an SVG above which a figure is put in as PNG."""

_SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_NEEDLESS = {f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"}
_PIXELS_PER_POINT = 4 / 3


class Drawn:
    """A picture whose bytes are made once, for the page and for files beside it."""

    def __init__(self, picture: Picture):
        self.name, self.title, self.alt, self.note = picture.name, picture.title, picture.alt, picture.note
        self._figure = picture.figure

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
        from matplotlib import rc_context

        stream = io.BytesIO()
        with rc_context(look()):
            self._figure.savefig(stream, dpi=style.DPI, format="png", metadata={"Software": None})
        return stream.getvalue()

    @property
    def width(self) -> int:
        """Width in the pixels of a page when shown as large as it was drawn."""
        return round(72 * float(self._figure.get_figwidth()) * _PIXELS_PER_POINT)

    def inlined(self) -> Markup:
        """Give the element that shows the figure inside a page, with its words for who cannot see it."""
        if len(self.svg) <= LARGEST_SVG:
            return Markup(own_svg(self.svg, self.name, self.alt))
        data = base64.b64encode(self.png).decode("ascii")
        return Markup('<img src="data:image/png;base64,{}" alt="{}">').format(Markup(data), self.alt)


def own_svg(text: str, name: str, alt: str) -> str:
    """Give an SVG whose names cannot meet those of another figure in the page.

    Parameters
    ----------
    name
        Put before every name inside it.
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
    for side in ("width", "height"):
        root.attrib.pop(side, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    ET.register_namespace("", _SVG)
    # No two elements stand on lines of their own because of a text that is laid out by its blanks.
    return re.sub(r">\n\s*<", "><", ET.tostring(root, encoding="unicode"))
