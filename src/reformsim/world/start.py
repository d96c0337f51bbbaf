"""The state on the first day, built once per territory and law and copied for every run."""

from __future__ import annotations

import copy
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import TypeVar

import numpy as np

from reformsim.law import Law
from reformsim.tasks import LAYERS, REGIO, RIJK, TaskCatalogue
from reformsim.territory import Territory
from reformsim.world.arrangements import Arrangements
from reformsim.world.bodies import Bodies
from reformsim.world.colleges import College, college, executives
from reformsim.world.directives import Directives
from reformsim.world.finances import start_finances
from reformsim.world.network import first_bodies, first_executors
from reformsim.world.state import WATER_BOARD_MODES, Provinces, State, SubMunicipal, WaterBoards
from reformsim.world.streams import unit_keys

NEVER = -9999
"""A year before all years: the task never moved."""


@lru_cache(maxsize=256)
def election_before(law: Law, table: str, year: int) -> date:
    """The last election day of a table of dates up to and including a year (its 1 January if none)."""
    days = [d for d in law.dates(table, date(year, 1, 1)) if d.year <= year]
    return days[-1] if days else date(year, 1, 1)


def mean_travel(area_km2: np.ndarray) -> np.ndarray:
    """Mean distance (km) of inhabitants to the middle of a disc of the area (2/3 of its radius)."""
    return (2.0 / 3.0) * np.sqrt(area_km2 / np.pi)


@lru_cache(maxsize=8)
def _start(territory: Territory, law: Law, tasks: TaskCatalogue, network: str) -> State:
    n, k, rows = len(territory), len(tasks.tasks), 2 * len(territory)
    bodies = first_bodies(territory, tasks, network)

    def column(values: np.ndarray, dtype: type) -> np.ndarray:
        full: np.ndarray = np.zeros(rows, dtype)
        full[:n] = values
        return full

    carrier = _carriers(tasks, bodies, n, rows)
    population = column(territory.population, np.int64)
    executor = first_executors(bodies, carrier, population, rows)
    seats, aldermen = _councils(territory, law)
    state = State(
        year=territory.year,
        codes=list(territory.codes),
        names=list(territory.names),
        owner=np.arange(n, dtype=np.int32),
        unit_province=territory.province.astype(np.int32),
        unit_population=territory.population.astype(np.int64),
        alive=column(np.ones(n, bool), bool),
        population=population,
        area=column(territory.area_km2, float),
        hall_x=column(territory.x, float),
        hall_y=column(territory.y, float),
        travel=column(mean_travel(territory.area_km2), float),
        key=column(unit_keys(territory), np.uint64),
        province=column(territory.province, np.int32),
        leader=column(np.arange(n), np.int32),
        n_units=column(np.ones(n), np.int32),
        founded=column(np.where(_interim(territory, law), territory.council_reference_year + 1, NEVER), np.int32),
        seats=column(seats, np.int32),
        aldermen=column(aldermen.members, np.int32),
        aldermen_fte=column(aldermen.fte, float),
        council_year=column(territory.council_reference_year, np.int32),
        carrier=carrier,
        executor=executor,
        involved=tasks.involved_matrix.copy(),
        withdrawn=np.zeros_like(tasks.involved_matrix),
        budget=tasks.budget.astype(float).copy(),
        efficient_scale=tasks.efficient_scale.astype(float).copy(),
        moved=np.full(k, NEVER, np.int32),
        adequacy=np.zeros((rows, k)),
        capacity=np.zeros(rows),
        authorities=np.zeros((rows, k), np.int32),
        tiers=np.zeros((rows, k), bool),
        ceded=np.zeros((rows, k, len(LAYERS)), bool),
        memberships=np.zeros(rows, np.int32),
        joined=np.zeros(rows),
        imposed=np.zeros(rows),
        bodies=bodies,
        provinces=_provinces(territory, law),
        water_boards=_water_boards(territory, law),
        sub_municipal=_sub_municipal(territory, rows),
        province_capacity=np.zeros(len(territory.province_codes)),
        finances=start_finances(tasks),
        next_row=n,
    )
    state.refresh_live()
    return state


def _carriers(tasks: TaskCatalogue, bodies: Bodies, n: int, rows: int) -> np.ndarray:
    """Who carries each task where: as the catalogue says, except where a body carries it in its own right."""
    carrier: np.ndarray = np.zeros((rows, len(tasks.tasks)), np.int8)
    carrier[:n] = tasks.carrier_index
    carrier[:n, len(tasks) - tasks.added :] = RIJK  # What a scenario adds is carried by nobody yet.
    for body, row in zip(bodies.edge_body, bodies.edge_row, strict=True):
        if bodies.carries[body]:
            carrier[row, bodies.tasks[body]] = REGIO
    return carrier


def _interim(territory: Territory, law: Law) -> np.ndarray:
    """Councils that were elected between regular elections, because their municipality was new."""
    regular = election_before(law, "council_elections", territory.offices_of)
    before = round(law.value("council_reference_years_before", regular))
    reference: np.ndarray = territory.council_reference_year != regular.year - before
    return reference & (territory.council_reference_year < territory.year)


def _councils(territory: Territory, law: Law) -> tuple[np.ndarray, College]:
    """Seats and aldermen of the councils in office on the first day (Gemeentewet art. 8 and 36)."""
    day = election_before(law, "council_elections", territory.offices_of)
    people = territory.council_population()
    seats = law.by_class("council_seats", day, people, territory.codes)
    return seats, college(law, day, seats, people.astype(float), territory.codes)


def _provinces(territory: Territory, law: Law) -> Provinces:
    """Provinces with the council elected last before or in the first year (Provinciewet art. 8)."""
    day = election_before(law, "provincial_elections", territory.offices_of)
    codes, people = territory.province_codes, territory.province_council_population
    seats = law.by_class("provincial_council_seats", day, people, codes).astype(np.int32)
    deputies, fte = executives(law, day, people.astype(float), codes)
    return Provinces(list(codes), list(territory.province_names), np.ones(len(seats), bool), seats, deputies, fte)


def _water_boards(territory: Territory, law: Law) -> WaterBoards:
    """Water boards with the general board elected last before the first year (Waterschapswet art. 12-14)."""
    none = np.zeros(0, np.int32)
    if territory.water_boards is None:
        label = np.full(len(territory), -1, np.int32)
        return WaterBoards([], [], np.zeros(0, bool), label, none, none.copy(), none.copy(), none.copy())
    division = territory.divisions[territory.water_boards.division]
    day = date(territory.year, 1, 1)
    voted = election_before(law, "water_board_elections", territory.offices_of)
    together = voted in law.dates("provincial_elections", day)
    mode = WATER_BOARD_MODES.index("combined_provincial" if together else "direct")
    count = len(division.region_codes)
    seats = np.full(count, territory.water_boards.seats, np.int32)
    reserved = np.full(count, law.value("water_board_reserved_minimum", day), np.int32)
    return WaterBoards(
        list(division.region_codes),
        list(division.region_names),
        np.ones(count, bool),
        division.label.astype(np.int32),
        seats,
        np.minimum(reserved, seats),
        np.full(count, mode, np.int32),
        seats.copy(),
    )


def _sub_municipal(territory: Territory, rows: int) -> SubMunicipal:
    listed = territory.sub_municipal
    return SubMunicipal(
        unit=np.array([territory.index(s.unit) for s in listed], np.int32),
        bodies=np.array([s.bodies for s in listed], np.int32),
        councillors=np.array([s.councillors for s in listed], np.int32),
        executives=np.array([s.executives for s in listed], np.int32),
        alive=np.ones(len(listed), bool),
        council_tier=np.ones(len(listed), bool),
        elected=np.ones(len(listed), bool),
    )


def start_state(territory: Territory, law: Law, tasks: TaskCatalogue, network: str = "drawn") -> State:
    """A fresh state of the first day, free to change.

    Parameters
    ----------
    law
        The law whose council, provincial and college tables filled the offices.
    network
        As for :func:`reformsim.world.network.first_bodies`.
    """
    first = _start(territory, law, tasks, network)
    fresh = copy.copy(first)
    for name in State.__slots__:
        value = getattr(first, name)
        if isinstance(value, np.ndarray | list):
            setattr(fresh, name, value.copy())
    fresh.bodies = first.bodies.copy()
    fresh.finances, fresh.directives = first.finances.copy(), Directives()
    fresh.arrangements = Arrangements()
    fresh.provinces = _copied(first.provinces)
    fresh.water_boards = _copied(first.water_boards)
    fresh.sub_municipal = _copied(first.sub_municipal)
    return fresh


_Part = TypeVar("_Part", Provinces, WaterBoards, SubMunicipal)


def _copied(part: _Part) -> _Part:
    """The same with lists and arrays of its own."""
    return type(part)(**{field.name: getattr(part, field.name).copy() for field in fields(part)})
