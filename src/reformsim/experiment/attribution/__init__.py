"""A package's effect split over its levers or groups of them: Shapley values, one in, one out."""

from reformsim.experiment.attribution.attribution import Attribution
from reformsim.experiment.attribution.carrying_out import attribute

__all__ = ["Attribution", "attribute"]
