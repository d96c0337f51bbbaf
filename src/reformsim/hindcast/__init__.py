"""History replayed and held against published figures; its mergers simulated and held against the real ones."""

from reformsim.hindcast.render import markdown, summary
from reformsim.hindcast.replay import Row, load_published, validate
from reformsim.hindcast.span import Hindcast, chosen_scenario, hindcast, span_of
from reformsim.hindcast.yardstick import OneYear, one_year

__all__ = [
    "Hindcast",
    "OneYear",
    "Row",
    "chosen_scenario",
    "hindcast",
    "load_published",
    "markdown",
    "one_year",
    "span_of",
    "summary",
    "validate",
]
