"""``assurance``: what may be built on a folder of results, on the screen or as one page to sign."""

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.console import say
from reformsim.cli.language import spoken
from reformsim.cli.running import AllowCode


def assurance(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that run, compare or explore wrote.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File that ends in .html, .md or .pdf, in place of the text on the screen."),
    ] = None,
    again: Annotated[
        int,
        typer.Option("--again", min=0, metavar="N", help="Simulate the first N replicates again and compare them [0]."),
    ] = 0,
    allow_code: AllowCode = False,
) -> None:
    """Say on one page who may rely on results for what: what they rest on, what was checked, how uncertain they are.

    Every file is held against its checksum first. The report has the same page beside it, assurance.html.
    """
    from reformsim.dossier.assurance.files import assure, write_assurance

    lang = spoken().lang
    if out is not None:
        print(write_assurance(folder, out, lang, again=again, allow_code=allow_code))
        return
    from reformsim.cli.made.sheet import show_blocks

    page = assure(folder, lang, again=again, allow_code=allow_code)
    say(page.title)
    say(page.subtitle)
    for section in page.sections:
        print(f"\n{section.title.upper()}")
        show_blocks(section.blocks)
