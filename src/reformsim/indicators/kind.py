"""What an indicator is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.view import View


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    Parameters
    ----------
    name, unit
        Identifier and unit.
    title_en, title_nl
        Titles for people.
    definition
        What exactly is counted.
    direction
        What the 2011 note wants: 'lower', 'higher' or 'none' (no direction, or contested).
    source
        Article, paper or document behind the definition, or `assumption`.
    function
        Gives the national value from a :class:`View`.
    by_municipality
        Gives the values of the living municipalities, shape (m,); ``None`` where it makes no sense.
    adds_up
        Provincial values are sums (otherwise means over inhabitants).
    headline
        Shown first.
    """

    name: str
    unit: str
    title_en: str
    title_nl: str
    definition: str
    direction: str
    source: str
    function: Callable[[View], float]
    by_municipality: Callable[[View], NDArray[np.float64]] | None = None
    adds_up: bool = False
    headline: bool = False
