"""``run`` and ``compare``: simulate, show the main indicators, keep the results."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import complain, progress_bar, remark, say, show
from reformsim.cli.language import spoken, with_titles
from reformsim.errors import Problem

if TYPE_CHECKING:
    from reformsim.experiment import Comparison, Run
    from reformsim.experiment.store.output import Writer
    from reformsim.scenario import Scenario

RESULTS = Path("results")

Replicates = Annotated[int | None, typer.Option("--replicates", "-n", help="Replicates in place of its own.")]
Seed = Annotated[int | None, typer.Option("--seed", "-s", help="Seed in place of its own.")]
Until = Annotated[int | None, typer.Option("--until", help="Last year in place of its own.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the results [results/NAME].")]
Workers = Annotated[int, typer.Option("--workers", "-w", help="Processes; the results do not depend on it.")]
Scheduler = Annotated[
    str | None, typer.Option("--cluster", help="Dask scheduler (tcp:// or tls://host:port) to simulate on.")
]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first replicate that fails.")]
Restart = Annotated[bool, typer.Option("--restart", help="Simulate anew what is there, finished or not.")]
Profile = Annotated[bool, typer.Option("--profile", help="Also time a replicate, phase by phase.")]
Report = Annotated[bool, typer.Option("--report/--no-report", help="Make the report and the page for a browser.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A weight (see behaviour), or mechanisms.NAME=true; repeatable."),
]
Measures = Annotated[
    str | None,
    typer.Option("--measures", metavar="NAMES", help="headline, report, all or names, with commas between [report]."),
]
Assumed = Annotated[
    str | None,
    typer.Option("--assumptions", metavar="MODE", help="Drawn beside chance: all, estimated or fixed (none) [all]."),
]
AllowCode = Annotated[
    bool, typer.Option("--allow-code", help="Run the Python files that a scenario names as its plugins.")
]
Sources = Annotated[
    int,
    typer.Option(
        "--sources", min=0, help="Replicates that tell what the differences rest on; 16 worlds of each. 0: none."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No table, no progress bar.")]


def read(name: str, settings: Sequence[str] | None, allow_code: bool) -> "Scenario":
    """Load a scenario, and say what is no mistake but should be known of it."""
    from reformsim.scenario import load_scenario

    notes: list[Problem] = []
    scenario = load_scenario(name, settings or (), allow_code=allow_code, notes=notes)
    remark(notes)
    return scenario


def run(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Scenario file or shipped name.")],
    replicates: Replicates = None,
    seed: Seed = None,
    until: Until = None,
    settings: Settings = None,
    measures: Measures = None,
    assumptions: Assumed = None,
    allow_code: AllowCode = False,
    out: Out = None,
    workers: Workers = 1,
    cluster: Scheduler = None,
    fail_fast: FailFast = False,
    restart: Restart = False,
    profile: Profile = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a scenario, show its main indicators and keep the results in a folder.

    After a stop the same command goes on where it was.
    """
    from reformsim.experiment.store.output import check_target

    chosen = read(scenario, settings, allow_code)
    folder = out or RESULTS / chosen.name
    check_target(folder)
    from reformsim.experiment import run as simulate

    with progress_bar(chosen.name, quiet=quiet) as progress:
        result = simulate(
            chosen,
            replicates=replicates,
            seed=seed,
            until=until,
            measures=measures,
            assumptions=assumptions,
            workers=workers,
            cluster=cluster,
            out=folder,
            fail_fast=fail_fast,
            restart=restart,
            command=command_line(),
            progress=progress,
        )
    if not quiet:
        from reformsim.report.page.tables import run_table

        _say_asked([result])
        show(run_table(result.name, with_titles(result.summary()), spoken()))
        print()
        _say_fan(result)
        _say_violated([result])
        _say_ends([result])
        _say_where(folder, result)
    if profile:
        from reformsim.cli.reference import show_profile

        print()
        show_profile(result.scenario)
    say_failed([result])


def compare(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO", help="Two or more; the first is compared against.")
    ],
    replicates: Replicates = None,
    seed: Seed = None,
    until: Until = None,
    settings: Settings = None,
    measures: Measures = None,
    assumptions: Assumed = None,
    allow_code: AllowCode = False,
    out: Out = None,
    workers: Workers = 1,
    cluster: Scheduler = None,
    fail_fast: FailFast = False,
    restart: Restart = False,
    sources: Sources = 4,
    report: Report = True,
    quiet: Quiet = False,
) -> None:
    """Simulate scenarios with the same chance, show what differs and keep the results, with a report and a page.

    After a stop the same command goes on where it was.
    """
    from reformsim.experiment.store.output import check_target

    chosen = [read(name, settings, allow_code) for name in scenarios]
    names = [s.name for s in chosen]
    folder = out or RESULTS / "-vs-".join(names)
    check_target(folder)
    from reformsim.experiment import compare as simulate

    with progress_bar(" | ".join(names), quiet=quiet) as progress:
        result = simulate(
            chosen,
            replicates=replicates,
            seed=seed,
            until=until,
            measures=measures,
            assumptions=assumptions,
            workers=workers,
            cluster=cluster,
            out=folder,
            fail_fast=fail_fast,
            restart=restart,
            command=command_line(),
            progress=progress,
            sources=sources,
            also=partial(_to_read, lang=spoken().lang) if report else None,
        )
    if not quiet:
        _show_compared(result)
        _say_where(folder, result)
    say_failed(result.runs)


def _to_read(result: "Comparison", lang: str) -> "Mapping[str, Writer]":
    """Give the report and the interactive page."""
    from reformsim.dossier.page import report_files
    from reformsim.interactive.writing import page_files

    return {**report_files(result, lang), **page_files(result, lang)}


def _show_compared(result: "Comparison") -> None:
    from reformsim.experiment.verdict import verdicts
    from reformsim.report.page.tables import comparison_tables, hanging

    told = with_titles(verdicts(result))
    _say_asked(result.runs[1:])
    for table in comparison_tables(with_titles(result.summary()), told, spoken()):
        show(table)
        print()
    for line in hanging(told, spoken()):
        say(line)
        print()
    _say_fan(result.runs[0])
    _say_violated(result.runs)
    _say_ends(result.runs)


def say_unmeasured(runs: Sequence["Run"]) -> None:
    """Tell the own measures that failed: their values are missing, and all else is there."""
    from reformsim.measures.shipped import SHIPPED

    for run in (run for run in runs if not set(run.indicators) <= set(SHIPPED)):
        failed: dict[str, tuple[int, str]] = {}
        for piece in run.pieces:
            for _, _, kind, name, _, why in piece.events:
                if kind == "measure_failed":
                    failed[name] = failed.get(name, (0, ""))[0] + 1, why
        for name, (count, why) in failed.items():
            about = {"count": count, "all": run.replicates, "scenario": run.name, "why": why}
            complain(spoken()("terminal.unmeasured", name=name, **about))


def command_line() -> str:
    """What the user typed."""
    return shlex.join(["reformsim", *sys.argv[1:]])


def say_failed(runs: Sequence["Run"]) -> None:
    """Tell what failed: own measures, and replicates, of which any at all ends the command with exit code 1."""
    from reformsim.experiment.computing.simulating import told
    from reformsim.report.told import told as told_in

    say_unmeasured(runs)
    failures = [failure for run in runs for failure in run.failures]
    if not failures:
        return
    w = spoken()
    for failure in failures[:10]:
        complain(w("terminal.failed", what=told_in(told(failure), w)))
    if len(failures) > 10:
        complain(w("terminal.failed.more", count=len(failures) - 10))
    complain(w("terminal.failed.count", count=len(failures), all=sum(r.replicates for r in runs) + len(failures)))
    raise typer.Exit(1)


def _say_asked(runs: Sequence["Run"]) -> None:
    """Say what scenarios are to answer, with their names where there are several."""
    asked = [run for run in runs if run.scenario.question]
    for run in asked:
        question = spoken().own(run.scenario, "question")
        say(question if len(runs) == 1 else f"{run.name}: {question}")
    if asked:
        print()


def _say_fan(run: "Run") -> None:
    """Say in a line how far the number of municipalities may be off; nothing where no errors are known."""
    from reformsim.hindcast.fan import told, why_none

    if not why_none(run.scenario, run.indicators):
        say(told(run, spoken()))
        print()


def _say_violated(runs: Sequence["Run"]) -> None:
    """Say which principles that the scenarios switch on are violated in the end."""
    from reformsim.experiment.violations import violated

    for line in (violated(run, spoken()) for run in runs):
        if line:
            say(line)
            print()


def _say_ends(runs: Sequence["Run"]) -> None:
    """Say which data come to an end before the last year, each once."""
    from reformsim.dossier.ends import run_out

    said = dict.fromkeys(line for run in runs for line in run_out(run.scenario, spoken()))
    for line in said:
        say(line)
    if said:
        print()


def _say_where(folder: Path, result: "Run | Comparison") -> None:
    w, count, seconds = spoken(), result.timing.simulated, result.timing.duration_s
    how = {"replicates": w.replicates(count), "seconds": w.number(seconds, 1)}
    made = w("terminal.where.simulated", **how) if count else w("terminal.where.all")
    print(w("terminal.where.results", folder=folder, made=made))
    print(w("terminal.where.figures", folder=folder / "figures"))
    if (folder / "report.html").exists():
        print(w("terminal.where.report", file=folder / "report.html"))
    if (folder / "assurance.html").exists():
        print(w("terminal.where.assurance", file=folder / "assurance.html"))
    if (folder / "page.html").exists():
        print(w("terminal.where.page", file=folder / "page.html"))
    if (folder / "places.html").exists():
        print(w("terminal.where.places", file=folder / "places.html"))
