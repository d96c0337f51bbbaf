"""What is wrong with the content of a data file, in our words rather than those of pydantic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reformsim.errors import Problem, suggest
from reformsim.marked import Marked, Where

Words = Annotated[str, Field(min_length=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class FilePart(BaseModel):
    """A part of a data file: it has the keys that its class names, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StrictPart(FilePart):
    """One whose values are of the kind that its class names, and not only like them."""

    model_config = ConfigDict(strict=True)


Part = TypeVar("Part", bound=BaseModel)


def named_parts(
    read: Marked, what: str, kind: type[Part], known: Callable[[Where], Iterable[str]]
) -> tuple[dict[str, Part], list[Problem]]:
    """Give the parts of a file that is a mapping of names to them, and what is wrong with it.

    Parameters
    ----------
    what
        What the parts are called in messages.
    known
        As for :func:`model_problems`.
    """
    problems, parts = list(read.problems), {}
    if not problems and not isinstance(read.data, dict):
        problems.append(read.problem((), f"expected a mapping of {what}"))
    for key, content in read.data.items() if isinstance(read.data, dict) else ():
        try:
            parts[str(key)] = kind.model_validate(content)
        except ValidationError as error:
            problems += model_problems(error, read, (str(key),), known)
    return parts, problems


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort the problems of a file by their place in it."""
    return sorted(problems, key=lambda p: (p.line or 0, p.column or 0))


def model_problems(
    error: ValidationError, read: Marked, base: Where, known: Callable[[Where], Iterable[str]]
) -> list[Problem]:
    """Translate a validation error into problems with a place.

    Parameters
    ----------
    base
        Where the validated part stands in the file.
    known
        The keys that would have been right at the path of an unknown key.
    """
    found = []
    for item in error.errors():
        path: Where = (
            *base,
            *(p for p in item["loc"] if not str(p).startswith(("function-", "lax-", "strict-"))),
        )
        while path not in read.marks and len(path) > len(base) + 1 and item["type"] != "missing":
            path = path[:-1]
        found.append(read.problem(path, _message(item, path, known)))
    return found


def _message(item: Mapping[str, Any], path: Where, known: Callable[[Where], Iterable[str]]) -> str:
    kind, context, given = item["type"], item.get("ctx", {}), item.get("input")
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return f"unknown key{suggest(str(path[-1]), known(path), most=40)}"
    if kind == "literal_error":
        names = [n.strip().strip("'") for n in str(context["expected"]).replace(" or ", ", ").split(",")]
        return f"'{given}' is not known{suggest(str(given), names, most=40)}"
    expected = {
        "date_type": "a day (YYYY-MM-DD)",
        "string_type": "words",
        "float_type": "a number",
        "int_type": "a whole number",
        "list_type": "a list",
        "tuple_type": "a list",
        "dict_type": "a mapping",
        "model_type": "a mapping",
        "bool_type": "true or false",
        "frozen_set_type": "a list",
    }.get(kind)
    if expected:
        shown = "nothing" if given is None else f"'{given}'" if isinstance(given, str) else repr(given)
        return f"expected {expected}, not {shown}"
    if kind == "string_too_short":
        return "must not be empty"
    if kind == "string_pattern_mismatch":
        return f"'{given}' has not the form {context['pattern']}"
    if kind == "value_error":
        return str(context["error"])
    return str(item["msg"]).lower()
