"""The principles of the 2011 note: what a scenario can have checked every year, and with which threshold."""

from reformsim.principles.table import PRINCIPLES, Principle, Setting, Threshold, principle, read_principles, thresholds

__all__ = ["PRINCIPLES", "Principle", "Setting", "Threshold", "principle", "read_principles", "thresholds"]
