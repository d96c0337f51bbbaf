"""Weights and mechanisms set on the command line (``--set merger.extent=0.4``), laid over what the files say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reformsim.errors import Problem
from reformsim.scenario.load import Draft
from reformsim.scenario.source import Node

OPTION = "--set"
"""What messages and origins call a setting, as files are called by their names; it has no lines."""

SWITCH = "mechanisms."
"""What the name of a setting begins with that switches a mechanism."""

_BOOLEANS = {"true": True, "false": False}


def with_settings(draft: Draft, settings: Iterable[str]) -> tuple[Draft, list[Problem]]:
    """Lay settings over a draft; they count as the last values of its ``behaviour``, or of its ``mechanisms``.

    Parameters
    ----------
    settings
        Each ``NAME=VALUE``, or ``mechanisms.NAME=true`` (or ``false``).

    Returns
    -------
    draft, problems
        What is no name with a value, or sets the same a second time; whether the values can be is the draft's check.
    """
    given: dict[str, Node] = {}
    problems: list[Problem] = []
    for text in settings:
        name, sign, value = (part.strip() for part in text.partition("="))
        file = f"{OPTION} {text}"
        if not (name and sign and value):
            problems.append(Problem(file, "expected NAME=VALUE, such as merger.extent=0.4"))
        elif name in given:
            problems.append(Problem(file, f"{name} is set already, by {given[name].file}"))
        else:
            given[name] = Node(_value(value), file, 0, 0)
    head = draft.head
    for key in ("behaviour", "mechanisms"):
        head = _over(head, key, {name: node for name, node in given.items() if (key == "mechanisms") == _switch(name)})
    return replace(draft, head=head), problems


def _switch(name: str) -> bool:
    return name.startswith(SWITCH)


def _over(head: Node, key: str, given: dict[str, Node]) -> Node:
    """A scenario with entries of one key laid over its own."""
    assert isinstance(head.value, dict)
    base = head.value.get(key) or Node({}, head.file, 0, 0)
    if not given or not isinstance(base.value, dict):  # a value of another kind is told as such
        return head
    named = {name.removeprefix(SWITCH): node for name, node in given.items()}
    places = {name: (node.file, 0, 0) for name, node in named.items()}
    over = replace(base, value={**base.value, **named}, keys={**base.keys, **places})
    return replace(head, value={**head.value, key: over})


def _value(text: str) -> float | bool | str:
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    try:
        return float(text)
    except ValueError:
        return text
