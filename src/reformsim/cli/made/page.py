"""``page``: the interactive page of a folder of results, one file."""

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.language import spoken
from reformsim.cli.running import AllowCode


def page(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that compare or explore wrote.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file [DIR-page.html].")] = None,
    explored: Annotated[
        Path | None,
        typer.Option("--explored", metavar="DIR", help="Of combinations: exploration of the whole package."),
    ] = None,
    allow_code: AllowCode = False,
) -> None:
    """Make one file that answers while one chooses: it needs no network, no program but a browser, and no rights."""
    from reformsim.interactive.writing import write_page

    print(write_page(folder, out, spoken().lang, explored=explored, allow_code=allow_code))
