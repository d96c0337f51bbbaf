"""The state of a run: arrays with a row per municipality that ever exists.

Rows 0..n-1 are the units of the start map; a merger closes the rows of its members and opens a new one, so a
merged code never acts again. ``owner`` says for every unit which row governs it. Only phases change a state.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reformsim.arrays import Bools, Floats, Ints32
from reformsim.world.accounts import Accounts
from reformsim.world.arrangements import Arrangements
from reformsim.world.bodies import Bodies
from reformsim.world.councils import Councils
from reformsim.world.directives import Directives
from reformsim.world.finances import Finances
from reformsim.world.streams import U64, keys_of


@dataclass(slots=True)
class Provinces:
    """Provinces as arrays; a merged province gets a new row.

    Attributes
    ----------
    alive : (P,) bool
    seats, deputies : (P,) int32
        Members of the provincial council; deputies in office.
    deputies_fte : (P,) float64
        Their time, in full-time equivalents.
    """

    codes: list[str]
    names: list[str]
    alive: Bools
    seats: Ints32
    deputies: Ints32
    deputies_fte: Floats

    @property
    def keys(self) -> U64:
        """Keys for random draws, (P,), by code."""
        return keys_of(tuple(self.codes))


WATER_BOARD_MODES = ("direct", "combined_provincial", "indirect_councils")
"""How a general board was chosen: by residents on a day of its own, or with the provincial councils, or by councils."""


@dataclass(slots=True)
class WaterBoards:
    """Water boards as arrays; a merged board gets a new row.

    Attributes
    ----------
    alive : (W,) bool
    label : (n,) int32
        Board of every unit of the start map (-1: none).
    seats, reserved, mode : (W,) int32
        Of the general board in office: members, those in reserved seats (geborgde zetels), and how it was chosen
        (index into ``WATER_BOARD_MODES``).
    regulation : (W,) int32
        Members by the board's provincial regulation, before any reform.
    """

    codes: list[str]
    names: list[str]
    alive: Bools
    label: Ints32
    seats: Ints32
    reserved: Ints32
    mode: Ints32
    regulation: Ints32

    @property
    def keys(self) -> U64:
        """Keys for random draws, (W,), by code."""
        return keys_of(tuple(self.codes))

    @property
    def live(self) -> NDArray[np.int64]:
        """Rows of the boards that exist."""
        return self.alive.nonzero()[0]


@dataclass(slots=True)
class SubMunicipal:
    """Sub-municipal councils (deelgemeenten) by unit of the start map, or the commissions in their place.

    Attributes
    ----------
    unit, bodies, councillors, executives : (D,) int32
    alive : (D,) bool
        There are members of councils or commissions.
    council_tier : (D,) bool
        They are councils (a tier of their own), not commissions of the municipality.
    elected : (D,) bool
        Residents elect their members.
    """

    unit: Ints32
    bodies: Ints32
    councillors: Ints32
    executives: Ints32
    alive: Bools
    council_tier: Bools
    elected: Bools


ROWS = (
    "alive", "population", "area", "hall_x", "hall_y", "travel", "key", "province", "leader", "n_units", "founded",
    "seats", "aldermen", "aldermen_fte", "council_year", "carrier", "executor", "adequacy", "capacity",
    "authorities", "tiers", "ceded", "memberships", "joined", "imposed",
)  # fmt: skip
"""Columns of a state with a row for each municipality that ever exists."""


@dataclass(slots=True)
class State:
    """Everything that changes in a run.

    Attributes
    ----------
    owner, unit_province : (n,) int32
        Municipality row and province row of each unit of the start map, and behind these of pieces of units that a
        reform has divided; also in ``unit_population`` and the label of water boards.
    unit_population : (n,) int64
        Inhabitants on 1 January of the current year.
    alive : (R,) bool, with R = 2 n, or more where municipalities are taken apart
    population : (R,) int64
    area, hall_x, hall_y, travel : (R,) float64
        km2; town hall (RD metres); mean distance of inhabitants to it (km).
    key : (R,) uint64
        Sum of the units' keys: the same set of units has the same key however it came about (strips that a border
        correction moved have none).
    province, leader, n_units, founded, seats, aldermen, council_year : (R,) int32
        Province row; start unit that leads it, by which rules for one place know it (after a merger that of its most
        populous member; where a reform divides it, its most populous unit); units governed; year it was formed
        (``start.NEVER`` for units of the start map that did not merge just before); council seats; aldermen in office;
        year of the last election (on the first day the year whose population set the council's size).
    aldermen_fte : (R,) float64
        Time of the aldermen, in full-time equivalents.
    carrier : (R, K) int8
        Layer that carries the task there (index into ``tasks.LAYERS``).
    executor : (R, K) int32
        Body that carries out a municipal task, -1 if the municipality itself.
    involved : (K, layers) bool
        Layers with a formal say on a task.
    budget, efficient_scale : (K,) float64
        Euro per inhabitant a year that come for a task; inhabitants at which the adequacy of its scale is a half.
    moved : (K,) int32
        Year in which the task last changed layer (a far past year if never).
    withdrawn : (K, layers) bool
        Formal say of a layer (``involved``) that rule ``principles.max_layers`` took away.
    adequacy : (R, K) float64
        Adequacy of the scale at which each task is carried out, this year (0 in rows that are not alive).
    capacity : (R,) float64
        Uitvoeringskracht, this year.
    authorities : (R, K) int32
        Cooperation bodies with a say on the task there.
    tiers : (R, K) bool
        Whether one of them carries tasks in its own right, and so is a layer of its own (a plusregio).
    ceded : (R, K, layers) bool
        Layers that have brought their say on a task there into a body of their own, and have none beside it.
    memberships : (R,) int32
        Bodies the municipality sits in.
    joined, imposed : (R,) float64
        How far its inhabitants were joined to others by mergers after the first day, 0-1, and by those of them from
        above (``model.government.residents.joined``).
    province_capacity : (P,) float64
        Uitvoeringskracht of each province, this year; 0 without a task.
    merger_cost, merger_grants : float
        Euro spent once on mergers since the first day; grants for them.
    merger_log : list of (year, municipalities fewer, grant)
        The mergers that took effect; the grant in euro before the fund factor.
    mergers_assessed, mergers_advised : int
        Procedures that came to the advice stage since the first day, and those of them that passed it.
    mergers_from_above : int
        Procedures that a province or the minister started since the first day.
    accounts
        The books of the municipalities, ``None`` where a run keeps none.
    councils
        Seats by kind of list, and votes; ``None`` unless mechanism ``councils`` is in force.
    next_row : int
        Rows in use: the next municipality opens this one.
    live : (m,) int32
        Rows that are alive, ascending.
    map_version : int
        Changes whenever the map does.
    """

    year: int
    codes: list[str]
    names: list[str]
    owner: Ints32
    unit_province: Ints32
    unit_population: NDArray[np.int64]
    alive: Bools
    population: NDArray[np.int64]
    area: Floats
    hall_x: Floats
    hall_y: Floats
    travel: Floats
    key: NDArray[np.uint64]
    province: Ints32
    leader: Ints32
    n_units: Ints32
    founded: Ints32
    seats: Ints32
    aldermen: Ints32
    aldermen_fte: Floats
    council_year: Ints32
    carrier: NDArray[np.int8]
    executor: Ints32
    involved: Bools
    withdrawn: Bools
    budget: Floats
    efficient_scale: Floats
    moved: Ints32
    adequacy: Floats
    capacity: Floats
    authorities: Ints32
    tiers: Bools
    ceded: Bools
    memberships: Ints32
    joined: Floats
    imposed: Floats
    bodies: Bodies
    provinces: Provinces
    water_boards: WaterBoards
    sub_municipal: SubMunicipal
    province_capacity: Floats
    finances: Finances
    directives: Directives = field(default_factory=Directives)
    arrangements: Arrangements = field(default_factory=Arrangements)
    merger_cost: float = 0.0
    merger_grants: float = 0.0
    merger_log: list[tuple[int, int, float]] = field(default_factory=list)
    mergers_assessed: int = 0
    mergers_advised: int = 0
    mergers_from_above: int = 0
    accounts: Accounts | None = None
    councils: Councils | None = None
    next_row: int = 0
    live: Ints32 = field(default_factory=lambda: np.zeros(0, np.int32))
    map_version: int = 0

    def refresh_live(self) -> None:
        """Recompute the rows that are alive, after the map changed."""
        self.live = np.flatnonzero(self.alive[: self.next_row]).astype(np.int32)
        self.map_version += 1

    def make_room(self) -> None:
        """Double the rows."""
        for name in ROWS:
            column = getattr(self, name)
            more = np.zeros_like(column)
            setattr(self, name, np.concatenate([column, more - 1 if name == "executor" else more]))
        if self.councils is not None:
            self.councils.make_room()

    def row_of(self, code: str) -> int:
        """Row of a municipality by its code: the last one, where one that took others in kept its code."""
        return len(self.codes) - 1 - self.codes[::-1].index(code)
