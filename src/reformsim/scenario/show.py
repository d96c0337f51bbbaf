"""The effective scenario as YAML: all values, those that come from defaults and bases too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel

from reformsim.errors import ScenarioError
from reformsim.levers.fields import Location
from reformsim.scenario.added import read_draft
from reformsim.scenario.check import examine
from reformsim.scenario.given import GivenScenario, scenario_of
from reformsim.scenario.load import Draft
from reformsim.scenario.schema import Scenario
from reformsim.scenario.source import Node

_DEFAULT = "default"


def show(scenario: GivenScenario, settings: Iterable[str] = (), *, allow_code: bool = False) -> str:
    """Give the effective scenario as YAML, with where each value comes from in a comment behind it.

    The text is itself a scenario file that loads to the same scenario. A scenario that was built in Python comes from
    no file; it is shown as :func:`dump` gives it.

    Parameters
    ----------
    scenario
        A name, a path, or the scenario itself.
    settings
        Weights in place of those of the file, each ``NAME=VALUE``.
    allow_code
        As for :func:`reformsim.load_scenario`.

    Raises
    ------
    ScenarioError, UnknownNameError
        As :func:`reformsim.load_scenario`.
    """
    if isinstance(scenario, Scenario):
        return dump(scenario)
    draft, problems = read_draft(scenario, settings)
    found = None
    if draft is not None:
        found, problems = examine(draft, problems, allow_code=allow_code)
    if draft is None or found is None:
        raise ScenarioError(problems)
    return _text(_lines(plain(found), _Origins(draft)))


def dump(scenario: GivenScenario) -> str:
    """Give a scenario as YAML that loads to the same scenario, without comments."""
    return _text(_lines(plain(scenario_of(scenario)), None))


def plain(model: BaseModel) -> dict[str, Any]:
    """Give a model as plain values, without the optional ones that are not set."""
    values = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if value is not None or field.is_required():
            values[name] = _plain(value)
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return plain(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value


@dataclass(frozen=True, slots=True)
class _Origins:
    """Where the values of a scenario come from."""

    draft: Draft

    def of(self, location: Location) -> str:
        """Give ``file:line`` of the value at ``location``, or 'default'."""
        node: Node | None = self.draft.head
        if location[0] == "levers" and len(location) > 1:
            node = self.draft.levers[int(location[1])].node
            location = location[2:]
        elif location[0] == "levers":
            return _DEFAULT
        for step in location:
            if node is None:
                break
            inner = node.value
            if isinstance(inner, dict):
                node = inner.get(str(step))
            elif isinstance(inner, list):
                node = inner[int(step)]
            else:
                node = None
        if node is not None:
            return node.origin
        return "name of the file" if location == ("name",) else _DEFAULT


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    comment: str = ""


def _text(lines: Iterator[_Line]) -> str:
    return "".join(f"{line.text}  # {line.comment}\n" if line.comment else f"{line.text}\n" for line in lines)


def _lines(values: Mapping[str, Any], origins: _Origins | None, at: Location = (), indent: str = "") -> Iterator[_Line]:
    for key, value in values.items():
        here = (*at, key)
        head = f"{indent}{_scalar(key)}:"
        if isinstance(value, dict) and value:
            yield _Line(head)
            yield from _lines(value, origins, here, indent + "  ")
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            yield _Line(head)
            yield from _items(value, origins, here, indent + "  ")
        else:
            yield _Line(f"{head} {_flow(value)}", origins.of(here) if origins else "")


def _items(values: list[Any], origins: _Origins | None, at: Location, indent: str) -> Iterator[_Line]:
    for i, item in enumerate(values):
        inner = list(_lines(item, origins, (*at, i), indent + "  "))
        first = inner[0]
        yield _Line(f"{indent}- {first.text.lstrip()}", first.comment)
        yield from inner[1:]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    # In flow style, so that a comma or bracket in a text is quoted wherever it is put.
    style = '"' if isinstance(value, str) and ("\n" in value or not value.isprintable()) else None
    text = yaml.safe_dump([value], default_flow_style=True, default_style=style, width=10**9, allow_unicode=True)
    return str(text).strip()[1:-1]
