"""``place``: a municipality on a day, with the bodies it sits in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import plain_table, say, show
from reformsim.cli.language import spoken
from reformsim.cli.running import AllowCode

if TYPE_CHECKING:
    from reformsim.places import Place
    from reformsim.report.words import Words


def place(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="Code or name, also a former one; with DIR of anything that has a sheet."),
    ],
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="Results: what becomes of it, from a folder of run or compare."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="A day from 2003-01-01 on; the last on record if left out."),
    ] = None,
    territory: Annotated[
        str, typer.Option("--territory", "-t", help="Where it lies: flanders, switzerland, or a folder of your own.")
    ] = "netherlands",
    members: Annotated[bool, typer.Option("--members", help="Name the members of each body.")] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="With DIR: write the values of every year.")
    ] = None,
    allow_code: AllowCode = False,
) -> None:
    """Show a municipality on a day: inhabitants, council, neighbours, and of a Dutch one the bodies it sits in.

    With DIR, what results say of it, or of a province, task, water board or cooperation body: with whom it merges and
    how often, how it stands before and after, who carries its tasks.
    """
    _refuse_mixed(folder, csv, on=on, members=members)
    if folder is not None:
        from reformsim.cli.made.sheet import show_sheet

        show_sheet(name, folder, csv, allow_code=allow_code)
        return
    from reformsim.places import RECORD
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
    if territory != RECORD:
        say(w("terminal.place.abroad"), 2)
        return
    _show_bodies(here, w, members=members)


def _refuse_mixed(folder: Path | None, csv: Path | None, *, on: str | None, members: bool) -> None:
    """Refuse what is for a place on a day where results are asked, and the other way round."""
    from reformsim.errors import RunError

    if folder is None and csv is not None:
        raise RunError("--csv writes values from results: name their folder too")
    if folder is not None and (on is not None or members):
        raise RunError("results tell of their first day: --on and --members are for a place without results")


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
    for source in sorted({seat.source for seat in here.bodies}):
        say(f"{source}: {w(f'terminal.place.source.{source}')}", 2)
    say(w("terminal.place.guess"), 2)
