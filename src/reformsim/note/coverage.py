"""What represents each item of the note, gathered from the registers themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from reformsim.behaviour import load_behaviour
from reformsim.levers import LEVERS
from reformsim.levers.fields import MECHANISMS
from reformsim.measures import MEASURES
from reformsim.model.rules import rule_table
from reformsim.principles import PRINCIPLES

KINDS = {"L": "lever", "A": "actor", "I": "indicator or goal", "K": "principle", "C": "claim"}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the note and all that represents it.

    Attributes
    ----------
    number, kind, page, title
        As in ``items.yaml``; the kind is a key of :data:`KINDS`.
    levers, rules, principles, parameters, indicators
        Names in the registers, which state the items they stand for themselves.
    agents, data, scenarios
        What else represents it, from ``items.yaml``.
    works
        What works of it without a lever or beside it, by way ('law', 'behaviour', 'input'); from ``items.yaml``.
    left_out
        Why it is not simulated; empty if it is.
    """

    number: int
    kind: str
    page: str
    title: str
    levers: tuple[str, ...]
    rules: tuple[str, ...]
    principles: tuple[str, ...]
    parameters: tuple[str, ...]
    indicators: tuple[str, ...]
    agents: tuple[str, ...]
    data: tuple[str, ...]
    scenarios: tuple[str, ...]
    works: Mapping[str, str]
    left_out: str

    @property
    def works_by(self) -> tuple[str, ...]:
        """The ways in which it works, by its own words or else by its levers; empty where it is only counted."""
        if self.works:
            return tuple(way for way in MECHANISMS if way in self.works)
        return tuple(way for way in MECHANISMS if any(way in LEVERS[name].mechanism for name in self.levers))

    @property
    def represented(self) -> bool:
        """Whether anything stands for it."""
        parts = (self.levers, self.rules, self.principles, self.parameters, self.indicators)
        return any(parts) or any((self.agents, self.data, self.scenarios))


@lru_cache(maxsize=1)
def items() -> tuple[Item, ...]:
    """Give all items of the note in order, with what represents them."""
    table: dict[int, dict[str, Any]] = yaml.safe_load((files("reformsim.note") / "items.yaml").read_text("utf-8"))
    parameters = load_behaviour().parameters
    return tuple(
        Item(
            number=number,
            kind=entry["kind"],
            page=entry["page"],
            title=entry["title"],
            levers=_naming(number, ((name, lever.items) for name, lever in LEVERS.items())),
            rules=_naming(number, ((name, rule.get("items", ())) for name, rule in rule_table().items())),
            principles=_naming(number, ((name, principle.items) for name, principle in PRINCIPLES.items())),
            parameters=_naming(number, ((name, parameter.items) for name, parameter in parameters.items())),
            indicators=_naming(number, ((name, indicator.items) for name, indicator in MEASURES.items())),
            agents=tuple(entry.get("agents", ())),
            data=tuple(entry.get("data", ())),
            scenarios=tuple(entry.get("scenarios", ())),
            works=entry.get("works", {}),
            left_out=entry.get("left_out", ""),
        )
        for number, entry in table.items()
    )


def _naming(number: int, register: Iterable[tuple[str, Iterable[int]]]) -> tuple[str, ...]:
    return tuple(name for name, named in register if number in named)
