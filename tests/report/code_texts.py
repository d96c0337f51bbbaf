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
def plain() -> frozenset[str]:
    """Every text in the code that is whole, and every key in a template."""
    found = {node.value for _, node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for text in beside():
        found |= set(re.findall(r'"([a-z_.]+)"', text))
    return frozenset(found)


@cache
def beside() -> tuple[str, ...]:
    """Templates, and the modules of the interactive page."""
    assets = PACKAGE / "interactive" / "assets"
    paths = (*(PACKAGE / "report" / "templates").glob("*.j2"), *assets.glob("*.j2"), *assets.glob("*.js"))
    return tuple(path.read_text("utf-8") for path in paths)


@cache
def with_gaps() -> frozenset[str]:
    """Every text in the code into which something is put."""
    ours = {text for _, node in nodes() if isinstance(node, ast.JoinedStr) for text in texts_of(node)}
    of_modules = (one for text in beside() for one in re.findall(r"`([^`\n]*\$\{[^`\n]*)`", text))
    return frozenset(ours | {re.sub(r"\$\{[^}]*\}", GAP, one) for one in of_modules})
