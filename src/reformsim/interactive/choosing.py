"""What one can choose on the page: one of some scenarios, or which parts of a package work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reformsim.experiment.adjusting import adjusted
from reformsim.interactive.both import Both
from reformsim.report.style import COLOURS

if TYPE_CHECKING:
    from reformsim.dossier.sections.shared import Matter
    from reformsim.experiment import Run


def packages(both: Both) -> dict[str, Any]:
    """Give the worlds that were simulated, each with its title and colour, as scenarios to choose from."""
    worlds = [
        {
            "name": run.name,
            "title": both.say(lambda one, at=at: one.title(one.runs[at])),  # type: ignore[misc]
            "question": both.say(lambda one, at=at: one.w.own(one.runs[at].scenario, "question")),  # type: ignore[misc]
            "colour": both.matter.colour(at),
            "given": given(both.matter, run),
        }
        for at, run in enumerate(both.matter.runs)
    ]
    return {"kind": "scenarios", "players": [], "worlds": worlds, "colours": list(COLOURS)}


def given(matter: Matter, run: Run) -> str:
    """Say by what name a scenario is had again: that of a shipped one where it is still the same, else its file."""
    from reformsim.scenario import load_scenario, shipped_scenarios

    own = run.scenario
    if run.name in shipped_scenarios():
        same = adjusted(load_scenario(run.name), **_settings(matter))
        if same.hash == own.hash:
            return run.name
    return f"scenarios/{run.name}.yaml"


def _settings(matter: Matter) -> dict[str, Any]:
    own = matter.base.scenario
    return {"replicates": own.replicates, "seed": own.seed, "until": matter.last, "assumptions": own.assumptions}
