"""Councils are elected: seats by kind of list, by the record of elections and, after it, by keyed chance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from reformsim.arrays import Floats, Ints, Ints32
from reformsim.model.councils.parties import apportion, redrawn
from reformsim.model.world import World
from reformsim.territory.divided import origins
from reformsim.territory.seats import KINDS, last_election, votes_of
from reformsim.world.councils import Councils

MECHANISM = "councils"
Rows = Sequence[int] | Ints | Ints32


def seat_councils(world: World) -> None:
    """Let councils vote in a run where the mechanism works; not where the number of their seats is not known."""
    live = world.state.live
    if MECHANISM not in world.acting or not world.state.seats[live].all():
        return
    known = int(first_councils(world).known[live].sum())
    if known < len(live):
        said = f"parties known of {known} of {len(live)} councils; the others vote without"
        world.tell("parties_unknown", "councils", (), said)


def first_councils(world: World) -> Councils:
    """Seat the councils of the first day, as they were elected before it; no parties where no election is on record."""
    state, voted = world.state, votes_of(world.start_map, date(world.state.year, 1, 1))
    seats = np.zeros((len(state.alive), len(KINDS)), np.int32)
    councils = Councils(seats, voted.mix.copy(), np.where(voted.known, voted.per_inhabitant, 0.0))
    state.councils = councils
    _fill(world, state.live, mixes(world, state.live))
    return councils


def elect_parties(world: World, rows: Rows, day: date) -> None:
    """Let the councils of some rows, elected on a day, take their seats by kind of list.

    Up to the last election of the record as their inhabitants voted then; later their local share is that of the last
    election in part, and new in part.
    """
    councils, rows = world.state.councils, np.asarray(rows, np.int64)
    if councils is None or not len(rows):
        return
    origin = origins(world.territory)
    here = np.isin(world.state.owner, rows)
    if day <= last_election(world.start_map):
        voted = votes_of(world.start_map, day)
        units = np.unique(origin[here])
        units = units[voted.known[units]]
        councils.unit_mix[units], councils.unit_votes[units] = voted.mix[units], voted.per_inhabitant[units]
        _fill(world, rows, mixes(world, rows))
        return
    mix = mixes(world, rows)
    known = mix.sum(axis=1) > 0.0
    rows, mix = rows[known], mix[known]
    mix = redrawn(
        mix,
        world.state.seats[rows].astype(float),
        world.behaviour["councils.lasting"],
        world.behaviour["councils.middle"],
        world.behaviour["councils.spread"]
        * world.streams.bounded_normal("councils.local", day.year, world.state.key[rows]),
    )
    place = np.full(len(world.state.alive), -1)
    place[rows] = np.arange(len(rows))
    at = place[world.state.owner]
    councils.unit_mix[origin[at >= 0]] = mix[at[at >= 0]]
    _fill(world, rows, mix)


def keep_parties(world: World, new: int, old: int) -> None:
    """Let a council go on under another row, as it is."""
    if world.state.councils is not None:
        world.state.councils.seats[new] = world.state.councils.seats[old]


def mixes(world: World, rows: Rows) -> Floats:
    """How the inhabitants of some rows voted last, as shares of the seats, (m, 3).

    0 where that is known of less than half of them.
    """
    state, councils = world.state, world.state.councils
    assert councils is not None
    origin, size = origins(world.territory), len(state.alive)
    people = state.unit_population.astype(float)
    known = np.bincount(state.owner, weights=people * (councils.unit_votes[origin] > 0.0), minlength=size)
    votes = people * councils.unit_votes[origin]
    total = np.stack(
        [
            np.bincount(state.owner, weights=votes * councils.unit_mix[origin, kind], minlength=size)
            for kind in range(len(KINDS))
        ],
        axis=1,
    )[rows]
    enough = 2.0 * known >= np.bincount(state.owner, weights=people, minlength=size)
    whole = total.sum(axis=1, keepdims=True)
    result: Floats = np.where((whole > 0.0) & enough[rows][:, None], total / np.maximum(whole, 1e-12), 0.0)
    return result


def _fill(world: World, rows: Rows, mix: Floats) -> None:
    councils = world.state.councils
    assert councils is not None
    known = mix.sum(axis=1) > 0.0
    councils.seats[rows] = np.where(known[:, None], apportion(world.state.seats[rows], mix), 0)
