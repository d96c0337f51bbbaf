"""Levers in words: their parameters with default and meaning, for the command line and the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from reformsim.levers.base import Lever
from reformsim.levers.fields import MECHANISMS

COMMON = tuple(name for name in Lever.model_fields if name != "lever")
"""Parameters that every lever has."""


def works_by(lever: type[Lever]) -> list[tuple[str, str]]:
    """Give the ways in which a lever works and what it does in each: law, then behaviour, then input."""
    return [(way, lever.mechanism[way]) for way in MECHANISMS if way in lever.mechanism]


class Described(NamedTuple):
    """One parameter of a lever in words."""

    name: str
    default: str
    meaning: str


def described_parameters(lever: type[Lever]) -> list[Described]:
    """Give the parameters of a lever in the order of its schema, the common ones first."""
    rows = []
    for key, field in lever.model_fields.items():
        if key == "lever":
            continue
        needed = "required" if field.is_required() else _default(field.get_default(call_default_factory=True))
        meaning = " ".join(part for part in (field.description, values_wanted(field.annotation)) if part)
        rows.append(Described(key, needed, meaning))
    return rows


def values_wanted(annotation: Any) -> str:
    """Say which words a parameter takes, or which keys the mapping it is made of; empty if neither."""
    words = list(_words(annotation))
    if words:
        return f"{'Any' if _is_list(annotation) else 'One'} of: {', '.join(words)}."
    inner = next(_models(annotation), None)
    if inner is None:
        return ""
    keys = []
    for key, field in inner.model_fields.items():
        own = ", ".join(_words(field.annotation))
        keys.append(f"{key} ({own})" if own else key)
    return f"Keys: {'; '.join(keys)}."


def _words(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (str(word) for word in get_args(annotation))
    elif not isinstance(annotation, type):
        for part in get_args(annotation):
            yield from _words(part)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is tuple or any(_is_list(part) for part in get_args(annotation))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _default(value: object) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return str(value)
