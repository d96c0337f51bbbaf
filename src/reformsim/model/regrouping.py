"""Voluntary bodies of public law that are re-formed along the regions of a master division (congruent regions)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.model.memberships import dissolve
from reformsim.model.world import World
from reformsim.world.bodies import LEGAL

Ints = NDArray[np.int64]


def master_regions(world: World) -> Ints | None:
    """Region of the master division each row lies in, shape (R,), -1 outside all; ``None`` without such a division."""
    name = world.rules["cooperation.master_division"]
    division = None if name is None else world.territory.divisions.get(name)
    if division is None or not world.rules["cooperation.master_strength"]:
        return None
    return np.asarray(division.label, np.int64)[world.state.leader]


def regroup(world: World) -> set[int]:
    """Re-form bodies that lie across the regions, or beside another one on the same subject; returns rows concerned.

    A voluntary body of public law is taken up with chance ``cooperation.regrouping`` times the strength of the master
    division a year. Its members in a region go over to the body that has the same subjects and the same tasks there;
    where there is none, the body itself goes on in the region with most of its members' inhabitants, and two or more
    members elsewhere go on as a body of their own. A single member elsewhere leaves and does the task itself.
    """
    label = master_regions(world)
    if label is None:
        return set()
    state, bodies = world.state, world.state.bodies
    chance = world.behaviour["cooperation.regrouping"] * world.rules["cooperation.master_strength"]
    free = np.flatnonzero(_voluntary(world))
    held = _regional(world, label, free)
    drawn = free[world.streams.uniform("cooperation.regroup", state.year, bodies.key[free]) < chance]
    touched: set[int] = set()
    ended: list[int] = []
    for body in drawn:
        rows = bodies.members(int(body))
        regions = label[rows]
        subject = _subject(world, int(body))
        home = held.get((subject, int(regions[0]))) if (regions == regions[0]).all() else None
        if home == body or not len(rows):
            continue  # It lies in one region already, as the only one, or the first one, on its subject.
        touched |= {int(r) for r in rows}
        if _split(world, int(body), rows, regions, subject, held):
            ended.append(int(body))
    for body in ended:
        touched |= {int(r) for r in bodies.members(body)}
    dissolve(state, ended)
    return touched


def _voluntary(world: World) -> NDArray[np.bool_]:
    """Living voluntary bodies of public law, shape (count,)."""
    bodies = world.state.bodies
    count = bodies.count
    public = bodies.legal[:count] == LEGAL.index("public")
    result: NDArray[np.bool_] = bodies.alive[:count] & public & ~bodies.obliged[:count] & ~bodies.carries[:count]
    return result


def _subject(world: World, body: int) -> bytes:
    """What makes two bodies the same but for their members: the subjects they have a say in, and the tasks."""
    bodies = world.state.bodies
    return bodies.say[body].tobytes() + bodies.tasks[body].tobytes()


def _regional(world: World, label: Ints, free: Ints) -> dict[tuple[bytes, int], int]:
    """The first body on each subject that lies wholly in a region, by subject and region."""
    held: dict[tuple[bytes, int], int] = {}
    bodies = world.state.bodies
    region = label[bodies.edge_row]
    first = np.searchsorted(bodies.edge_body, free)
    last = np.searchsorted(bodies.edge_body, free, side="right")
    for body, lo, hi in zip(free.tolist(), first.tolist(), last.tolist(), strict=True):
        if hi > lo and region[lo] >= 0 and (region[lo:hi] == region[lo]).all():
            held.setdefault((_subject(world, body), int(region[lo])), body)
    return held


def _split(
    world: World,
    body: int,
    rows: NDArray[np.integer],
    regions: Ints,
    subject: bytes,
    held: dict[tuple[bytes, int], int],
) -> bool:
    """Let the members of a body go their ways by region; returns whether nothing is left of the body itself."""
    state, bodies = world.state, world.state.bodies
    people = {int(g): int(state.population[rows[regions == g]].sum()) for g in np.unique(regions)}
    stays = -1
    for region in sorted(people, key=lambda g: (-people[g], g)):
        part = rows[regions == region]
        heir = held.get((subject, region)) if region >= 0 else None
        if heir is not None and heir != body:
            _go_over(world, part, body, heir)
        elif stays < 0 and len(part) >= 2 and region >= 0:
            stays = region
            held[subject, region] = body
        elif len(part) >= 2 and region >= 0:
            held[subject, region] = _set_up(world, part, body, region)
        else:
            _go_over(world, part, body, -1)
    if stays >= 0:
        bodies.remove_members((bodies.edge_body == body) & (label_of(bodies.edge_row, rows, regions) != stays))
    world.tell(
        "body_regrouped", bodies.names[body], world.codes_of(rows), str(world.rules["cooperation.master_division"])
    )
    return stays < 0


def label_of(edge_row: NDArray[np.integer], rows: NDArray[np.integer], regions: Ints) -> Ints:
    """Region of each membership's municipality among those of one body; -1 for other municipalities."""
    place = np.searchsorted(rows, edge_row).clip(0, len(rows) - 1)
    result: Ints = np.where(rows[place] == edge_row, regions[place], -1)
    return result


def _go_over(world: World, rows: NDArray[np.integer], body: int, heir: int) -> None:
    """Members go over to another body with what the old one did for them (-1: they do it themselves)."""
    state = world.state
    block = state.executor[rows]
    state.executor[rows] = np.where(block == body, heir, block)
    if heir >= 0:
        state.bodies.add_members([heir] * len(rows), [int(row) for row in rows])


def _set_up(world: World, rows: NDArray[np.integer], body: int, region: int) -> int:
    """A body of the members in another region, in the same form and for the same subjects."""
    state, bodies = world.state, world.state.bodies
    division = world.territory.divisions[str(world.rules["cooperation.master_division"])]
    name = f"{bodies.names[body]}, {division.region_names[region]} ({state.year})"
    new = bodies.add(
        name=name,
        kind=bodies.kinds[body],
        form=bodies.forms[body],
        legal="public",
        region="",
        tasks=[int(k) for k in np.flatnonzero(bodies.tasks[body])],
        say=[int(k) for k in np.flatnonzero(bodies.say[body])],
        founded=state.year,
        synthetic=bool(bodies.synthetic[body]),
    )
    _go_over(world, rows, body, new)
    world.tell("body_founded", name, world.codes_of(rows), "regrouped")
    return new
