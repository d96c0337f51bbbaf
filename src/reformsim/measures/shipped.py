"""The measures that come with reformsim, family by family."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reformsim.measures import (
    administrators,
    allocation,
    capacity,
    cooperation,
    councils,
    drukte,
    legitimacy,
    mergers,
    principles,
    service,
    structure,
    water_boards,
)
from reformsim.measures.decisions import feasibility, taking
from reformsim.measures.kind import Measure
from reformsim.measures.means import accounts, cost, europe, money, resources, staff
from reformsim.measures.places import compactness, randstad

_FAMILIES = (
    structure,
    administrators,
    water_boards,
    drukte,
    capacity,
    legitimacy,
    cost,
    cooperation,
    mergers,
    money,
    staff,
    resources,
    accounts,
    allocation,
    europe,
    compactness,
    taking,
    service,
    randstad,
    feasibility,
    principles,
    councils,
)

SHIPPED: Mapping[str, Measure] = MappingProxyType({m.name: m for family in _FAMILIES for m in family.MEASURES})
"""The measures that come with reformsim, by name, in the order in which they are reported."""
