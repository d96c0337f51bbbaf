"""An exploration: what an answer hangs on, when which package is better, and what it would be worth to know."""

from reformsim.experiment.explore.carrying_out import exploration, explore
from reformsim.experiment.explore.result import Exploration

__all__ = ["Exploration", "exploration", "explore"]
