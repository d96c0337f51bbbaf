"""Behavioural parameters: every weight in one table with range, unit and source."""

from reformsim.behaviour.parameters import Behaviour, Parameter, load_behaviour

__all__ = ["Behaviour", "Parameter", "load_behaviour"]
