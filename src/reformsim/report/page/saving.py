"""Figures written to files or into a page, the same bytes for the same numbers."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context

from reformsim.report import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PNG or SVG, by the ending of the path."""
    ending = path.suffix.removeprefix(".")
    with rc_context(look()):
        figure.savefig(path, dpi=style.DPI, format=ending, metadata=_nameless(ending))


def svg_text(figure: Figure) -> str:
    """Give a figure as an SVG element for a page, without the declarations that only a file of its own has."""
    stream = io.StringIO()
    with rc_context(look()):
        figure.savefig(stream, format="svg", metadata=_nameless("svg"))
    text = stream.getvalue()
    return text[text.index("<svg") :]


def png_bytes(figure: Figure) -> bytes:
    """Give a figure as the content of a PNG file."""
    stream = io.BytesIO()
    with rc_context(look()):
        figure.savefig(stream, dpi=style.DPI, format="png", metadata=_nameless("png"))
    return stream.getvalue()


def look() -> dict[Any, Any]:
    """Settings of Matplotlib under which figures are made and written."""
    # A fixed salt makes the names inside an SVG the same in every run; its text stays text.
    return {**style.RC, "svg.hashsalt": "reformsim", "svg.fonttype": "none"}


def _nameless(ending: str) -> dict[str, Any]:
    """No date and no program in the file."""
    return {"Software": None} if ending == "png" else {"Date": None, "Creator": None}
