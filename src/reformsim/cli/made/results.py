"""``results``: what a folder of results holds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reformsim.cli.console import plain_table, progress_bar, show
from reformsim.cli.language import spoken, with_titles
from reformsim.cli.running import AllowCode, Workers, say_unmeasured

if TYPE_CHECKING:
    from reformsim.experiment import Comparison, Run


def results(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that run or compare wrote.")],
    measures: Annotated[
        str | None,
        typer.Option("--measures", metavar="NAMES", help="Simulate its replicates again, and measure these of them."),
    ] = None,
    workers: Workers = 1,
    allow_code: AllowCode = False,
) -> None:
    """Say what a folder of results holds, finished or not; `export` writes its tables."""
    from reformsim.experiment import load_results
    from reformsim.experiment.store.loading import find, log_of

    place, manifest = find(folder)
    found = load_results(folder, allow_code=allow_code)
    if measures is not None:
        _show(again(found, measures, workers))
        return
    _describe(place, manifest, found)
    w, lines = spoken(), log_of(place)
    if lines:
        print("\n" + w("terminal.results.made_by", command=lines[-1].get("command") or w("terminal.results.python")))
        seconds = w.number(lines[-1]["duration_s"], 1)
        print(w("terminal.results.made_on", day=lines[-1]["started"], seconds=seconds))
    print("\n" + w("terminal.results.how", folder=folder))


def again(found: "Run | Comparison", measures: str, workers: int) -> "Run | Comparison":
    """Measure the replicates of all scenarios again."""
    from reformsim.experiment import Comparison, Run
    from reformsim.experiment.compared import runs_of
    from reformsim.experiment.runner import for_all

    runs, made = runs_of(found), []
    wanted = for_all([run.scenario for run in runs], measures)
    for run in runs:
        with progress_bar(run.name, quiet=False) as progress:
            made.append(run.measured_again(wanted, workers=workers, progress=progress))
    return made[0] if isinstance(found, Run) else Comparison(tuple(made))


def _show(found: "Run | Comparison") -> None:
    """Print what was measured again, and tell what failed."""
    from reformsim.experiment import Run
    from reformsim.experiment.compared import runs_of
    from reformsim.report.page.tables import comparison_tables, run_table

    summary, w = with_titles(found.summary()), spoken()
    summary["headline"] = True  # All of it was asked for.
    tables = [run_table(found.name, summary, w)] if isinstance(found, Run) else comparison_tables(summary, w=w)
    for table in tables:
        show(table)
        print()
    say_unmeasured(runs_of(found))


def _describe(place: Path, manifest: dict[str, Any], found: "Run | Comparison") -> None:
    from reformsim.experiment.compared import runs_of

    w, runs, identity = spoken(), runs_of(found), manifest["identity"]
    planned = manifest["replicates"]
    state = w("terminal.results.finished" if manifest.get("finished") else "terminal.results.unfinished")
    print(f"{place}: {state}")
    span = {"first": identity["horizon"]["start"], "last": identity["horizon"]["end"]}
    about = {"seed": identity["seed"], "count": len(runs[0].indicators), "version": identity["reformsim"]}
    print(w("terminal.results.about", territory=identity["territory"]["name"], **span, **about))
    rows = [
        (
            run.name,
            w("terminal.results.of", done=w.number(run.replicates), planned=w.number(planned)),
            str(len(run.failures)),
            w.own(run.scenario, "title"),
        )
        for run in runs
    ]
    heads = ("scenarios.scenario", "results.replicates", "results.failed", "scenarios.title")
    show(plain_table([w(f"terminal.{head}") for head in heads], rows, right=(1, 2)))
    size: dict[str, int] = {}
    for path in sorted(place.rglob("*")):
        if path.is_file():
            top = path.relative_to(place).parts[0]
            size[top] = size.get(top, 0) + path.stat().st_size
    print()
    held = [(name, w.number(total / 1000)) for name, total in size.items()]
    show(plain_table((w("terminal.results.in"), "kB"), held, right=(1,)))
