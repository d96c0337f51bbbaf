"""``territory check``, ``territory synthetic`` and ``territory list``."""

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.console import complain, plain_table, show, tell

app = typer.Typer(no_args_is_help=True, help="Check, make or list territories.")


@app.command(short_help="Tell all mistakes in a territory folder at once.")
def check(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder of a territory, or an embedded name.")],
) -> None:
    """Tell all mistakes in a territory folder at once, with file, row and column."""
    from reformsim.errors import Problem
    from reformsim.scenario.check import bodies_without_tasks
    from reformsim.tasks import load_task_book
    from reformsim.territory import check_territory, load_territory

    problems = check_territory(folder, tasks=load_task_book().ids)
    problems = problems or [
        Problem(f"{folder}/territory.yaml", said) for said in bodies_without_tasks(load_territory(folder))
    ]
    if problems:
        complain(f"{tell(problems)} in {folder}")
        raise typer.Exit(2)
    print(f"{folder}: in order; {_described(load_territory(folder))}")


@app.command(short_help="Make an invented territory.")
def synthetic(
    units: Annotated[int, typer.Argument(metavar="N", help="Number of municipalities, 2 or more.")],
    seed: Annotated[int, typer.Option("--seed", "-s", help="Seed; the same seed gives the same map.")] = 1,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to make.")] = Path("territory"),
) -> None:
    """Make an invented territory: planar, with lognormal populations, provinces and regions."""
    from reformsim.errors import OutputError, writing
    from reformsim.territory import load_territory, synthetic_territory

    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"{out} exists and is not an empty folder; nothing was changed")
    with writing(out):
        synthetic_territory(units, seed, out)
    print(f"{out}: {_described(load_territory(out))}")


@app.command("list", short_help="List the embedded territories.")
def embedded() -> None:
    """List the territories that come with reformsim."""
    from reformsim.territory import embedded_territories, load_territory

    rows = []
    for name in embedded_territories():
        territory = load_territory(name)
        people = f"{int(territory.population.sum()):,}"
        years = f"{territory.starts[0]}-{territory.starts[1]}" if territory.starts else str(territory.year)
        rows.append((name, years, str(len(territory.codes)), people, territory.title))
    heads = ("Territory", "First year", "Municipalities", "Inhabitants", "Title")
    show(plain_table(heads, rows, right=(2, 3)))


def _described(territory: object) -> str:
    from reformsim.territory import Territory

    assert isinstance(territory, Territory)
    numbers = (
        (len(territory.codes), "municipality", "municipalities"),
        (len(territory.province_codes), "province", "provinces"),
        (int(territory.population.sum()), "inhabitant", "inhabitants"),
        (len(territory.edges), "border", "borders"),
    )
    said = [f"{number:,} {one if number == 1 else more}" for number, one, more in numbers]
    if territory.starts is not None:
        said.append(f"on 1 January {territory.year}, the last of {territory.starts[0]} to {territory.starts[1]}")
    if territory.events_until is not None:
        said.append(f"record of events to {territory.events_until}")
    if territory.procedures is not None:
        count = len(territory.procedures)
        said.append(f"{count} procedure{'' if count == 1 else 's'} recorded on the first day")
    return ", ".join(said)
