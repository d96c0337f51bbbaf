"""Reading ``territory.yaml`` and checking the institutions against the map."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from reformsim.errors import Near, Problem
from reformsim.marked import Marked, Where, read_marked, read_so, shortened
from reformsim.territory import institutions
from reformsim.territory.institutions import TerritoryFile
from reformsim.territory.tables import Draft

_EXPECTED = {
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "finite_number": "expected a finite number",
    "bool_type": "expected true or false",
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "dict_type": "expected keys with values",
    "model_type": "expected keys with values",
    "string_too_short": "is empty, expected text",
    "string_pattern_mismatch": "expected small letters, digits and hyphens only",
}


_Form = TypeVar("_Form", bound=BaseModel)


def read_territory_file(path: Path, file: str, form: type[_Form]) -> tuple[_Form | None, Marked]:
    """Read ``territory.yaml``; ``None`` if it has mistakes, which are then among the problems of what was read.

    Parameters
    ----------
    form
        :class:`TerritoryFile`, or what a record has in its place.
    """
    read = read_marked(path, file)
    if read.problems:
        return None, read
    if not isinstance(read.data, dict):
        read.problems.append(read.problem((), "expected keys with values"))
        return None, read
    try:
        # By way of JSON: strict about types, while YAML lists may fill tuples.
        plain = json.dumps(read.data, default=str)
        return form.model_validate_json(plain, strict=True), read
    except ValidationError as error:
        found = [_translate(each, read, form) for each in error.errors(include_url=False)]
        read.problems.extend(sorted(found, key=lambda problem: (problem.line or 0, problem.column or 0)))
        return None, read


def _translate(error: Any, read: Marked, form: type[BaseModel]) -> Problem:
    """Turn an error of pydantic into one with our words and the place in the file."""
    where: Where = tuple(error["loc"])
    kind, value, context = error["type"], error.get("input"), error.get("ctx", {})
    near = None
    if kind == "missing":
        message = "is missing"
    elif kind == "extra_forbidden":
        model = form if len(where) == 1 else _part_of(form, str(where[0]))
        message, near = "unknown key", Near(str(where[-1]), tuple(model.model_fields), most=0)
    elif kind == "literal_error":
        allowed = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
        message, near = f"{_shown(value)} is wrong", Near(str(value), allowed)
    elif kind == "greater_than_equal":
        message = f"{value} is wrong, expected {context['ge']} or more"
    elif kind == "less_than_equal":
        message = f"{value} is wrong, expected {context['le']} or less"
    elif kind == "string_pattern_mismatch" and where[0] == "areas":
        message = f"{_shown(value)} is wrong, expected small letters, digits and underscores only"
    elif kind == "rule":
        message = error["msg"]
    elif kind == "formula":
        message = f"{_shown(value)} {error['msg']}"
    elif kind == "string_type" and isinstance(value, bool):
        message = f"{_shown(value)} is wrong, expected text; {read_so(value)}"
    elif kind == "string_too_short":
        message = _EXPECTED[kind]
    else:
        what = "is empty" if value is None else f"{_shown(value)} is wrong"
        message = f"{what}, {_EXPECTED.get(kind, error['msg'])}"
    return read.problem(where, message, near)


def _part_of(form: type[BaseModel], key: str) -> type[BaseModel]:
    """Give what stands under a key: a part, or a list of parts."""
    kind = form.model_fields[key].annotation if key in form.model_fields else None
    kinds = (kind, *get_args(kind))
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)), form)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{shortened(value)}'"
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else str(value)


class StartCheck:
    """Checks of the institutions against the units, divisions and tasks."""

    def __init__(self, read: Marked, draft: Draft):
        self.read, self.draft = read, draft

    def wrong(self, where: Where, message: str, near: Near | None = None) -> None:
        """Note a mistake at a place of the file."""
        self.read.problems.append(self.read.problem(where, message, near))

    def known(self, where: Where, name: str, known: Collection[str], kind: str) -> bool:
        """Tell a name that is not known; names of a file that could not be read are let pass."""
        if known and name not in known:
            self.wrong(where, f"unknown {kind} '{shortened(name)}'", Near(name, known))
            return False
        return name in known

    def division(self, where: Where, name: str) -> bool:
        """Tell a division that the territory does not have."""
        if not self.draft.regions:
            self.wrong(where, f"unknown division '{name}'; the territory has no divisions")
            return False
        return self.known(where, name, self.draft.regions, "division")


def check_start(start: TerritoryFile, read: Marked, draft: Draft, tasks: Collection[str] | None) -> None:
    """Check units, divisions, regions and (if their ids are given) tasks that the institutions name."""
    check = StartCheck(read, draft)
    _check_record(check, start)
    for position, code in enumerate(start.islands):
        check.known(("islands", position), code, draft.units, "unit")
    seen: Counter[str] = Counter()
    for position, council in enumerate(start.sub_municipal_councils):
        where: Where = ("sub_municipal_councils", position, "unit")
        check.known(where, council.unit, draft.units, "unit")
        seen[council.unit] += 1
        if seen[council.unit] == 2:
            check.wrong(where, f"the unit '{council.unit}' stands twice")
    kinds: Counter[str] = Counter()
    for position, body in enumerate(start.statutory_bodies):
        place: Where = ("statutory_bodies", position)
        kinds[body.kind] += 1
        if kinds[body.kind] == 2:
            check.wrong((*place, "kind"), f"the kind '{body.kind}' stands twice")
        _check_body(check, place, body, tasks)
    _check_inventory(check, start)
    if start.water_boards is not None:
        check.division(("water_boards", "division"), start.water_boards.division)
    names: Counter[str] = Counter()
    for position, area in enumerate(start.areas):
        names[area.name] += 1
        if names[area.name] == 2:
            check.wrong(("areas", position, "name"), f"the area '{area.name}' stands twice")
        _check_area(check, ("areas", position), area)


def _check_record(check: StartCheck, start: TerritoryFile) -> None:
    """Check until when the record of events is said to be complete."""
    until, rows = start.events_until, check.draft.events
    if until is None:
        return
    last = max((event.year for event in rows or ()), default=0)
    if rows is None:
        check.wrong(("events_until",), "there is no events.csv; one with nothing below its header says: no changes")
    if until <= start.year:
        said = f"{until} is wrong, expected {start.year + 1} or later: the record begins after the start year"
        check.wrong(("events_until",), said)
    elif until < last:
        check.wrong(("events_until",), f"{until} is wrong, expected {last} or later, the last year in events.csv")


MOST_BODIES = 100
"""Cooperation bodies for each unit; each is drawn with its members. The Netherlands had four in 2010."""


def _check_inventory(check: StartCheck, start: TerritoryFile) -> None:
    """Check that there are no more bodies to draw than units could be in."""
    most = MOST_BODIES * len(check.draft.units)
    for key in ("public", "private") if start.inventory is not None and most else ():
        count = getattr(start.inventory, key)
        if count > most:
            said = f"{count} is wrong, expected at most {most:,} bodies: {MOST_BODIES} for each unit"
            check.wrong(("inventory", key), said)


def _check_area(check: StartCheck, place: Where, area: institutions.AreaRule) -> None:
    """Check the provinces, regions and units that a named area is made of."""
    if not (area.provinces or area.regions or area.units):
        check.wrong(place, f"the area '{area.name}' names nothing, expected provinces, regions or units")
    for key, kind, known in (("provinces", "province", check.draft.provinces), ("units", "unit", check.draft.units)):
        for position, code in enumerate(getattr(area, key)):
            check.known((*place, key, position), code, known, kind)
    for division, regions in area.regions.items():
        if not check.division((*place, "regions", division), division):
            continue
        for position, region in enumerate(regions):
            where = (*place, "regions", division, position)
            check.known(where, region, check.draft.regions[division], f"region of '{division}'")


def _check_body(
    check: StartCheck, place: Where, body: institutions.StatutoryBody, tasks: Collection[str] | None
) -> None:
    there = check.division((*place, "division"), body.division)
    named = (*body.tasks, *body.say)
    for key in ("tasks", "say"):
        for position, task in enumerate(getattr(body, key)):
            where = (*place, key, position)
            if tasks is not None:
                check.known(where, task, tasks, "task")
            if key == "say" and task in body.tasks:
                check.wrong(where, f"the task '{task}' stands under 'tasks' as well")
    for task, regions in body.only.items():
        if task not in named:
            check.wrong((*place, "only", task), f"'{task}' is not among the body's tasks", Near(task, named))
        for position, region in enumerate(regions if there else ()):
            known = check.draft.regions[body.division]
            check.known((*place, "only", task, position), region, known, f"region of '{body.division}'")
