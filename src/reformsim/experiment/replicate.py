"""One replicate of a scenario: simulated, then measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reformsim.history import Record
    from reformsim.scenario import Scenario


def simulate(scenario: Scenario, replicate: int) -> Record:
    """Simulate one replicate from its first year to its last, and measure what it leaves.

    Parameters
    ----------
    scenario
        What to simulate.
    replicate
        Number of the replicate, from 0.

    Returns
    -------
    Record
        Measures by year, events, and the map of every year.
    """
    from reformsim.measures import measured
    from reformsim.model import simulate as history_of

    return measured(history_of(scenario, replicate))
