"""What holds for all tests: commands speak English, on the machine of a Dutch developer too; and what makes them cheap.

Most of the time of a command is painting its figures. Tests of what commands and folders hold get them built whole and
saved as bare sheets of their size. Tests of pictures, and every command in a process of its own, paint.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from matplotlib.figure import Figure

from tests.fuzzing import TIMES

os.environ["LC_ALL"] = "C.UTF-8"
# Among all that the tests have loaded a search for garbage takes long.
gc.set_threshold(50_000)
# Without a deadline: the first example of a test may be the one that loads a library.
settings.register_profile("suite", max_examples=40 * TIMES, deadline=None)
settings.load_profile("suite")

PAINTED = ("report", "reproducibility", "browser", "notebooks")
"""Folders whose tests look at pictures, or at every byte."""
LONG = (
    "notebooks/test_notebooks.py",
    "golden/test_golden_outcomes.py",
    "levers/test_lever_effects.py",
    "cli/test_commands.py",
    "cli/test_streams.py",
    "experiment/test_resume.py",
    "reproducibility/test_same_bytes.py",
    "reproducibility/test_common_chance.py",
    "experiment/test_executors.py",
    "dossier/test_report.py",
)
"""Files that take longest, begun first: the last worker is not left alone with one of them."""

_paint: Callable[[Figure, Any], None] = Figure.draw
_painted = True


def _draw(figure: Figure, renderer: Any) -> None:
    """Draw a figure whole where pictures are the subject, and its bare sheet elsewhere."""
    if _painted:
        _paint(figure, renderer)
        return
    renderer.open_group("figure", gid=figure.get_gid())
    figure.patch.draw(renderer)
    renderer.close_group("figure")


Figure.draw = _draw  # type: ignore[method-assign]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "painted: figures are painted")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    global _painted
    _painted = item.path.parent.name in PAINTED or item.get_closest_marker("painted") is not None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    first = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: first.get("/".join(item.path.parts[-2:]), len(LONG)))
