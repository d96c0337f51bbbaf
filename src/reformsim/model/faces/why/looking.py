"""A replicate simulated anew so that one of its actors may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformsim.model.faces.why.asking import Explanation, asked

if TYPE_CHECKING:
    from reformsim.scenario import GivenScenario, GivenYear


def why(scenario: GivenScenario, actor: str, year: GivenYear, replicate: int = 0) -> Explanation:
    """Explain what an actor decided in a year of a replicate.

    Parameters
    ----------
    scenario, replicate
        As for :class:`reformsim.model.ReformModel`; the same give the same world as in a run.
    actor
        Code or name of a municipality, province or water board, or name or number of a cooperation body, as it is then.
    year
        Within the horizon.

    Raises
    ------
    UnknownNameError
        If nobody is called so.
    RunError
        If the year is outside the horizon, or the municipality has ceased to exist by then.
    """
    from reformsim.model import ReformModel  # Mesa is slow to import

    return asked(ReformModel(scenario, replicate), actor, year)
