"""What the model writes down of one moment: arrays of who governs what, with whom, and by which rules.

Nothing here is counted or judged; that is for measures. Arrays are copies, and must not be written to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats, Ints32
from reformsim.law import Law
from reformsim.world.accounts import Books
from reformsim.world.arrangements import Arrangement
from reformsim.world.directives import Directives
from reformsim.world.finances import Finances
from reformsim.world.state import Provinces, SubMunicipal, WaterBoards


class Asked(NamedTuple):
    """A request for nation-wide coverage that is running.

    Parameters
    ----------
    regions
        Regions that are asked for; ``None`` asks for all.
    formed
        Regions whose body has formed or was imposed.
    """

    division: str
    regions: tuple[str, ...] | None
    formed: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The cooperation bodies (B, dead ones too) and their memberships (E); see :mod:`reformsim.world.bodies`.

    Attributes
    ----------
    alive, obliged, carries : (B,) bool
    origin : (B,) int8
    legal, form, founded : (B,) int32
    seats_per_member, price : (B,) float64
    tasks, say : (B, K) bool
    body, member : (E,) int32
        Memberships: number of the body, position of the member among the living municipalities.
    """

    alive: Bools
    obliged: Bools
    carries: Bools
    origin: NDArray[np.int8]
    legal: Ints32
    form: Ints32
    founded: Ints32
    seats_per_member: Floats
    price: Floats
    tasks: Bools
    say: Bools
    body: Ints32
    member: Ints32


@dataclass(frozen=True, slots=True, eq=False)
class CouncilSeats:
    """The councils of a moment, where they vote.

    Attributes
    ----------
    seats : (m, 3) int32
        Seats by kind of list (``territory.seats.KINDS``); 0 where the parties are not known.
    merger_proposals, voted_down
        Proposals to merge that came to a vote since the first day, and those of them without the consent needed.
    held, divided
        Votes since the first day, and those with a third of the seats or more in the minority.
    """

    seats: Ints32
    merger_proposals: int
    voted_down: int
    held: int
    divided: int


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A moment of a run: m living municipalities, n units of the start map, K tasks, P provinces.

    Attributes
    ----------
    year
        The year whose last phase is over, or that of the first day.
    law, rules, profile
        Law and rules in force on the last day of the year; layer whose profile holds each task, by id.
    row : (m,) int32
        Rows of the living municipalities, ascending (index into ``History.codes``).
    people : (m,) int64
    seats, aldermen, province, leader, founded : (m,) int32
        Council seats; aldermen in office; row of the province; most populous unit; year it was formed.
    aldermen_fte, travel, capacity, joined, imposed : (m,) float64
        Full-time equivalents; km to the town hall; adequacy of its tasks; how far mergers joined its inhabitants to
        others, and those from above did.
    key : (m,) uint64
        Sum of the keys of its units.
    carrier : (m, K) int8; executor : (m, K) int32; adequacy : (m, K) float64
        Layer that carries a task; body that carries it out for the municipality, -1 for none; adequacy of its scale.
    authorities : (m, K) int32; tiers : (m, K) bool; ceded : (m, K, layers) bool or None
        Bodies with a say; whether one carries tasks in its own right; layers that gave their say away (None: none did).
    owner, province_of : (n,) int32; unit_people : (n,) int64
        Position of the municipality that governs a unit; row of its province; its inhabitants.
    involved : (K, layers) bool; budget, efficient_scale : (K,) float64; moved : (K,) int32
        Layers with a say; euro per inhabitant; efficient scale; year in which the task last changed layer.
    provinces, province_capacity, water_boards, sub_municipal, finances, directives
        As in :mod:`reformsim.world.state`.
    network, arrangements
        Bodies and memberships; where provinces sit together.
    merger_cost, merger_grants
        Euro so far.
    merger_log
        Mergers that took effect: year, municipalities fewer, grant in euro before the fund factor.
    mergers_assessed, mergers_advised, mergers_from_above
        Procedures so far.
    books
        What measures see of the municipalities' accounts, by living municipality; ``None`` where a run keeps none.
    events
        First and last position (exclusive) of the events of this year in ``History.events``.
    councils
        Who sits in councils, and how they voted; ``None`` where they do not vote.
    """

    year: int
    law: Law
    rules: Mapping[str, Any]
    profile: Mapping[str, str]
    row: Ints32
    people: NDArray[np.int64]
    seats: Ints32
    aldermen: Ints32
    aldermen_fte: Floats
    travel: Floats
    key: NDArray[np.uint64]
    province: Ints32
    leader: Ints32
    founded: Ints32
    capacity: Floats
    joined: Floats
    imposed: Floats
    carrier: NDArray[np.int8]
    executor: Ints32
    adequacy: Floats
    authorities: Ints32
    tiers: Bools
    ceded: Bools | None
    owner: Ints32
    province_of: Ints32
    unit_people: NDArray[np.int64]
    involved: Bools
    budget: Floats
    efficient_scale: Floats
    moved: Ints32
    provinces: Provinces
    province_capacity: Floats
    water_boards: WaterBoards
    sub_municipal: SubMunicipal
    finances: Finances
    directives: Directives
    network: Network
    arrangements: tuple[Arrangement, ...]
    merger_cost: float
    merger_grants: float
    merger_log: tuple[tuple[int, int, float], ...]
    mergers_assessed: int
    mergers_advised: int
    mergers_from_above: int
    asked: tuple[Asked, ...]
    events: tuple[int, int]
    books: Books | None = None
    councils: CouncilSeats | None = None
