"""All that can be wrong with a scenario, told at once: form first, then what only the data can tell."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reformsim.behaviour import acting
from reformsim.errors import InputError, Mistakes, Near, Problem, ScenarioError, UnknownNameError, suggest
from reformsim.levers.registry import LEVERS
from reformsim.marked import shortened
from reformsim.scenario.added import read_draft
from reformsim.scenario.checking.names import Found, complaints, ends_refused, named, unknown_names
from reformsim.scenario.checking.orders import order_problems
from reformsim.scenario.checking.repair import repaired
from reformsim.scenario.code import with_code
from reformsim.scenario.groups import group_problems
from reformsim.scenario.load import Draft, LeverEntry, is_folder
from reformsim.scenario.ranges import ELSEWHERE, unheld
from reformsim.scenario.schema import Horizon, Scenario
from reformsim.scenario.source import Node
from reformsim.scenario.wording import UNKNOWN, described, translated
from reformsim.tasks import load_task_book, not_there
from reformsim.territory import Territory, embedded_territories, end_problem, nearest_map, replay_problem, start_problem

_NO_YEARS = "missing key 'horizon'"
_INHERIT = "; `extends: baseline-2011` would take it from there"

_OF_CODE = ("unknown lever", "unknown indicator")
"""How mistakes begin that a plugin could mend."""

_ENTRIES = ("groups", "behaviour", "mechanisms", "uncertainties", "principles")


def examine(
    draft: Draft,
    told: Iterable[Problem] = (),
    *,
    allow_code: bool | None = False,
    notes: list[Problem] | None = None,
) -> tuple[Scenario | None, list[Problem]]:
    """Validate a draft wholly.

    Parameters
    ----------
    told
        What is wrong with the files that the draft was read from.
    allow_code
        As for :func:`load_scenario`.
    notes
        What is no mistake but should be known, such as an old name of a place, is added to it.

    Returns
    -------
    scenario, problems
        The scenario if there is no problem and the chain is whole; the problems, those told before among them,
        sorted by file of the chain, line and column.
    """
    draft, code_problems = (draft, []) if allow_code is None else with_code(draft, allow_code)
    values, problems = _head(draft)
    found, lever_problems = _levers(draft)
    problems += lever_problems
    if allow_code is None and any(p.message.startswith(_OF_CODE) for p in problems):
        draft, code_problems = with_code(draft, allowed=False)
    if code_problems:  # what a plugin that does not run would have added cannot be told from what there is not
        problems = [p for p in problems if not p.message.startswith(_OF_CODE)]
        problems += code_problems
    parts = _parts(values)
    problems += _figure_problems(draft, parts, found)
    territory, territory_problems = _territory(draft, parts)
    problems += territory_problems
    problems += group_problems(draft.head, parts.get("groups") or {}, _ids(draft))
    horizon = parts.get("horizon")
    late = list(_date_problems(found, horizon)) if horizon is not None else []
    problems += late
    if territory is not None:
        problems += _on_the_map(draft, parts, found, territory, late, notes)
    problems = Mistakes(in_file_order([*told, *problems], draft.files)).told()
    if problems or not draft.whole:
        return None, problems
    values["levers"] = tuple(f.lever for f in found)
    scenario = Scenario.model_validate(values)
    if is_folder(scenario.territory):
        scenario = scenario.model_copy(update={"territory": str(Path(scenario.territory).resolve())})
    return scenario, []


def _network(parts: Mapping[str, Any], territory: Territory) -> str:
    """Say which bodies the first day has: as asked for, or as the scenario that is in order would."""
    horizon = {"start": territory.year, "end": territory.year}
    return Scenario(name="x", territory=parts["territory"], horizon=horizon, network=parts.get("network")).bodies


def _on_the_map(
    draft: Draft,
    parts: Mapping[str, Any],
    found: list[Found],
    territory: Territory,
    late: list[Problem],
    notes: list[Problem] | None,
) -> list[Problem]:
    """Give what only the territory can tell is wrong, and add to the notes what it can tell; ``late`` is told."""
    horizon, head = parts.get("horizon"), draft.head
    problems: list[Problem] = []
    if horizon is not None:
        problems += [head.problem(*refusal) for refusal in _span_refusals(horizon, territory)]
        problems += [head.problem(*refusal) for refusal in _record_refusals(parts, horizon, territory)]
    problems += [head.problem(("territory",), said) for said in bodies_without_tasks(territory)]
    problems += _books_problems(parts, territory)
    unknown = [*unknown_names(found, territory, _network(parts, territory))]
    by_code, said, twice = named(found, territory)
    if notes is not None:
        notes += said
    unknown += twice
    unknown += complaints(by_code, territory)
    problems += [head.problem(*end) for end in ends_refused(parts.get("uncertainties") or {}, by_code, territory)]
    wrong = {(p.file, p.path.split("]")[0]) for p in (*late, *unknown)}
    whole = [f for f in by_code if not f.repaired]
    sound = [f for f in whole if (f.entry.node.file, f"levers[{f.entry.index}") not in wrong]
    if horizon is not None:
        law = str(parts.get("law", "at_start"))
        unknown += order_problems(((f.entry, f.lever) for f in sound), territory, horizon.start, law)
    return [*problems, *unknown]


def check_files(
    names_or_paths: Iterable[str | Path],
    settings: Iterable[str] = (),
    *,
    allow_code: bool = False,
    notes: list[Problem] | None = None,
) -> list[Problem]:
    """Give all mistakes in some scenario files (or shipped scenarios), each told once.

    Parameters
    ----------
    names_or_paths
        As :func:`load_scenario` takes them.
    settings
        Weights in place of those of every file, each ``NAME=VALUE``.
    allow_code, notes
        As for :func:`load_scenario`.
    """
    set_here = tuple(settings)
    problems: list[Problem] = []
    for name in names_or_paths:
        try:
            draft, found = read_draft(name, set_here)
        except UnknownNameError as error:
            problems.append(Problem(str(name), str(error)))
            continue
        if draft is not None:
            found = examine(draft, found, allow_code=allow_code, notes=notes)[1]
        problems += found
    return list(dict.fromkeys(problems))


def load_scenario(
    name_or_path: str | Path,
    settings: Iterable[str] = (),
    *,
    allow_code: bool | None = False,
    notes: list[Problem] | None = None,
) -> Scenario:
    """Give a scenario from a file or by the name of a shipped one; ``a+b`` adds the reforms of several.

    Parameters
    ----------
    name_or_path
        A shipped name or a file.
    settings
        Weights in place of those of the file, each ``NAME=VALUE`` (``merger.extent=0.4``).
    allow_code
        Run the Python files that it names as its plugins; without it a scenario that names any is refused, but with
        ``None`` only if it has a lever that they may define.
    notes
        What is no mistake but should be known of it is added here: a place that is called by an old name.

    Raises
    ------
    ScenarioError
        The file, or what it extends, is wrong; it holds all problems.
    UnknownNameError
        There is no shipped scenario of that name.
    """
    draft, problems = read_draft(name_or_path, settings)
    if draft is None:
        raise ScenarioError(problems)
    scenario, problems = examine(draft, problems, allow_code=allow_code, notes=notes)
    if scenario is None:
        raise ScenarioError(problems)
    return scenario


def in_file_order(problems: Iterable[Problem], files: tuple[str, ...]) -> list[Problem]:
    """Sort problems by file (in the order of the chain, others after), line and column; each once."""
    rank = {file: i for i, file in enumerate(files)}
    unique = dict.fromkeys(problems)

    def order(p: Problem) -> tuple[object, ...]:
        place = rank.get(p.file, len(rank)), p.file, p.line or 0, p.column or 0, _steps(p.path)
        return *place, p.more, p.message

    return sorted(unique, key=order)


def _steps(path: str) -> list[tuple[int, str]]:
    """Give a path to sort by: ``levers[2]`` comes before ``levers[10]``."""
    return [(int(step), "") if step.isdecimal() else (-1, step) for step in re.split(r"(\d{1,9})", path)]


def _head(draft: Draft) -> tuple[dict[str, Any], list[Problem]]:
    """Validate everything but the levers; give the plain values and what is wrong with them."""
    values = draft.head.plain()
    if "name" not in values:
        values["name"] = Path(draft.files[0]).stem
    name, given, problems = values["name"], set(values), []
    wrong = True
    while wrong:  # what is wrong with some entries of a key can be told when those of the wrong kind are gone
        wrong = False
        try:
            Scenario.model_validate(values, context={ELSEWHERE: _ids(draft)})
        except ValidationError as error:
            gone = given - set(values)
            found = translated(error, Scenario, draft.head)
            problems += [p for p in found if not (p.path in gone and p.message.startswith("missing key"))]
            wrong = any([_left_out(values, one["loc"]) for one in error.errors()])
    problems = list(dict.fromkeys(problems))
    if not draft.whole:
        problems = [p for p in problems if not p.message.startswith("missing key")]
    if "extends" not in draft.head.keys:
        years = [p for p in problems if p.message.startswith(_NO_YEARS)]
        problems = [replace(p, message=p.message + _INHERIT) if p in years else p for p in problems]
    ill_named = [p for p in problems if p.path == "name"]
    if "name" not in draft.head.keys and ill_named:
        expected = ill_named[0].message.partition(", not ")[0]
        message = f"missing key 'name', and the file's own name {described(name)} will not do: {expected}"
        problems = [p for p in problems if p not in ill_named]
        problems.append(Problem(draft.files[0], message, 1, 1, "name"))
    return values, problems


def _left_out(values: dict[str, Any], location: tuple[str | int, ...]) -> bool:
    """Take a mistaken value away, so that the rest can be looked at; say whether there was one."""
    top = str(location[0]) if location else ""
    entries, key = values, top
    if top in _ENTRIES and len(location) > 1 and isinstance(values.get(top), dict):
        entries, key = values[top], str(location[1])
    there = key in entries
    entries.pop(key, None)
    return there


def _parts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the validated top-level values that are in order (those that are not were left out)."""
    stand_in = {"name": "x", "horizon": {"start": 2011, "end": 2011}}
    known = {key: value for key, value in values.items() if key in Scenario.model_fields}
    scenario = Scenario.model_validate({**stand_in, **known}, context={ELSEWHERE: None})
    return {key: getattr(scenario, key) for key in (*known, "territory", "law") if key not in stand_in or key in known}


def _ids(draft: Draft) -> set[str] | None:
    """Give the ids of the levers; ``None`` where there may be one of a base that could not be read."""
    return {entry.id for entry in draft.levers if entry.id is not None} if draft.whole else None


def _figure_problems(draft: Draft, parts: Mapping[str, Any], found: Iterable[Found]) -> Iterator[Problem]:
    """Say what is wrong with the ranges of figures of levers, of those that are in order."""
    sound = [one.lever for one in found if not one.repaired]
    ranges = parts.get("uncertainties") or {}
    of_levers = {name: one for name, one in ranges.items() if any(name.startswith(f"{x.id}.") for x in sound)}
    for at, wrong, _ in unheld(of_levers, parts.get("behaviour") or {}, sound):
        about = wrong.context or {}
        near = Near(about["name"], about["known"]) if wrong.type == UNKNOWN else None
        message = wrong.message().removesuffix(about.get("near", ""))
        yield draft.head.problem(("uncertainties", *at), message, near, key=near is not None)


def _levers(draft: Draft) -> tuple[list[Found], list[Problem]]:
    found: list[Found] = []
    problems: list[Problem] = []
    for entry in draft.levers:
        one, wrong = _lever(entry)
        problems += wrong
        if one is not None:
            found.append(one)
    return found, problems


def _lever(entry: LeverEntry) -> tuple[Found | None, list[Problem]]:
    node = entry.node
    if not isinstance(node.value, dict):
        message = f"expected a lever with its keys, not {described(node.plain())}"
        return None, [node.problem((), message, root=entry.root)]
    name = node.value.get("lever")
    if name is None:
        return None, [node.problem((), "expected the key lever with the name of a lever", root=entry.root)]
    if not isinstance(name.value, str):
        message = f"expected the name of a lever, not {described(name.plain())}"
        return None, [node.problem(("lever",), message, root=entry.root)]
    kind = LEVERS.get(name.value)
    if kind is None:
        message = f"unknown lever {described(name.value)}"
        return None, [node.problem(("lever",), message, Near(name.value, LEVERS), root=entry.root)]
    try:
        return Found(entry, kind.model_validate(node.plain())), []
    except ValidationError as error:
        lever, keys = repaired(kind, node.plain(), error)
        found = None if lever is None else Found(entry, lever, keys)
        return found, translated(error, kind, node, entry.root)


def _territory(draft: Draft, parts: Mapping[str, Any]) -> tuple[Territory | None, list[Problem]]:
    name = parts.get("territory")
    horizon = parts.get("horizon")
    if name is None or ("territory" in draft.head.keys and not isinstance(_value(draft.head, "territory"), str)):
        return None, []
    if not is_folder(name) and name not in embedded_territories():
        hint = suggest(name, embedded_territories()) or "; write ./ before the name of a folder"
        return None, [draft.head.problem(("territory",), f"unknown territory {described(name)}{hint}")]
    if is_folder(name) and not os.path.isdir(name):
        return None, [draft.head.problem(("territory",), f"no such folder: {shortened(name)}")]
    try:
        # A year that it has no map of is told with the horizon, and the nearest map serves the other checks.
        return nearest_map(name, horizon.start if horizon is not None else None, load_task_book().ids), []
    except InputError as error:
        return None, list(error.problems)


def bodies_without_tasks(territory: Territory) -> list[str]:
    """Say which statutory bodies of a territory have tasks that the catalogue has, but not on its first day."""
    first = dt.date(territory.year, 1, 1)
    asked = ((body.kind, task) for body in territory.statutory_bodies for task in (*body.tasks, *body.say))
    found = ((kind, not_there(task, first)) for kind, task in asked)
    return [f"its bodies of kind '{kind}': {said}" for kind, said in found if said is not None]


def _value(node: Node, key: str) -> Any:
    inner = node.value.get(key) if isinstance(node.value, dict) else None
    return None if inner is None else inner.value


def _record_refusals(
    parts: Mapping[str, Any], horizon: Horizon, territory: Territory
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Say at which key, and why, the record of the territory cannot be replayed or its network taken as asked."""
    if parts.get("network") in ("recorded", "both") and not territory.network:
        yield ("network",), f"expected drawn: territory '{territory.name}' has no record of cooperation bodies"
    if "accounts" in acting(parts.get("mechanisms") or {}) and not territory.has_accounts:
        switches = parts.get("mechanisms") or {}
        asks = next((one for one, on in switches.items() if on and "accounts" in acting({one: True})), "accounts")
        yield ("mechanisms", asks), f"expected false: no accounts are known of territory '{territory.name}'"
    until, whole = parts.get("replay_until"), parts.get("mergers") == "replay"
    if whole and until is not None:
        yield ("replay_until",), "expected mergers: simulated beside it; with mergers: replay all years are recorded"
    elif whole or until is not None:
        refusal = replay_problem(territory.events_until, territory.name, horizon.end, until)
        if refusal is not None:
            yield refusal
        elif until is not None and not horizon.start <= until <= horizon.end:
            yield ("replay_until",), f"{until} lies outside the horizon {horizon.start}-{horizon.end}"


def _books_problems(parts: Mapping[str, Any], territory: Territory) -> tuple[Problem, ...]:
    """Give the mistakes in the accounts of a territory, where the scenario keeps books."""
    if "accounts" in acting(parts.get("mechanisms") or {}):
        try:
            _ = territory.books
        except InputError as error:
            return error.problems
    return ()


def _span_refusals(horizon: Horizon, territory: Territory) -> Iterator[tuple[tuple[str, ...], str]]:
    """Say at which key, and why, a run on the territory cannot begin or end in the years asked for."""
    if said := start_problem(territory, horizon.start):
        yield ("horizon", "start"), said
    if said := end_problem(territory, horizon.end):
        yield ("horizon", "end"), said


def _date_problems(found: Iterable[Found], horizon: Horizon) -> Iterator[Problem]:
    first, last = dt.date(horizon.start, 1, 1), dt.date(horizon.end, 12, 31)
    for one in found:
        if "date" not in one.repaired and not first <= one.lever.date <= last:
            side = "before" if one.lever.date < first else "after"
            message = f"{one.lever.date} is {side} the horizon {horizon.start}-{horizon.end}"
            yield one.entry.node.problem(("date",), message, root=one.entry.root)
