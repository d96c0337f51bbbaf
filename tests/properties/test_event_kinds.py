"""Every kind of event is documented, and every documented kind can happen."""

import ast
import re
from pathlib import Path

import reformsim
from reformsim.history import Event

SOURCE = Path(reformsim.__file__).parent


def _texts(node: ast.expr) -> list[str]:
    """The strings an expression can be: a constant, or either side of a choice."""
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    assert isinstance(node, ast.Constant) and isinstance(node.value, str), f"not a plain kind: {ast.unparse(node)}"
    return [node.value]


def told() -> set[str]:
    """Kinds of all events that the source code enters in the log."""
    kinds: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tell"
            if called and node.args:  # a stream tells its position without
                kinds.update(_texts(node.args[0]))
    return kinds


def documented() -> set[str]:
    """Kinds in the docstring of ``Event``."""
    text = Event.__doc__ or ""
    return set(re.findall(r"'([a-z_]+)'", text.partition("kind")[2].partition("subject")[0]))


def test_every_kind_of_event_that_can_happen_is_documented():
    assert "merger" in told()
    assert told() - documented() == set()


def test_no_kind_of_event_is_documented_that_cannot_happen():
    assert documented() - told() == set()
