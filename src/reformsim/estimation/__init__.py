"""The merger rule estimated on real history."""

from reformsim.estimation.choices import choices
from reformsim.estimation.command import FIRST, LAST, TERRITORY, Result, run_estimate
from reformsim.estimation.fit import Fit, Together, estimate
from reformsim.estimation.fitness import fitness
from reformsim.estimation.report import yaml_text
from reformsim.estimation.stability import variants

__all__ = [
    "FIRST",
    "LAST",
    "TERRITORY",
    "Fit",
    "Result",
    "Together",
    "choices",
    "estimate",
    "fitness",
    "run_estimate",
    "variants",
    "yaml_text",
]
