"""Maps changed by hand to extremes of which an expert knows the order: do the headline words follow?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.spatial import cKDTree

from reformsim.arrays import Ints
from reformsim.scenario import Scenario
from reformsim.territory import Territory, load_territory, synthetic_territory

if TYPE_CHECKING:
    from reformsim.model.world import World

REAL: Final = "netherlands-2011"
SYNTHETIC_UNITS: Final = 1_000
PAIRS: Final = 187
SHOWN: Final = (
    ("authorities_per_subject", "authorities per subject", 2, 1.0),
    ("relations_to_keep_up", "relations to keep up", 1, 1.0),
    ("lost_to_scale", "lost to scale, %", 2, 100.0),
    ("lost_to_scale_weakest_tenth", "weakest tenth, %", 2, 100.0),
    ("thin_tasks", "thin tasks, %", 2, 100.0),
    ("thin_tasks_weakest_tenth", "weakest tenth, %", 1, 100.0),
)
"""Measures of the table: name, head of the column, decimals and factor."""

BEFORE: Final = {
    "as it is": ("100", "0.600"),
    "no bodies at all": ("33", "0.543"),
    "pairs": ("103.5", "0.620"),
    "provinces": ("121", "0.840"),
    "one municipality": ("41", "0.906"),
}
"""Index of drukte (first day = 100) and capacity of the first edition, in these states of the real map."""

_HEAD = """\
## Extremes

What the headline measures say of maps changed by hand, of which an expert knows the order: one municipality is less
busy than twelve, twelve than 231, and those than 418 or 1,000; without bodies it is less busy than with them; what
is thin becomes less so with size, and what is lost to scale does not fall without end. The municipalities are
merged on the first day, and all seats are brought together at once (chance 1 in place of `merger.leaves_lesser`).
Pairs: the smallest municipality that is still free with its smallest free neighbour over land. Provinces: one
municipality each. The synthetic map has units like the real ones in number of inhabitants and area; its 231 and 12
gather around the most populous units. The columns of before are those of the first edition. Its capacity rose
without end; its drukte rose when municipalities merged.
"""


@dataclass(frozen=True, slots=True)
class State:
    """A map changed by hand: what was done, how many municipalities are left, and the values of :data:`SHOWN`."""

    what: str
    municipalities: int
    values: tuple[float, ...]


def world_of(territory: str) -> World:
    """The first day of a territory, without reforms."""
    from reformsim.model.first_day import first_day

    year = load_territory(territory).year
    return first_day(Scenario(name="extreme", territory=territory, horizon={"start": year, "end": year + 1}), 0)


def without_bodies(world: World) -> World:
    """Take all cooperation bodies away; what they carried falls back."""
    from reformsim.model.cooperation.memberships import carry_regionally, dissolve

    bodies = world.state.bodies
    dissolve(world.state, np.flatnonzero(bodies.alive[: bodies.count]).tolist())
    carry_regionally(world.state, world.state.live, world.tasks.carrier_index)
    return world


def merged(world: World, groups: Sequence[Sequence[int]]) -> World:
    """Merge groups of municipalities (rows) on one day, and bring all their seats together at once."""
    from reformsim.model.cooperation.bringing_together import bring_together
    from reformsim.model.cooperation.memberships import dissolve_empty
    from reformsim.model.mergers.mapchange import Merging, merge_all, settle

    chosen = [tuple(int(row) for row in group) for group in groups if len(group) > 1]
    made = merge_all(world, [Merging(rows, "by hand") for rows in chosen])
    settle(world, dict(zip(made, chosen, strict=True)))
    touched = set(made)
    while left := bring_together(world, chance=1.0):
        touched |= left
    dissolve_empty(world.state, touched)
    return world


def pairs(territory: Territory, most: int) -> list[tuple[int, int]]:
    """Neighbours over land two by two: the smallest that is free with its smallest free neighbour."""
    near: list[list[int]] = [[] for _ in range(len(territory))]
    for a, b in territory.edges[territory.border_km > 0].tolist():
        near[a].append(b)
        near[b].append(a)
    free, found = np.ones(len(territory), bool), list[tuple[int, int]]()
    order: Ints = np.argsort(territory.population, kind="stable")
    for one in order.tolist():
        others = [other for other in near[one] if free[other]]
        if free[one] and others and len(found) < most:
            other = min(others, key=lambda unit: (territory.population[unit], unit))
            free[[one, other]] = False
            found.append((one, other))
    return found


def state(world: World, what: str) -> State:
    """Measure a world as it stands."""
    from reformsim.measures import Snapshots, measure_of
    from reformsim.model.capacity.adequacy import assess_municipalities, assess_provinces
    from reformsim.model.recording import history_of, snapshot

    assess_municipalities(world.state, world.behaviour)
    assess_provinces(world.state, world.behaviour)
    now = snapshot(world)
    s = Snapshots([history_of(world, now, (now,))])
    values = tuple(float(measure_of(name).function(s)[-1]) for name, *_ in SHOWN)
    return State(what, len(world.state.live), values)


def gathered(territory: Territory, number: int) -> list[list[int]]:
    """Units gathered around the most populous ones, each with the nearest."""
    centres = np.argsort(-territory.population, kind="stable")[:number]
    points = np.column_stack([territory.x, territory.y])
    nearest = cKDTree(points[centres]).query(points)[1]
    return [np.flatnonzero(nearest == one).tolist() for one in range(number)]


def real_extremes() -> list[State]:
    """Measure the map of 2011 as it is, without bodies, in pairs, with its provinces as municipalities, and as one."""
    land = load_territory(REAL)
    provinces = [np.flatnonzero(land.province == p).tolist() for p in range(len(land.province_codes))]
    return [
        state(world_of(REAL), "as it is"),
        state(without_bodies(world_of(REAL)), "no bodies at all"),
        state(merged(world_of(REAL), pairs(land, PAIRS)), "pairs"),
        state(merged(world_of(REAL), provinces), "provinces"),
        state(merged(world_of(REAL), [range(len(land))]), "one municipality"),
    ]


def synthetic_extremes(units: int = SYNTHETIC_UNITS, numbers: Sequence[int] = (231, 12, 1)) -> list[State]:
    """Measure a synthetic map as it is, and with fewer and fewer municipalities."""
    with TemporaryDirectory() as folder:
        where = str(Path(folder) / "synthetic")
        land = synthetic_territory(units, 1, where)
        return [
            state(world_of(where), "as it is"),
            state(without_bodies(world_of(where)), "no bodies at all"),
            *(state(merged(world_of(where), gathered(land, n)), "gathered") for n in numbers),
        ]


def extremes_part() -> str:
    """Give the section of the page: a row for each state, with the measures of before beside those of now."""
    heads = [
        "map",
        "what was done",
        "municipalities",
        *(head for _, head, *_ in SHOWN),
        *("drukte before", "capacity before"),
    ]
    lines = [f"| {' | '.join(heads)} |", f"|---|---|{'---:|' * (len(heads) - 2)}"]
    for name, states in ((REAL, real_extremes()), ("synthetic", synthetic_extremes())):
        for one in states:
            shown = zip(one.values, SHOWN, strict=True)
            numbers = [f"{value * factor:.{decimals}f}" for value, (_, _, decimals, factor) in shown]
            before = BEFORE[one.what] if name == REAL else ("", "")
            lines.append(f"| {' | '.join([name, one.what, f'{one.municipalities:,}', *numbers, *before])} |")
    return _HEAD + "\n" + "\n".join(lines) + "\n"
