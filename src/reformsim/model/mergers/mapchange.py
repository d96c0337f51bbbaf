"""A merger takes effect: a new municipality takes the place of several on 1 January."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import NamedTuple

import numpy as np

from reformsim.law.formulas import merger_election_day
from reformsim.model.cooperation.memberships import carry_regionally, dissolve_empty
from reformsim.model.councils.seating import elect_parties, keep_parties
from reformsim.model.government.elections import council_size
from reformsim.model.government.residents import joined
from reformsim.model.mergers.pieces import whole_units
from reformsim.model.mergers.procedures import Procedure
from reformsim.model.money import book_merger
from reformsim.model.world import Merged, World
from reformsim.tasks import REGIO
from reformsim.world.start import mean_travel
from reformsim.world.state import State


class Successor(NamedTuple):
    """What is known of a municipality that takes the place of others.

    Parameters
    ----------
    code, name
        Its own; those that the model gives where they are empty.
    itself
        Row of the member that goes on and takes the others in, -1 if it is new.
    """

    code: str
    name: str
    itself: int = -1


class Merging(NamedTuple):
    """A merger that takes effect.

    Parameters
    ----------
    rows
        Municipalities that become one.
    detail
        How it came about, for the event log.
    known
        Its successor where that is known.
    imposed
        Whether the province or the minister started it.
    """

    rows: tuple[int, ...]
    detail: str
    known: Successor | None = None
    imposed: bool = False


def passed(world: World, procedures: Sequence[Procedure]) -> list[Merging]:
    """Give the mergers of procedures whose Act was passed: into a new municipality, or one of the members."""
    state = world.state
    made = []
    for p in procedures:
        itself = [row for row in p.rows if state.codes[row] == p.into]
        known = [Successor(p.into, state.names[row], row) for row in itself]
        how, above = f"started {p.started}, from {p.route}", p.route == "above"
        made.append(Merging(p.rows, how, known[0] if known else None, above))
    return made


def merge(world: World, rows: tuple[int, ...], detail: str, known: Successor | None = None) -> int:
    """Let a new municipality succeed several (Wet arhi); returns its row.

    Inhabitants, territory and rights pass to it (art. 44); its council is elected before the date on the
    inhabitants of 1 January of the year before it (art. 55). Its members' seats in bodies pass with :func:`settle`.
    A known successor that goes on keeps its council, unless the law asks for an election (art. 52).
    """
    return merge_all(world, [Merging(rows, detail, known)])[0]


def merge_all(world: World, mergers: Sequence[Merging]) -> list[int]:
    """Let the mergers of one day, each of other rows, take effect; returns the new rows (see :func:`merge`)."""
    state = world.state
    elected: list[tuple[int, np.ndarray]] = []
    made: list[int] = []
    for merging, units in zip(mergers, _units_of(state, [m.rows for m in mergers]), strict=True):
        members, known = np.array(sorted(merging.rows)), merging.known
        new = _open_row(world, members, units, known)
        people = state.population[members]
        state.joined[new] = joined(people, state.joined[members])
        state.imposed[new] = joined(people, state.imposed[members], counts=merging.imposed)
        world.lineage.append(Merged(new, state.year, units, state.owner[units]))
        keeps = known is not None and known.itself >= 0 and not election_due(world, known.itself, units, state.year)
        state.owner[units] = new
        if keeps and known is not None:
            _keep_council(world, new, known.itself)
        else:
            elected.append((new, units))
        state.executor[new] = _executors(state.executor[members], state.population[members])
        book_merger(world, members, int(units[0]))
        state.alive[members] = False
        world.tell("merger", state.codes[new], world.codes_of(members), merging.detail)
        made.append(new)
    councils_elected(world, elected)
    state.refresh_live()
    return made


def _units_of(state: State, groups: Sequence[tuple[int, ...]]) -> list[np.ndarray]:
    """Units of the start map that each of several groups of rows governs, ascending; no row is in two groups."""
    group = np.full(len(state.alive), -1, np.int32)
    for number, rows in enumerate(groups):
        group[list(rows)] = number
    of_unit = group[state.owner]
    units = np.flatnonzero(of_unit >= 0)
    units = units[np.argsort(of_unit[units], kind="stable")]
    return np.split(units, np.searchsorted(of_unit[units], np.arange(1, len(groups))))


def rename(world: World, row: int, code: str, name: str) -> int:
    """Give a municipality another code and name from 1 January; returns its new row.

    All else stays, its council too. The row is new, since a code stands for one row; seats pass with :func:`settle`.
    """
    state = world.state
    members = np.array([row])
    units = np.flatnonzero(state.owner == row)
    new = _open_row(world, members, units, Successor(code, name, row))
    state.owner[units] = new
    _keep_council(world, new, row)
    for column in (state.executor, state.travel, state.joined, state.imposed):
        column[new] = column[row]
    state.alive[row] = False
    world.lineage = [replace(one, row=new) if one.row == row else one for one in world.lineage]
    state.refresh_live()
    world.tell("municipality_renamed", code, world.codes_of(members), name)
    return new


def _open_row(world: World, members: np.ndarray, units: np.ndarray, known: Successor | None = None) -> int:
    state = world.state
    new = next_row(state)
    largest = members[np.argmax(state.population[members])]
    leader = state.leader[largest]
    state.n_units[new] = whole_units(world, units)
    code, name = (known.code, known.name) if known else ("", "")
    state.codes.append(code or new_code(state, f"{world.territory.codes[leader]}+{state.n_units[new]}"))
    state.names.append(name or f"{world.territory.names[leader]} c.a.")
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
    own = (state.carrier[members] == REGIO).any(axis=0)
    state.carrier[new] = np.where(own, REGIO, state.carrier[largest])
    state.executor[new] = -1
    state.travel[new] = way_to_hall(world, new, units)
    return new


def next_row(state: State) -> int:
    """Open a row; there is always room, for what is taken apart may merge again."""
    if state.next_row == len(state.alive):
        state.make_room()
    state.next_row += 1
    return state.next_row - 1


def way_to_hall(world: World, row: int, units: np.ndarray) -> float:
    """Mean distance of the inhabitants of some units to the town hall of a municipality, km."""
    t, state = world.territory, world.state
    apart = np.hypot(t.x[units] - state.hall_x[row], t.y[units] - state.hall_y[row]) / 1000.0
    within = mean_travel(t.area_km2[units])
    people = state.unit_population[units]
    return float((np.sqrt(apart**2 + within**2) * people).sum() / people.sum())


def new_code(state: State, code: str) -> str:
    """Give a code never used before in this run: itself, or with a number where a reform has undone what bore it."""
    used = set(state.codes)
    return next(one for one in chain([code], (f"{code}/{n}" for n in count(2))) if one not in used)


def election_due(world: World, itself: int, units: np.ndarray, year: int) -> bool:
    """Whether the council of a municipality that others join is elected anew (Wet arhi art. 52).

    It is where its inhabitants change by a tenth or more or its council falls in another class, and by the later law
    (``merger_interim_election_always``) after every merger.

    Parameters
    ----------
    itself
        Its row.
    units
        Units it will have.
    year
        The merger takes effect on 1 January of this year.
    """
    state = world.state
    day = merger_election_day(world.law, year - 1)
    code = world.territory.codes[state.leader[itself]]
    if world.law.value("merger_interim_election_always", day, code):
        return True
    reference = world.reference_population(year - 1)
    before, after = reference[state.owner == itself].sum(), reference[units].sum()
    limit = world.law.value("merger_interim_election_population_change", day)
    old, new = council_size(world.law, day, np.array([before, after]), [code, code])[0]
    return bool(after - before >= limit * before or old != new)


def _keep_council(world: World, new: int, old: int) -> None:
    """The council and its college go on; for elections the municipality is as old as it was."""
    state = world.state
    for column in (state.seats, state.aldermen, state.aldermen_fte, state.council_year, state.founded):
        column[new] = column[old]
    keep_parties(world, new, old)


def councils_elected(world: World, elected: Sequence[tuple[int, np.ndarray]]) -> None:
    """The councils elected in November before the date, by row and units (Wet arhi art. 52, 55)."""
    if not elected:
        return
    state = world.state
    day = merger_election_day(world.law, state.year - 1)
    reference = world.reference_population(state.year - 1)
    rows = np.array([new for new, _ in elected])
    people = np.array([reference[units].sum() for _, units in elected])
    seats, office = council_size(world.law, day, people, [world.territory.codes[u] for u in state.leader[rows]])
    state.seats[rows], state.aldermen[rows], state.aldermen_fte[rows] = seats, office.members, office.fte
    state.council_year[rows] = day.year
    elect_parties(world, rows, day)


def _executors(executor: np.ndarray, people: np.ndarray) -> np.ndarray:
    """The bodies that carry out tasks for most of the inhabitants, -1 where most are served by none.

    Parameters
    ----------
    executor : (m, K) int32
        Bodies that carry out the members' tasks.
    people : (m,)
        Inhabitants of the members.

    Returns
    -------
    ndarray of int32, shape (K,)
        Of two that serve as many the one with the lower number.
    """
    served = ((executor[:, None, :] == executor[None, :, :]) * people[None, :, None]).sum(axis=1)
    most = served == served.max(axis=0)
    result: np.ndarray = np.where(most, executor, np.iinfo(np.int32).max).min(axis=0)
    return result


def _one_region_of_a_kind(world: World, mergers: Mapping[int, tuple[int, ...]]) -> None:
    """Let new municipalities stay in one region of each kind: that of their largest member that lies in one.

    Regions of law cover the country without overlap (such as Wet veiligheidsregio's art. 8).
    """
    state, bodies = world.state, world.state.bodies
    heir = np.full(len(state.alive), -1, np.int32)
    for successor, members in mergers.items():
        heir[list(members)] = successor
    at = (heir >= 0).take(bodies.edge_row).nonzero()[0]
    at = at[bodies.regional[bodies.edge_body[at]]]
    body, row = bodies.edge_body[at], bodies.edge_row[at]
    new, kind = heir[row], bodies.kind[body]
    order = np.lexsort((body, row, -state.population[row], kind, new))
    at, body, new, kind = at[order], body[order], new[order], kind[order]
    first = np.ones(len(at), bool)
    first[1:] = (new[1:] != new[:-1]) | (kind[1:] != kind[:-1])
    kept = body[first][np.cumsum(first) - 1]
    left = body != kept
    if not left.any():
        return
    for row_of_new, old, stays in sorted(set(zip(new[left], body[left], kept[left], strict=True))):
        mine = state.executor[row_of_new]
        mine[mine == old] = stays
    gone = np.zeros(len(bodies.edge_body), bool)
    gone[at[left]] = True
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
    _one_region_of_a_kind(world, mergers)
    successor = np.arange(len(state.alive), dtype=np.int32)
    for new, members in mergers.items():
        successor[list(members)] = new
    bodies.set_edges(bodies.edge_body, successor.take(bodies.edge_row))
    for body in dissolve_empty(state, {*mergers, *(row for members in mergers.values() for row in members)}):
        world.tell("body_dissolved", bodies.names[body], (), "its members became one municipality")
    carry_regionally(state, state.live, world.tasks.carrier_index)
