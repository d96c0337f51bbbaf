"""``export``: results out of here, for a spreadsheet, a meeting or another program."""

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.language import spoken
from reformsim.cli.made.results import again
from reformsim.cli.running import AllowCode, Workers


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that run, compare or explore wrote.")],
    form: Annotated[
        str | None, typer.Option("--format", "-f", help="xlsx, pptx, csv or parquet [by --out, else xlsx].")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File, or folder for csv and parquet [DIR.xlsx, DIR.pptx, DIR-tables]."),
    ] = None,
    tables: Annotated[
        list[str] | None,
        typer.Option("--table", "-t", help="A table to write; may be repeated [all; xlsx: all over the replicates]."),
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="CSV for Excel: a byte-order mark (Fryslân), and no text becomes a formula.")
    ] = False,
    attribution: Annotated[
        list[Path] | None,
        typer.Option("--attribution", "-a", help="Folder of an attribution; may be repeated [those beside DIR]."),
    ] = None,
    measures: Annotated[
        str | None,
        typer.Option("--measures", metavar="NAMES", help="Simulate its replicates again, and write these of them."),
    ] = None,
    workers: Workers = 1,
    allow_code: AllowCode = False,
) -> None:
    """Write results as a workbook with a sheet per table, ten slides, or tables as CSV or Parquet.

    Tables over the replicates: levels, differences, horizon, summary, local, local_differences, assumptions; per
    replicate: yearly, events, map, places, violations; of an exploration those and draws, parameters, outcomes.
    """
    from reformsim.dossier.export.files import export as write
    from reformsim.dossier.opening import named_beside
    from reformsim.experiment import load_results

    lang = spoken().lang
    if measures is None:
        made = write(
            folder, out, form, lang, tables=tables or (), bom=bom, attributions=attribution or None,
            allow_code=allow_code,
        )  # fmt: skip
    else:
        found = again(load_results(folder, allow_code=allow_code), measures, workers)
        ending = f".{form or 'xlsx'}" if form in (None, "xlsx", "pptx") else "-tables"
        target = out or named_beside(folder, f"-again{ending}")
        made = write(found, target, form, lang, tables=tables or (), bom=bom, attributions=attribution or ())
    for path in made:
        print(path)
