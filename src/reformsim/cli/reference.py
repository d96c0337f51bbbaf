"""``levers``, ``indicators``, ``law``, ``tasks`` and ``schedule``: what there is to work with."""

import time
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Annotated

import typer

from reformsim.cli.console import plain_table, say, show
from reformsim.cli.language import spoken
from reformsim.report.words import catalogue

if TYPE_CHECKING:
    from reformsim.law.render import LawRow
    from reformsim.scenario import Scenario
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
    w = spoken()
    if name is None:
        for family in dict.fromkeys((*FAMILIES, *(lever.family for lever in LEVERS.values()))):
            rows = [
                (f"  {word}", w.pick(lever.title_en, lever.title_nl))
                for word, lever in LEVERS.items()
                if lever.family == family
            ]
            if rows:
                show(plain_table((_family(family), ""), rows))
                print()
        print(w("terminal.levers.more"))
        return
    lever = lever_class(name)
    say(_named(name, lever.title_en, lever.title_nl))
    items = ", ".join(str(item) for item in lever.items)
    family = w("terminal.levers.family", family=lever.family if w.lang == "en" else _family(lever.family))
    say(family + (w("terminal.levers.items", items=items) if items else ""))
    if lever.scope == "nation":
        print(w("terminal.levers.nation"))
    for way, what in works_by(lever):
        _paragraph(w("terminal.levers.works", way=w(f"page.works.{way}")), what)
    print()
    heads = [w(f"terminal.levers.{head}") for head in ("parameter", "default", "meaning")]
    show(plain_table(heads, [tuple(row) for row in described_parameters(lever)]))
    if lever.moves:
        print("\n" + w("terminal.levers.moves"))
        for indicator, way in lever.moves.items():
            print(f"  {indicator}: {w(f'terminal.way.{way}')}")
    print("\n" + w("terminal.levers.example") + "\n")
    first, *rest = lever.example.rstrip("\n").split("\n")
    print("\n".join([f"  - {first}", *(f"    {line}" for line in rest)]))


def indicators(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="An indicator; all are listed if left out.")
    ] = None,
) -> None:
    """List the indicators, or show one with its definition and source; * marks the headline ones."""
    from reformsim.measures import MEASURES, measure_of

    w = spoken()
    if name is None:
        rows = [
            (f"{'*' if i.headline else ' '} {i.name}", w.unit(i.unit), w.pick(i.title_en, i.title_nl))
            for i in MEASURES.values()
        ]
        heads = (
            f"  {w('terminal.indicators.indicator')}",
            w("terminal.indicators.unit"),
            w("terminal.scenarios.title"),
        )
        show(plain_table(heads, rows))
        print()
        _paragraph(w("terminal.indicators.when"), w("page.headline.when"))
        print("\n" + w("terminal.indicators.more"))
        return
    one = measure_of(name)
    better = one.direction if one.direction in ("lower", "higher") else "neither"
    say(_named(one.name, one.title_en, one.title_nl))
    print(w("terminal.indicators.one", unit=w.unit(one.unit), better=w(f"terminal.indicators.{better}")))
    _paragraph(w("terminal.label.definition"), one.definition)
    _paragraph(w("terminal.indicators.when"), w("page.headline.when"))
    _paragraph(w("terminal.label.source"), one.source)


def law(
    table: Annotated[str | None, typer.Argument(metavar="TABLE", help="A table; all are listed if left out.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Only what is in force then.")] = None,
) -> None:
    """List the statutory tables, or print one with article, source and status."""
    from reformsim.law import load_law
    from reformsim.law.render import law_overview, law_table

    w, day = spoken(), None if on is None else _day(on)
    book = load_law()
    if table is None:
        for listed in law_overview(book, day):
            print(listed.table)
            if listed.article:
                _paragraph(f"{listed.content} [{listed.unit}]", f"{listed.article} ({listed.status})")
            else:
                print(f"  {listed.content}")
        print("\n" + w("terminal.law.more"))
        return
    about = book.table(table)
    names = {"title": w.pick(about.title_en, about.title_nl), "other": w.pick(about.title_nl, about.title_en)}
    say(w("terminal.law.head", table=table, unit=about.unit, **names))
    entries = law_table(book, table, day)
    if not entries:
        print("\n" + w("terminal.law.nothing", day=day))
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

    w, day = spoken(), FIRST_DAY if on is None else _day(on)
    if name is None:
        rows = [
            (t.id, t.carrier, w.number(t.budget), w.number(t.efficient_scale), w.pick(t.name_en, t.name_nl))
            for t in load_tasks(day)
        ]
        heads = [w(f"terminal.tasks.{head}") for head in ("task", "carrier", "budget", "scale", "name")]
        show(plain_table(heads, rows, right=(2, 3)))
        print("\n" + w("terminal.tasks.as_on", day=w.day(day)))
        print(w("terminal.tasks.more"))
        return
    through = load_task_book().task(name)
    if on is None and not through.there(day):
        day = through.since or day
    if not through.there(day):
        print(w("terminal.tasks.absent", name=name, day=w.day(day), span=through.span()))
        return
    _print_task(load_tasks(day)[name])
    _paragraph(w("terminal.tasks.in_catalogue"), through.span())
    later = ", ".join(str(since) for since, _ in through.editions if since > day)
    _paragraph(w("terminal.tasks.other"), later and w("terminal.tasks.other.how", days=later, name=name))


def _print_task(task: "Task") -> None:
    w = spoken()
    names = {"title": w.pick(task.name_en, task.name_nl), "other": w.pick(task.name_nl, task.name_en)}
    say(w("terminal.tasks.head", name=task.id, domain=w(f"levers.value.{task.domain}"), **names))
    say(w("terminal.tasks.carried", carrier=task.carrier, involved=", ".join(task.involved)))
    say(w("terminal.tasks.shared", division=task.division or w("common.none"), forms=", ".join(task.forms)))
    optimum = w("terminal.tasks.none_found")
    if isfinite(task.optimum):
        optimum = w("terminal.tasks.inhabitants", number=w.number(task.optimum))
    figures = {
        "carrier": task.carrier,
        "budget": w("terminal.tasks.euro", number=w.number(task.budget)),
        "efficient_scale": w("terminal.tasks.inhabitants", number=w.number(task.efficient_scale)),
        "complexity": w("terminal.tasks.of_one", number=w.number(task.complexity, 2)),
        "depth": w("terminal.tasks.of_euro", number=w.number(100 * task.depth)),
        "half_life": w("terminal.tasks.inhabitants", number=w.number(task.half_life)),
        "optimum": optimum,
        "rise": w("terminal.tasks.of_euro", number=w.number(100 * task.rise)),
        "staff": w("terminal.tasks.people", number=w.local(f"{task.staff:g}")),
    }
    for name, value in figures.items():
        origin = getattr(task.sources, name)
        text = "; ".join(part for part in (origin.source, origin.note) if part)
        _paragraph(f"{w(f'terminal.tasks.figure.{name}')}: {value} [{origin.status}]", text)
    _paragraph(w("terminal.tasks.eu"), task.eu)
    _paragraph(w("terminal.tasks.grant"), task.grant)
    _paragraph(w("terminal.label.note"), task.note)


def schedule(
    timed: Annotated[bool, typer.Option("--time", help="Simulate the baseline once and time each phase.")] = False,
) -> None:
    """Print the phases of a simulated year, in order."""
    from reformsim.model import ReformModel
    from reformsim.scenario import load_scenario

    model = ReformModel(load_scenario("baseline-2011"))
    if not timed:
        for number, (name, _) in enumerate(model.schedule, start=1):
            print(f"{number}. {spoken()(f'terminal.phase.{name}')}")
        return
    model.run()
    years = len(model.scenario.horizon.years)
    rows = [
        (
            f"{number}. {spoken()(f'terminal.phase.{name}')}",
            spoken().number(1000 * model.phase_seconds[name] / years, 2),
        )
        for number, (name, _) in enumerate(model.schedule, start=1)
    ]
    show(plain_table((spoken()("terminal.schedule.phase"), spoken()("terminal.profile.yearly")), rows))


def show_profile(scenario: "Scenario") -> None:
    """Simulate replicate 0 once more in this process and print the time of its first day and of each phase."""
    from reformsim.model import ReformModel

    ReformModel(scenario)  # So that what is read and drawn once for all replicates is left out.
    began = time.perf_counter()
    model = ReformModel(scenario)
    first_day = time.perf_counter() - began
    model.run()
    years = model.years_done
    w = spoken()
    start = w("terminal.profile.first")
    spent = {start: first_day, **{w(f"terminal.phase.{name}"): spent for name, spent in model.phase_seconds.items()}}
    total = sum(spent.values())
    rows = [
        (
            name,
            w.number(1000 * seconds, 1),
            "" if name == start else w.number(1000 * seconds / years, 2),
            f"{seconds / total:.0%}",
        )
        for name, seconds in spent.items()
    ]
    rows.append((w("terminal.profile.all"), w.number(1000 * total, 1), "", "100%"))
    show(plain_table([w(f"terminal.profile.{head}") for head in ("phase", "ms", "yearly", "share")], rows))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"expected a date such as 2015-01-01, not '{text}'", param_hint="--on") from None


def _print_entry(row: "LawRow") -> None:
    w = spoken()
    until = w("terminal.law.until", day=row.until) if row.until else ""
    where = "" if row.scope == "whole territory" else w("terminal.law.where", scope=row.scope)
    print()
    say(w("terminal.law.from", since=row.since, until=until, where=where, content=row.content), hanging=0)
    for label, value in row.classes:
        print(f"    {label:<24}{value:>10}")
    _paragraph(w("terminal.label.article"), row.article)
    _paragraph(w("terminal.label.source"), row.source)
    _paragraph(w("terminal.label.status"), row.status)
    _paragraph(w("terminal.label.note"), row.note)


def _named(name: str, english: str, dutch: str) -> str:
    """Say what a name stands for: its title in the language, and behind it in the other."""
    w = spoken()
    return w("terminal.named", name=name, title=w.pick(english, dutch), other=w.pick(dutch, english))


def _family(family: str) -> str:
    """Say the chapter of levers with a capital; one of a plugin as it is called."""
    w = spoken()
    key = f"figures.family.{family}"
    return w(key) if w.lang != "en" and key in catalogue() else f"{family[0].upper()}{family[1:]}"


def _paragraph(label: str, text: str) -> None:
    if text:
        say(f"{label}: {text}", 2)
