"""A YAML file as plain data together with the place of every value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from reformsim.errors import Problem

Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 20
Where = tuple[str | int, ...]
Mark = tuple[int, int]


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
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        bad = raw[error.start]
        problems.append(
            Problem(file, f"byte 0x{bad:02x} is not UTF-8; save the file in UTF-8", line=line, column=column)
        )
        return None
    if not text.strip():
        problems.append(Problem(file, "the file is empty"))
        return None
    return text


def read_marked(path: Path, file: str, problems: list[Problem]) -> tuple[Any, dict[Where, Mark]] | None:
    """Read a YAML file.

    Returns
    -------
    tuple or None
        The data, and (line, column) counted from 1 for the path of every key and value; ``None`` if the
        file is no YAML.
    """
    text = read_text(path, file, problems)
    if text is None:
        return None
    try:
        if not _is_tame(text, file, problems):
            return None
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            marks: dict[Where, Mark] = {}
            before = len(problems)
            _walk(node, (), marks, file, problems)
            if len(problems) > before:
                return None
            return loader.construct_document(node), marks
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (None, None)
        problems.append(Problem(file, f"is not YAML: {error.problem or error.context}", *place))
    except (yaml.YAMLError, ValueError) as error:
        problems.append(Problem(file, f"is not YAML: {str(error).splitlines()[0]}"))
    return None


def _is_tame(text: str, file: str, problems: list[Problem]) -> bool:
    """Tell aliases, and nesting so deep that composing the tree would crash the C library."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        if isinstance(event, yaml.AliasEvent):
            said = "aliases ('*name') are not allowed here; write the value out"
            problems.append(Problem(file, said, line=line, column=column))
            return False
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            problems.append(Problem(file, "is nested too deeply", line=line, column=column))
            return False
    return True


def _walk(node: Any, where: Where, marks: dict[Where, Mark], file: str, problems: list[Problem]) -> None:
    marks.setdefault(where, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _walk(item, (*where, position), marks, file, problems)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (key.start_mark.line + 1, key.start_mark.column + 1)
            path = (*where, str(key.value))
            if path in marks:
                said = f"the key stands twice, first on line {marks[path][0]}"
                problems.append(Problem(file, said, *place, dotted_path(path)))
            elif not isinstance(key, yaml.ScalarNode):
                problems.append(Problem(file, "a key must be a plain word", *place))
            else:
                marks[path] = place
                _walk(value, path, marks, file, problems)


def dotted_path(where: Where) -> str:
    """Write a path as ``statutory_bodies[2].kind``."""
    text = ""
    for part in where:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
