"""Text and YAML files read so that every mistake can be told with its file, line and column."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.reader import Reader
from yaml.resolver import Resolver

from reformsim.errors import Near, Problem

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 20
"""Nesting that a data file may have; the deepest of ours has six levels."""

Where = tuple[str | int, ...]
"""The way to a value: keys of mappings and positions in lists."""

Spot = tuple[int, int]
"""Line and column, both counted from 1."""

PLAIN = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp")}
_WORDS, _MAPPING, _LIST = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))
_NUMBERS = {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float")}
GROUPS = {_MAPPING, _LIST}
_READ = PLAIN | GROUPS

LONGEST_NUMBER = 40
"""Characters of a number; a whole one beyond thousands of digits can be neither computed with nor shown."""

UNLIKE = (ConstructorError, ValueError, OverflowError, LookupError, AttributeError)
"""What PyYAML raises where a text is not of the kind that its tag says: it takes for granted that it is."""


@dataclass
class Marked:
    """Plain data of one file, the place of each value and key, and what is wrong with its form."""

    file: str
    data: Any = None
    marks: dict[Where, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Iterable[str | int], message: str, near: Near | None = None) -> Problem:
        """Make a problem at a path, or at its nearest ancestor that stands in the file."""
        where = tuple(path)
        place = where
        while place not in self.marks and place:
            place = place[:-1]
        return Problem(self.file, message, *self.marks.get(place, (1, 1)), dotted(where), near)


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


def text_spot(text: str, position: int) -> Spot:
    """Give the place of a character of a text."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def forbidden_character(text: str) -> tuple[str, Spot] | None:
    """Find the first character that YAML does not allow, and say which; the parser counts its bytes instead."""
    found = Reader.NON_PRINTABLE.search(text)
    if found is None:
        return None
    return f"a character that YAML forbids (U+{ord(found.group()):04X})", text_spot(text, found.start())


def plain_value(constructor: Any, tag: str, text: str) -> Any:
    """Make the value of a plain word of YAML.

    Raises
    ------
    UNLIKE
        It is not of the kind that its tag says, or a number too long to be one.
    """
    if tag in _NUMBERS and len(text) > LONGEST_NUMBER:
        raise ValueError(f"expected a number of at most {LONGEST_NUMBER} characters")
    return constructor.construct_object(yaml.ScalarNode(tag, text))


def read_so(value: bool) -> str:
    """Say why a word stands as true or false where text was expected: ``name: no`` for Norway."""
    return f"YAML reads {'yes, on and true' if value else 'no, off and false'} so: put the word in quotes"


def shortened(text: str, most: int = 60) -> str:
    """Give a text as messages quote it."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


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


def read_file(path: Path, most: int = -1) -> bytes:
    """Read a file wholly, or its first bytes if it has more than ``most``.

    Raises
    ------
    OSError
        It cannot be read; also for what is no file and may never end, such as a pipe.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "is a folder, expected a file" if path.is_dir() else "is no regular file")
        with path.open("rb") as stream:
            return stream.read(most)
    except ValueError as error:  # a name with a byte of nought
        raise OSError(errno.EINVAL, str(error)) from error


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """Give what changes with the content of a file: its size and its times (ns); ``None`` where it is not."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """Read a UTF-8 text file (with or without byte order mark); ``None`` and a problem if that fails."""
    try:
        raw = read_file(path)
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
    if found := forbidden_character(text):
        result.problems.append(Problem(result.file, found[0], *found[1]))
        return result
    builder = _Builder(text, result.file)
    try:
        return builder.build()
    except _Refused as refusal:
        result.problems.append(Problem(result.file, refusal.message, *refusal.place))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (None, None)
        result.problems.append(Problem(result.file, f"is not YAML: {error.problem or error.context}", *place))
    except yaml.YAMLError as error:
        result.problems.append(Problem(result.file, f"is not YAML: {str(error).splitlines()[0]}"))
    return result


class _Refused(Exception):
    """YAML that is in order, but not of the kind that is read here."""

    def __init__(self, message: str, place: Spot):
        super().__init__(message)
        self.message, self.place = message, place


class _Builder:
    """Makes plain data of a YAML text while it is parsed, and notes what is wrong and where everything stands.

    The tree of nodes that PyYAML would make in between is left out: it takes longer than parsing.
    """

    def __init__(self, text: str, file: str):
        self.result = Marked(file)
        self.events = _data_events(text)
        self.resolver: Any = Resolver()
        self.constructor: Any = SafeConstructor()

    def build(self) -> Marked:
        """Read the one document of the text to its end."""
        result = self.result
        for event, place in self.events:
            if isinstance(event, yaml.NodeEvent):
                result.data = self._value(event, place, ())
                break
        others = [place for event, place in self.events if isinstance(event, yaml.DocumentStartEvent)]
        if others:
            raise _Refused("is not YAML: but found another document", others[0])
        if result.data is None and not result.problems:
            result.problems.append(Problem(result.file, "the file is empty"))
        return result

    def _value(self, event: Any, place: Spot, path: Where) -> Any:
        self.result.marks.setdefault(path, place)
        tag = self._tag(event)
        if tag not in _READ:
            self._pass_over(event)
            said = tag.removeprefix("tag:yaml.org,2002:")
            self._tell(path, f"the tag '{said}' is not read here; write a plain value")
            return None
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, tag, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        items: list[Any] = []
        for inner, where in self.events:
            if isinstance(inner, yaml.SequenceEndEvent):
                break
            items.append(self._value(inner, where, (*path, len(items))))
        return items

    def _mapping(self, path: Where) -> dict[Any, Any]:
        items: dict[Any, Any] = {}
        first: dict[Any, Spot] = {}
        result = self.result
        for event, place in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            tag = self._tag(event)
            key = None
            if isinstance(event, yaml.ScalarEvent) and tag in PLAIN:
                key = self._scalar(event, tag, path)
            else:
                self._pass_over(event)
            inner, where = next(self.events)
            here = (*path, str(key))
            if not isinstance(key, str | int):
                result.problems.append(Problem(result.file, "a key must be a plain word", *place))
                self._pass_over(inner)
            elif key in items:
                # Not by its mark: 1 and true are one key, and not one path.
                message = f"the key stands twice, first on line {first[key][0]}"
                result.problems.append(Problem(result.file, message, *place, dotted(here)))
                self._pass_over(inner)
            else:
                result.marks[here] = first[key] = place
                items[key] = self._value(inner, where, here)
        return items

    def _scalar(self, event: Any, tag: str, path: Where) -> Any:
        if tag == _WORDS:
            return event.value
        try:
            return plain_value(self.constructor, tag, event.value)
        except (ValueError, OverflowError, ConstructorError) as error:
            reason = error.problem if isinstance(error, ConstructorError) else str(error)
        except UNLIKE:
            reason = f"it is no '{tag.removeprefix('tag:yaml.org,2002:')}'"
        self._tell(path, f"'{shortened(event.value)}' cannot be read: {reason}")
        return None

    def _tag(self, event: Any) -> str:
        """Give the kind of a value: as it is written, or else as it looks (``2011`` is a number)."""
        if event.tag is not None and event.tag != "!":
            return str(event.tag)
        if isinstance(event, yaml.ScalarEvent):
            return str(self.resolver.resolve(yaml.ScalarNode, event.value, event.implicit))
        return _LIST if isinstance(event, yaml.SequenceStartEvent) else _MAPPING

    def _pass_over(self, event: Any) -> None:
        """Leave out what is inside a value."""
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            inner, _ = next(self.events)
            depth += isinstance(inner, yaml.CollectionStartEvent) - isinstance(inner, yaml.CollectionEndEvent)

    def _tell(self, path: Where, message: str) -> None:
        self.result.problems.append(self.result.problem(path, message))


def _data_events(text: str) -> Iterator[tuple[Any, Spot]]:
    """Give the events of a text with their places; refuse aliases (which a reader would have to follow) and depth."""
    for event, depth, place in nested_events(text):
        if isinstance(event, yaml.AliasEvent):
            raise _Refused("aliases ('*name') are not allowed here; write the value out", place)
        if depth > DEEPEST:
            raise _Refused("is nested too deeply", place)
        yield event, place
