"""The page written as one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reformsim.dossier.opening import named_beside, write_alone
from reformsim.errors import OutputError
from reformsim.interactive.assembling import page
from reformsim.interactive.gather import gather
from reformsim.interactive.worlds import Worlds

if TYPE_CHECKING:
    from reformsim.interactive.worlds import Results


def write_page(
    results: str | Path | Results, out: str | Path | None = None, lang: str = "en", *, allow_code: bool = False
) -> Path:
    """Write the interactive page of results, whole or not at all.

    Parameters
    ----------
    results
        A comparison or combinations, or the folder that ``compare`` or ``explore --combinations`` wrote.
    out
        The file; unless given beside the folder, its name followed by ``-page.html``.
    lang
        The language in which it opens, 'en' or 'nl'; it has both.
    allow_code
        As for :func:`reformsim.load_results`.

    Raises
    ------
    OutputError
        If there are no results, or the page cannot be written.
    UnknownNameError
        For another language.
    """
    worlds = Worlds.of(results, allow_code=allow_code)
    folder = worlds.opened.folder
    if out is None and folder is None:
        raise OutputError("a page of results that are in no folder needs a file: name it with out")
    target = Path(out) if out is not None else named_beside(folder or Path(), "-page.html")
    content = page(gather(worlds), lang).encode()

    def write(path: Path) -> None:
        path.write_bytes(content)

    write_alone(target, write, "the page")
    return target
