"""The governance network of one region: its municipalities and the bodies in which they sit together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from reformsim.errors import UnknownNameError

if TYPE_CHECKING:
    from reformsim.dossier.figures.closeup import Moment
    from reformsim.report.figures.membership import Network
    from reformsim.territory import Territory

DIVISIONS: Final = ("wgr_gebied", "corop")
"""Divisions of which a region is shown, the first that the territory has; else of any other, or of its provinces."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region: code, name, and the positions of its units on the start map."""

    code: str
    name: str
    units: tuple[int, ...]


def regions(territory: Territory) -> list[Region]:
    """Give the regions that can be shown: of the first of :data:`DIVISIONS`, else of any division, or the provinces."""
    for name in (*DIVISIONS, *territory.divisions):
        division = territory.divisions.get(name)
        if division is not None and len(division.region_codes) > 1:
            found = _labelled(division.region_codes, division.region_names, division.label)
            return [region for region in found if region.units]
    return _labelled(territory.province_codes, territory.province_names, territory.province)


def region(territory: Territory, wanted: str | None, start: Moment) -> Region:
    """Give a region by code or name; unless one is wanted, that in which most bodies have two members or more.

    Raises
    ------
    UnknownNameError
        If there is no such region.
    """
    known = regions(territory)
    if wanted is None:
        return max(known, key=lambda one: (_together(one, start), one.code))
    for one in known:
        if wanted.casefold() in (one.code.casefold(), one.name.casefold()):
            return one
    raise UnknownNameError("region", wanted, [one.name for one in known])


def network(where: Region, moment: Moment, scenario: int | None) -> Network:
    """Give the memberships within a region of the bodies that have two members or more there.

    Its title is left to the caller.

    Municipalities stand by inhabitants, the largest first; bodies by legal form, known before drawn, and then by number
    of members.
    """
    from reformsim.report.figures.membership import FORMS, Network

    inside = sorted(_inside(where, moment), key=lambda code: (-moment.inhabitants[code], code))
    row = {code: at for at, code in enumerate(inside)}
    bodies = []
    for body in moment.bodies:
        here = sorted(row[code] for code in body.members if code in row)
        if len(here) > 1:
            bodies.append((list(FORMS).index(body.legal), body.drawn, -len(here), here, body))
    bodies.sort(key=lambda one: (*one[:4], one[4].name))
    member = np.zeros((len(inside), len(bodies)), bool)
    for at, (*_, here, _) in enumerate(bodies):
        member[here, at] = True
    names = tuple(moment.names[code] for code in inside)
    drawn = tuple(body.drawn for *_, body in bodies)
    return Network("", scenario, names, tuple(body.legal for *_, body in bodies), member, drawn)


def _labelled(codes: Sequence[str], names: Sequence[str], label: NDArray[np.integer]) -> list[Region]:
    units = (tuple(np.flatnonzero(label == at).tolist()) for at in range(len(codes)))
    return [Region(*row) for row in zip(codes, names, units, strict=True)]


def _inside(where: Region, moment: Moment) -> set[str]:
    return {moment.municipalities[unit] for unit in where.units}


def _together(where: Region, moment: Moment) -> int:
    inside = _inside(where, moment)
    return sum(len(inside.intersection(body.members)) > 1 for body in moment.bodies)
