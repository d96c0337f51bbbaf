"""``place``: a municipality on a day, with the bodies it sits in."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import plain_table, say, show
from reformsim.cli.language import spoken

if TYPE_CHECKING:
    from reformsim.places import Place
    from reformsim.report.words import Words


def place(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Code or name of a municipality, also a former one.")],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="A day from 2003-01-01 on; the last on record if left out."),
    ] = None,
    territory: Annotated[
        str, typer.Option("--territory", "-t", help="Where it lies: flanders, switzerland, or a folder of your own.")
    ] = "netherlands",
    members: Annotated[bool, typer.Option("--members", help="Name the members of each body.")] = False,
) -> None:
    """Show a municipality on a day: inhabitants, council, neighbours, and of a Dutch one the bodies it sits in."""
    from reformsim.places import COUNTRY
    from reformsim.places import place as look_up
    from reformsim.report.told import told

    w, here = spoken(), look_up(name, on, territory)
    print(w("terminal.place.head", name=here.name, code=here.code, province=here.province, day=w.day(here.day)))
    if here.note:
        say(f"{told(here.note, w)}.", 2)
    people = w("terminal.place.people", people=w.number(here.inhabitants), year=here.figures_of or here.day.year)
    seats = "" if here.seats is None else w("terminal.place.seats", seats=here.seats)
    say(", ".join(filter(None, (people, seats))), 2)
    say(w("terminal.place.borders", names=", ".join(here.neighbours) or w("terminal.place.alone")), 2)
    if here.regions:
        say("; ".join(f"{division} {region}" for division, region in here.regions.items()), 2)
    if territory != COUNTRY:
        say(w("terminal.place.abroad"), 2)
        return
    _show_bodies(here, w, members=members)


def _show_bodies(here: "Place", w: "Words", *, members: bool) -> None:
    """Show the bodies that a municipality sits in, where each is known from, and who else does."""
    from reformsim.network import load_subjects

    about = {one.title_en: w.pick(one.title_en, one.title_nl) for one in load_subjects().values()}
    print()
    rows = [
        (
            w(f"terminal.place.form.{seat.form}"),
            w("terminal.place.unknown") if seat.since is None else str(seat.since),
            str(len(seat.members)) + (f"+{seat.others}" if seat.others else ""),
            f"{seat.source} {seat.quality}"
            + ("" if seat.basis == "recorded" else f", {w(f'terminal.place.basis.{seat.basis}')}"),
            f"{seat.name}: {about[seat.subject]}",
        )
        for seat in here.bodies
    ]
    heads = [w(f"terminal.place.{head}") for head in ("form", "since", "members", "source", "body")]
    show(plain_table(heads, rows, right=(2,)))
    if members:
        print()
        for seat in here.bodies:
            say(f"{seat.name}: {', '.join(seat.members)}", 2)
    print()
    say(w("terminal.place.count", recorded=len(here.bodies), drawn=here.drawn))
    for source in sorted(Counter(seat.source for seat in here.bodies)):
        say(f"{source}: {w(f'terminal.place.source.{source}')}", 2)
    say(w("terminal.place.guess"), 2)
