"""Read a YAML file into plain data while remembering where each value stands.

Shared by every room whose data files are checked with file, line and path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.constructor import ConstructorError, SafeConstructor

from reformsim.errors import Problem, suggest

Path_ = tuple[str | int, ...]


@dataclass
class Marked:
    """Plain data of one file and the place (line, column, from 1) of each value and key."""

    file: str
    data: Any = None
    marks: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Iterable[str | int], message: str) -> Problem:
        """Make a problem at a path, or at its nearest ancestor that stands in the file."""
        where = tuple(path)
        near = where
        while near not in self.marks and near:
            near = near[:-1]
        line, column = self.marks.get(near, (1, 1))
        return Problem(self.file, message, line, column, dotted(where))


def dotted(path: Iterable[str | int]) -> str:
    """Write a path as users read it: ``entries[2].since``."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words


def read_marked(path: Path, shown: str | None = None) -> Marked:
    """Read one file; mistakes of form (encoding, syntax, double keys, aliases) end up in ``problems``."""
    result = Marked(shown or str(path))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        result.problems.append(Problem(result.file, "the file is not UTF-8", line))
        return result
    except OSError as error:
        result.problems.append(Problem(result.file, f"cannot be read: {error.strerror}"))
        return result
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        result.problems.append(Problem(result.file, f"not valid YAML: {error.problem}", line, column))
        return result
    except yaml.YAMLError as error:
        result.problems.append(Problem(result.file, f"not valid YAML: {error}".splitlines()[0]))
        return result
    if node is None:
        result.problems.append(Problem(result.file, "the file is empty", 1))
        return result
    result.data = _plain(node, (), result, set())
    return result


def _plain(node: yaml.Node, path: Path_, result: Marked, seen: set[int]) -> Any:
    result.marks.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path, result)
    if id(node) in seen:
        result.problems.append(result.problem(path, "aliases are not used in this kind of file; write it out"))
        return None
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, i), result, seen) for i, child in enumerate(node.value)]
    items: dict[Any, Any] = {}
    for key_node, child in node.value:
        key = _scalar(key_node, path, result) if isinstance(key_node, yaml.ScalarNode) else None
        if key is None:
            place = Problem(result.file, "a key must be one word", key_node.start_mark.line + 1)
            result.problems.append(place)
            continue
        here: Path_ = (*path, str(key))
        if key in items:
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            first = result.marks[here][0]
            message = f"the key stands twice, first on line {first}"
            result.problems.append(Problem(result.file, message, line, column, dotted(here)))
            continue
        result.marks[here] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        items[key] = _plain(child, here, result, seen)
    return items


def _scalar(node: yaml.ScalarNode, path: Path_, result: Marked) -> Any:
    try:
        return SafeConstructor().construct_object(node)
    except (ValueError, OverflowError, ConstructorError) as error:
        reason = error.problem if isinstance(error, ConstructorError) else str(error)
        result.problems.append(result.problem(path, f"'{node.value}' cannot be read: {reason}"))
        return None


def model_problems(
    error: ValidationError, read: Marked, base: Path_, known: Callable[[Path_], Iterable[str]]
) -> list[Problem]:
    """Translate a validation error into problems with a place.

    Parameters
    ----------
    base
        Where the validated part stands in the file.
    known
        The keys that would have been right at the path of an unknown key.
    """
    found = []
    for item in error.errors():
        path: Path_ = (
            *base,
            *(p for p in item["loc"] if not str(p).startswith(("function-", "lax-", "strict-"))),
        )
        while path not in read.marks and len(path) > len(base) + 1 and item["type"] != "missing":
            path = path[:-1]
        found.append(read.problem(path, _message(item, path, known)))
    return found


def _message(item: Mapping[str, Any], path: Path_, known: Callable[[Path_], Iterable[str]]) -> str:
    kind, context, given = item["type"], item.get("ctx", {}), item.get("input")
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return f"unknown key{suggest(str(path[-1]), known(path), most=40)}"
    if kind == "literal_error":
        names = [n.strip().strip("'") for n in str(context["expected"]).replace(" or ", ", ").split(",")]
        return f"'{given}' is not known{suggest(str(given), names, most=40)}"
    expected = {
        "date_type": "a day (YYYY-MM-DD)",
        "string_type": "words",
        "float_type": "a number",
        "int_type": "a whole number",
        "list_type": "a list",
        "tuple_type": "a list",
        "dict_type": "a mapping",
        "model_type": "a mapping",
        "bool_type": "true or false",
        "frozen_set_type": "a list",
    }.get(kind)
    if expected:
        shown = "nothing" if given is None else f"'{given}'" if isinstance(given, str) else repr(given)
        return f"expected {expected}, not {shown}"
    if kind == "string_too_short":
        return "must not be empty"
    if kind == "string_pattern_mismatch":
        return f"'{given}' has not the form {context['pattern']}"
    if kind == "value_error":
        return str(context["error"])
    return str(item["msg"]).lower()
