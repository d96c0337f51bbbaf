"""What the code promises its reader: words for every public name, and pieces that read in one sitting."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from tests.architecture.source import PACKAGE, ROOT, Module, modules

MOST_LINES_OF_A_MODULE = 400
MOST_LINES_OF_A_FUNCTION = 60
MOST_FILES_OF_A_FOLDER = 20

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(body: list[ast.stmt], public: bool = True) -> Iterator[tuple[Definition, bool]]:
    """Classes, functions and methods (not those within functions), each with whether a user may name it."""
    for node in body:
        if isinstance(node, Definition):
            open_ = public and not node.name.startswith("_")
            yield node, open_
            if isinstance(node, ast.ClassDef):
                yield from definitions(node.body, open_)


def everything() -> Iterator[tuple[Module, Definition, bool]]:
    for module in modules():
        for node, public in definitions(module.tree.body):
            yield module, node, public


def test_every_module_says_what_it_is_for():
    assert [m.place(m.tree) for m in modules() if not ast.get_docstring(m.tree)] == []


def test_every_public_class_function_and_method_has_a_docstring():
    wrong = [f"{m.place(n)}: {n.name}" for m, n, public in everything() if public and not ast.get_docstring(n)]
    assert wrong == []


def test_no_module_is_too_long_to_read_in_one_sitting():
    paths = (path for room in (PACKAGE, ROOT / "tests", ROOT / "benchmarks") for path in room.rglob("*.py"))
    lines = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in paths}
    assert {place: n for place, n in lines.items() if n > MOST_LINES_OF_A_MODULE} == {}


def test_no_function_says_more_than_one_thing():
    wrong = []
    for module, node, _ in everything():
        if isinstance(node, ast.ClassDef):
            continue
        n = (node.end_lineno or 0) - node.lineno + 1
        if n > MOST_LINES_OF_A_FUNCTION:
            wrong.append(f"{module.place(node)}: {node.name} has {n} lines")
    assert wrong == []


def test_no_folder_of_code_holds_more_files_than_one_oversees():
    folders = Counter(m.path.parent for m in modules())
    assert {str(f.relative_to(PACKAGE)): n for f, n in folders.items() if n > MOST_FILES_OF_A_FOLDER} == {}
