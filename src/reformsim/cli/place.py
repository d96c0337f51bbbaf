"""``place``: a municipality on a day, with the bodies it sits in."""

from collections import Counter
from typing import Annotated

import typer

from reformsim.cli.console import plain_table, say, show


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
    from reformsim.places import COUNTRY, SOURCES
    from reformsim.places import place as look_up

    here = look_up(name, on, territory)
    print(f"{here.name} ({here.code}), {here.province}, on {here.day}")
    if here.note:
        say(f"{here.note}.", 2)
    seats = "" if here.seats is None else f", {here.seats} council seats"
    say(f"{here.inhabitants:,} inhabitants on 1 January {here.figures_of or here.day.year}{seats}", 2)
    say(f"borders on {', '.join(here.neighbours) or 'no other municipality'}", 2)
    if here.regions:
        say("; ".join(f"{division} {region}" for division, region in here.regions.items()), 2)
    if territory != COUNTRY:
        say("Cooperation bodies are on record for the Netherlands alone.", 2)
        return
    print()
    rows = [
        (
            seat.form,
            "not known" if seat.since is None else str(seat.since),
            str(len(seat.members)) + (f"+{seat.others}" if seat.others else ""),
            f"{seat.source} {seat.quality}" + ("" if seat.basis == "recorded" else f", {seat.basis.replace('_', ' ')}"),
            f"{seat.name}: {seat.subject}",
        )
        for seat in here.bodies
    ]
    show(plain_table(("Form", "Since", "Members", "Source", "Body: about"), rows, right=(2,)))
    if members:
        print()
        for seat in here.bodies:
            say(f"{seat.name}: {', '.join(seat.members)}", 2)
    print()
    recorded = len(here.bodies)
    say(f"{recorded} bodies recorded, {here.drawn} drawn: with `network: both`, to meet counts on 1 January.")
    for source in sorted(Counter(seat.source for seat in here.bodies)):
        say(f"{source}: {SOURCES[source]}", 2)
    say("What bodies are about is a guess from their names and goals.", 2)
