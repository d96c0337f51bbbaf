"""``territory NAME``, ``territory check``, ``territory synthetic`` and ``territory list``."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from reformsim.cli.console import complain, plain_table, say, show, tell
from reformsim.cli.language import Speaking, spoken

if TYPE_CHECKING:
    from rich.table import Table

    from reformsim.country import Country
    from reformsim.report.words import Words
    from reformsim.territory import Territory


class _OrShown(TyperGroup):
    """A word that is no command is the name of a territory to show."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        named = bool(args) and args[0] not in self.commands and not args[0].startswith("-")
        return super().resolve_command(ctx, ["show", *args] if named else args)


app = Speaking(cls=_OrShown, no_args_is_help=True, help="Show, check, make or list territories.")


@app.command("show", short_help="Show a territory: map, record, law and what is not known.")
def shown(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Embedded name, or folder of a territory.")],
) -> None:
    """Show a territory: map, record, its country's law, and what is not known of it; `territory NAME` does too."""
    from reformsim.country import load_country
    from reformsim.territory import load_territory

    w, land = spoken(), load_territory(name)
    home = load_country(land.country)
    print(f"{land.name}: {w.own(land, 'title')}")
    say(_described(land), 2)
    known = land.population_years
    span = w("terminal.territory.years", count=len(known), first=known[0], last=known[-1])
    growth = w.number(100 * land.growth_after_data, 2)
    say(
        w(
            "terminal.territory.known",
            years=span if len(known) > 1 else known[0],
            growth=growth,
            source=land.growth_source,
        ),
        2,
    )
    if land.divisions:
        say(w("terminal.territory.divisions", names=", ".join(land.divisions)), 2)
    say(w("terminal.territory.data", attribution=w.own(land, "attribution")), 2)
    print()
    show(_provinces(land, home, w))
    print()
    say(w("terminal.territory.country", title=home.title[w.lang], note=home.note[w.lang]).strip())
    if home.dutch:
        say(w("terminal.territory.dutch"), 2)
    else:
        _tell_known(land, home, w)


def _provinces(land: "Territory", home: "Country", w: "Words") -> "Table":
    """Give the layer between the municipalities and the state, with how many live where."""
    people, units = Counter[int](), Counter(land.province.tolist())
    for province, inhabitants in zip(land.province.tolist(), land.population.tolist(), strict=True):
        people[province] += inhabitants
    named = enumerate(zip(land.province_codes, land.province_names, strict=True))
    rows = [(code, title, w.number(units[at]), w.number(people[at])) for at, (code, title) in named]
    heads = [w(f"terminal.territory.{head}") for head in ("code", "municipalities", "inhabitants")]
    return plain_table((heads[0], home.middle[w.lang].capitalize(), *heads[1:]), rows, right=(2, 3))


def _tell_known(land: "Territory", home: "Country", w: "Words") -> None:
    """Say which law of another country is known, and of what nothing is."""
    from reformsim.measures.known import in_words, unknown

    if laws := _laws(home, w):
        show(
            plain_table([w(f"terminal.territory.law.{head}") for head in ("since", "status", "table", "article")], laws)
        )
        print()
    missing = sorted(dict.fromkeys(in_words(one, w.lang) for one in unknown(land) if one in _TOLD))
    if missing:
        say(w("terminal.territory.missing", names=", ".join(missing)))


_TOLD = ("tasks", "bodies", "water_boards", "sub_municipal", "council_seats", "aldermen_share", "council_elections",
         "mayors_per_municipality", "provincial_council_seats", "councillor_fee", "fixed_sum_municipality")  # fmt: skip
"""Of what is not known, what is told: the rest is about the same."""


def _laws(home: "Country", w: "Words") -> list[tuple[str, ...]]:
    """The tables that are known, with what their entries rest on."""
    return [
        (str(entry.since), w(f"page.country.status.{entry.status}"), table.name, entry.article)
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
        problems = [Problem(f"{folder.rstrip('/')}/territory.yaml", one) for one in said]
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
    from reformsim.territory import synthetic_territory

    print(f"{out}: {_described(synthetic_territory(units, seed, out))}")


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

    w, home = spoken(), load_country(territory.country)

    def counted(what: str, number: int) -> str:
        return w(f"terminal.territory.{what}.{'one' if number == 1 else 'more'}", count=w.number(number))

    middles = len(territory.province_codes)
    said = [
        counted("municipality", len(territory.codes)),
        f"{w.number(middles)} {(home.middle if middles == 1 else home.middles)[w.lang]}",
        counted("inhabitant", int(territory.population.sum())),
        counted("border", len(territory.edges)),
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
