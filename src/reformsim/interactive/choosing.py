"""What one can choose on the page: one of some scenarios, or which parts of a package work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reformsim.dossier.sections.attribution import part_title
from reformsim.experiment.adjusting import adjusted
from reformsim.interactive.both import Both
from reformsim.report.style import COLOURS

if TYPE_CHECKING:
    from reformsim.experiment import Run


def packages(both: Both) -> dict[str, Any]:
    """Give what one chooses between.

    Returns
    -------
    dict
        ``kind``: 'scenarios' or 'parts'; ``players``: of parts their id and title, and the levers of each;
        ``worlds``: of every world its name, title and colour; ``given``: by what name a scenario is had again, of
        parts that of the whole package. Of parts, bit i of a world's position says whether player i takes part.
    """
    worlds, runs = both.worlds, both.matter.runs
    whole = worlds.whole.scenario
    players = [
        {
            "id": one.name,
            "title": both.say(lambda matter, one=one: part_title(matter.w, whole, one.name, one.title)),  # type: ignore[misc]
            "levers": list(one.levers),
        }
        for one in worlds.players
    ]
    told = [
        {
            "name": _name(both, at),
            "title": both.say(lambda one, at=at: one.title(one.runs[at])),  # type: ignore[misc]
            "colour": COLOURS[min(at, 1)] if players else both.matter.colour(at),
        }
        for at in range(len(runs))
    ]
    names = [given(worlds.whole)] if players else [given(run) for run in runs]
    return {"kind": "parts" if players else "scenarios", "players": players, "worlds": told, "given": names}


def _name(both: Both, at: int) -> str:
    """Give a short name of a world: that of its scenario, or of who takes part in it."""
    if not both.worlds.players:
        return both.matter.runs[at].name
    return "+".join(one.name for one in both.worlds.taking_part(at)) or "none"


def given(run: Run) -> str:
    """Say by what name a scenario is had again: that of a shipped one where it is still the same, else its file."""
    from reformsim.scenario import load_scenario, shipped_scenarios

    own = run.scenario
    name = own.name.partition(".combined.")[0]
    if name in shipped_scenarios():
        shipped, until = load_scenario(name), own.horizon.end
        same = adjusted(shipped, replicates=own.replicates, seed=own.seed, until=until, assumptions=own.assumptions)
        if same.model_copy(update={"name": own.name, "groups": {}}).hash == own.hash:
            return name
    return f"scenarios/{name}.yaml"
