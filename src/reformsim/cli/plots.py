"""``plot``: a figure of one indicator or several from a folder of results."""

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.running import AllowCode


def plot(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that run or compare wrote.")],
    indicators: Annotated[list[str], typer.Argument(metavar="INDICATOR...", help="Names of indicators.")],
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", "-s", help="A scenario to show; may be repeated [all].")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", "-l", help="Language of the words: en or nl.")] = "en",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for the figures [DIR-figures, beside DIR].")
    ] = None,
    svg: Annotated[bool, typer.Option("--svg", help="Write SVG instead of PNG.")] = False,
    allow_code: AllowCode = False,
) -> None:
    """Draw indicators by year: a line for the median and a band for 80 % of the replicates per scenario."""
    from reformsim.dossier.figures.plots import write_plots

    ending = "svg" if svg else "png"
    made = write_plots(
        folder, indicators, scenarios=scenario or (), lang=lang, out=out, ending=ending, allow_code=allow_code
    )
    for path in made:
        print(path)
