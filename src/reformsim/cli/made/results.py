"""``results``: what a folder of results holds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reformsim.cli.console import plain_table, progress_bar, show
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
    lines = log_of(place)
    if lines:
        print(f"\nmade by: {lines[-1].get('command') or 'a call in Python'}")
        print(f"on {lines[-1]['started']}, in {lines[-1]['duration_s']:.1f} s")
    print(f"\nreformsim export {folder} writes it for a spreadsheet; reformsim.load_results reads it in Python")


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

    summary = found.summary()
    summary["headline"] = True  # All of it was asked for.
    tables = [run_table(found.name, summary)] if isinstance(found, Run) else comparison_tables(summary)
    for table in tables:
        show(table)
        print()
    say_unmeasured(runs_of(found))


def _describe(place: Path, manifest: dict[str, Any], found: "Run | Comparison") -> None:
    from reformsim.experiment.compared import runs_of

    runs, identity = runs_of(found), manifest["identity"]
    planned = manifest["replicates"]
    state = "finished" if manifest.get("finished") else "unfinished; the command that began it goes on with it"
    print(f"{place}: {state}")
    print(
        f"{identity['territory']['name']}, {identity['horizon']['start']}-{identity['horizon']['end']}, "
        f"seed {identity['seed']}, {len(runs[0].indicators)} indicators, reformsim {identity['reformsim']}"
    )
    rows = [
        (run.name, f"{run.replicates:,} of {planned:,}", str(len(run.failures)), run.scenario.title) for run in runs
    ]
    show(plain_table(("Scenario", "Replicates", "Failed", "Title"), rows, right=(1, 2)))
    size: dict[str, int] = {}
    for path in sorted(place.rglob("*")):
        if path.is_file():
            top = path.relative_to(place).parts[0]
            size[top] = size.get(top, 0) + path.stat().st_size
    print()
    show(plain_table(("In it", "kB"), [(name, f"{total / 1000:,.0f}") for name, total in size.items()], right=(1,)))
