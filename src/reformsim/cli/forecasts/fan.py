"""``fan``: the number of municipalities with the errors of earlier forecasts, and how well that held."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import of_scores, plain_table, progress_bar, say, score_table, show
from reformsim.cli.language import spoken
from reformsim.cli.running import AllowCode, Workers

if TYPE_CHECKING:
    from reformsim.experiment import Run


def fan(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder that run or compare wrote [none: the record itself].")
    ] = None,
    errors: Annotated[
        Path | None, typer.Option("--errors", help="File to write the record of errors to, simulated anew.")
    ] = None,
    replicates: Annotated[int, typer.Option("--replicates", "-n", help="Replicates of every forecast anew.")] = 64,
    workers: Workers = 1,
    allow_code: AllowCode = False,
) -> None:
    """Widen the forecast of the number of municipalities by how far earlier forecasts of the model were off.

    Of a folder the fan of each scenario; without one the record of errors and the coverage of the fan.
    """
    if folder is not None and errors is not None:
        raise typer.BadParameter("only without a folder of results", param_hint="--errors")
    if folder is not None:
        from reformsim.experiment import load_results
        from reformsim.experiment.compared import runs_of

        for run in runs_of(load_results(folder, allow_code=allow_code)):
            _show_fan(run)
        return
    from reformsim.hindcast.fan import coverage, forecast_errors, load_errors
    from reformsim.hindcast.fan.page import cells, heads, rule_told, verdict
    from reformsim.hindcast.fan.record import write_errors

    if errors is None:
        found = load_errors()
    else:
        with progress_bar("forecasts", quiet=False) as progress:
            found = forecast_errors(replicates=replicates, workers=workers, progress=progress)
        write_errors(found, errors)
    say(of_scores(rule_told(found)), hanging=0)
    print()
    held = coverage(found)
    show(score_table(heads(), cells(held), right=range(1, len(heads()))))
    print()
    say(of_scores(verdict(held)), hanging=0)


def _show_fan(run: "Run") -> None:
    from reformsim.hindcast.fan import fan as widened
    from reformsim.hindcast.fan.widening import PERCENT

    w, table = spoken(), widened(run)
    rows = [
        (str(year), *(w.number(value) for value in row[:-1]), w("terminal.fan.beyond.cell") if row[-1] else "")
        for year, row in zip(table.index, table.itertuples(index=False), strict=True)
    ]
    low = (w("terminal.fan.head.low", share=p) for p in reversed(PERCENT))
    high = (w("terminal.fan.head.high", share=p) for p in PERCENT)
    print(w("terminal.fan.heading", name=run.name))
    show(plain_table((w("terminal.fan.year"), *low, w("terminal.fan.head.median"), *high, ""), rows, right=range(8)))
    print()
