"""``plot`` and ``map``: figures of indicators, or one map, out of a folder of results."""

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.language import spoken, with_titles
from reformsim.cli.running import AllowCode

FORMS = (".png", ".svg")


def plot(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that run or compare wrote.")],
    indicators: Annotated[
        list[str] | None, typer.Argument(metavar="[INDICATOR...]", help="Names; those there are listed if left out.")
    ] = None,
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", "-s", help="A scenario to show; may be repeated [all].")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for the figures [DIR-figures, beside DIR].")
    ] = None,
    svg: Annotated[bool, typer.Option("--svg", help="Write SVG instead of PNG.")] = False,
    allow_code: AllowCode = False,
) -> None:
    """Draw indicators by year: a line for the median and a band for 80 % of the replicates per scenario."""
    if not indicators:
        _list(folder, allow_code=allow_code)
        return
    from reformsim.dossier.figures.plots import write_plots

    ending = "svg" if svg else "png"
    made = write_plots(
        folder, indicators, scenarios=scenario or (), lang=spoken().lang, out=out, ending=ending, allow_code=allow_code
    )
    for path in made:
        print(path)


def _list(folder: Path, *, allow_code: bool) -> None:
    """List the indicators that results hold."""
    from reformsim.cli.console import plain_table, show
    from reformsim.experiment import load_results
    from reformsim.experiment.compared import runs_of
    from reformsim.experiment.tabled import describe

    about = with_titles(describe(runs_of(load_results(folder, allow_code=allow_code))[0].indicators))
    w = spoken()
    heads = (w("terminal.indicators.indicator"), w("terminal.scenarios.title"))
    show(plain_table(heads, zip(about["indicator"], about["title"], strict=True)))


def draw(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that run or compare wrote.")],
    year: Annotated[int | None, typer.Option("--year", "-y", help="Year to show [the last].")] = None,
    indicator: Annotated[
        str,
        typer.Option("--indicator", "-i", help="Colour: inhabitants, merger_chance or an indicator of municipalities."),
    ] = "inhabitants",
    scenario: Annotated[str | None, typer.Option("--scenario", "-s", help="One scenario of several [all].")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="PNG or SVG to write [DIR-map-YEAR.png].")] = None,
    allow_code: AllowCode = False,
) -> None:
    """Draw a map of a year: a panel per scenario, with the municipalities of its most typical replicate."""
    from reformsim.dossier.figures.mapped import CHANCE, INHABITANTS
    from reformsim.dossier.figures.maps import chance_of, map_of
    from reformsim.dossier.opening import named_beside
    from reformsim.errors import OutputError, writing
    from reformsim.experiment import load_results
    from reformsim.experiment.compared import runs_of
    from reformsim.experiment.store.output import refuse_inside
    from reformsim.report.page.saving import save

    found = load_results(folder, allow_code=allow_code)
    when = runs_of(found)[0].years[-1] if year is None else year
    ending = "" if indicator == INHABITANTS else f"-{indicator}"
    # Beside the folder, never in it: what lies there is under its checksums.
    path = out or named_beside(folder, f"-map-{when}{ending}.png")
    if path.suffix not in FORMS:
        raise OutputError(f"cannot write {path}: expected a name that ends in {' or '.join(FORMS)}")
    refuse_inside(path.parent, f"cannot write {path}")
    if indicator == CHANCE:
        figure = chance_of(found, when, scenario=scenario, lang=spoken().lang)
    else:
        figure = map_of(found, (when,), indicator=indicator, scenario=scenario, lang=spoken().lang)
    with writing(path):
        save(figure, path)
    print(path)
