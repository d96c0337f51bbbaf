"""The project's own source, read as trees: what the tests of the house rules look at."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "reformsim"


@dataclass(frozen=True)
class Module:
    """One file of source."""

    path: Path
    tree: ast.Module

    @cached_property
    def name(self) -> str:
        """Name below the package: ``model.mergers.phase``; of a folder's ``__init__``, the folder."""
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)

    def place(self, node: ast.AST) -> str:
        """Where a node stands: ``src/reformsim/model/mergers/phase.py:12``."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True)
class Import:
    """One imported name; ``late`` where it is inside a function, ``typed`` where only type checkers see it."""

    place: str
    importer: str
    target: str
    late: bool
    typed: bool


@lru_cache(maxsize=1)
def modules() -> tuple[Module, ...]:
    """All modules of the package."""
    return tuple(Module(path, ast.parse(path.read_text("utf-8"))) for path in sorted(PACKAGE.rglob("*.py")))


@cache
def imports(module: Module) -> tuple[Import, ...]:
    """Every import of a module, with full dotted targets (``reformsim.model.world``, ``numpy``)."""
    package = ["reformsim", *module.path.relative_to(PACKAGE).parts[:-1]]
    late = _below(module.tree, (ast.FunctionDef, ast.AsyncFunctionDef))
    typed = {
        id(inner)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(module.tree):
        targets: list[str] = []
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package[: len(package) - node.level + 1], *([base] if base else [])])
            targets = [f"{base}.{alias.name}" for alias in node.names]
        for target in targets:
            found.append(Import(module.place(node), module.name, target, id(node) in late, id(node) in typed))
    return tuple(found)


def _below(tree: ast.AST, kinds: tuple[type[ast.AST], ...]) -> set[int]:
    """Ids of all nodes inside a node of these kinds."""
    return {id(inner) for node in ast.walk(tree) if isinstance(node, kinds) for inner in ast.walk(node)}


def texts(rooms: tuple[str, ...]) -> set[str]:
    """All plain texts in the code of these rooms (or modules), documentation left out."""
    found = set()
    for module in _of(rooms):
        documentation = set(map(id, _docstrings(module.tree)))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                found.add(node.value)
    return found


ASKING = {"weight", "rule", "rule_number"}
"""Methods of snapshots that give a weight or a rule by its name."""


def looked_up(names: set[str], rooms: tuple[str, ...]) -> set[str]:
    """Those of the names by which the code of these rooms looks something up.

    ``rules["merger.consent"]``, or of snapshots ``s.weight("capacity.funding")``, ``s.rule("merger.consent")``.

    Where the name is put together (``behaviour[f"merger.break_off_{stage}"]``) any word may stand in the gap.
    """
    nodes = [node for module in _of(rooms) for node in ast.walk(module.tree)]
    asked = [node.slice for node in nodes if isinstance(node, ast.Subscript)]
    asked += [node.args[0] for node in nodes if isinstance(node, ast.Call) and _asks(node)]
    patterns = [_pattern(one) for one in asked]
    return {name for name in names if any(pattern and pattern.fullmatch(name) for pattern in patterns)}


def _asks(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ASKING and bool(call.args)


def _pattern(node: ast.expr) -> re.Pattern[str] | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.compile(re.escape(node.value))
    if isinstance(node, ast.JoinedStr):
        parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in node.values)
        return re.compile("".join(parts))
    return None


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def _of(rooms: tuple[str, ...]) -> list[Module]:
    return [m for m in modules() if any(m.name == room or m.name.startswith(room + ".") for room in rooms)]
