"""Scenarios added up: ``a.yaml+b.yaml`` has the reforms of both, and contradictions are told by name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from reformsim.errors import Problem
from reformsim.scenario.code import joined
from reformsim.scenario.groups import added_groups
from reformsim.scenario.load import MERGED_KEYS, Draft, LeverEntry, read_chain
from reformsim.scenario.settings import with_settings
from reformsim.scenario.source import Node
from reformsim.scenario.wording import described

SIGN = "+"
JOINED = {
    "name": SIGN,
    "title": " + ",
    "title_nl": " + ",
    "description": " ",
    "description_nl": " ",
    "question": " ",
    "question_nl": " ",
    "author": ", ",
}
"""Keys whose texts are put together, and what is put between them."""
FIRST_COUNTS = ("replicates", "seed", "assumptions", "measures")
"""Keys that say how to run: those of the first scenario hold."""


def read_draft(name_or_path: str | Path, settings: Iterable[str] = ()) -> tuple[Draft | None, list[Problem]]:
    """Read a scenario, or several added up, with all that they extend.

    Parameters
    ----------
    name_or_path
        Of one, or of several with a plus between them.

    Returns
    -------
    draft, problems
        ``None`` if a file cannot be read; the problems of all files either way.

    Raises
    ------
    UnknownNameError
        A bare word is neither a shipped scenario nor a file.
    """
    drafts, problems = [], []
    for name in parts_of(name_or_path):
        draft, found = read_chain(name)
        problems += found
        drafts.append(draft)
    whole = [draft for draft in drafts if draft is not None]
    if len(whole) < len(drafts):
        return None, problems
    total, found = added(whole)
    total, mistaken = with_settings(total, settings)
    return total, list(dict.fromkeys([*problems, *found, *mistaken]))


def parts_of(name_or_path: str | Path) -> list[str]:
    """Give the scenarios named in ``a+b``; one if there is no sign, or a file of that very name."""
    text = str(name_or_path)
    return [text] if SIGN not in text or os.path.exists(text) else text.split(SIGN)


def added(drafts: list[Draft]) -> tuple[Draft, list[Problem]]:
    """Add drafts up in the order written.

    A value or lever that one of them merely inherits from a file that the other changes further gives way to the
    change; two that say different things of their own contradict each other.

    Returns
    -------
    draft, problems
        The sum, and every contradiction at the place of the later scenario.
    """
    total, problems = drafts[0], []
    for other in drafts[1:]:
        total, found = _two(total, other)
        problems += found
    return total, problems


def _two(one: Draft, other: Draft) -> tuple[Draft, list[Problem]]:
    head, problems = _heads(one, other)
    levers, found = _levers(one, other)
    files = tuple(dict.fromkeys([*one.files, *other.files]))
    return Draft(files, head, levers, one.whole and other.whole), [*problems, *found]


def _heads(one: Draft, other: Draft) -> tuple[Node, list[Problem]]:
    assert isinstance(one.head.value, dict) and isinstance(other.head.value, dict)
    values, keys = dict(one.head.value), {**other.head.keys, **one.head.keys}
    problems: list[Problem] = []
    for key, theirs in other.head.value.items():
        ours = values.get(key)
        if key in JOINED:
            continue
        if ours is None:
            values[key] = theirs
        elif key == "plugins":
            values[key] = joined(ours, theirs)
        elif key == "groups":
            values[key], found = added_groups(ours, theirs, one.files, other.files)
            problems += found
        elif key in MERGED_KEYS and isinstance(ours.value, dict) and isinstance(theirs.value, dict):
            inner = dict(ours.value)
            for name, value in theirs.value.items():
                inner[name], found = _chosen(inner.get(name), value, f"{key}.{name}", one, other)
                problems += found
            values[key] = replace(ours, value=inner, keys={**theirs.keys, **ours.keys})
        elif key not in FIRST_COUNTS:
            values[key], found = _chosen(ours, theirs, key, one, other)
            problems += found
    for key, between in JOINED.items():
        values[key] = _joined(key, between, one, other)
    return replace(one.head, value=values, keys=keys), problems


def _joined(key: str, between: str, one: Draft, other: Draft) -> Node:
    texts = []
    heads = [draft.head.value for draft in (one, other) if isinstance(draft.head.value, dict)]
    in_dutch = any(key in head for head in heads)
    for draft, head in zip((one, other), heads, strict=True):
        found = head.get(key) or (head.get(key.removesuffix("_nl")) if in_dutch else None)
        fallback = Path(draft.files[0]).stem if key == "name" else ""
        texts.append(found.value if found is not None and isinstance(found.value, str) else fallback)
    words = list(dict.fromkeys(text for text in texts if text)) if key != "name" else texts
    assert isinstance(one.head.value, dict)
    place = one.head.value.get(key, one.head)
    return Node(between.join(words), place.file, place.line, place.column)


def _chosen(ours: Node | None, theirs: Node, key: str, one: Draft, other: Draft) -> tuple[Node, list[Problem]]:
    if ours is None or ours.plain() == theirs.plain() or theirs.file in one.files:
        return (theirs if ours is None else ours), []
    if ours.file in other.files:
        return theirs, []
    said = f"{described(ours.plain())} in {ours.file}:{ours.line}, {described(theirs.plain())} here"
    message = f"contradicts the scenario it is added to: {said}"
    return ours, [Problem(theirs.file, message, theirs.line, theirs.column, key)]


def _levers(one: Draft, other: Draft) -> tuple[tuple[LeverEntry, ...], list[Problem]]:
    merged = {entry.key: entry for entry in one.levers}
    problems: list[Problem] = []
    for theirs in other.levers:
        ours = merged.get(theirs.key)
        if ours is None:
            merged[theirs.key] = theirs
        elif ours.node.plain() == theirs.node.plain() or theirs.node.file in one.files:
            continue
        elif ours.node.file in other.files:
            merged[theirs.key] = theirs
        else:
            message = (
                f"contradicts the scenario it is added to: a lever with the id '{theirs.id}' that says otherwise "
                f"stands in {ours.node.file}:{ours.node.line}; give one of them an id of its own if both are meant"
            )
            problems.append(theirs.node.problem((), message, root=theirs.root))
    return tuple(merged.values()), problems
