"""Plugins for tests: files of a user's own, and scenarios beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reformsim import plugins
from reformsim.levers import base
from reformsim.measures import own

HEAD = "from reformsim.measures import measure\n"

SMALL = """
@measure("small_municipalities", unit="municipalities", title="Municipalities under 20,000 inhabitants")
def small(s):
    return s.total(s.people < 20_000)
"""

LOCAL = """
@measure("seats_per_head", unit="share", title="Council seats per inhabitant", together="inhabitants")
def seats(s):
    return s.seats / s.people
"""

LEVER = '''
from typing import ClassVar, Literal
from reformsim.levers import Lever
from reformsim.levers.changes import SetRule

class CountUwv(Lever):
    """Count the employee insurance agency."""

    family: ClassVar = "own"
    title_en: ClassVar = "Count the agency"
    title_nl: ClassVar = "De dienst meetellen"
    items: ClassVar = ()
    example: ClassVar = "lever: count_uwv\\ndate: 2013-01-01\\nsource: assumption\\n"
    lever: Literal["count_uwv"] = "count_uwv"

    def stated_changes(self, territory):
        return (SetRule("agencies.uwv", True),)
'''

WITH_LEVER = "levers:\n  - {lever: count_uwv, date: 2012-01-01, source: assumption}\n"


def scenario(folder: Path, *code: str, name: str = "own", file: str = "mine.py", more: str = "") -> Path:
    """Write a plugin and a scenario of three years beside it."""
    (folder / file).write_text(HEAD + "".join(code), "utf-8")
    return beside(folder, name=name, file=file, more=more)


def beside(folder: Path, *, name: str = "own", file: str = "mine.py", more: str = "") -> Path:
    """Write a scenario of three years that names a plugin."""
    path = folder / f"{name}.yaml"
    head = f"extends: baseline-2011\nname: {name}\nhorizon: {{end: 2013}}\nreplicates: 2\n"
    path.write_text(f"{head}plugins: [{file}]\n{more}", "utf-8")
    return path


def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test begin without plugins, as a process does, and leave none."""
    monkeypatch.setattr(plugins, "_LOADED", {})
    monkeypatch.setattr(own, "_ADDED", own._Added())
    len(base.REGISTER)
    monkeypatch.setattr(base, "_ORIGINS", {})
    for name in [name for name, kind in base.REGISTER.items() if plugins.is_plugin(kind.__module__)]:
        monkeypatch.delitem(base.REGISTER, name)
