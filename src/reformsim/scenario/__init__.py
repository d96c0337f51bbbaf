"""Scenario files: what they may say, reading them with line numbers, checking and showing them."""

from reformsim.scenario.check import check_files, load_scenario
from reformsim.scenario.editor import json_schema
from reformsim.scenario.schema import Horizon, Scenario, Uncertainty
from reformsim.scenario.shipped import shipped_scenarios
from reformsim.scenario.show import dump, show

__all__ = [
    "Horizon",
    "Scenario",
    "Uncertainty",
    "check_files",
    "dump",
    "json_schema",
    "load_scenario",
    "shipped_scenarios",
    "show",
]
