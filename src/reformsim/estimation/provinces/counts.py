"""Mergers within provinces, by year: how many the merger rule expects, and how many there really were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reformsim.arrays import Floats, Ints
from reformsim.behaviour import Behaviour
from reformsim.estimation.choices import everything
from reformsim.estimation.command import TERRITORY, record_of
from reformsim.estimation.fit import chances
from reformsim.estimation.record import moments


@dataclass(frozen=True, slots=True)
class Counts:
    """Mergers within each province in each year.

    Attributes
    ----------
    year : (Y,) int64
    codes, names
        Of the provinces.
    expected : (Y, P) float64
        By the rule, for which all provinces are alike.
    real : (Y, P) int64
        Recorded ones; a merger across a province's border is in neither.
    """

    year: Ints
    codes: tuple[str, ...]
    names: tuple[str, ...]
    expected: Floats
    real: Ints

    def take(self, first: int, last: int) -> Counts:
        """Those of some years."""
        some = (self.year >= first) & (self.year <= last)
        return Counts(self.year[some], self.codes, self.names, self.expected[some], self.real[some])

    @property
    def total(self) -> Ints:
        """Recorded mergers of each year, (Y,)."""
        result: Ints = self.real.sum(axis=1)
        return result


def count(values: Mapping[str, float], first: int, last: int, behaviour: Behaviour) -> Counts:
    """Count the Dutch mergers that took effect from ``first`` to ``last``, beside a rule's with weights ``values``."""
    years, expected, real = [], [], []
    land = record_of(TERRITORY, first)
    for moment in moments(land, first, last, behaviour["merger.recent_years"]):
        data = everything(moment)
        inside = data.within
        province, size = data.province[inside], len(land.province_codes)
        done = chances(data, values, behaviour)[inside]
        years.append(moment.year)
        expected.append(np.bincount(province, weights=done, minlength=size))
        real.append(np.bincount(province[data.event[inside]], minlength=size))
    return Counts(np.array(years), land.province_codes, land.province_names, np.array(expected), np.array(real))
