"""Voluntary bodies of public law that are re-formed along the regions of a master division (congruent regions)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from reformsim.arrays import Bools, Ints, Ints32
from reformsim.model.cooperation.memberships import take_out
from reformsim.model.world import World
from reformsim.world.bodies import LEGAL, ORIGINS
from reformsim.world.streams import key_of


@dataclass(slots=True)
class Moves:
    """Members that leave a body in a year, and the body that does its work for them then (-1: they do it themselves).

    They are carried out together at the end: a body that others come to lies in one region, so that it does not split.
    """

    body: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    heir: list[int] = field(default_factory=list)

    def add(self, body: int, rows: list[int], heir: int) -> None:
        """Members of one body go over to another."""
        self.body += [body] * len(rows)
        self.row += rows
        self.heir += [heir] * len(rows)


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
    free = np.flatnonzero(_unbound_public(world))
    subjects, homes = _subjects(world, free), _homes(world, label, free)
    # The first body on each subject that lies wholly in a region, by subject and region: of equal keys the last stays.
    held = {
        (s, home): body for s, home, body in reversed([*zip(subjects, homes, free.tolist(), strict=True)]) if home >= 0
    }
    drawn = np.flatnonzero(world.streams.uniform("cooperation.regroup", state.year, bodies.key[free]) < chance)
    moves, touched, ended = Moves(), set[int](), list[int]()
    members, place = bodies.seats(free[drawn])
    sitting = bodies.edge_row[place]
    seats = [*zip(sitting.tolist(), label[sitting].tolist(), state.population[sitting].tolist(), strict=True)]
    last = members.cumsum().tolist()
    for at, body, first, end in zip(drawn.tolist(), free[drawn].tolist(), [0, *last], last, strict=False):
        if held.get((subjects[at], homes[at])) == body or first == end:
            continue  # It lies in one region already, as the only one, or the first one, on its subject.
        touched.update(row for row, _, _ in seats[first:end])
        if _split(world, body, seats[first:end], subjects[at], held, moves):
            ended.append(body)
    _carry_out(world, moves, ended)
    return touched


def _unbound_public(world: World) -> Bools:
    """Unbound bodies of public law, those of a region among them, shape (count,)."""
    bodies = world.state.bodies
    result: Bools = bodies.unbound() & (bodies.legal[: bodies.count] == LEGAL.index("public"))
    return result


def _subjects(world: World, numbers: Ints) -> list[bytes]:
    """What makes two bodies the same but for their members: the subjects they have a say in, and the tasks."""
    bodies = world.state.bodies
    both = np.concatenate([bodies.say[numbers], bodies.tasks[numbers]], axis=1)
    whole, width = both.tobytes(), both.shape[1]
    return [whole[at : at + width] for at in range(0, len(whole), width)]


def _homes(world: World, label: Ints, numbers: Ints) -> list[int]:
    """Region that each body lies wholly in, -1 where it lies in several or outside all."""
    bodies = world.state.bodies
    members, place = bodies.seats(numbers)
    region, held = label[bodies.edge_row[place]], members.nonzero()[0]
    home = np.full(len(numbers), -1)
    if len(held):
        starts = members[held].cumsum() - members[held]
        lowest, highest = np.minimum.reduceat(region, starts), np.maximum.reduceat(region, starts)
        home[held] = np.where(lowest == highest, lowest, -1)
    result: list[int] = home.tolist()
    return result


def _split(
    world: World,
    body: int,
    seats: list[tuple[int, int, int]],
    subject: bytes,
    held: dict[tuple[bytes, int], int],
    moves: Moves,
) -> bool:
    """Let the members of a body go their ways by region; returns whether nothing is left of the body itself.

    ``seats`` are its members with their regions and inhabitants, ascending.
    """
    parts: dict[int, list[int]] = {}
    people: dict[int, int] = {}
    for row, region, number in seats:
        parts.setdefault(region, []).append(row)
        people[region] = people.get(region, 0) + number
    stays = -1
    for region in sorted(people, key=lambda g: (-people[g], g)):
        part = parts[region]
        heir = held.get((subject, region)) if region >= 0 else None
        if heir is not None and heir != body:
            moves.add(body, part, heir)
        elif stays < 0 and len(part) >= 2 and region >= 0:
            stays = region
            held[subject, region] = body
        elif len(part) >= 2 and region >= 0:
            held[subject, region] = new = _set_up(world, part, body, region)
            moves.add(body, part, new)
        else:
            moves.add(body, part, -1)
    codes = world.codes_of([row for row, _, _ in seats])
    world.tell("body_regrouped", world.state.bodies.names[body], codes, str(world.rules["cooperation.master_division"]))
    return stays < 0


def _set_up(world: World, rows: list[int], body: int, region: int) -> int:
    """A body for the members in another region, in the same form and for the same subjects."""
    state, bodies = world.state, world.state.bodies
    division = world.territory.divisions[str(world.rules["cooperation.master_division"])]
    name = f"{bodies.names[body]}, {division.region_names[region]} ({state.year})"
    new = bodies.add(
        name=name,
        kind=bodies.kinds[body],
        form=bodies.forms[body],
        legal="public",
        region="",
        tasks=bodies.tasks[body].nonzero()[0].tolist(),
        say=bodies.say[body].nonzero()[0].tolist(),
        founded=state.year,
        origin=ORIGINS[bodies.origin[body]],
    )
    with np.errstate(over="ignore"):  # Its chance follows from that of the body it comes from, not from names.
        bodies.key[new] = bodies.key[body] + np.uint64(key_of(f"{division.region_codes[region]}/{state.year}"))
    world.tell("body_founded", name, world.codes_of(rows), "regrouped")
    return new


def _carry_out(world: World, moves: Moves, ended: list[int]) -> None:
    """Members go over to other bodies with what the old ones did for them; bodies with nothing left end."""
    state, bodies = world.state, world.state.bodies
    if moves.body:
        body, row, heir = (np.array(part, np.int32) for part in (moves.body, moves.row, moves.heir))
        _hand_over(state.executor, body, row, heir)
        over = heir >= 0
        bodies.add_members(heir[over], row[over])
        goes_on = ~np.isin(body, ended)
        bodies.remove_pairs(body[goes_on], row[goes_on])
    if ended:
        take_out(state, ended)


def _hand_over(executor: Ints32, body: Ints32, row: Ints32, heir: Ints32) -> None:
    """Let heirs do what bodies did for members, by (body, row) pair; ``executor`` (R, K) is changed."""
    pair = body.astype(np.int64) << 32 | row
    order = pair.argsort()
    pair, heir = pair[order], heir[order]
    rows = np.unique(row)
    at, task = (executor[rows] >= 0).nonzero()
    held = executor[rows[at], task].astype(np.int64) << 32 | rows[at]
    place = np.minimum(pair.searchsorted(held), len(pair) - 1)
    moved = pair[place] == held
    executor[rows[at[moved]], task[moved]] = heir[place[moved]]
