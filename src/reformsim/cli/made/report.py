"""``report``: one file to open from a folder of results."""

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.language import spoken
from reformsim.cli.running import AllowCode


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that run or compare wrote.")],
    form: Annotated[str, typer.Option("--format", "-f", help="html or pdf.")] = "html",
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File that ends in .html or .pdf, or a folder [DIR-report]."),
    ] = None,
    attribution: Annotated[
        list[Path] | None,
        typer.Option(
            "--attribution", "-a", help="Folder of an attribution; may be repeated [NAME-attribution, NAME-sources]."
        ),
    ] = None,
    allow_code: AllowCode = False,
) -> None:
    """Make one file that needs nothing beside itself, with the figures beside it as PNG and SVG.

    It goes into a folder beside DIR; with --out FILE.html or FILE.pdf it is that file alone.
    """
    from reformsim.dossier.page import FORMS, write_report
    from reformsim.errors import UnknownNameError

    if form not in FORMS:
        raise UnknownNameError("format", form, FORMS)
    print(write_report(folder, out, spoken().lang, form, attributions=attribution or None, allow_code=allow_code))
