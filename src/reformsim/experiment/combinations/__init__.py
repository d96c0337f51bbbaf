"""Every combination of a scenario's levers, or groups of them, simulated with the same draws."""

from reformsim.experiment.combinations.carrying_out import combinations, combine
from reformsim.experiment.combinations.result import Combinations

__all__ = ["Combinations", "combinations", "combine"]
