"""Scenario files: what they may say, reading them with line numbers, checking and showing them."""

from reformsim.scenario.assumptions import MODES, Assumptions, Mode, applied
from reformsim.scenario.check import check_files, load_scenario
from reformsim.scenario.editor import json_schema
from reformsim.scenario.given import GivenScenario, GivenYear, scenario_of, year_of, years_of
from reformsim.scenario.schema import Horizon, Scenario, Uncertainty
from reformsim.scenario.shipped import shipped_scenarios
from reformsim.scenario.show import dump, show

__all__ = [
    "MODES",
    "Assumptions",
    "GivenScenario",
    "GivenYear",
    "Horizon",
    "Mode",
    "Scenario",
    "Uncertainty",
    "applied",
    "check_files",
    "dump",
    "json_schema",
    "load_scenario",
    "scenario_of",
    "shipped_scenarios",
    "show",
    "year_of",
    "years_of",
]
