"""What a measure is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reformsim.measures.view.snapshots import Snapshots


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Parameters
    ----------
    name, unit
        Identifier and unit.
    title_en, title_nl
        Titles for people.
    definition
        What exactly is counted.
    direction
        What the 2011 note wants or, where it is silent, what is commonly held to be better: 'lower', 'higher' or
        'none' (no direction, or contested).
    source
        Article, paper or document behind the definition, or `assumption`.
    function
        Gives the national value of every snapshot, shape (S,).
    by_municipality
        Gives the values of the municipalities of all snapshots, shape (N,); ``None`` where it makes no sense.
    together
        How a province's value comes of its municipalities': their 'sum', or their mean weighted by 'inhabitants',
        'councillors', 'representatives' or 'municipalities' (so that it compares with the national value).
    headline
        Shown first.
    items
        Numbers of the inventory of the 2011 note that it measures.
    task
        Id of the one task that it is about; empty for one that is about no task or all.
    origin
        File or module of a user's own measure; empty for one that comes with reformsim.
    """

    name: str
    unit: str
    title_en: str
    title_nl: str
    definition: str
    direction: str
    source: str
    function: Callable[[Snapshots], NDArray[np.float64]]
    by_municipality: Callable[[Snapshots], NDArray[np.float64]] | None = None
    together: str = "inhabitants"
    headline: bool = False
    items: tuple[int, ...] = ()
    task: str = ""
    origin: str = ""

    @property
    def shipped(self) -> bool:
        """Whether it comes with reformsim."""
        return not self.origin
