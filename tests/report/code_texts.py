"""The texts that stand in the project's code, read once for the tests of words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.architecture.source import PACKAGE, modules

GAP = "\N{WHITE SMALL SQUARE}"
"""Stands for what is put into a text."""


def texts_of(node: ast.AST) -> Iterator[str]:
    """Give the texts that an expression may be, with gaps."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.sub(r"\{\w*\}", GAP, node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*texts_of(node.body), *texts_of(node.orelse))


@cache
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Every text and every call in the code, with the room it stands in."""
    wanted = (ast.Constant, ast.JoinedStr, ast.Call)
    rooms = ((one.path.relative_to(PACKAGE).parts[0], one.tree) for one in modules())
    return tuple((room, node) for room, tree in rooms for node in ast.walk(tree) if isinstance(node, wanted))


@cache
def scripts() -> tuple[str, ...]:
    """The modules and the template of the interactive page."""
    found = (PACKAGE / "interactive" / "assets").iterdir()
    return tuple(path.read_text("utf-8") for path in sorted(found) if path.suffix in (".js", ".j2"))


@cache
def plain() -> frozenset[str]:
    """Every text in the code that is whole, and every key in a template."""
    found = {node.value for _, node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for path in (PACKAGE / "report" / "templates").glob("*.j2"):
        found |= set(re.findall(r'"([a-z_.]+)"', path.read_text("utf-8")))
    for text in scripts():
        found |= set(re.findall(r'"([a-z_0-9.]+)"', text))
    return frozenset(found)


@cache
def with_gaps() -> frozenset[str]:
    """Every text in the code into which something is put."""
    found = {text for _, node in nodes() if isinstance(node, ast.JoinedStr) for text in texts_of(node)}
    found |= {re.sub(r"\$\{[^}]*\}", GAP, text) for script in scripts() for text in re.findall(r"`([^`]*)`", script)}
    return frozenset(found)
