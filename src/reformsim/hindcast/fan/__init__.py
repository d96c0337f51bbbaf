"""The forecast of the number of municipalities, widened by how far earlier forecasts of this model were off."""

from reformsim.hindcast.fan.leaving_out import Coverage, coverage
from reformsim.hindcast.fan.record import Errors, load_errors
from reformsim.hindcast.fan.rolling import forecast_errors
from reformsim.hindcast.fan.rule import SHARES, Rule, fitted, widened
from reformsim.hindcast.fan.widening import fan, told, why_none

__all__ = [
    "SHARES",
    "Coverage",
    "Errors",
    "Rule",
    "coverage",
    "fan",
    "fitted",
    "forecast_errors",
    "load_errors",
    "told",
    "why_none",
    "widened",
]
