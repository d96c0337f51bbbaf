"""``validate`` and ``hindcast``: history replayed, or simulated from a start in the past, beside what is known."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import of_scores, progress_bar, score_table, show
from reformsim.cli.language import spoken
from reformsim.cli.running import Quiet, Workers, command_line

if TYPE_CHECKING:
    from reformsim.hindcast import Row
    from reformsim.hindcast.span import Hindcast
    from reformsim.hindcast.yardstick import OneYear


def validate(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Markdown file to write in place of the table on the screen.")
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option("--figures", help="CSV file to write them to, as kept in the package for pages of assurance."),
    ] = None,
) -> None:
    """Replay history (recorded mergers, enacted law) and hold it against published figures."""
    from reformsim.errors import writing
    from reformsim.hindcast import markdown, summary
    from reformsim.hindcast import validate as replay

    rows = replay()
    if figures is not None:
        from reformsim.hindcast.replay.replayed import keep_replayed

        keep_replayed(rows, figures)
    if out is not None:
        with writing(out):
            out.write_text(markdown(rows), encoding="utf-8")
        print(f"{out}: {of_scores(summary(rows))}")
        return
    cells = [
        (
            _title(row),
            str(row.year),
            f"{row.simulated:,.0f}",
            f"{row.published:,.0f}",
            f"{100 * row.difference:+.2f}",
            "agrees" if row.agrees else "misses",
            row.role,
            row.status,
        )
        for row in rows
    ]
    heads = ("Measure", "Year", "Simulated", "Published", "Diff %", "Verdict", "Role", "Figure")
    show(score_table(heads, cells, right=(1, 2, 3, 4)))
    print(f"\n{of_scores(summary(rows))}")
    print(of_scores("reformsim validate --out FILE: with reasons and sources."))


def _title(row: "Row") -> str:
    """What a figure is of, in the language that is spoken."""
    from reformsim.measures import MEASURES

    one = MEASURES.get(row.measure)
    return spoken().pick(row.title, one.title_nl) if one and row.title == one.title_en else row.title


def hindcast(
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            help="Law and reforms [history, 2011 to 2018; else record-2003 or record-2011, the law alone].",
        ),
    ] = None,
    territory: Annotated[
        str | None,
        typer.Option("--territory", "-t", help="Name or folder: its record and the law alone, in place of a scenario."),
    ] = None,
    first: Annotated[
        int | None, typer.Option("--from", help="Known start [2011; one year ahead 2012; of an own record its first].")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--until", help="Last year [2018; one year ahead 2017; of an own record its last].")
    ] = None,
    replicates: Annotated[int, typer.Option("--replicates", "-n", help="Replicates of every forecast.")] = 200,
    ahead: Annotated[
        bool, typer.Option("--one-year", help="Chances of pairs from the year before, each year of the span.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for tables and figures [none].")] = None,
    scores: Annotated[
        Path | None, typer.Option("--scores", help="File of scores to put these in, for docs/validation.md.")
    ] = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Simulate mergers from a start in the past, and score them beside null models that know the years before it."""
    from reformsim.experiment.store.output import check_target

    if out is not None:
        check_target(out)
    from reformsim.hindcast import chosen_scenario, one_year, span_of
    from reformsim.hindcast import hindcast as simulate
    from reformsim.hindcast.folder import write_hindcast, write_one_year
    from reformsim.hindcast.kept import keep

    began = time.perf_counter()
    chosen = chosen_scenario(scenario, first and first - ahead, territory, last)
    usual = span_of(chosen, ahead=ahead)
    start, end = first or usual[0], last or usual[1]
    result: Hindcast | OneYear
    if ahead:
        result = one_year(chosen, start, end)
    else:
        with progress_bar(f"{chosen.name} {start}-{end}", quiet=quiet) as progress:
            result = simulate(chosen, start, end, replicates=replicates, workers=workers, progress=progress)
    if scores is not None:
        keep(result, scores)
    command = command_line()
    if out is not None and ahead:
        write_one_year(result, out, command=command)  # type: ignore[arg-type]
    elif out is not None:
        write_hindcast(result, out, command=command)  # type: ignore[arg-type]
    if not quiet:
        _show_scores(result)
        took = f"{time.perf_counter() - began:.1f} s"
        print("\n" + of_scores(took if out is None else f"{took}; results in {out}"))


def _show_scores(result: "Hindcast | OneYear") -> None:
    """Print the table (at most 100 columns), what it is of, and how it compares with what was aimed at."""
    import textwrap

    from reformsim.hindcast.kept import kept
    from reformsim.hindcast.tables import cells, facts, heading, heads, verdicts

    one = kept(result)
    print(of_scores(heading(one)))
    print(textwrap.fill(of_scores(facts(one)), 98))
    print()
    top = heads(one)
    show(score_table(top, cells(one), right=range(2, len(top))))
    print()
    for line in verdicts(one):
        print(textwrap.fill(of_scores(line), 98, initial_indent="- ", subsequent_indent="  "))
