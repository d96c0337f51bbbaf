"""Rules of the world that are switches or numbers; reforms set them, phases read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from reformsim.errors import UnknownNameError


@lru_cache(maxsize=1)
def rule_table() -> dict[str, dict[str, Any]]:
    """All rules with first value, choices and meaning, from ``model/rules.yaml``."""
    table = yaml.safe_load((files("reformsim.model") / "rules.yaml").read_text("utf-8"))
    return {name: dict(entry) for name, entry in table.items()}


class Rules:
    """The rules in force in a run.

    Examples
    --------
    >>> rules = Rules()
    >>> rules.set("merger.initiators", ["municipality"])
    >>> rules["merger.initiators"]
    ('municipality',)
    """

    def __init__(self) -> None:
        self._values = {name: _frozen(entry["value"]) for name, entry in rule_table().items()}
        self._course = {name: [(date.min, value)] for name, value in self._values.items()}

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def values(self) -> Mapping[str, Any]:
        """All rules now in force, by name; never changed afterwards."""
        return self._values

    def on(self, name: str, day: date) -> Any:
        """Give the value of a rule on a day: within the year of a reform, before it or after it."""
        return [value for since, value in self._course[name] if since <= day][-1]

    def set(self, name: str, value: object, since: date = date.min) -> None:
        """Set one rule, from a day on (by default from the first).

        Raises
        ------
        UnknownNameError
            If the rule or, where choices are listed, the value does not exist.
        """
        if name not in self._values:
            raise UnknownNameError("rule", name, self._values)
        choices = rule_table()[name]["choices"]
        if isinstance(rule_table()[name]["value"], list) and isinstance(value, str):
            value = (value,)
        if choices is not None:
            for one in value if isinstance(value, list | tuple) else (value,):
                if one not in choices:
                    raise UnknownNameError(f"value of rule {name}", str(one), choices)
        # A new mapping: who was given the old one keeps the rules of then.
        self._values = self._values | {name: _frozen(value)}
        self._course[name].append((since, self._values[name]))


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
