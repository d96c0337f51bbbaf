"""Municipal colleges and provincial executives: how many members, and how much of a full time they work.

Full-time and part-time office differ in law (Gemeentewet art. 36, Provinciewet art. 35a): where the council decides
on part-time office more members are allowed, and their time together is at most 110 per cent of the full-time total.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Floats, Ints32
from reformsim.law import Law

ALDERMEN = (
    "aldermen_share",
    "aldermen_share_parttime",
    "aldermen_parttime_up_to",
    "aldermen_parttime_places",
    "aldermen_parttime_ceiling",
    "aldermen_change",
    "aldermen_minimum",
    "aldermen_fill",
)
"""Tables of law by which colleges are sized, beside ``aldermen_by_class``, which a scenario may set instead."""


class College(NamedTuple):
    """Members in office and their time in full-time equivalents; arrays of one shape."""

    members: Ints32
    fte: Floats


def college(law: Law, day: date, seats: NDArray[np.float64], people: Floats, codes: Sequence[str]) -> College:
    """Aldermen in office after an election (Gemeentewet art. 36).

    The greatest number is a share of the seats, rounded; another share with part-time office, of which only
    ``aldermen_parttime_places`` are used. A scenario may set a table of its own or a difference. Of the places so
    many are filled as in practice (``aldermen_fill``), never fewer than the minimum.

    Parameters
    ----------
    seats, people : (m,)
        Council seats, and the inhabitants who set them.

    Returns
    -------
    College
        Arrays (m,). A part-time alderman works the time that the law leaves when every place is taken
        (1.10 x 0.20 / 0.25 = 0.88 of full time).
    """
    share, share_parttime, up_to, used, ceiling, change, minimum, fill = (
        _per_unit(law, table, day, codes) for table in ALDERMEN
    )
    parttime = np.asarray(people) <= up_to
    places = np.floor(seats * np.where(parttime, share_parttime * used, share) + 0.5)
    listed = law.by_class("aldermen_by_class", day, people, codes)
    places = np.maximum(np.where(listed > 0, listed, places) + change, minimum)
    members = np.maximum(np.floor(places * fill + 0.5), minimum)
    time = np.where(parttime, np.minimum(ceiling * share / share_parttime, 1.0), 1.0)
    return College(members.astype(np.int32), members * time)


def executives(law: Law, day: date, people: Floats, codes: Sequence[str]) -> College:
    """Deputies in office after provinces were elected, and their time (Provinciewet art. 35a).

    Parameters
    ----------
    people : (p,)
        Inhabitants of the provinces that are elected.

    Returns
    -------
    College
        Arrays (p,). As many as usual (``deputies_in_office``, a mean over provinces: the whole numbers that add up to
        it, one more in the most populous), between the least and the greatest number. With part-time office more
        are allowed, and together they work at most the ceiling of the law (1.10 x 7 / 9 = 0.856 each).
    """
    least, most, more, usual, parttime, ceiling = (
        np.array([law.value(table, day, code) for code in codes])
        for table in (
            "deputies_minimum",
            "deputies_maximum",
            "deputies_maximum_parttime",
            "deputies_in_office",
            "deputies_parttime",
            "deputies_parttime_ceiling",
        )
    )
    listed = law.by_class("deputies_by_class", day, people, codes)
    limit = np.where(listed > 0, listed, np.where(parttime > 0, more, most))
    members = np.floor(np.minimum(np.maximum(_whole(usual, people), least), limit) + 0.5)
    time = np.where(parttime > 0, np.minimum(ceiling * most / more, 1.0), 1.0)
    return College(members.astype(np.int32), members * time)


def _whole(means: Floats, people: Floats) -> Floats:
    """Whole numbers with the sum of the means, rounded: what is over goes to the largest remainders, then people."""
    whole = np.floor(means + 1e-9)
    rest = means - whole
    over = int(np.floor(rest.sum() + 0.5 + 1e-9))
    whole[np.lexsort((-people, -rest.round(9)))[:over]] += 1
    return whole


def _per_unit(law: Law, table: str, day: date, codes: Sequence[str]) -> Floats | float:
    """A number of the law by unit where it has rules limited to some units, else the one for all."""
    if not law.scoped(table, day):
        return law.value(table, day)
    return np.array([law.value(table, day, code) for code in codes])
