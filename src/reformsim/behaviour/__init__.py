"""Behavioural parameters: every weight in one table with range, unit and source."""

from reformsim.behaviour.estimates import Wave
from reformsim.behaviour.parameters import Behaviour, Parameter, load_behaviour

__all__ = ["Behaviour", "Parameter", "Wave", "load_behaviour"]
