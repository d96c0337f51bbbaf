"""The figures of a lever by their names: ``discount``, or ``delta.le40k`` inside another key, read and replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from reformsim.levers.base import Lever

Figure = int | float
AnyLever = TypeVar("AnyLever", bound=Lever)


def figures(lever: Lever) -> dict[str, Figure]:
    """Give the numbers that a lever states, by dotted name in the order of its fields; in lists by position from 0."""
    return dict(_inside(lever, ""))


def with_figures(lever: AnyLever, values: Mapping[str, float]) -> AnyLever:
    """Give the lever with other figures; where only a whole number will do the nearest one takes its place.

    Raises
    ------
    KeyError
        If it has no figure of such a name.
    ValidationError
        If the lever refuses a value.
    """
    held = figures(lever)
    whole = {
        name: round(value) if lever.only_whole(name, held[name]) else float(value) for name, value in values.items()
    }
    return type(lever).model_validate(_replaced(lever, "", whole))


def figure_of(name: str, levers: Iterable[Lever]) -> tuple[Lever, str]:
    """Give the lever that a name ``ID.FIGURE`` is about, and the figure's own name; ``KeyError`` if there is none.

    Ids may have points too: the longest that fits is meant.
    """
    fitting = [lever for lever in levers if name.startswith(f"{lever.id}.")]
    if not fitting:
        raise KeyError(name)
    lever = max(fitting, key=lambda one: len(one.id))
    return lever, name[len(lever.id) + 1 :]


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, BaseModel):
        yield from ((name, getattr(value, name)) for name in type(value).model_fields if name in value.model_fields_set)
    elif isinstance(value, Mapping):
        yield from ((str(key), inner) for key, inner in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from ((str(at), inner) for at, inner in enumerate(value))


def _inside(value: Any, name: str) -> Iterator[tuple[str, Figure]]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield name, value
        return
    for key, inner in _parts(value):
        yield from _inside(inner, f"{name}.{key}" if name else key)


def _replaced(value: Any, name: str, values: Mapping[str, Figure]) -> Any:
    """Give a value as plain mappings and lists, with some figures replaced."""
    if name in values:
        return values[name]
    inner = [(key, _replaced(one, f"{name}.{key}" if name else key, values)) for key, one in _parts(value)]
    if isinstance(value, BaseModel):
        return dict(inner)
    if isinstance(value, Mapping):
        return dict(zip(value, (one for _, one in inner), strict=True))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(one for _, one in inner)
    return value
