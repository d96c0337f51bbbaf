"""``levers``, ``indicators``, ``law``, ``tasks`` and ``schedule``: what there is to work with."""

from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import plain_table, say, show

if TYPE_CHECKING:
    from reformsim.law.render import LawRow
    from reformsim.tasks import Task


def levers(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A lever; all are listed if left out.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="All of them as the page docs/levers.md.")] = False,
) -> None:
    """List the levers by family, or show one with its parameters and an example."""
    from reformsim.levers.describe import described_parameters, works_by
    from reformsim.levers.registry import FAMILIES, LEVERS, lever_class

    if markdown:
        from reformsim.note.document import levers_document

        print(levers_document(), end="")
        return
    if name is None:
        for family in dict.fromkeys((*FAMILIES, *(lever.family for lever in LEVERS.values()))):
            rows = [(f"  {word}", lever.title_en) for word, lever in LEVERS.items() if lever.family == family]
            if rows:
                show(plain_table((f"{family[0].upper()}{family[1:]}", ""), rows))
                print()
        print("reformsim levers NAME shows the parameters of one, and an example.")
        return
    lever = lever_class(name)
    say(f"{name}: {lever.title_en} ({lever.title_nl})")
    items = ", ".join(str(item) for item in lever.items)
    say(f"family: {lever.family}" + (f"; items {items} of the note's inventory" if items else ""))
    if lever.scope == "nation":
        print("works in the whole country: `where` may only be left out or empty")
    for way, what in works_by(lever):
        _paragraph(f"works by {way}", what)
    print()
    show(plain_table(("Parameter", "Default", "Meaning"), [tuple(row) for row in described_parameters(lever)]))
    if lever.moves:
        print("\nIts example moves, beside the same run without it:")
        for indicator, way in lever.moves.items():
            print(f"  {indicator}: {way}")
    print("\nExample, as an entry of a scenario's levers:\n")
    first, *rest = lever.example.rstrip("\n").split("\n")
    print("\n".join([f"  - {first}", *(f"    {line}" for line in rest)]))


def indicators(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="An indicator; all are listed if left out.")
    ] = None,
) -> None:
    """List the indicators, or show one with its definition and source; * marks the headline ones."""
    from reformsim.measures import MEASURES, measure_of
    from reformsim.report.words import words

    if name is None:
        rows = [(f"{'*' if i.headline else ' '} {i.name}", i.unit, i.title_en) for i in MEASURES.values()]
        show(plain_table(("  Indicator", "Unit", "Title"), rows))
        print()
        _paragraph("when", words("en")("page.headline.when"))
        print("\nreformsim indicators NAME shows the definition and source of one.")
        return
    one = measure_of(name)
    wanted = {"lower": "lower is better", "higher": "higher is better"}
    say(f"{one.name}: {one.title_en} ({one.title_nl})")
    print(f"unit: {one.unit}; {wanted.get(one.direction, 'neither direction is better')}")
    _paragraph("definition", one.definition)
    _paragraph("when", words("en")("page.headline.when"))
    _paragraph("source", one.source)


def law(
    table: Annotated[str | None, typer.Argument(metavar="TABLE", help="A table; all are listed if left out.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Only what is in force then.")] = None,
) -> None:
    """List the statutory tables, or print one with article, source and status."""
    from reformsim.law import load_law
    from reformsim.law.render import law_overview, law_table
    from reformsim.law.tables import STATUSES

    day = None if on is None else _day(on)
    book = load_law()
    if table is None:
        # One word for the status here; the table itself spells it out.
        short = {text.split(":")[0]: word for word, text in STATUSES.items()}
        for listed in law_overview(book, day):
            print(listed.table)
            if listed.article:
                status = ", ".join(short.get(s, s) for s in listed.status.split(", "))
                _paragraph(f"{listed.content} [{listed.unit}]", f"{listed.article} ({status})")
            else:
                print(f"  {listed.content}")
        print("\nreformsim law TABLE shows one with its articles and sources.")
        return
    about = book.table(table)
    say(f"{table}: {about.title_en} ({about.title_nl}), in {about.unit}")
    entries = law_table(book, table, day)
    if not entries:
        print(f"\nnothing in force on {day:%Y-%m-%d}")
    for row in entries:
        _print_entry(row)


def tasks(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A task; all are listed if left out.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="As they are then, 2011-01-01 if left out.")
    ] = None,
) -> None:
    """List the task catalogue as on 1 January 2011 or another day, or show one task with the sources of its figures."""
    from reformsim.tasks import FIRST_DAY, load_task_book, load_tasks

    day = FIRST_DAY if on is None else _day(on)
    if name is None:
        rows = [(t.id, t.carrier, f"{t.budget:,.0f}", f"{t.efficient_scale:,.0f}", t.name_en) for t in load_tasks(day)]
        heads = ("Task", "Carrier", "EUR/inh.", "Scale", "Name")
        show(plain_table(heads, rows, right=(2, 3)))
        print(f"\nAs on {day}. Scale: inhabitants for which it is carried out efficiently.")
        print("reformsim tasks NAME shows one with its sources; --on DATE another day.")
        return
    through = load_task_book().task(name)
    if on is None and not through.there(day):
        day = through.since or day
    if not through.there(day):
        print(f"{name}: not in the catalogue of {day}; it is there {through.span()}")
        return
    _print_task(load_tasks(day)[name])
    _paragraph("in the catalogue", through.span())
    later = ", ".join(str(since) for since, _ in through.editions if since > day)
    _paragraph("other figures from", later and f"{later} (reformsim tasks {name} --on DATE)")


def _print_task(task: "Task") -> None:
    say(f"{task.id}: {task.name_en} ({task.name_nl}), {task.domain}")
    say(f"carried by {task.carrier}; with a say: {', '.join(task.involved)}")
    say(f"regional division: {task.division or 'none'}; may be shared as: {', '.join(task.forms)}")
    figures = (
        ("carrier", task.carrier, task.sources.carrier),
        ("budget", f"{task.budget:,.0f} euro per inhabitant a year", task.sources.budget),
        ("efficient scale", f"{task.efficient_scale:,.0f} inhabitants", task.sources.efficient_scale),
        ("complexity", f"{task.complexity:.2f} of 1", task.sources.complexity),
        ("lost at the smallest scale", f"{task.depth:.0%} of a euro", task.sources.depth),
        ("halved by every", f"{task.half_life:,.0f} inhabitants", task.sources.half_life),
        (
            "cheapest at",
            f"{task.optimum:,.0f} inhabitants" if isfinite(task.optimum) else "none found",
            task.sources.optimum,
        ),
        ("lost far beyond it", f"{task.rise:.0%} of a euro", task.sources.rise),
        ("staff", f"{task.staff:g} full-time people per 1,000 inhabitants", task.sources.staff),
    )
    for label, value, origin in figures:
        text = "; ".join(part for part in (origin.source, origin.note) if part)
        _paragraph(f"{label}: {value} [{origin.status}]", text)
    _paragraph("bound by European law", task.eu)
    _paragraph("paid by a specific grant", task.grant)
    _paragraph("note", task.note)


def schedule(
    timed: Annotated[bool, typer.Option("--time", help="Simulate the baseline once and time each phase.")] = False,
) -> None:
    """Print the phases of a simulated year, in order."""
    from reformsim.model import ReformModel
    from reformsim.scenario import load_scenario

    model = ReformModel(load_scenario("baseline-2011"))
    if not timed:
        for number, (name, _) in enumerate(model.schedule, start=1):
            print(f"{number}. {name}")
        return
    model.run()
    years = len(model.scenario.horizon.years)
    rows = [
        (f"{number}. {name}", f"{1000 * model.phase_seconds[name] / years:.2f}")
        for number, (name, _) in enumerate(model.schedule, start=1)
    ]
    show(plain_table(("Phase", "ms a year"), rows))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"expected a date such as 2015-01-01, not '{text}'", param_hint="--on") from None


def _print_entry(row: "LawRow") -> None:
    until = f" until {row.until}" if row.until else ""
    where = "" if row.scope == "whole territory" else f" ({row.scope})"
    print()
    say(f"from {row.since}{until}{where}: {row.content}", hanging=0)
    for label, value in row.classes:
        print(f"    {label:<24}{value:>10}")
    _paragraph("article", row.article)
    _paragraph("source", row.source)
    _paragraph("status", row.status)
    _paragraph("note", row.note)


def _paragraph(label: str, text: str) -> None:
    if text:
        say(f"{label}: {text}", 2)
