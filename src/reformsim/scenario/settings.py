"""Weights set on the command line (``--set merger.extent=0.4``), laid over what the files say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reformsim.errors import Problem
from reformsim.scenario.load import Draft
from reformsim.scenario.source import Node

OPTION = "--set"
"""What messages and origins call a setting, as files are called by their names; it has no lines."""


def with_settings(draft: Draft, settings: Iterable[str]) -> tuple[Draft, list[Problem]]:
    """Lay settings over a draft; they count as the last values of its ``behaviour``.

    Parameters
    ----------
    settings
        Each ``NAME=VALUE``.

    Returns
    -------
    draft, problems
        What is no name with a value, or sets a weight a second time; whether the values can be is the draft's check.
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
            given[name] = Node(_number(value), file, 0, 0)
    assert isinstance(draft.head.value, dict)
    base = draft.head.value.get("behaviour") or Node({}, draft.head.file, 0, 0)
    if not given or not isinstance(base.value, dict):  # a behaviour of another kind is told as such
        return draft, problems
    places = {name: (node.file, 0, 0) for name, node in given.items()}
    over = replace(base, value={**base.value, **given}, keys={**base.keys, **places})
    head = replace(draft.head, value={**draft.head.value, "behaviour": over})
    return replace(draft, head=head), problems


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
