"""What the page is about: the question, where and when, of how many draws, and how to make it again."""

from __future__ import annotations

from typing import Any

import reformsim
from reformsim.dossier.sections.made import again
from reformsim.dossier.sections.screen import about_ranges, subtitle, title
from reformsim.dossier.sections.shared import Matter
from reformsim.experiment.explore.unknowns import unknowns
from reformsim.experiment.verdict import FEW
from reformsim.interactive.both import Both


def meta(both: Both) -> dict[str, Any]:
    """Give what stands above and below the page, and what makes the same numbers in Python and on a command line."""
    matter = both.matter
    base = matter.base
    return {
        "question": both.say(lambda one: _question(both, one)),
        "subtitle": both.say(subtitle),
        "attribution": both.say(lambda one: one.attribution),
        "ranges": both.say(_ranges),
        "few": len(matter.pairs) < FEW,
        "years": list(base.years),
        "replicates": len(matter.pairs),
        "draws": len(set(matter.drawn)),
        "made": base.timing.started.date().isoformat(),
        "command": both.worlds.opened.command or ("" if both.worlds.exploration else again(matter)),
        "version": str(matter.identity.get("reformsim", reformsim.__version__)),
        "again": {"settings": _settings(both), "call": _call(both)},
    }


def _call(both: Both) -> str:
    """Give the function that made the results."""
    if both.worlds.players:
        return "combine"
    return "explore" if both.worlds.exploration else "compare"


def _settings(both: Both) -> dict[str, Any]:
    """Give what that function was called with, beside scenarios."""
    matter, exploration = both.matter, both.worlds.exploration
    own = matter.base.scenario
    about = {"seed": own.seed, "until": matter.last, "assumptions": own.assumptions}
    if exploration is None:
        # Results do not tell which levers were taken out of a group of the scenario; to name others too does nothing.
        apart = [one.name for one in both.worlds.players if one.levers == (one.name,)]
        return {"replicates": matter.planned, **about, **({"apart": apart} if apart else {})}
    design = exploration.design
    drawn = {"design": design.kind, "draws": design.draws, "replicates": design.replicates}
    limited = tuple(design.names) != unknowns([run.scenario for run in exploration.runs])
    return {**drawn, **about, **({"parameters": list(design.names)} if limited else {})}


def _question(both: Both, matter: Matter) -> str:
    """Give the question that the results answer; of parts of a package that of every combination."""
    if not both.worlds.players:
        return title(matter)
    given = {"first": matter.first, "last": matter.last, "count": matter.w.number(len(matter.runs))}
    return matter.w("interactive.question.parts", whole=matter.title(both.worlds.whole), **given)


def _ranges(matter: Matter) -> str:
    """Say what the ranges hold, as below the first screen of the report."""
    return " ".join([*about_ranges(matter), matter.w("interactive.warning")])
