"""What a forecast starts from, and the real past it is held against and null models learn from.

Units are whole, as in a replay: a divided municipality goes with all its people to its main successor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from reformsim.arrays import Bools, Floats, Ints
from reformsim.errors import RunError
from reformsim.territory import STAGES, MapEvent, Territory, load_territory, successions

EARLIER: dict[str, tuple[str, int]] = {
    "netherlands-2011": ("netherlands-2003", 2003),
    "netherlands": ("netherlands", 2003),
}
"""Embedded territories whose years before their own are in the record of another map: its name and year."""

BORDERS = ("province", "corop", "wgr_gebied")
"""Divisions whose borders one of the logistic regressions looks at, where the territory has them."""


@dataclass(frozen=True, eq=False)
class Start:
    """What a forecast starts from: the municipalities of a first year, whose mergers are foretold to a last one.

    With M municipalities in the first year, p pairs of neighbours among them, Y years:

    Attributes
    ----------
    years
        (Y) from the first to the last.
    codes, names
        (M) municipalities of the first year.
    unit
        (M,) a unit of the territory in each of them.
    people : (Y, M) int64
        Inhabitants of the area of each on 1 January of each year.
    pairs : (p, 2) int64
        Pairs that share a land border in the first year, the first index smaller.
    announced
        Sets of municipalities whose bill is before Parliament on the first day: no guess of a forecast, so that null
        models have them merge on the second of the years. None where the start lies in a known past.
    """

    territory: Territory
    years: tuple[int, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    unit: Ints
    people: Ints
    pairs: Ints
    announced: tuple[tuple[int, ...], ...] = field(default=(), kw_only=True)

    def settled(self, labels: Ints) -> Ints:
        """Give labels, (M,), with what is announced become one."""
        for places in self.announced:
            labels = np.where(np.isin(labels, labels[list(places)]), labels[places[0]], labels)
        return labels


@dataclass(frozen=True, eq=False)
class Past(Start):
    """What really became of the municipalities of a first year, by a last one.

    Attributes
    ----------
    labels : (Y, M) int64
        Which of them form one municipality in each year: equal labels.
    """

    labels: Ints

    @property
    def counts(self) -> Ints:
        """Municipalities in each year, (Y,)."""
        return counted(self.labels)

    @property
    def merged(self) -> Bools:
        """Whether each ends in one municipality with another one, (M,)."""
        return joined(self.labels[-1])

    @property
    def together(self) -> Bools:
        """Whether each pair of neighbours ends in one municipality, (p,)."""
        return same(self.labels[-1], self.pairs)


@dataclass(frozen=True, eq=False)
class Step:
    """A year of the record: who was there the year before, and who became one on 1 January.

    Attributes
    ----------
    year
        The mergers took effect on its 1 January.
    unit, people : (M,) int64
        A unit in each municipality of the year before, and its inhabitants then.
    pairs : (p, 2) int64
        Those that shared a land border.
    label : (M,) int64
        Equal for those that became one.
    """

    year: int
    unit: Ints
    people: Ints
    pairs: Ints
    label: Ints

    @property
    def together(self) -> Bools:
        """Whether each pair became one municipality, (p,)."""
        return same(self.label, self.pairs)

    @property
    def fewer(self) -> int:
        """Municipalities fewer than the year before."""
        return len(self.label) - len(np.unique(self.label))


def counted(labels: Ints) -> Ints:
    """Number of different labels along the last axis."""
    ordered = np.sort(labels, axis=-1)
    result: Ints = (np.diff(ordered, axis=-1) != 0).sum(axis=-1) + 1
    return result


def joined(labels: Ints) -> Bools:
    """Whether another place along the last axis has the same label; same shape."""
    flat = labels.reshape(-1, labels.shape[-1])
    found = np.zeros(flat.shape, bool)
    for row, mine in enumerate(flat):
        _, place, size = np.unique(mine, return_inverse=True, return_counts=True)
        found[row] = size[place] > 1
    return found.reshape(labels.shape)


def same(labels: Ints, pairs: Ints) -> Bools:
    """Whether the two of each pair have the same label, along the last axis."""
    result: Bools = labels[..., pairs[:, 0]] == labels[..., pairs[:, 1]]
    return result


@lru_cache(maxsize=4)
def recorded_maps(territory: Territory) -> dict[int, tuple[str, ...]]:
    """Municipality of every unit on 1 January of each year of the record, by year."""
    return maps_of(territory.events, territory.codes, territory.year, territory.events_until or territory.year)


def maps_of(events: Iterable[MapEvent], codes: tuple[str, ...], first: int, last: int) -> dict[int, tuple[str, ...]]:
    """Municipality of each unit of a first year on 1 January of every year to a last one, by year."""
    found = successions(events, codes)
    now = dict(zip(codes, codes, strict=True))
    maps = {first: codes}
    for year in range(first + 1, last + 1):
        for change in found.get(year, ()):
            members = set(change.members)
            now |= {unit: change.code for unit, code in now.items() if code in members}
        maps[year] = tuple(now[unit] for unit in codes)
    return maps


def check_span(territory: Territory, first: int, last: int, *, ahead: bool = False) -> None:
    """Refuse a span of years that the record of a territory does not hold; raises :class:`RunError`.

    With ``ahead`` each year is foretold from the one before, the first too, and the span may be one year long.
    """
    if territory.events_until is None:
        raise RunError(f"territory '{territory.name}' has no recorded events (events.csv) to hold a forecast against")
    end = territory.events_until
    held = f"the record of territory '{territory.name}' holds {territory.year} to {end}"
    if not territory.year + ahead <= first < end + ahead:
        raise RunError(f"--from: expected {territory.year + ahead} to {end - 1 + ahead}, not {first}; {held}")
    if not first - ahead < last <= end:
        raise RunError(f"--until: expected {first + 1 - ahead} to {end}, not {last}; {held}")


def load_past(territory: Territory, first: int, last: int) -> Past:
    """Give what the record says of a span; raises :class:`RunError` for one it does not hold."""
    check_span(territory, first, last)
    maps, years = recorded_maps(territory), tuple(range(first, last + 1))
    codes, unit, group = _municipalities(maps[first])
    labels = labelled(maps[year] for year in years)[:, unit]
    people = np.array([np.bincount(group, weights=people_in(territory, year)) for year in years]).astype(np.int64)
    named = dict(zip(territory.codes, territory.names, strict=True))
    named |= {event.new: event.name for event in territory.events}
    names = tuple(named[code] for code in codes)
    return Past(territory, years, codes, names, unit, people, land_pairs(territory, group), labels)


def load_start(territory: Territory, last: int) -> Start:
    """Give what a forecast from the territory's own map to a last year starts from."""
    years, place = tuple(range(territory.year, last + 1)), np.arange(len(territory.codes))
    at = dict(zip(territory.codes, place.tolist(), strict=True))
    known = [one.members for one in territory.procedures or () if one.stage == STAGES[-1]]
    return Start(
        territory,
        years,
        territory.codes,
        territory.names,
        place,
        np.array([people_in(territory, year) for year in years]),
        land_pairs(territory, place),
        announced=tuple(tuple(at[code] for code in members) for members in known),
    )


def labelled(maps: Iterable[tuple[str, ...]]) -> Ints:
    """Give codes of municipalities by unit as labels, a row per map."""
    return np.array([np.unique(owner, return_inverse=True)[1] for owner in maps], np.int64)


def load_steps(territory: Territory, first: int, last: int) -> list[Step]:
    """Give the years of the record from ``first`` to ``last`` whose year before is in it, too."""
    maps, steps = recorded_maps(territory), []
    for year in range(max(first, territory.year + 1), min(last, max(maps)) + 1):
        _, unit, group = _municipalities(maps[year - 1])
        people = np.bincount(group, weights=people_in(territory, year - 1)).astype(np.int64)
        label = np.unique(maps[year], return_inverse=True)[1][unit]
        steps.append(Step(year, unit, people, land_pairs(territory, group), label))
    return steps


def calibration(territory: Territory, first: int) -> tuple[Territory, list[Step]]:
    """Give the years that a null model may learn from: those of the record up to the start of the forecast."""
    earlier = EARLIER.get(territory.name)
    source = load_territory(*earlier) if earlier is not None else territory
    if (source.events_until or 0) < first:
        # A record of one's own that goes on after the embedded one knows more of the years before.
        source = territory
    return source, load_steps(source, source.year + 1, first)


def people_in(territory: Territory, year: int) -> Ints:
    """Inhabitants of the units on 1 January of a year, (n,); as a run has them."""
    from reformsim.model.government.demography import population_path

    return population_path(territory, max(year, territory.year), 0.0)[year]


def land_pairs(territory: Territory, group: Ints) -> Ints:
    """Pairs of groups of units that share a land border, (p, 2), sorted."""
    ends = group[territory.edges[~territory.edge_water]]
    ends = np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1)
    result: Ints = np.unique(ends, axis=0).astype(np.int64).reshape(-1, 2)
    return result


def border_flags(territory: Territory, step: Step) -> Floats:
    """Whether each pair lies across a border of :data:`BORDERS`, (p, b) of 0 and 1."""
    columns = []
    for name in BORDERS:
        if name == "province":
            label = territory.province.astype(np.int64)
        elif name in territory.divisions:
            label = territory.divisions[name].label.astype(np.int64)
        else:
            continue
        columns.append(~same(label[step.unit], step.pairs))
    return np.array(columns, float).T.reshape(len(step.pairs), len(columns))


def _municipalities(owner: tuple[str, ...]) -> tuple[tuple[str, ...], Ints, Ints]:
    """Codes, sorted, a unit in each, and the place of each unit's municipality among them."""
    codes, unit, group = np.unique(np.array(owner), return_index=True, return_inverse=True)
    return tuple(str(code) for code in codes), unit.astype(np.int64), group.astype(np.int64)
