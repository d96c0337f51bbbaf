"""``attribute``: a package's effect split over its levers."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reformsim.cli.console import progress_bar, show
from reformsim.cli.language import spoken
from reformsim.cli.running import (
    RESULTS,
    AllowCode,
    Assumed,
    Measures,
    Quiet,
    Replicates,
    Restart,
    Scheduler,
    Seed,
    Settings,
    Until,
    Workers,
    command_line,
    read,
)

if TYPE_CHECKING:
    from reformsim.experiment.attribution import Attribution
    from reformsim.scenario import Scenario

By = Annotated[
    str, typer.Option("--by", help="levers, or source: law, the scenario's own figures, behaviour, assumptions.")
]

Folder = Annotated[
    Path | None, typer.Option("--out", "-o", help="Folder for the results [results/NAME-attribution or NAME-sources].")
]


def attribute(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Scenario file or shipped name, with levers.")],
    method: Annotated[
        str, typer.Option("--method", "-m", help="shapley, one-in (each alone) or one-out (all but each).")
    ] = "shapley",
    permutations: Annotated[
        int | None, typer.Option("--permutations", help="Orders to draw [20 above 10 levers or groups].")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="Exact Shapley values up to 16 levers or groups.")] = False,
    by: By = "levers",
    indicator: Annotated[
        str | None, typer.Option("--indicator", "-i", help="Show one indicator, with errors and ranges.")
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", help="Year to show, or 'horizon' for the mean of all [the last].")
    ] = None,
    replicates: Replicates = None,
    seed: Seed = None,
    until: Until = None,
    settings: Settings = None,
    measures: Measures = None,
    assumptions: Assumed = None,
    allow_code: AllowCode = False,
    out: Folder = None,
    workers: Workers = 1,
    cluster: Scheduler = None,
    restart: Restart = False,
    quiet: Quiet = False,
) -> None:
    """Split the effect of a scenario's levers over them, over the groups that it names, or over what it rests on.

    The parts add up to the effect of the whole; tables and waterfall figures are written to a folder.
    """
    from reformsim.experiment.store.output import check_target
    from reformsim.measures import measure_of

    chosen = read(scenario, settings, allow_code)
    folder = out or RESULTS / f"{chosen.name}-{'sources' if by == 'source' else 'attribution'}"
    check_target(folder)
    if indicator is not None:
        measure_of(indicator)
    from reformsim.experiment.attribution.carrying_out import attribute as carry_out
    from reformsim.experiment.attribution.carrying_out import planned

    arguments: dict[str, Any] = {"method": method, "replicates": replicates, "seed": seed, "until": until}
    arguments |= {"permutations": permutations, "exact": exact, "by": by}
    arguments["measures"] = _with(measures, indicator, chosen)
    prepared = planned(chosen, **arguments)
    shown_year = _year(year, prepared.scenario.horizon.years)
    if not quiet:
        print(_work(len(prepared.scenarios), prepared.scenario.replicates), file=sys.stderr)
    arguments |= {"assumptions": assumptions, "lang": spoken().lang}
    how: dict[str, Any] = {"workers": workers, "cluster": cluster, "restart": restart, "command": command_line()}
    with progress_bar(chosen.name, quiet=quiet) as progress:
        result = carry_out(chosen, out=folder, progress=progress, **arguments, **how)
    if not quiet:
        _show(result, indicator, shown_year)
        w = spoken()
        print(w("terminal.where.results", folder=folder, made=f"{w.number(result.timing.duration_s, 1)} s"))
        print(w("terminal.where.figures", folder=folder / "figures"))


def _work(scenarios: int, replicates: int) -> str:
    w, count = spoken(), {"scenarios": scenarios, "replicates": replicates, "all": scenarios * replicates}
    return w("terminal.parts.work", **{name: w.number(number) for name, number in count.items()})


def _show(result: "Attribution", indicator: str | None, year: int | str) -> None:
    """Print the headline indicators, or one in detail."""
    from reformsim.experiment.attribution.shown import caption, headline_columns, headline_words, part_titles
    from reformsim.measures import MEASURES
    from reformsim.report.page.parts import indicator_table, parts_tables, sources_table

    w = spoken()
    heading = caption(result, year, w)
    if indicator is None and result.by == "source":
        show(sources_table(heading, result.sources(), headline_words(result, w), year, w))
        print()
        return
    called = part_titles(result, w)
    if indicator is None:
        titles = [called[part.name] for part in result.parts]
        for table in parts_tables(heading, titles, headline_columns(result, year, w), w):
            show(table)
            print()
        return
    about = MEASURES[indicator]
    title, unit = w.pick(about.title_en, about.title_nl), w.unit(about.unit)
    named = "" if unit.lower() == title.lower() else f" ({unit})"
    rows = result.of(indicator, year)
    rows = rows.assign(title=[called[part] for part in rows["part"]])
    show(indicator_table(w("terminal.parts.heading", title=title, unit=named, caption=heading), about.unit, rows, w))
    print()


def _year(text: str | None, years: range) -> int | str:
    """Give the year to show; a mistake is told before the work."""
    from reformsim.errors import RunError

    if text is None:
        return years[-1]
    if text == "horizon":
        return text
    if not text.isdecimal() or int(text) not in years:
        raise RunError(f"--year: expected {years[0]} to {years[-1]} or horizon, not '{text}'")
    return int(text)


def _with(measures: str | None, indicator: str | None, scenario: "Scenario") -> tuple[str, ...]:
    """Measure what is to be shown too."""
    from reformsim.measures.choice import words_of

    words = scenario.measures if measures is None else words_of(measures)
    return words if indicator is None else (*words, indicator)
