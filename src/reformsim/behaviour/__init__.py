"""Behaviour: every weight in one table with range, unit and source, and the mechanisms that may be switched."""

from reformsim.behaviour.estimates import Wave
from reformsim.behaviour.mechanisms import Mechanism, acting, load_mechanisms, mechanism
from reformsim.behaviour.parameters import Behaviour, Parameter, load_behaviour

__all__ = [
    "Behaviour",
    "Mechanism",
    "Parameter",
    "Wave",
    "acting",
    "load_behaviour",
    "load_mechanisms",
    "mechanism",
]
