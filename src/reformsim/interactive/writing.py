"""The page written as one file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reformsim.dossier.opening import named_beside, write_alone
from reformsim.errors import OutputError
from reformsim.experiment.store.output import Writer
from reformsim.interactive.assembling import page
from reformsim.interactive.gather import gather
from reformsim.interactive.worlds import Worlds

if TYPE_CHECKING:
    from reformsim.experiment.explore import Exploration
    from reformsim.interactive.worlds import Results


PAGE: Final = "page.html"
"""Name of the page in a folder of results."""


def page_files(results: Results, lang: str = "en") -> dict[str, Writer]:
    """Give the file of the page for :func:`reformsim.experiment.store.output.write_folder`; made when it is written."""
    return {PAGE: partial(_write, Worlds.of(results), lang)}


def write_page(
    results: str | Path | Results,
    out: str | Path | None = None,
    lang: str = "en",
    *,
    explored: str | Path | Exploration | None = None,
    allow_code: bool = False,
) -> Path:
    """Write the interactive page of results, whole or not at all.

    Parameters
    ----------
    results
        A comparison, an exploration or combinations, or the folder that ``compare`` or ``explore`` wrote.
    out
        The file; unless given beside the folder, its name followed by ``-page.html``.
    lang
        The language in which it opens, 'en' or 'nl'; it has both.
    explored
        Of combinations an exploration of the whole package, or its folder: it tells what the effect hangs on.
    allow_code
        As for :func:`reformsim.load_results`.

    Raises
    ------
    RunError
        If the exploration is of another package.
    OutputError
        If there are no results, or the page cannot be written.
    UnknownNameError
        For another language.
    """
    worlds = Worlds.of(results, explored, allow_code=allow_code)
    folder = worlds.opened.folder
    if out is None and folder is None:
        raise OutputError("a page of results that are in no folder needs a file: name it with out")
    target = Path(out) if out is not None else named_beside(folder or Path(), "-page.html")
    write_alone(target, partial(_write, worlds, lang), "the page")
    return target


def _write(worlds: Worlds, lang: str, path: Path) -> None:
    path.write_bytes(page(gather(worlds), lang).encode())
