"""One YAML file as a tree in which every value knows its file, line and column.

Only plain YAML is read: one document, no tags of one's own, no merge keys; aliases are followed, but a file
that grows beyond :data:`MOST_VALUES` values through them is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from reformsim.errors import Near, Problem
from reformsim.levers.fields import Location
from reformsim.marked import (
    GROUPS,
    LOADER,
    LONGEST_NUMBER,
    PLAIN,
    UNLIKE,
    Spot,
    byte_spot,
    dotted,
    forbidden_character,
    nested_events,
    plain_value,
    read_file,
    shortened,
    spot,
)

MOST_VALUES = 20_000
"""Values in one file, aliases written out; the largest scenario one writes by hand has a few hundred."""

MOST_BYTES = 2_000_000
MOST_DEPTH = 50

Value = Union["dict[str, Node]", "list[Node]", Any]

_TAG = "tag:yaml.org,2002:"
_MERGE = f"{_TAG}merge"


class Unreadable(str):
    """A value that is told already to be none, kept so that the rest of the file can be looked at."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a file and where it stands (line 0: not in a file); ``keys`` are the places of a mapping's keys."""

    value: Value
    file: str
    line: int
    column: int
    keys: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Where it stands, as ``file:line``."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def plain(self) -> Any:
        """Give the value without the places, as dicts and tuples."""
        if isinstance(self.value, dict):
            return {key: inner.plain() for key, inner in self.value.items()}
        if isinstance(self.value, list):
            return tuple(inner.plain() for inner in self.value)
        return self.value

    def place(self, location: Location, *, key: bool = False) -> tuple[str, int, int]:
        """Give file, line and column of the value (or its key) at ``location``, or of the nearest to it."""
        node, spot = self, (self.file, self.line, self.column)
        for step in location:
            inner: Node | None = None
            if isinstance(node.value, dict):
                inner = node.value.get(str(step))
                key_spot = node.keys.get(str(step))
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                inner, key_spot = node.value[step], None
            else:
                return spot
            if inner is None:
                return key_spot or spot
            node = inner
            spot = key_spot if key and key_spot else (node.file, node.line, node.column)
        return spot

    def problem(
        self, location: Location, message: str, near: Near | None = None, *, key: bool = False, root: Location = ()
    ) -> Problem:
        """Make a problem at ``location`` of this node, told under the path ``root`` + ``location``."""
        file, line, column = self.place(location, key=key)
        return Problem(file, message, line or None, column or None, dotted((*root, *location)), near)


def read_source(path: Path, shown: str) -> tuple[Node | None, list[Problem]]:
    """Read a file; ``None`` and the reasons if it cannot be read as one YAML mapping.

    A key given twice and a value that is none (a thirteenth month) are told, and the rest is read on.
    """
    try:
        raw = read_file(path, MOST_BYTES + 1)
    except FileNotFoundError:
        return None, [Problem(shown, "no such file")]
    except OSError as error:
        return None, [Problem(shown, f"cannot be read: {error.strerror or error}")]
    if len(raw) > MOST_BYTES:
        return None, [Problem(shown, f"is larger than {MOST_BYTES:,} bytes, expected a scenario")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"not UTF-8 text (byte 0x{raw[error.start]:02X}); save the file as UTF-8"
        return None, [Problem(shown, message, *byte_spot(raw, error.start))]
    return parse_source(text, shown)


def parse_source(text: str, shown: str) -> tuple[Node | None, list[Problem]]:
    """Read text as one YAML mapping; see :func:`read_source`."""
    if found := forbidden_character(text):
        return None, [Problem(shown, found[0], *found[1])]
    try:
        too_deep = _too_deep(text)
        root = None if too_deep else yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        return None, [_syntax(error, shown, text)]
    if too_deep:
        return None, [Problem(shown, f"nested more than {MOST_DEPTH} deep", *too_deep)]
    if root is None:
        return None, [Problem(shown, "the file is empty, expected a scenario", 1, 1)]
    reader = _Reader(shown)
    node = reader.read(root, ())
    if node is None or reader.lost:
        return None, reader.problems
    if not isinstance(node.value, dict):
        what = "a list" if isinstance(node.value, list) else "a single value"
        message = f"expected keys with values such as `name: my-scenario`, not {what}"
        return None, [*reader.problems, Problem(shown, message, node.line, node.column)]
    return node, reader.problems


class _Reader:
    """Turns the nodes of PyYAML into ours and gathers what is wrong with them."""

    def __init__(self, shown: str):
        self.shown = shown
        self.count = 0
        self.lost = False
        self.problems: list[Problem] = []
        self.constructor = SafeConstructor()
        self.open: list[yaml.Node] = []

    def read(self, node: yaml.Node, at: Location) -> Node | None:
        line, column = spot(node)
        self.count += 1
        if self.count > MOST_VALUES:
            if self.count == MOST_VALUES + 1:  # told at the key of the file's first level that grows so large
                top = spot(self.open[1]) if len(self.open) > 1 else (line, column)
                message = f"more than {MOST_VALUES:,} values once its aliases are written out"
                self._tell(*top, at[:1], message)
            return None
        if any(node is outer for outer in self.open):
            self._tell(line, column, at, "an alias that contains itself")
            return None
        if isinstance(node, MappingNode | SequenceNode) and node.tag not in GROUPS:
            self._tagged(node, at, line, column)
            return None
        self.open.append(node)
        try:
            if isinstance(node, MappingNode):
                return self._mapping(node, at, line, column)
            if isinstance(node, SequenceNode):
                inner = [self.read(child, (*at, i)) for i, child in enumerate(node.value)]
                return Node([child for child in inner if child is not None], self.shown, line, column)
            return self._scalar(node, at, line, column)
        finally:
            self.open.pop()

    def _mapping(self, node: MappingNode, at: Location, line: int, column: int) -> Node:
        value: dict[str, Node] = {}
        keys: dict[str, tuple[str, int, int]] = {}
        for key_node, value_node in node.value:
            key_line, key_column = spot(key_node)
            key = key_node.value if isinstance(key_node, ScalarNode) else None
            if key is None or key_node.tag not in PLAIN | {_MERGE}:
                self._tell(key_line, key_column, at, "expected a word as key")
                continue
            if key_node.tag == _MERGE:
                self._tell(key_line, key_column, at, "merge keys (<<) are not read here; use `extends`")
                continue
            if key in keys:
                first = keys[key][1]
                message = f"the key is given twice, first in line {first}"
                self._tell(key_line, key_column, (*at, key), message, lost=False)
                continue
            keys[key] = (self.shown, key_line, key_column)
            inner = self.read(value_node, (*at, key))
            if inner is not None:
                value[key] = inner
        return Node(value, self.shown, line, column, keys)

    def _scalar(self, node: yaml.Node, at: Location, line: int, column: int) -> Node | None:
        if node.tag not in PLAIN:
            self._tagged(node, at, line, column)
            return None
        try:
            value = plain_value(self.constructor, node.tag, node.value)
        except UNLIKE:
            most = f", which has at most {LONGEST_NUMBER} characters" if len(node.value) > LONGEST_NUMBER else ""
            message = f"'{shortened(node.value)}' looks like a {_KIND[node.tag.removeprefix(_TAG)]} but is none{most}"
            self._tell(line, column, at, message, lost=False)
            return Node(Unreadable(node.value), self.shown, line, column)
        return Node(value, self.shown, line, column)

    def _tagged(self, node: yaml.Node, at: Location, line: int, column: int) -> None:
        tag = node.tag.removeprefix(_TAG)
        self._tell(line, column, at, f"the tag '{tag}' is not read here; write a plain value")

    def _tell(self, line: int, column: int, at: Location, message: str, *, lost: bool = True) -> None:
        self.lost |= lost
        self.problems.append(Problem(self.shown, message, line, column, dotted(at)))


_KIND = {
    "timestamp": "date",
    "int": "whole number",
    "float": "number",
    "bool": "yes or no",
    "null": "nothing",
}


def _too_deep(text: str) -> Spot | None:
    return next((place for _, depth, place in nested_events(text) if depth > MOST_DEPTH), None)


def _syntax(error: yaml.YAMLError, shown: str, text: str) -> Problem:
    """Say in our words where the YAML breaks off; the parser's own phrase comes along."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    phrase = getattr(error, "problem", None) or str(error)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return Problem(shown, "a tab in the indentation; YAML takes spaces only", line, here.index("\t") + 1)
    if "expected a single document" in str(error):
        return Problem(shown, "a second document (---) begins; expected one scenario per file", line, column)
    if "undefined alias" in phrase:
        return Problem(shown, "an alias (*name) without its anchor (&name)", line, column)
    return Problem(shown, f"not valid YAML: {phrase}", line, column)
