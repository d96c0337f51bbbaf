"""History replayed and held against published figures."""

from reformsim.hindcast.compare import Row, validate
from reformsim.hindcast.published import load_published
from reformsim.hindcast.render import markdown, summary

__all__ = ["Row", "load_published", "markdown", "summary", "validate"]
