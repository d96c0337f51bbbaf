"""The map of one year carried on to a later one through the recorded changes.

Inhabitants come from the record of the year itself. The rest follows these rules: borders and neighbours add up, and
those of a divided municipality go whole to the successor that received most of its people; its area is divided by the
recorded shares; a municipality lies in the region of its most populous part, and in that part's province unless a
later map of the record says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reformsim.territory.events import MapEvent, Succession, homes, successions
from reformsim.territory.tables import FIXED_LINKS, Draft, Edge


@dataclass(frozen=True)
class Changes:
    """The recorded changes of the map.

    Parameters
    ----------
    events
        All of them.
    area
        Part of the old municipality's area that passed, by year, old and new code.
    """

    events: tuple[MapEvent, ...]
    area: Mapping[tuple[int, str, str], float] = field(default_factory=dict)

    def between(self, first: int, last: int) -> list[MapEvent]:
        """Give the changes after 1 January of ``first``, up to and on 1 January of ``last``."""
        return [one for one in self.events if first < one.year <= last]


def carry(draft: Draft, changes: Changes, first: int, last: int, later: Sequence[Draft]) -> Draft:
    """Give the map of 1 January of ``last`` from that of ``first``, without inhabitants.

    Parameters
    ----------
    draft
        The map of ``first``, without mistakes; its inhabitants say which part is the most populous.
    later
        Later maps of the record, the next one first: a municipality that stands on one lies in its province.
    """
    home = homes(changes.events, draft.units, first, last)
    names = {code: unit["name"] for code, unit in draft.units.items()}
    names |= {one.new: one.name for one in changes.between(first, last)}
    parts: dict[str, list[str]] = defaultdict(list)
    for code, to in sorted(home.items()):
        parts[to].append(code)
    area = _areas(draft, changes, first, last)
    carried = Draft(provinces=draft.provinces, council_population=draft.council_population)
    leader: dict[str, str] = {}
    for code, members in sorted(parts.items()):
        units = [draft.units[member] for member in members]
        people = [unit["population"] for unit in units]
        leader[code] = members[people.index(max(people))]
        size = [unit["area_km2"] for unit in units]
        carried.units[code] = {
            **draft.units[leader[code]],
            "name": names[code],
            "province": _province(code, draft.units[leader[code]]["province"], later),
            "area_km2": round(area[code], 2),
            "x": _middle([unit["x"] for unit in units], size),
            "y": _middle([unit["y"] for unit in units], size),
        }
    carried.edges = joined(draft.edges, home)
    carried.regions = {name: dict(regions) for name, regions in draft.regions.items()}
    for name, members_of in draft.membership.items():
        region = {code: members_of.get(main) for code, main in leader.items()}
        carried.membership[name] = {code: where for code, where in region.items() if where is not None}
    return carried


def joined(edges: Mapping[tuple[str, str], Edge], home: Mapping[str, str]) -> dict[tuple[str, str], Edge]:
    """Give the neighbours of joined municipalities: borders add up, and land or a fixed link goes before water."""
    found: dict[tuple[str, str], Edge] = {}
    for (a, b), edge in sorted(edges.items()):
        one, two = sorted((home[a], home[b]))
        if one != two:
            before = found.get((one, two))
            found[one, two] = edge if before is None else _both(before, edge)
    return found


def _both(one: Edge, two: Edge) -> Edge:
    if not (one[1] and two[1]):
        links = [edge[2] for edge in (one, two) if not edge[1]]
        return one[0] + two[0], False, links[0], 0.0
    ranked = sorted((one, two), key=lambda edge: (edge[2] not in FIXED_LINKS, edge[2] != "ferry", edge[3]))
    return one[0] + two[0], True, ranked[0][2], min(one[3], two[3])


def _areas(draft: Draft, changes: Changes, first: int, last: int) -> dict[str, float]:
    """Add areas up, those of divided municipalities by the recorded shares; border changes move no land."""
    area = {code: float(unit["area_km2"]) for code, unit in draft.units.items()}
    for year in range(first + 1, last + 1):
        rows = [one for one in changes.events if one.year == year and one.kind != "border"]
        gone: dict[str, list[MapEvent]] = defaultdict(list)
        for one in rows:
            gone[one.old].append(one)
        was = {old: area.pop(old) for old in gone}
        for old, mine in gone.items():
            shares = [changes.area.get((year, old, one.new), one.share) for one in mine]
            for one, share in zip(mine, shares, strict=True):
                area[one.new] = area.get(one.new, 0.0) + was[old] * share / sum(shares)
    return area


def _province(code: str, led: str, later: Sequence[Draft]) -> str:
    return next((one.units[code]["province"] for one in later if code in one.units), led)


def _middle(values: Sequence[float], weights: Sequence[float]) -> float:
    """Weigh coordinates by area; a lone one stays to the last digit."""
    if len(values) == 1:
        return values[0]
    return round(sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights), 1)


def next_mergers(changes: Changes, codes: Iterable[str], year: int) -> list[Succession]:
    """Give the mergers of whole municipalities that took effect on 1 January of the year after."""
    found = successions(changes.between(year, year + 1), codes).get(year + 1, ())
    return [one for one in found if len(one.members) > 1]
