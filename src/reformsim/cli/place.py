"""``place``: a municipality on a day, with the bodies it sits in."""

from collections import Counter
from typing import Annotated

import typer

from reformsim.cli.console import plain_table, say, show
from reformsim.cli.language import spoken


def place(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Code or name of a municipality, also a former one.")],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="A day from 2003-01-01 on; the last on record if left out."),
    ] = None,
    members: Annotated[bool, typer.Option("--members", help="Name the members of each body.")] = False,
) -> None:
    """Show a Dutch municipality on a day: inhabitants, council, neighbours, and the bodies it really sits in."""
    from reformsim.network import load_subjects
    from reformsim.places import place as look_up

    w, here = spoken(), look_up(name, on)
    about = {one.title_en: w.pick(one.title_en, one.title_nl) for one in load_subjects().values()}
    print(w("terminal.place.head", name=here.name, code=here.code, province=here.province, day=w.day(here.day)))
    if here.note:
        say(f"{here.note}.", 2)
    known = {"people": w.number(here.inhabitants), "year": here.day.year, "seats": here.seats}
    say(w("terminal.place.people", **known), 2)
    say(w("terminal.place.borders", names=", ".join(here.neighbours)), 2)
    say("; ".join(f"{division} {region}" for division, region in here.regions.items()), 2)
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
