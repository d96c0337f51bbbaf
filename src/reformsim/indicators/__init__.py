"""Indicators: pure functions of the world by name, each with unit, definition, direction and source."""

from reformsim.indicators.kind import Indicator
from reformsim.indicators.registry import HEADLINES, INDICATORS, LOCAL, measure, measure_places, place_values
from reformsim.indicators.view import View

__all__ = ["HEADLINES", "INDICATORS", "LOCAL", "Indicator", "View", "measure", "measure_places", "place_values"]
