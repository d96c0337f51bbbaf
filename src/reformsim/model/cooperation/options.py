"""Ways open to municipalities that look for partners: a body of theirs, one of a neighbour, one with a neighbour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reformsim.model.capacity.adequacy import GEMEENTE, body_scales, effective_scale
from reformsim.model.cooperation.forms import bodies_in_allowed_form, founding_tasks
from reformsim.model.world import World
from reformsim.world.bodies import LEGAL
from reformsim.world.neighbours import Graph
from reformsim.world.state import State

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

USE, JOIN, FOUND = 0, 1, 2
"""Ways to share a task: a body one sits in takes it on, one joins a neighbour's, one founds a new one."""


@dataclass(slots=True)
class Options:
    """What municipalities that look for partners could do, one entry per option.

    Attributes
    ----------
    seeker : (O,) int64
        Position in the list of seekers.
    way, other : (O,) int64
        How (``USE``, ``JOIN``, ``FOUND``), and with whom: a body, or the row of a neighbour when founding.
    scale, members : (O,) float64
        Effective scale and number of members of the body if one takes part.
    distance : (O,) float64
        Distance in km to the partner's town hall, or to the middle of the members of the body to be joined.
    """

    seeker: Ints
    way: Ints
    other: Ints
    scale: Floats
    members: Floats
    distance: Floats

    @classmethod
    def joined(cls, parts: list[Options]) -> Options:
        """Options of several kinds in one list."""
        return cls(*(np.concatenate([getattr(one, name) for one in parts]) for name in cls.__slots__))


def ways_open(world: World, graph: Graph, rows: Ints, tasks: Ints) -> Options:
    """All ways open to the seekers, with the scale each would give.

    Parameters
    ----------
    graph
        Neighbours, across land and water.
    rows, tasks : (n,) int64
        Who looks, and for which task.
    """
    usable, with_room = _open_bodies(world)
    mine, mine_seeker = _own_bodies(world, usable, with_room, rows, tasks)
    position, neighbour = graph.expand(rows)
    theirs, theirs_seeker = _bodies_of_neighbours(world, with_room, rows, tasks[position], position, neighbour)
    alone, alone_seeker = _neighbours_alone(world, tasks[position], position, neighbour)
    scale_now, members_now = _size_of(world, np.concatenate([mine, theirs]))
    n = len(mine)
    return Options.joined(
        [
            _option(USE, mine_seeker, mine, scale_now[:n], members_now[:n], np.zeros(n)),
            _joining(world, theirs_seeker, rows, theirs, scale_now[n:], members_now[n:]),
            _founding(world, alone_seeker, rows, alone),
        ]
    )


def _open_bodies(world: World) -> tuple[Flags, Flags]:
    """Which bodies may take on tasks of their members, and which of those have room for others."""
    bodies = world.state.bodies
    usable = bodies.alive[: bodies.count] & ~bodies.carries[: bodies.count]
    usable &= _allowed_legal(world, bodies.legal[: bodies.count]) & bodies_in_allowed_form(world)
    return usable, usable & ~bodies.obliged[: bodies.count]


def _own_bodies(world: World, usable: Flags, with_room: Flags, rows: Ints, tasks: Ints) -> tuple[Ints, Ints]:
    """Bodies that seekers sit in and that carry out the task, or may take it on; and whose they are."""
    state, bodies = world.state, world.state.bodies
    place = np.full(len(state.alive), -1)
    place[rows] = np.arange(len(rows))
    mine = (place >= 0).take(bodies.edge_row).nonzero()[0]
    body, seeker = bodies.edge_body[mine].astype(np.int64), place[bodies.edge_row[mine]]
    does = bodies.tasks[body, tasks[seeker]]
    extends = (with_room[body] & bodies.say[body, tasks[seeker]] & ~does).nonzero()[0]
    does[extends] = _may_extend(world, body[extends], tasks[seeker[extends]])
    fits = usable[body] & does
    return body[fits], seeker[fits]


def _bodies_of_neighbours(
    world: World, with_room: Flags, rows: Ints, task: Ints, position: Ints, neighbour: NDArray[np.int32]
) -> tuple[Ints, Ints]:
    """Bodies that carry out the task for a neighbour and have room; a body one sits in is used, not joined."""
    theirs = world.state.executor[neighbour, task].astype(np.int64)
    joins = (theirs >= 0).nonzero()[0]
    joins = joins[with_room[theirs[joins]]]
    joins = joins[~world.state.bodies.holds(theirs[joins], rows[position[joins]])]
    return theirs[joins], position[joins]


def _neighbours_alone(world: World, task: Ints, position: Ints, neighbour: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Neighbours that carry out the task alone, where the law lets two found a body for it."""
    state = world.state
    alone = (state.executor[neighbour, task] < 0) & (state.carrier[neighbour, task] == GEMEENTE)
    at = np.flatnonzero(alone & founding_tasks(world)[task])
    return neighbour[at].astype(np.int64), position[at]


def _size_of(world: World, bodies: Ints) -> tuple[Floats, Floats]:
    """Effective scale and number of members of bodies as they are."""
    numbers, at = world.state.bodies.distinct(bodies)
    scale: Floats = body_scales(world.state, world.behaviour, numbers)[at]
    members: Floats = world.state.bodies.sizes()[bodies].astype(float)
    return scale, members


def _joining(world: World, seeker: Ints, rows: Ints, body: Ints, scale: Floats, members: Floats) -> Options:
    """What seekers gain by joining bodies: these grow by one member and its inhabitants."""
    state, joiner = world.state, rows[seeker]
    numbers, at = state.bodies.distinct(body)
    x, y = (middle[at] for middle in body_middles(state, numbers))
    distance = kilometres(state.hall_x[joiner] - x, state.hall_y[joiner] - y)
    return _option(JOIN, seeker, body, scale + state.population.astype(float)[joiner], members + 1.0, distance)


def _founding(world: World, seeker: Ints, rows: Ints, partner: Ints) -> Options:
    """What seekers gain by founding a body of two with a neighbour."""
    state, founder = world.state, rows[seeker]
    own, other = state.population[founder].astype(float), state.population[partner].astype(float)
    both, two = own + other, np.full(len(founder), 2.0)
    crowd = (state.memberships[founder] + state.memberships[partner]) / 2.0
    scale = effective_scale(both, two, np.maximum(own, other) / both, crowd, world.behaviour)
    apart = kilometres(state.hall_x[founder] - state.hall_x[partner], state.hall_y[founder] - state.hall_y[partner])
    return _option(FOUND, seeker, partner, scale, two, apart)


def _option(way: int, seeker: Ints, other: Ints, scale: Floats, members: Floats, distance: Floats) -> Options:
    return Options(seeker, np.full(len(seeker), way), other, scale, members, distance)


def body_middles(state: State, numbers: Ints) -> tuple[Floats, Floats]:
    """Mean place of the town halls of the members of some bodies, two arrays of shape (n,), in metres."""
    members, place = state.bodies.seats(numbers)
    body, row = np.arange(len(numbers)).repeat(members), state.bodies.edge_row[place]
    x = np.bincount(body, weights=state.hall_x[row], minlength=len(numbers))
    y = np.bincount(body, weights=state.hall_y[row], minlength=len(numbers))
    members = np.maximum(members, 1)
    return x / members, y / members


def kilometres(dx: Floats, dy: Floats) -> Floats:
    """Distance of places that lie so many metres apart."""
    result: Floats = np.hypot(dx, dy) / 1000.0
    return result


def _allowed_legal(world: World, legal: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether bodies of a legal kind may take on tasks: private ones only where the rules allow them."""
    private = LEGAL.index("private")
    open_to_private = world.rules["cooperation.private_allowed"] and world.rules["cooperation.public_preference"] < 1.0
    result: NDArray[np.bool_] = (legal != private) | open_to_private
    return result


def _may_extend(world: World, body: Ints, task: Ints) -> NDArray[np.bool_]:
    """Whether bodies have room for one more task, and the catalogue allows their legal form for the one asked."""
    bodies, catalogue = world.state.bodies, world.tasks.tasks
    few = bodies.tasks[body].sum(axis=1) < world.rules["cooperation.max_tasks"]
    pairs = zip(body.tolist(), task.tolist(), strict=True)
    result: NDArray[np.bool_] = few & np.array([bodies.forms[b] in catalogue[k].forms for b, k in pairs], bool)
    return result
