"""What the measurements import is installed by the command that runs them."""

from __future__ import annotations

import ast
import re
import sys
import tomllib

from tests.architecture.source import ROOT

OURS = {"benchmarks", "reformsim", "tests"}
CALLED = {"yaml": "pyyaml", "sklearn": "scikit-learn"}
"""Distributions that go by another name than what is imported."""


def test_every_library_that_make_bench_imports_is_a_dependency_or_of_the_extra_bench():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    said = [*project["dependencies"], *project["optional-dependencies"]["bench"]]
    installed = {re.split(r"[^\w-]", one)[0].lower() for one in said}
    asked = set()
    for path in (ROOT / "benchmarks").glob("*.py"):
        if path.stem == "cluster":  # a command of its own, with the extra test
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            asked |= {name.partition(".")[0] for name in names}
    foreign = {CALLED.get(name, name) for name in asked - OURS - sys.stdlib_module_names}
    assert "psutil" in foreign and foreign <= installed
