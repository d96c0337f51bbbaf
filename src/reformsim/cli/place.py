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
    members: Annotated[bool, typer.Option("--members", help="Name the members of each body.")] = False,
) -> None:
    """Show a Dutch municipality on a day: inhabitants, council, neighbours, and the bodies it really sits in."""
    from reformsim.places import SOURCES
    from reformsim.places import place as look_up

    here = look_up(name, on)
    print(f"{here.name} ({here.code}), {here.province}, on {here.day}")
    if here.note:
        say(f"{here.note}.", 2)
    say(f"{here.inhabitants:,} inhabitants on 1 January {here.day.year}, {here.seats} council seats", 2)
    say(f"borders on {', '.join(here.neighbours)}", 2)
    say("; ".join(f"{division} {region}" for division, region in here.regions.items()), 2)
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
