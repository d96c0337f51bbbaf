"""``forecast``: the mergers to come, registered with the rule that scores them; scored when they have come."""

import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import of_scores, progress_bar, score_table, show
from reformsim.cli.running import RESULTS, Assumed, Quiet, Seed, Workers

if TYPE_CHECKING:
    from reformsim.hindcast.registered import Registered, YearScores


def forecast(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="What goes on from its first map [baseline-2026].")
    ] = None,
    until: Annotated[
        int | None, typer.Option("--until", help="Last year foretold [2031]; with --score the last year known.")
    ] = None,
    replicates: Annotated[int | None, typer.Option("--replicates", "-n", help="Replicates [512].")] = None,
    seed: Seed = None,
    assumptions: Assumed = None,
    commit: Annotated[
        str | None, typer.Option("--commit", help="Commit of the code that runs, to be written down [unknown].")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for it [results/forecast-FIRST-LAST].")
    ] = None,
    scored: Annotated[
        Path | None, typer.Option("--score", metavar="FOLDER", help="Registered forecast to score, making none.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option("--record", metavar="FILE", help="With --score: the mergers that came about (CSV).")
    ] = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Write down the mergers to come by chance: number by year, pairs of neighbours, and the rule that scores them.

    With --score FOLDER --record FILE hold one that was written before against what happened.
    """
    if (scored is None) != (record is None):
        missing, given = ("--record", "--score") if record is None else ("--score", "--record")
        raise typer.BadParameter(f"expected beside {given}", param_hint=missing)
    if scored is not None and record is not None:
        own = {"SCENARIO": scenario, "--replicates": replicates, "--seed": seed, "--assumptions": assumptions,
               "--commit": commit, "--out": out}  # fmt: skip
        for name, value in own.items():
            if value is not None:
                raise typer.BadParameter("not with --score, which makes no forecast", param_hint=name)
        _score(scored, record, until)
        return
    _make(scenario, until, replicates, seed, assumptions, commit, out, workers, quiet)


def _make(
    scenario: str | None,
    until: int | None,
    replicates: int | None,
    seed: int | None,
    assumptions: str | None,
    commit: str | None,
    out: Path | None,
    workers: int,
    quiet: bool,
) -> None:
    from reformsim.experiment.store.output import check_target
    from reformsim.hindcast.registered import foretell, making, write_forecast

    if out is not None:
        check_target(out)
    began = time.perf_counter()
    with progress_bar("forecast", quiet=quiet) as progress:
        found = foretell(
            scenario or making.SCENARIO,
            making.UNTIL if until is None else until,
            replicates=making.REPLICATES if replicates is None else replicates,
            seed=seed,
            assumptions=assumptions,
            commit=commit or making.UNKNOWN,
            workers=workers,
            progress=progress,
        )
    folder = write_forecast(found, out or RESULTS / f"forecast-{found.years[0]}-{found.years[-1]}")
    if not quiet:
        _show_forecast(found)
        took = time.perf_counter() - began
        print("\n" + of_scores(f"{took:.1f} s; the forecast in {folder}, its page in {folder / 'README.md'}"))


def _show_forecast(found: "Registered") -> None:
    from reformsim.hindcast.registered.files import CUTS
    from reformsim.hindcast.registered.form import FAN
    from reformsim.hindcast.span import MODEL

    rows = [
        (f"{year}", name, *(f"{value:.0f}" for value in found.quantiles(name)[at]))
        for at, year in enumerate(found.years)
        for name in (MODEL, FAN)
    ]
    show(score_table(("Year", "Forecast", *CUTS), rows, right=range(2, 2 + len(CUTS))))


def _score(folder: Path, record: Path, until: int | None) -> None:
    from reformsim.hindcast.registered import read_forecast, read_outcome, score

    registered = read_forecast(folder)
    found = score(registered, read_outcome(record, registered, until))
    print(of_scores(f"Forecast from the map of {registered.first}, commit {registered.facts['commit']}"))
    for one in found:
        print()
        _show_year(one)
    if len(found) > 1:
        print()
        _show_means(found)


def _show_year(one: "YearScores") -> None:
    from reformsim.hindcast.registered.scored import BANDS, MEASURES
    from reformsim.hindcast.tables import shown

    said = (
        f"1 January {one.year}: really {one.real} municipalities; {one.happened} of {one.pairs} pairs of neighbours "
        "scored had become one"
    )
    print(textwrap.fill(of_scores(said), 98))
    rows = []
    for name, measure in MEASURES.items():
        cells = []
        for found in one.scores.values():
            if name not in found:
                cells.append("")
            elif name in BANDS.values():
                cells.append("yes" if found[name] else "no")
            else:
                cells.append(shown(found[name], measure.decimals))
        rows.append((measure.title, {"lower": "low", "higher": "high", "none": ""}[measure.better], *cells))
    show(score_table(("Score", "best", *one.scores), rows, right=range(2, 2 + len(one.scores))))


def _show_means(found: "list[YearScores]") -> None:
    from reformsim.hindcast.registered.scored import AVERAGED, MEASURES, means
    from reformsim.hindcast.tables import shown

    averaged = means(found)
    print(of_scores(f"Mean over {len(found)} years"))
    rows = [
        (
            MEASURES[name].title,
            *(shown(one[name], MEASURES[name].decimals) if name in one else "" for one in averaged.values()),
        )
        for name in AVERAGED
    ]
    show(score_table(("Score", *averaged), rows, right=range(1, 1 + len(averaged))))
