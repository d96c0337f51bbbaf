"""Which levers cannot do without which, when a scenario with some of them only cannot be simulated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reformsim.errors import ReformsimError, RunError
from reformsim.experiment.attribution.players import with_players
from reformsim.experiment.computing.executors import WORKER_ENDED
from reformsim.experiment.draws import Drawn

if TYPE_CHECKING:
    from reformsim.experiment.attribution.prepared import Prepared
    from reformsim.experiment.computing.simulating import How


def told(prepared: Prepared, error: ReformsimError, how: How) -> ReformsimError:
    """Give the error with what to group, or the error itself if the missing levers are not the reason.

    Of the scenario that failed as many players as can be are taken out, and each that is missing then is tried.

    Parameters
    ----------
    error
        With which it failed; it names scenario and replicate.
    how
        What computes a replicate, and its draws.
    """
    text = str(error)
    at = next((i for i, one in enumerate(prepared.scenarios) if f"'{one.name}'" in text), None)
    number = re.search(r"replicate (\d+)", text)
    if at is None or number is None or WORKER_ENDED in text:
        return error
    replicate = int(number[1])
    from reformsim.experiment.replicate import simulate as model

    simulate = Drawn(how.simulate or model, how.draws)
    players, whole = prepared.players, (1 << len(prepared.players)) - 1

    def failure(coalition: int) -> str:
        try:
            simulate(with_players(prepared.scenario, players, coalition, prepared.label), replicate)
        except Exception as found:
            return str(found) or type(found).__name__
        return ""

    failing = next(c for c, i in zip(prepared.split.coalitions, prepared.column, strict=True) if i == at)
    if failing == whole or not failure(failing) or failure(whole):
        return error
    for i in range(len(players)):
        if failing >> i & 1 and failure(failing ^ 1 << i):
            failing ^= 1 << i
    missing = [i for i in range(len(players)) if not failing >> i & 1 and not failure(failing | 1 << i)]
    here = _named([players[i].name for i in range(len(players)) if failing >> i & 1], " with ") or "the world"
    lacking = _named([players[i].name for i in missing], " or ") or "the other levers"
    why = failure(failing)
    return RunError(f"{here} cannot be simulated without {lacking} ({why}); name them in one group (`groups:`)")


def _named(names: list[str], between: str) -> str:
    return between.join(f"'{name}'" for name in names)
