"""Text and YAML files read so that every mistake can be told with its file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import ConstructorError, SafeConstructor

from reformsim.errors import Problem

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 20
"""Nesting that a data file may have; the deepest of ours has six levels."""

Where = tuple[str | int, ...]
"""The way to a value: keys of mappings and positions in lists."""

Spot = tuple[int, int]
"""Line and column, both counted from 1."""

PLAIN = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp")}
GROUPS = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}


@dataclass
class Marked:
    """Plain data of one file, the place of each value and key, and what is wrong with its form."""

    file: str
    data: Any = None
    marks: dict[Where, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Iterable[str | int], message: str) -> Problem:
        """Make a problem at a path, or at its nearest ancestor that stands in the file."""
        where = tuple(path)
        near = where
        while near not in self.marks and near:
            near = near[:-1]
        return Problem(self.file, message, *self.marks.get(near, (1, 1)), dotted(where))


def dotted(path: Iterable[str | int]) -> str:
    """Write a path as users read it: ``levers[2].where.units[0]``."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
    return words


def spot(node: yaml.Node) -> Spot:
    """Give the place where a node of PyYAML begins."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def byte_spot(raw: bytes, position: int) -> Spot:
    """Give the place of a byte of a file."""
    return raw.count(b"\n", 0, position) + 1, position - raw.rfind(b"\n", 0, position)


def nested_events(text: str) -> Iterator[tuple[yaml.Event, int, Spot]]:
    """Give the events of a YAML text, each with its depth of nesting and its place.

    Reading them takes no stack, so nesting without end can be seen before a tree is built: composing one that
    is too deep would end the process in the C library.
    """
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        mark = event.start_mark
        yield event, depth, (mark.line + 1, mark.column + 1) if mark else (1, 1)


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """Read a UTF-8 text file (with or without byte order mark); ``None`` and a problem if that fails."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(file, "the file is missing"))
        return None
    except OSError as error:
        problems.append(Problem(file, f"cannot be read: {error.strerror or error}"))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        said = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file in UTF-8"
        problems.append(Problem(file, said, *byte_spot(raw, error.start)))
        return None
    if not text.strip():
        problems.append(Problem(file, "the file is empty"))
        return None
    return text


def read_marked(path: Path, shown: str | None = None) -> Marked:
    """Read one YAML file of plain data, without aliases or tags of one's own.

    Parameters
    ----------
    path
        Where it is.
    shown
        How messages call it; the path unless given.

    Returns
    -------
    Marked
        What is wrong (encoding, syntax, double keys, aliases, nesting) ends up in its ``problems``; ``data``
        is ``None`` where no tree could be read at all.
    """
    result = Marked(shown or str(path))
    text = read_text(path, result.file, result.problems)
    if text is None:
        return result
    try:
        node = _compose(text, result)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (None, None)
        result.problems.append(Problem(result.file, f"is not YAML: {error.problem or error.context}", *place))
        return result
    except yaml.YAMLError as error:
        result.problems.append(Problem(result.file, f"is not YAML: {str(error).splitlines()[0]}"))
        return result
    if node is not None:
        result.data = _plain(node, (), result)
    if result.data is None and not result.problems:
        result.problems.append(Problem(result.file, "the file is empty"))
    return result


def _compose(text: str, result: Marked) -> yaml.Node | None:
    """Build the tree, unless it has aliases (which a reader of data would have to follow) or goes too deep."""
    for event, depth, place in nested_events(text):
        if isinstance(event, yaml.AliasEvent):
            said = "aliases ('*name') are not allowed here; write the value out"
        elif depth > DEEPEST:
            said = "is nested too deeply"
        else:
            continue
        result.problems.append(Problem(result.file, said, *place))
        return None
    node: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    return node


def _plain(node: yaml.Node, path: Where, result: Marked) -> Any:
    result.marks.setdefault(path, spot(node))
    if node.tag not in PLAIN | GROUPS:
        tag = node.tag.removeprefix("tag:yaml.org,2002:")
        result.problems.append(result.problem(path, f"the tag '{tag}' is not read here; write a plain value"))
        return None
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path, result)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, i), result) for i, child in enumerate(node.value)]
    items: dict[Any, Any] = {}
    for key_node, child in node.value:
        place = spot(key_node)
        key = _scalar(key_node, path, result) if key_node.tag in PLAIN else None
        if not isinstance(key, str | int):
            result.problems.append(Problem(result.file, "a key must be a plain word", *place))
            continue
        here = (*path, str(key))
        if key in items:
            message = f"the key stands twice, first on line {result.marks[here][0]}"
            result.problems.append(Problem(result.file, message, *place, dotted(here)))
            continue
        result.marks[here] = place
        items[key] = _plain(child, here, result)
    return items


def _scalar(node: yaml.Node, path: Where, result: Marked) -> Any:
    try:
        return SafeConstructor().construct_object(node)
    except (ValueError, OverflowError, ConstructorError) as error:
        reason = error.problem if isinstance(error, ConstructorError) else str(error)
        result.problems.append(result.problem(path, f"'{node.value}' cannot be read: {reason}"))
        return None
