"""Runs of many replicates, their comparison, and their results on disk."""

from reformsim.experiment.compared import Comparison
from reformsim.experiment.results import Run
from reformsim.experiment.runner import compare, run
from reformsim.experiment.store.loading import load_results

__all__ = ["Comparison", "Run", "compare", "load_results", "run"]
