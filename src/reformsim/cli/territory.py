"""``territory check``, ``territory synthetic`` and ``territory list``."""

from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.console import complain, plain_table, show, tell
from reformsim.cli.language import Speaking, spoken

app = Speaking(no_args_is_help=True, help="Check, make or list territories.")


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
        complain(spoken()("terminal.mistakes.place", count=tell(problems), place=folder))
        raise typer.Exit(2)
    print(spoken()("terminal.territory.in_order", folder=folder, what=_described(load_territory(folder))))


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

    w, rows = spoken(), []
    for name in embedded_territories():
        territory = load_territory(name)
        people = w.number(int(territory.population.sum()))
        years = f"{territory.starts[0]}-{territory.starts[1]}" if territory.starts else str(territory.year)
        rows.append((name, years, str(len(territory.codes)), people, w.own(territory, "title")))
    heads = [w(f"terminal.territory.{head}") for head in ("name", "first", "municipalities", "inhabitants")]
    show(plain_table((*heads, w("terminal.scenarios.title")), rows, right=(2, 3)))


def _described(territory: object) -> str:
    from reformsim.territory import Territory

    assert isinstance(territory, Territory)
    w = spoken()
    numbers = {
        "municipality": len(territory.codes),
        "province": len(territory.province_codes),
        "inhabitant": int(territory.population.sum()),
        "border": len(territory.edges),
    }
    said = [
        w(f"terminal.territory.{what}.{'one' if number == 1 else 'more'}", count=w.number(number))
        for what, number in numbers.items()
    ]
    if territory.starts is not None:
        first, last = territory.starts
        said.append(w("terminal.territory.day", year=territory.year, first=first, last=last))
    if territory.events_until is not None:
        said.append(w("terminal.territory.events", year=territory.events_until))
    if territory.procedures is not None:
        count = len(territory.procedures)
        said.append(w("terminal.territory.procedure" if count == 1 else "terminal.territory.procedures", count=count))
    return ", ".join(said)
