"""One replicate of a scenario: simulated, then measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reformsim.history import Record
    from reformsim.scenario import GivenScenario


def simulate(scenario: GivenScenario, replicate: int) -> Record:
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
        The measures that the scenario asks for, by year, events, and the map of every year.
    """
    from reformsim.measures import measured
    from reformsim.model import simulate as history_of
    from reformsim.scenario import scenario_of

    used = scenario_of(scenario)
    return measured(history_of(used, replicate), used.measured)
