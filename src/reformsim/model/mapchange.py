"""A merger takes effect: a new municipality takes the place of several on 1 January."""

from __future__ import annotations

from datetime import date

import numpy as np

from reformsim.model.elections import council_size
from reformsim.model.memberships import dissolve_empty, recount
from reformsim.model.world import World
from reformsim.tasks import LAYERS
from reformsim.world.start import mean_travel
from reformsim.world.state import State

REGIO = LAYERS.index("regio")


def merge(world: World, rows: tuple[int, ...], detail: str) -> int:
    """Let a new municipality succeed several (Wet arhi); returns its row.

    Inhabitants, territory, rights and memberships pass to it (art. 41, 44); its council is elected before the
    date on the inhabitants of 1 January of the year before it (art. 55); bodies left with one member lapse.
    """
    state = world.state
    members = np.array(sorted(rows))
    units = np.flatnonzero(np.isin(state.owner, members))
    new = _open_row(world, members, units)
    state.owner[units] = new
    _council(world, new, units)
    _successor_in_bodies(state, members, new)
    for k in np.flatnonzero((state.executor[members] >= 0).any(axis=0)):
        state.executor[new, k] = _executor(state, members, int(k))
    _money(world, members)
    state.alive[members] = False
    state.refresh_live()
    world.tell("merger", state.codes[new], world.codes_of(members), detail)
    return new


def _open_row(world: World, members: np.ndarray, units: np.ndarray) -> int:
    state = world.state
    new = state.next_row
    state.next_row += 1
    largest = members[np.argmax(state.population[members])]
    leader = state.leader[largest]
    state.n_units[new] = len(units)
    # Unique in a run: a leading unit is in one municipality at a time, and that only grows.
    state.codes.append(f"{world.territory.codes[leader]}+{len(units)}")
    state.names.append(f"{world.territory.names[leader]} c.a.")
    with np.errstate(over="ignore"):
        state.key[new] = state.key[members].sum(dtype=np.uint64)
    state.alive[new] = True
    state.leader[new] = leader
    state.founded[new] = state.year
    state.population[new] = state.population[members].sum()
    state.area[new] = state.area[members].sum()
    state.hall_x[new], state.hall_y[new] = state.hall_x[largest], state.hall_y[largest]
    state.province[new] = state.province[largest]
    own = np.where(state.carrier[members] == REGIO, REGIO, -1).max(axis=0)
    state.carrier[new] = np.where(own >= 0, own, state.carrier[largest])
    state.executor[new] = -1
    t = world.territory
    apart = np.hypot(t.x[units] - state.hall_x[new], t.y[units] - state.hall_y[new]) / 1000.0
    within = mean_travel(t.area_km2[units])
    people = state.unit_population[units]
    state.travel[new] = float((np.sqrt(apart**2 + within**2) * people).sum() / people.sum())
    return new


def _council(world: World, new: int, units: np.ndarray) -> None:
    """The council elected in November before the date (Wet arhi art. 52, 55)."""
    state = world.state
    day = date(state.year - 1, 11, 20)
    people = np.array([world.reference_population(state.year - 1)[units].sum()])
    seats, aldermen = council_size(world.law, day, people, [world.territory.codes[state.leader[new]]])
    state.seats[new], state.aldermen[new] = seats[0], aldermen[0]
    state.council_year[new] = day.year


def _money(world: World, members: np.ndarray) -> None:
    """One-off cost, and the merger grant of the gemeentefonds (Bfv 2001, item 45)."""
    state, day = world.state, world.today
    people = state.population[members]
    others = float(people.sum() - people.max())
    state.merger_cost += world.behaviour["merger.cost_per_inhabitant"] * others
    grant = world.law.value("merger_grant_base", day) * (len(members) - 1)
    grant += world.law.value("merger_grant_per_inhabitant", day) * others
    state.merger_grants += grant * world.law.value("fund_factor", day)


def _successor_in_bodies(state: State, members: np.ndarray, new: int) -> None:
    bodies = state.bodies
    mine = np.isin(bodies.edge_row, members)
    bodies.set_edges(bodies.edge_body, np.where(mine, new, bodies.edge_row))


def _executor(state: State, members: np.ndarray, task: int) -> int:
    """The body that carries a task out for most of the inhabitants, unless most are served by none."""
    served: dict[int, int] = {}
    for row in members:
        body = int(state.executor[row, task])
        served[body] = served.get(body, 0) + int(state.population[row])
    return max(served, key=lambda b: (served[b], -b))


def settle(world: World, touched: list[int]) -> None:
    """After the mergers of a 1 January: lapse bodies left with one member and recount the new rows."""
    state = world.state
    for body in dissolve_empty(state):
        world.tell("body_dissolved", state.bodies.names[body], (), "its members became one municipality")
    recount(state, np.array(touched, np.int64))
