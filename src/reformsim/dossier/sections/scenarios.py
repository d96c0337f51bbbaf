"""The scenarios in plain words: what each is about, and its reforms with dates, parameters and sources."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reformsim.dossier.sections.shared import Matter
from reformsim.report.page.html import Block, Cell, Facts, Group, Heading, Paragraph, Row, Table
from reformsim.report.words import catalogue

if TYPE_CHECKING:
    from reformsim.experiment import Run
    from reformsim.levers import Lever
    from reformsim.scenario import Scenario

DAY = re.compile(r"\d{4}-\d\d-\d\d")

_COMMON = frozenset(("lever", "id", "date", "source", "source_nl", "where"))


def scenarios(matter: Matter) -> Iterator[Block]:
    """Tell each scenario, the one compared against first."""
    yield Paragraph(matter.w("page.scenario.language"))
    for at, run in enumerate(matter.runs):
        small = run.name
        if at == 0 and matter.others:
            small = matter.w("page.scenario.base", name=run.name)
        yield Heading(matter.title(run), small if small != matter.title(run) else "", matter.colour(at))
        if run.scenario.question:
            yield Paragraph("", matter.w.own(run.scenario, "question"))
        if run.scenario.description:
            yield Paragraph(" ".join(matter.w.own(run.scenario, "description").split()))
        yield Facts(tuple(_facts(matter, run.scenario)))
        yield _reforms(matter, run)


def _facts(matter: Matter, scenario: Scenario) -> Iterator[tuple[str, str]]:
    w = matter.w
    yield w("page.scenario.period"), w("page.scenario.years", first=matter.first, last=matter.last)
    yield w("page.scenario.law"), w(f"page.scenario.law.{scenario.law}", first=scenario.horizon.start)
    mergers = w(f"page.scenario.mergers.{scenario.mergers}")
    if scenario.mergers == "simulated" and scenario.replay_until is not None:
        mergers = w("page.scenario.mergers.until", year=scenario.replay_until)
    yield w("page.scenario.mergers"), mergers
    if scenario.behaviour:
        values = (f"{w.weight(name)} = {w.local(f'{value:g}')}" for name, value in scenario.behaviour.items())
        yield w("page.scenario.behaviour"), "; ".join(values)
    if scenario.author:
        yield w("page.scenario.author"), scenario.author


def _reforms(matter: Matter, run: Run) -> Block:
    w = matter.w
    levers = sorted(run.scenario.levers, key=lambda lever: lever.date)
    if not levers:
        return Paragraph(w("page.scenario.none"))
    rows = tuple(
        Row(
            w.day(lever.date),
            (
                Cell(w.pick(lever.title_en, lever.title_nl), (lever.id, _works(matter, lever))),
                Cell("; ".join(_parameters(matter, lever))),
                Cell(_source(matter, lever)),
            ),
        )
        for lever in levers
    )
    heads = tuple(w(f"page.scenario.{key}") for key in ("date", "reform", "parameters", "source"))
    note = w("page.scenario.works.note")
    return Table(w("page.scenario.reforms", name=run.name), heads, (Group(rows),), note=note, steady=True)


def told(matter: Matter, lever: Lever) -> tuple[str, str, str]:
    """Say with what parameters a reform comes, how it works, and where it is from."""
    return "; ".join(_parameters(matter, lever)), _works(matter, lever), _source(matter, lever)


def _works(matter: Matter, lever: Lever) -> str:
    """The ways in which a reform works, in words: by law, by behaviour, or as input."""
    return matter.w("page.scenario.works", ways=", ".join(matter.w(f"page.works.{way}") for way in lever.mechanism))


def _source(matter: Matter, lever: Lever) -> str:
    text = " ".join(matter.w.own(lever, "source").split())
    return matter.w("page.scenario.assumption") if text == "assumption" else text


def _parameters(matter: Matter, lever: Lever) -> Iterator[str]:
    """What the file says beside date and source, names of tasks and places in words."""
    given = lever.model_dump(mode="json", exclude_none=True)
    usual = {key: field.get_default(call_default_factory=True) for key, field in type(lever).model_fields.items()}
    for key, value in given.items():
        if key not in _COMMON and getattr(lever, key) != usual[key]:
            yield f"{_key(matter, key)}: {_said(matter, value)}"
    if lever.nowhere:
        yield matter.w("page.scenario.nowhere")
    elif lever.where is not None:
        places = [name for value in given.get("where", {}).values() for name in _names(matter, value)]
        yield matter.w("page.scenario.where", places=", ".join(places))


def _said(matter: Matter, value: Any) -> str:
    w = matter.w
    if isinstance(value, Mapping):
        pairs = ((key, inner) for key, inner in value.items() if inner not in ([], {}, "", None))
        return ", ".join(f"{_key(matter, key)} {_said(matter, inner)}" for key, inner in pairs)
    if isinstance(value, list | tuple):
        return ", ".join(_said(matter, inner) for inner in value)
    if isinstance(value, bool):
        return w(f"levers.value.{'yes' if value else 'no'}")
    if isinstance(value, int | float):
        return w.local(f"{value:,}" if abs(value) >= 10_000 else f"{value:g}").replace("-", "\N{MINUS SIGN}")
    text = str(value)
    if text in _tasks():
        return w.pick(*_tasks()[text])
    if DAY.fullmatch(text):
        return w.day(dt.date.fromisoformat(text))
    known = f"levers.value.{text}"
    return w(known) if known in catalogue() else _place(matter, text)


def _key(matter: Matter, key: str) -> str:
    """Say what a parameter is, or the task, region or plugin's own parameter that stands in its place."""
    known = f"levers.parameter.{key}"
    return matter.w(known) if known in catalogue() else _said(matter, key).replace("_", " ")


def _names(matter: Matter, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _names(matter, inner)
    elif isinstance(value, list | tuple):
        yield from (_place(matter, str(one)) for one in value)


def _place(matter: Matter, code: str) -> str:
    """Name of a municipality, province, region or area; a word that is none of these stays as it is."""
    land = matter.territory
    if land is None:
        return code
    tables = [
        dict(zip(land.codes, land.names, strict=True)),
        dict(zip(land.province_codes, land.province_names, strict=True)),
        *(dict(zip(d.region_codes, d.region_names, strict=True)) for d in land.divisions.values()),
        {area.name: matter.w.own(area, "title") for area in land.areas},
    ]
    return next((table[code] for table in tables if code in table), code)


@lru_cache(maxsize=1)
def _tasks() -> dict[str, tuple[str, str]]:
    from reformsim.tasks import load_task_book

    book = load_task_book()
    return {id: book.names(id) for id in book.ids}
