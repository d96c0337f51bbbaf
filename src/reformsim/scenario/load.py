"""From a name or a path to one scenario: find the file, follow what it extends, put the layers together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reformsim.errors import Near, Problem, UnknownNameError
from reformsim.levers.fields import Location
from reformsim.marked import shortened
from reformsim.scenario.code import joined, with_plugins
from reformsim.scenario.groups import still_inherited
from reformsim.scenario.shipped import shipped_folder, shipped_path, shipped_scenarios
from reformsim.scenario.source import Node, read_source
from reformsim.scenario.wording import IN_DUTCH, described

OWN_KEYS = ("name", "title", "description", "question", *IN_DUTCH)
"""Keys that are not inherited: they speak of one file only."""

MERGED_KEYS = ("horizon", "groups", "behaviour", "mechanisms", "uncertainties", "principles")
"""Keys whose entries are inherited one by one."""

LONGEST_CHAIN = 20

ENDINGS = (".yaml", ".yml")
"""How the name of a scenario's file ends; no other file is extended, for messages quote what stands in it."""


@dataclass(frozen=True, slots=True)
class LeverEntry:
    """A lever as written: its place in the list of its own file, and the value."""

    index: int
    node: Node

    @property
    def id(self) -> str | None:
        """Its id, by which a later layer may replace or drop it; ``None`` if that cannot be told."""
        if isinstance(self.node.value, dict):
            for key in ("id", "lever"):
                found = self.node.value.get(key)
                if found is not None and isinstance(found.value, str):
                    return found.value
        return None

    @property
    def key(self) -> str | tuple[str, int]:
        """What it is known by where levers of several files come together: its id, else its place."""
        return self.id if self.id is not None else (self.node.file, self.index)

    @property
    def root(self) -> Location:
        """Location in its file."""
        return ("levers", self.index)


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario with all that it extends, put together and not yet validated.

    ``files`` are the files read, the one asked for first, as they are called in messages; ``whole`` says
    whether all that is extended could be read.
    """

    files: tuple[str, ...]
    head: Node
    levers: tuple[LeverEntry, ...]
    whole: bool = True


def find(name_or_path: str | Path) -> tuple[Path, str]:
    """Give the file of a scenario and what messages call it.

    Raises
    ------
    UnknownNameError
        A bare word is neither a shipped scenario nor a file.
    """
    text = str(name_or_path)
    if text in shipped_scenarios():
        return shipped_path(text), f"shipped/{text}.yaml"
    path = Path(name_or_path)
    bare = path.suffix not in ENDINGS and len(path.parts) == 1
    if bare and not os.path.exists(path):
        raise UnknownNameError("scenario", text, shipped_scenarios())
    return path, text


def read_chain(name_or_path: str | Path) -> tuple[Draft | None, list[Problem]]:
    """Read a scenario and all that it extends.

    Returns
    -------
    draft, problems
        ``None`` if the file itself cannot be read; the problems of all files of the chain either way.

    Raises
    ------
    UnknownNameError
        As :func:`find`.
    """
    path, shown = find(name_or_path)
    layers: list[tuple[str, Node]] = []
    seen: list[tuple[str, str]] = []
    problems: list[Problem] = []
    whole = True
    while True:
        seen.append((_resolved(path), shown))
        node, found = read_source(path, shown)
        problems += found
        if node is None:
            whole = False
            break
        layers.append((shown, with_plugins(_with_territory(node, shown), path)))
        extends = node.value.get("extends") if isinstance(node.value, dict) else None
        if extends is None:
            break
        step = _next(extends, path, shown, seen)
        if isinstance(step, Problem):
            problems.append(step)
            whole = False
            break
        path, shown = step
    if not layers:
        return None, problems
    draft, found = _merge(layers)
    if not whole:  # what is dropped may stand in what could not be read
        found = [p for p in found if not p.message.startswith("nothing to drop")]
    files = tuple(called for _, called in seen)
    return replace(draft, files=files, whole=whole), problems + found


def _next(extends: Node, path: Path, shown: str, seen: list[tuple[str, str]]) -> tuple[Path, str] | Problem:
    """Give the file that is extended, or why there is none."""
    word = extends.value
    if not isinstance(word, str) or not word.strip():
        return extends_problem(extends, f"expected a shipped scenario or a file, not {described(extends.plain())}")
    if word in shipped_scenarios():
        target, called = shipped_path(word), f"shipped/{word}.yaml"
    else:
        target, called = path.parent / word, os.path.join(os.path.dirname(shown), word)
    file = _resolved(target)
    for i, (earlier, _) in enumerate(seen):
        if file == earlier:
            circle = " -> ".join([name for _, name in seen[i:]] + [seen[i][1]])
            return extends_problem(extends, f"extends in a circle: {circle}")
    if len(seen) >= LONGEST_CHAIN:
        return extends_problem(extends, f"more than {LONGEST_CHAIN} scenarios extend one another")
    if target.suffix not in ENDINGS:
        if len(Path(word).parts) > 1 or os.path.exists(target):
            said = f"expected a shipped scenario or a file whose name ends in .yaml, not {described(word)}"
            return extends_problem(extends, said)
        near = Near(word, shipped_scenarios())
        return extends_problem(extends, f"unknown scenario {described(word)}", near)
    if not os.path.isfile(target):
        return extends_problem(extends, f"no such file: {shortened(called)}")
    return target, called


def _resolved(path: Path) -> str:
    """Give the file that a path leads to, as far as there is one; any text will do."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)


def extends_problem(extends: Node, message: str, near: Near | None = None) -> Problem:
    """Make a problem of the value of ``extends``."""
    return Problem(extends.file, message, extends.line, extends.column, "extends", near)


def is_folder(territory: str) -> bool:
    """Tell whether a territory is given as a folder rather than by name."""
    return territory.startswith(".") or "/" in territory or os.sep in territory


def _with_territory(node: Node, shown: str) -> Node:
    """Make a territory's folder, given relative to the file, relative to where the user stands."""
    assert isinstance(node.value, dict)
    territory = node.value.get("territory")
    if territory is None or not isinstance(territory.value, str) or not is_folder(territory.value):
        return node
    base = os.path.dirname(shown) if not shown.startswith("shipped/") else str(shipped_folder())
    folder = os.path.normpath(os.path.join(base, territory.value))
    folder = folder if os.path.isabs(folder) or folder.startswith("..") else os.path.join(".", folder)
    return replace(node, value={**node.value, "territory": replace(territory, value=folder)})


def _merge(layers: list[tuple[str, Node]]) -> tuple[Draft, list[Problem]]:
    """Put the layers together, from the last (the base of all) to the first (the file asked for)."""
    problems: list[Problem] = []
    values: dict[str, Node] = {}
    keys: dict[str, tuple[str, int, int]] = {}
    levers: tuple[LeverEntry, ...] = ()
    for _, node in reversed(layers):
        assert isinstance(node.value, dict)
        values = {k: v for k, v in values.items() if k not in OWN_KEYS}
        keys = {k: v for k, v in keys.items() if k not in OWN_KEYS} | node.keys
        if "groups" in values:
            values["groups"] = still_inherited(values["groups"], node)
        for key, value in node.value.items():
            if key == "extends":
                continue
            if key == "levers" and isinstance(value.value, list):
                values.pop("levers", None)
                levers, found = _merge_levers(levers, value)
                problems += found
            elif key == "plugins" and key in values:
                values[key] = joined(values[key], value)
            elif key in MERGED_KEYS and key in values:
                values[key] = _overlaid(values[key], value)
            else:
                values[key] = value
    first = layers[0][1]
    head = replace(first, value=values, keys=keys)
    return Draft(tuple(shown for shown, _ in layers), head, levers), problems


def _overlaid(base: Node, over: Node) -> Node:
    if not isinstance(base.value, dict) or not isinstance(over.value, dict):
        return over
    return replace(over, value={**base.value, **over.value}, keys={**base.keys, **over.keys})


def _merge_levers(base: tuple[LeverEntry, ...], node: Node) -> tuple[tuple[LeverEntry, ...], list[Problem]]:
    """Replace inherited levers by id, drop those that say so, add the rest in order."""
    problems: list[Problem] = []
    merged = {e.key: e for e in base}
    inherited = {e.id for e in base if e.id is not None}
    seen: dict[str, LeverEntry] = {}
    for entry in _entries(node):
        mapping = entry.node.value if isinstance(entry.node.value, dict) else {}
        key = entry.id
        if "drop" in mapping:
            problems += _drop(entry, key, inherited, merged)
            continue
        if key is not None and key in seen:
            problems.append(_twice(entry, key, seen[key]))
            continue
        if key is not None:
            seen[key] = entry
        merged[entry.key] = entry
    return tuple(merged.values()), problems


def _entries(node: Node) -> Iterator[LeverEntry]:
    assert isinstance(node.value, list)
    for i, inner in enumerate(node.value):
        yield LeverEntry(i, inner)


def _drop(
    entry: LeverEntry, key: str | None, inherited: set[str], merged: dict[str | tuple[str, int], LeverEntry]
) -> list[Problem]:
    mapping = entry.node.value
    assert isinstance(mapping, dict)
    problems = [
        entry.node.problem((word,), "expected only id beside drop", key=True, root=entry.root)
        for word in mapping
        if word not in ("id", "drop")
    ]
    if mapping["drop"].value is not True:
        said = described(mapping["drop"].plain())
        problems.append(entry.node.problem(("drop",), f"expected true, not {said}", root=entry.root))
    if "id" not in mapping or key is None:
        problems.append(entry.node.problem((), "expected the id of the lever to drop", root=entry.root))
    elif key not in inherited:
        message = f"nothing to drop: no inherited lever has the id '{key}'"
        problems.append(entry.node.problem(("id",), message, Near(key, inherited), root=entry.root))
    elif not problems:
        merged.pop(key, None)
    return problems


def _twice(entry: LeverEntry, key: str, first: LeverEntry) -> Problem:
    assert isinstance(entry.node.value, dict)
    word = "id" if "id" in entry.node.value else "lever"
    message = f"a second lever with the id '{key}' (the first is in line {first.node.line})"
    if word == "lever":
        message += "; give one of them an id of its own"
    return entry.node.problem((word,), message, root=entry.root)
