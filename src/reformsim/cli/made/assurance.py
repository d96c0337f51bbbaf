"""``assurance``: what may be built on a folder of results, on the screen or as one page to sign."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import plain_table, say, show
from reformsim.cli.language import spoken
from reformsim.cli.running import AllowCode

if TYPE_CHECKING:
    from reformsim.report.page.html import Block

SHORT = 3
"""Columns of a table whose rows are told as sentences."""


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
    page = assure(folder, lang, again=again, allow_code=allow_code)
    say(page.title)
    say(page.subtitle)
    for section in page.sections:
        if section.id != "sign":
            print(f"\n{section.title}\n")
            for block in section.blocks:
                _tell(block)
    print(f"\n{spoken()('assurance.to_sign', folder=folder)}")


def _tell(block: "Block") -> None:
    from reformsim.report.page.html import Facts, Listing, Table

    if isinstance(block, Facts):
        for what, told in block.rows:
            say(f"{what}: {told}", 2)
    elif isinstance(block, Listing):
        for item in block.items:
            say(f"- {item.strong} {item.text}", 2)
    elif isinstance(block, Table) and len(block.heads) == SHORT:
        for row in (row for group in block.groups for row in group.rows):
            first, second = row.cells
            say(f"{first.text}  {row.head}: {second.text}", 2, 4)
    elif isinstance(block, Table):
        for group in block.groups:
            rows = [(f"{row.head}\n  {row.small}", *(cell.text for cell in row.cells)) for row in group.rows]
            if group.title:
                print(group.title)
            show(plain_table(block.heads, rows, right=sorted(block.numeric)))
        say(block.note, 2, 0)
