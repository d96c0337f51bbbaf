"""A registered forecast: written down before the years that it is about, scored when they have come."""

from reformsim.hindcast.registered.files import read_forecast, write_forecast
from reformsim.hindcast.registered.form import Registered
from reformsim.hindcast.registered.making import foretell
from reformsim.hindcast.registered.outcome import Outcome, read_outcome
from reformsim.hindcast.registered.scored import YearScores, score

__all__ = [
    "Outcome",
    "Registered",
    "YearScores",
    "foretell",
    "read_forecast",
    "read_outcome",
    "score",
    "write_forecast",
]
