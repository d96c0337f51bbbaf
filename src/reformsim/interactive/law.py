"""What the page counts with when a reader joins municipalities: the tables of the law as they stand on the first day.

The page does the sums of :mod:`reformsim.world.colleges`, :mod:`reformsim.law.formulas` and
:mod:`reformsim.model.mergers.mapchange` itself (``assets/law.js``); all its numbers come from here.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reformsim.law.formulas import MONTHS
from reformsim.world.bodies import ORIGINS
from reformsim.world.colleges import ALDERMEN
from reformsim.world.neighbours import mergeable_edges
from reformsim.world.start import mean_travel

if TYPE_CHECKING:
    from reformsim.law import Entry, Law
    from reformsim.model.world import World
    from reformsim.world.bodies import Bodies

TABLES: Final = (
    "council_seats",
    *ALDERMEN,
    "aldermen_by_class",
    "mayors_per_municipality",
    "fixed_sum_municipality",
    "fund_factor",
    "merger_grant_base",
    "merger_grant_per_inhabitant",
    "councillor_fee",
    "councillor_expenses",
    "alderman_pay",
    "alderman_pay_floor",
    "mayor_pay",
)
"""Tables of law that the page counts with."""


def law_data(world: World) -> dict[str, Any]:
    """Give what the page needs to tell what a municipality made of several units would get by law.

    Parameters
    ----------
    world
        Of the first day, before anything has happened.

    Returns
    -------
    dict
        ``day``; ``months`` in a year of pay; ``tables`` by name; ``units`` in the order of the start map: ``people``
        on the first day, who set the seats of a council elected for a merger (Wet arhi art. 55(1)), ``reference``
        who set those of the council in office, ``area`` in km2, town halls ``x`` and ``y`` in metres, ``within`` the
        mean way in km to the middle of the unit, and ``own`` code; ``neighbours``: ``pairs`` one after another, and
        which of them are ``mergeable``; ``bodies`` that are known, and how many more were ``drawn``.
    """
    land = world.territory
    day = date(land.year, 1, 1)
    return {
        "day": day.isoformat(),
        "months": MONTHS,
        "tables": {name: table_data(world.law, name, day) for name in TABLES},
        "units": {
            "own": list(land.codes),
            "people": land.population.tolist(),
            "reference": land.council_population().tolist(),
            "area": land.area_km2.tolist(),
            "x": land.x.tolist(),
            "y": land.y.tolist(),
            "within": mean_travel(land.area_km2).tolist(),
        },
        "neighbours": {
            "pairs": land.edges.ravel().tolist(),
            "mergeable": mergeable_edges(land).astype(int).tolist(),
        },
        "bodies": bodies_data(world.state.bodies),
        "drawn": int((world.state.bodies.origin[: world.state.bodies.count] == ORIGINS.index("drawn")).sum()),
    }


def table_data(law: Law, name: str, day: date) -> dict[str, Any] | None:
    """Give a table as it is in force on a day; ``None`` where the country's law does not know it.

    Returns
    -------
    dict or None
        ``article``, and of a number ``value``, of classes ``up_to`` (a number equal to a bound belongs to
        the class below it) and ``values``, one more; ``own`` the same for units that the law names, the last one
        holding.
    """
    if name in law.unknown or not law.in_force(name, day):
        return None
    entry = law.entry(name, day)
    own = [{"codes": sorted(one.scope or ()), **_numbers(one)} for one in law.scoped(name, day)]
    return {"article": entry.article, **_numbers(entry), **({"own": own} if own else {})}


def _numbers(entry: Entry) -> dict[str, Any]:
    if entry.values:
        return {"up_to": list(entry.bounds), "values": list(entry.values)}
    return {"value": entry.value}


def bodies_data(bodies: Bodies) -> dict[str, Any]:
    """Give the bodies that are known from data or by law, in the order of the run.

    Returns
    -------
    dict
        Lists by body: ``name``, ``kind``; ``regional`` 1 where its area is a region, of which a municipality lies in
        one; ``free`` 1 where the law lets a member leave; ``seats`` of a member on its board; ``rank`` its place by
        key, which decides between bodies of one size; ``about`` the subjects it has a say in; ``members``, units.
    """
    count = bodies.count
    alive, recorded = bodies.alive[:count], bodies.origin[:count] == ORIGINS.index("recorded")
    known = np.flatnonzero(alive & recorded)
    free = ~(bodies.obliged | bodies.carries | bodies.regional)
    rank = np.empty(len(known), np.int64)
    rank[np.argsort(bodies.key[known], kind="stable")] = np.arange(len(known))
    return {
        "name": [bodies.names[b] for b in known],
        "kind": [bodies.kinds[b] for b in known],
        "regional": bodies.regional[known].astype(int).tolist(),
        "free": free[known].astype(int).tolist(),
        "seats": bodies.seats_per_member[known].tolist(),
        "rank": rank.tolist(),
        "about": [np.flatnonzero(bodies.say[b]).tolist() for b in known],
        "members": [bodies.members(int(b)).tolist() for b in known],
    }
