"""What pydantic finds wrong, in our own words and at its own place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from reformsim.errors import Near, Problem
from reformsim.levers.fields import Location
from reformsim.marked import dotted, read_so, shortened
from reformsim.scenario.source import Node, Unreadable

IN_DUTCH = ("title_nl", "description_nl", "question_nl")
"""Texts that reports in Dutch show in the place of those without the ending; they change no outcome."""

UNKNOWN = "unknown_name"
"""Kind of error of a key that is not among the names of the data; told at the key itself."""

_EXPECTED = {
    "bool_type": "expected true or false",
    "float_type": "expected a number",
    "int_type": "expected a whole number",
    "string_type": "expected text",
    "tuple_type": "expected a list",
    "mapping_type": "expected keys with values",
    "dict_type": "expected keys with values",
    "model_type": "expected keys with values",
    "model_attributes_type": "expected keys with values",
    "finite_number": "expected a finite number",
    "string_too_short": "expected text of {min_length} characters or more",
    "string_too_long": "expected at most {max_length} characters",
    "greater_than_equal": "expected {ge} or more",
    "greater_than": "expected more than {gt}",
    "less_than_equal": "expected {le} or less",
    "less_than": "expected less than {lt}",
}


def translated(error: ValidationError, model: type[BaseModel], node: Node, root: Location = ()) -> list[Problem]:
    """Give a problem for each mistake, at its place in the file.

    Parameters
    ----------
    model
        What was validated; its fields are the right words for an unknown key.
    root
        Location of ``node`` in the scenario.
    """
    found = error.errors(include_url=False)
    return [_problem(one, model, node, root) for one in found if not isinstance(one["input"], Unreadable)]


def _problem(error: ErrorDetails, model: type[BaseModel], node: Node, root: Location) -> Problem:
    kind, context = error["type"], error.get("ctx", {})
    location: Location = tuple(step for step in error["loc"] if step != "[key]")
    if kind == "missing":
        # Told at the mapping that lacks the key, under the path that the key would have.
        file, line, column = node.place(location[:-1])
        message = f"missing key '{location[-1]}'{_sort_of(model, location)}"
        return Problem(file, message, line, column, dotted((*root, *location)))
    if kind == "extra_forbidden":
        known = [*_model_at(model, location[:-1]).model_fields]
        near = Near(str(location[-1]), known, most=12)
        return node.problem(location, f"unknown key '{location[-1]}'", near, key=True, root=root)
    if kind == UNKNOWN:
        message = f"unknown {context['what']} '{context['name']}'"
        return node.problem(location, message, Near(context["name"], context["known"]), key=True, root=root)
    if kind in ("rule", "nation_wide", "where_empty"):
        return node.problem(_told_at(location, context, node), error["msg"], root=root)
    if kind == "too_short":
        message = f"expected at least {context['min_length']} of them, not {context['actual_length']}"
        return node.problem(location, message, root=root)
    return node.problem(location, f"{expected(error)}, not {_written(error)}", _near(error), root=root)


def _told_at(location: Location, context: Mapping[str, Any], node: Node) -> Location:
    steps = [int(s) if s.isdigit() else s for s in str(context.get("key", "")).split(".") if s]
    return (*location, *steps)


def expected(error: ErrorDetails) -> str:
    """Say what was expected, without what stands there."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        choice = str(context["expected"])
        return f"expected {choice.replace(chr(39), '') if isinstance(error['input'], str) else choice}"
    if kind == "string_pattern_mismatch":
        return "expected letters (a to z), digits, points, hyphens or underscores"
    words = _EXPECTED.get(kind)
    if words is None:
        return error["msg"][:1].lower() + error["msg"][1:]
    return words.format(**{key: _number(value) for key, value in context.items()})


def _near(error: ErrorDetails) -> Near | None:
    if error["type"] != "literal_error" or not isinstance(error["input"], str):
        return None
    words = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")
    return Near(error["input"], [word.strip("'") for word in words], most=0)


def _written(error: ErrorDetails) -> str:
    """Say what stands there, and how a word that YAML takes for something else is written."""
    given = error["input"]
    if error["type"] == "string_type" and isinstance(given, bool):
        return f"{described(given)}; {read_so(given)}"
    return described(given)


def _number(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        if isinstance(value, float):
            return f"{value:g}"
        return f"{value:,}" if abs(value) > 9999 else str(value)  # a year stands without a comma
    return str(value)


def described(value: Any) -> str:
    """Say what stands there: ``'twelve'``, ``nothing``, ``a list``."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping | BaseModel):
        return "keys with values"
    if isinstance(value, tuple | list):
        return "a list" if value else "an empty list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{shortened(value)}'" if value.strip() else "an empty text"
    if isinstance(value, dt.datetime):
        return f"the moment {value}"
    if isinstance(value, dt.date):
        return f"the date {value}"
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel]:
    """Follow a location through the fields of models to the innermost model."""
    for step in location:
        if isinstance(step, int) or step not in model.model_fields:
            continue
        inner = _inner_model(model.model_fields[step].annotation)
        model = inner or model
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _inner_model(part)
        if found is not None:
            return found
    return None


def _sort_of(model: type[BaseModel], location: Location) -> str:
    """Describe a missing field by its own description, in brackets."""
    holder = _model_at(model, location[:-1])
    field = holder.model_fields.get(str(location[-1]))
    words = (field.description or "").rstrip(".") if field is not None else ""
    return f" ({words[:1].lower()}{words[1:]})" if words else ""
