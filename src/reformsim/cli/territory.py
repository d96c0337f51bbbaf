"""``territory NAME``, ``territory check``, ``territory synthetic`` and ``territory list``."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from reformsim.cli.console import complain, plain_table, say, show, tell

if TYPE_CHECKING:
    from reformsim.country import Country
    from reformsim.territory import Territory


class _OrShown(TyperGroup):
    """A word that is no command is the name of a territory to show."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        named = bool(args) and args[0] not in self.commands and not args[0].startswith("-")
        return super().resolve_command(ctx, ["show", *args] if named else args)


app = typer.Typer(cls=_OrShown, no_args_is_help=True, help="Show, check, make or list territories.")


@app.command("show", short_help="Show a territory: map, record, law and what is not known.")
def shown(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Embedded name, or folder of a territory.")],
) -> None:
    """Show a territory: map, record, its country's law, and what is not known of it; `territory NAME` does too."""
    from reformsim.country import load_country
    from reformsim.measures.known import in_words, unknown
    from reformsim.territory import load_territory

    land = load_territory(name)
    home = load_country(land.country)
    print(f"{land.name}: {land.title}")
    say(_described(land), 2)
    known = land.population_years
    years = str(known[0]) if len(known) == 1 else f"{len(known)} years from {known[0]} to {known[-1]}"
    say(f"inhabitants known of {years}; then {land.growth_after_data:.2%} a year: {land.growth_source}", 2)
    if land.divisions:
        say(f"divisions: {', '.join(land.divisions)}", 2)
    say(f"data: {land.attribution}", 2)
    print()
    people = Counter[int]()
    for province, inhabitants in zip(land.province.tolist(), land.population.tolist(), strict=True):
        people[province] += inhabitants
    units = Counter(land.province.tolist())
    named = enumerate(zip(land.province_codes, land.province_names, strict=True))
    rows = [(code, title, f"{units[at]:,}", f"{people[at]:,}") for at, (code, title) in named]
    show(plain_table(("Code", home.middle["en"].capitalize(), "Municipalities", "Inhabitants"), rows, right=(2, 3)))
    print()
    say(f"Country: {home.title['en']}. {home.note['en']}".strip())
    if home.dutch:
        say("Dutch law holds wholly: reformsim law, reformsim tasks.", 2)
        return
    if laws := _laws(home):
        show(plain_table(("Since", "How sure", "Table of law", "Article"), laws))
        print()
    missing = sorted(dict.fromkeys(in_words(one, "en") for one in unknown(land) if one in _TOLD))
    say(f"Not known here, and absent: {', '.join(missing)}." if missing else "")


_TOLD = ("tasks", "bodies", "water_boards", "sub_municipal", "council_seats", "aldermen_share", "council_elections",
         "mayors_per_municipality", "provincial_council_seats", "councillor_fee", "fixed_sum_municipality")  # fmt: skip
"""Of what is not known, what is told: the rest is about the same."""


def _laws(home: "Country") -> list[tuple[str, ...]]:
    """The tables that are known, with what their entries rest on."""
    return [
        (str(entry.since), entry.status, table.name, entry.article)
        for table in home.law.tables
        for entry in table.entries
    ]


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
    if not problems:
        land = load_territory(folder)
        said = (*bodies_without_tasks(land), *_unknown_titles(land))
        problems = [Problem(f"{folder}/territory.yaml", one) for one in said]
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


def _unknown_titles(land: "Territory") -> list[str]:
    """Say which indicators a country file gives titles for that do not exist."""
    from reformsim.country import load_country
    from reformsim.errors import suggest
    from reformsim.measures import MEASURES

    named = load_country(land.country).titles
    wrong = [name for name in named if name not in MEASURES]
    return [f"country: unknown indicator '{name}' among the titles{suggest(name, MEASURES)}" for name in wrong]


def _described(territory: "Territory") -> str:
    from reformsim.country import load_country

    home = load_country(territory.country)
    numbers = (
        (len(territory.codes), "municipality", "municipalities"),
        (len(territory.province_codes), home.middle["en"], home.middles["en"]),
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
