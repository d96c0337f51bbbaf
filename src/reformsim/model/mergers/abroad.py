"""The merger rule on a map of another country: what is absolute in it becomes relative to that country.

A municipality of 15,000 is small in the Netherlands and large in Switzerland, and 10 km are farther where
municipalities are small. The thresholds of size are those of the map on which the rule was estimated, in proportion to
the mean inhabitants of a municipality; its aversion to distance is in proportion to the mean distance across one.
Nothing of it is fitted.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from reformsim.country import NETHERLANDS
from reformsim.territory import Territory, load_territory


class Proportion(NamedTuple):
    """Factors on the rule's inhabitants, and on its aversion to each kilometre."""

    people: float
    per_km: float


ESTIMATED_ON = "netherlands-2003"
"""The territory of ``behaviour/estimated.yaml``."""

HOME = Proportion(1.0, 1.0)


def proportion(territory: Territory) -> Proportion:
    """Give the factors of a map; both 1 where Dutch law holds."""
    return HOME if territory.country == NETHERLANDS else _proportion(territory)


@lru_cache(maxsize=8)
def _proportion(territory: Territory) -> Proportion:
    home = load_territory(ESTIMATED_ON)
    people = float(territory.population.mean() / home.population.mean())
    return Proportion(people, float(np.sqrt(home.area_km2.mean() / territory.area_km2.mean())))
