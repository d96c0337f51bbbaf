"""``explore --combinations``: every combination of a scenario's levers or groups, simulated for the page."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformsim.cli.console import progress_bar, say
from reformsim.cli.language import spoken
from reformsim.cli.running import RESULTS, command_line, say_failed
from reformsim.errors import RunError

if TYPE_CHECKING:
    from reformsim.scenario import Scenario


def combine_levers(
    chosen: list["Scenario"], asked: dict[str, Any], how: dict[str, Any], out: Path | None, *, quiet: bool
) -> None:
    """Carry out what the command was asked for.

    Parameters
    ----------
    asked
        As for :func:`reformsim.experiment.combinations.planned`.
    how
        Workers, cluster and restart.

    Raises
    ------
    RunError
        If there is more than one scenario, or nothing to combine.
    """
    from reformsim.experiment.combinations import combine
    from reformsim.experiment.combinations.carrying_out import planned
    from reformsim.experiment.store.output import check_target

    if len(chosen) > 1:
        raise RunError("combinations are of the levers of one scenario")
    (scenario,) = chosen
    folder, w = out or RESULTS / f"{scenario.name}-combinations", spoken()
    check_target(folder)
    plan = planned(scenario, **asked)
    if not quiet:
        worlds, each = len(plan.scenarios), plan.scenario.replicates
        about = {"worlds": w.number(worlds), "draws": w.number(each), "all": w.number(worlds * each)}
        print(w("terminal.combinations.work", players=len(plan.players), **about), file=sys.stderr)
    with progress_bar(scenario.name, quiet=quiet) as progress:
        result = combine(scenario, **asked, out=folder, progress=progress, command=command_line(), **how)
    if not quiet:
        for player in result.players:
            say(f"{player.name}: {', '.join(player.levers)}", 2)
        print(w("terminal.combinations.where", folder=folder))
    say_failed(result.runs)
