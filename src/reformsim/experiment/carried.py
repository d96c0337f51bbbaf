"""Scenarios on their way to workers, with the plugins that a worker must run before it can make a lever of one."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, cast

from reformsim.plugins import load, running

if TYPE_CHECKING:
    from reformsim.scenario import Scenario


def packed(scenario: Scenario) -> bytes:
    """Give a scenario, and the text of all plugins that run here, to be sent to a worker."""
    return pickle.dumps((running(), pickle.dumps(scenario)))


def unpacked(raw: bytes) -> Scenario:
    """Give the scenario that was sent; its plugins run then."""
    plugins, scenario = pickle.loads(raw)
    for one in plugins:
        load(one)
    return cast("Scenario", pickle.loads(scenario))
