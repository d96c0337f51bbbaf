"""A merger takes effect: a new municipality takes the place of several on 1 January."""

from __future__ import annotations

from datetime import date

import numpy as np

from reformsim.model.elections import council_size
from reformsim.model.memberships import carry_regionally, dissolve_empty, recount
from reformsim.model.world import World
from reformsim.tasks import LAYERS
from reformsim.world.start import mean_travel
from reformsim.world.state import State

REGIO = LAYERS.index("regio")


def merge(world: World, rows: tuple[int, ...], detail: str) -> int:
    """Let a new municipality succeed several (Wet arhi); returns its row.

    Inhabitants, territory and rights pass to it (art. 44); its council is elected before the date on the
    inhabitants of 1 January of the year before it (art. 55). Its members' seats in bodies pass with :func:`settle`.
    """
    state = world.state
    members = np.array(sorted(rows))
    units = np.flatnonzero(np.isin(state.owner, members))
    new = _open_row(world, members, units)
    state.owner[units] = new
    _council(world, new, units)
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
    # A merger across a provincial border moves the border (Wet arhi art. 1(1)c).
    state.unit_province[units] = state.province[largest]
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


def _executor(state: State, members: np.ndarray, task: int) -> int:
    """The body that carries a task out for most of the inhabitants, unless most are served by none."""
    served: dict[int, int] = {}
    for row in members:
        body = int(state.executor[row, task])
        served[body] = served.get(body, 0) + int(state.population[row])
    return max(served, key=lambda b: (served[b], -b))


def _one_region_of_a_kind(world: World, new: int, members: tuple[int, ...]) -> None:
    """Let a new municipality stay in one region of each kind: that of its largest member that lies in one.

    Regions of law cover the country without overlap (such as Wet veiligheidsregio's art. 8).
    """
    state, bodies = world.state, world.state.bodies
    chosen: dict[str, int] = {}
    moved: dict[int, int] = {}
    gone = np.zeros(len(bodies.edge_body), bool)
    for row in sorted(members, key=lambda r: (-int(state.population[r]), r)):
        for at in np.flatnonzero(bodies.edge_row == row):
            body = int(bodies.edge_body[at])
            if not bodies.regions[body]:
                continue
            kept = chosen.setdefault(bodies.kinds[body], body)
            if kept != body:
                gone[at] = True
                moved[body] = kept
    if moved:
        state.executor[new] = [moved.get(int(b), int(b)) for b in state.executor[new]]
        bodies.remove_members(gone)


def settle(world: World, mergers: dict[int, tuple[int, ...]]) -> None:
    """Let the new municipalities of a 1 January take their members' seats in bodies (Wet arhi art. 41).

    Bodies left with one member lapse and give back what they carried; memberships and authorities are recounted.

    Parameters
    ----------
    mergers
        Row of each new municipality and the rows it succeeds.
    """
    state, bodies = world.state, world.state.bodies
    for new, members in mergers.items():
        _one_region_of_a_kind(world, new, members)
    successor = np.arange(len(state.alive), dtype=np.int32)
    for new, members in mergers.items():
        successor[list(members)] = new
    bodies.set_edges(bodies.edge_body, successor[bodies.edge_row])
    for body in dissolve_empty(state):
        world.tell("body_dissolved", bodies.names[body], (), "its members became one municipality")
    carry_regionally(state, state.live, world.tasks.carrier_index)
    recount(state, np.array([*mergers, *(r for members in mergers.values() for r in members)], np.int64))
