"""A scenario that came as text: checked as ``reformsim check`` does, with nothing read that it could point at."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reformsim.errors import Near, Problem, ReformsimError, RunError, ScenarioError
from reformsim.experiment.adjusting import adjusted
from reformsim.experiment.plan import check_same_world, effective
from reformsim.interactive.choosing import given
from reformsim.scenario import load_scenario, shipped_scenarios
from reformsim.scenario.load import is_folder
from reformsim.scenario.source import Node, read_source
from reformsim.scenario.wording import described

if TYPE_CHECKING:
    from reformsim.interactive.worlds import Worlds
    from reformsim.scenario import Scenario

FILE = "own.yaml"
"""What messages call the text."""


@dataclass(frozen=True)
class Read:
    """What a text comes to: a scenario, or what is wrong with it; and what should be known of it either way."""

    scenario: Scenario | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads texts beside the first scenario of a page.

    Parameters
    ----------
    first
        What the text will be compared with.
    files
        Scenarios of the page that are not shipped, by the name under which the page itself extends them, as text.
    most_years
        Years of a run at most.
    """

    first: Scenario
    files: Mapping[str, str] = field(default_factory=dict)
    most_years: int = 40

    @classmethod
    def of(cls, worlds: Worlds, most_years: int) -> Reader:
        """Make it of the worlds of a page."""
        runs = (worlds.whole,) if worlds.players else worlds.runs
        named = {given(run): run.scenario for run in runs}
        files = {name: effective(one) for name, one in named.items() if name not in shipped_scenarios()}
        first = worlds.runs[0].scenario
        # A combination is called after its number, which nobody knows who reads the page.
        called = first.name.partition(".combined.")[0] + ("-none" if worlds.players else "")
        return cls(first.model_copy(update={"name": called}), files, most_years)

    def read(self, text: str, replicates: int, until: int) -> Read:
        """Check a text, and whether it can run beside the first scenario to a year.

        No file is opened but shipped scenarios and those of the page: a text that asks for another is refused before
        anything that it names is read.
        """
        with tempfile.TemporaryDirectory(prefix="reformsim-") as folder:
            place = Path(folder).resolve()
            for name, known in {**self.files, FILE: text}.items():
                (place / name).parent.mkdir(exist_ok=True)
                (place / name).write_text(known, encoding="utf-8", newline="")
            return _without(f"{place}/", self._read(place / FILE, replicates, until))

    def _read(self, file: Path, replicates: int, until: int) -> Read:
        node, wrong = read_source(file, FILE)
        if node is None:
            return Read(problems=tuple(wrong))
        if refused := self._refused(node):
            return Read(problems=(*wrong, *refused))
        notes: list[Problem] = []
        try:
            scenario = load_scenario(file, notes=notes)
        except ScenarioError as error:
            return Read(problems=error.problems, notes=tuple(notes))
        try:
            pair = self.pair(scenario, replicates, until)
        except ReformsimError as error:
            return Read(problems=(Problem(FILE, str(error)),), notes=tuple(notes))
        if self.first.plugins:
            message = "plugins are code, and none is run from a page; its first scenario has some"
            return Read(problems=(Problem(FILE, message),))
        return Read(pair[1], notes=tuple(notes))

    def pair(self, scenario: Scenario, replicates: int, until: int) -> tuple[Scenario, Scenario]:
        """Give the first scenario and another as they run together.

        Raises
        ------
        ReformsimError
            If they cannot.
        """
        start = self.first.horizon.start
        if until - start >= self.most_years:
            last = start + self.most_years - 1
            raise RunError(f"a run from a page has at most {self.most_years} years: until {last}, not {until}")
        first, own = (adjusted(one, replicates=replicates, until=until) for one in (self.first, scenario))
        check_same_world([first, own])
        return first, own

    def _refused(self, node: Node) -> list[Problem]:
        """Say what the text may not ask for, at its place."""
        found, values = [], node.value
        assert isinstance(values, dict)  # what is no mapping was refused when it was read
        if "plugins" in values:
            message = "plugins are code, and none is run from a page"
            found.append(node.problem(("plugins",), message, key=True))
        territory = values.get("territory")
        if territory is not None and isinstance(territory.value, str) and is_folder(territory.value):
            message = f"expected the name of a territory, not {described(territory.value)}: a page reads no folder"
            found.append(node.problem(("territory",), message))
        extends = values.get("extends")
        known = (*shipped_scenarios(), *self.files)
        if extends is not None and isinstance(extends.value, str) and extends.value not in known:
            message = f"expected a shipped scenario or one of this page, not {described(extends.value)}"
            found.append(node.problem(("extends",), message, Near(extends.value, known)))
        return [replace(one, message=one.message + one.near.hint, near=None) if one.near else one for one in found]


def _without(place: str, found: Read) -> Read:
    """Take the folder out of messages: it is of no use to who reads them."""

    def short(one: Problem) -> Problem:
        return replace(one, file=one.file.replace(place, ""), message=one.message.replace(place, ""))

    return replace(found, problems=tuple(map(short, found.problems)), notes=tuple(map(short, found.notes)))
