"""The state on the first day, built once per territory and law and copied for every run."""

from __future__ import annotations

import copy
from datetime import date
from functools import lru_cache

import numpy as np

from reformsim.law import Law
from reformsim.tasks import TaskCatalogue
from reformsim.territory import Territory
from reformsim.world.bodies import Bodies
from reformsim.world.network import GEMEENTE, REGIO, first_executors, statutory_bodies, synthetic_bodies
from reformsim.world.state import Provinces, State, SubMunicipal, WaterBoards
from reformsim.world.streams import unit_keys

NEVER = -9999
"""A year before all years: the task never moved."""


def aldermen_in_office(
    seats: np.ndarray, share: np.ndarray | float, minimum: np.ndarray | float, fill: np.ndarray | float
) -> np.ndarray:
    """Aldermen in office: the legal maximum times the share of it that is filled in practice.

    Parameters
    ----------
    seats
        Council seats, any shape.
    share, minimum
        Gemeentewet art. 36: at most this share of the seats (rounded), never fewer than the minimum.
    fill
        Share of the legal maximum that is in office (law table ``aldermen_fill``).
    """
    most = np.maximum(np.floor(seats * share + 0.5), minimum)
    return np.maximum(np.floor(most * fill + 0.5), minimum).astype(np.int32)


def election_before(law: Law, table: str, year: int) -> date:
    """The last election day of a table of dates up to and including a year (its 1 January if none)."""
    days = [d for d in law.dates(table, date(year, 1, 1)) if d.year <= year]
    return days[-1] if days else date(year, 1, 1)


def mean_travel(area_km2: np.ndarray) -> np.ndarray:
    """Mean distance (km) of inhabitants to the middle of a disc of the area (2/3 of its radius)."""
    result: np.ndarray = (2.0 / 3.0) * np.sqrt(area_km2 / np.pi)
    return result


@lru_cache(maxsize=8)
def _start(territory: Territory, law: Law, tasks: TaskCatalogue) -> State:
    n, k = len(territory), len(tasks.tasks)
    rows = 2 * n
    bodies = Bodies(2048 if territory.inventory else 256, k)
    statutory_bodies(territory, tasks, bodies)
    synthetic_bodies(territory, tasks, bodies)

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
        aldermen=column(aldermen, np.int32),
        council_year=column(territory.council_reference_year, np.int32),
        carrier=carrier,
        executor=executor,
        involved=tasks.involved_matrix.copy(),
        budget=tasks.budget.astype(float).copy(),
        efficient_scale=tasks.efficient_scale.astype(float).copy(),
        moved=np.full(k, NEVER, np.int32),
        adequacy=np.zeros((rows, k)),
        capacity=np.zeros(rows),
        authorities=np.zeros((rows, k), np.int32),
        tiers=np.zeros((rows, k), bool),
        memberships=np.zeros(rows, np.int32),
        bodies=bodies,
        provinces=_provinces(territory, law),
        water_boards=_water_boards(territory),
        sub_municipal=_sub_municipal(territory, rows),
        province_capacity=np.zeros(len(territory.province_codes)),
        next_row=n,
    )
    state.refresh_live()
    return state


def _carriers(tasks: TaskCatalogue, bodies: Bodies, n: int, rows: int) -> np.ndarray:
    """Who carries each task where: as the catalogue says, except where a body carries it in its own right."""
    carrier: np.ndarray = np.zeros((rows, len(tasks.tasks)), np.int8)
    carrier[:n] = tasks.carrier_index
    for body, row in zip(bodies.edge_body, bodies.edge_row, strict=True):
        if bodies.carries[body]:
            carrier[row, bodies.tasks[body]] = REGIO
    return carrier


def _interim(territory: Territory, law: Law) -> np.ndarray:
    """Councils that were elected between regular elections, because their municipality was new."""
    regular = election_before(law, "council_elections", territory.year).year
    reference: np.ndarray = territory.council_reference_year != regular - 1
    return reference & (territory.council_reference_year < territory.year)


def _councils(territory: Territory, law: Law) -> tuple[np.ndarray, np.ndarray]:
    """Seats and aldermen of the councils in office on the first day (Gemeentewet art. 8 and 36)."""
    day = election_before(law, "council_elections", territory.year)
    seats = law.by_class("council_seats", day, territory.council_population(), territory.codes)
    return seats, aldermen_in_office(
        seats,
        law.value("aldermen_share", day),
        law.value("aldermen_minimum", day),
        law.value("aldermen_fill", day),
    )


def _provinces(territory: Territory, law: Law) -> Provinces:
    """Provinces with the council elected last before or in the first year (Provinciewet art. 8)."""
    day = election_before(law, "provincial_elections", territory.year)
    codes, people = territory.province_codes, territory.province_council_population
    seats = law.by_class("provincial_council_seats", day, people, codes).astype(np.int32)
    deputies = np.full(len(seats), round(law.value("deputies_in_office", day)), np.int32)
    return Provinces(list(codes), list(territory.province_names), np.ones(len(seats), bool), seats, deputies)


def _water_boards(territory: Territory) -> WaterBoards:
    if territory.water_boards is None:
        return WaterBoards((), (), np.full(len(territory), -1, np.int32), np.zeros(0, np.int32))
    division = territory.divisions[territory.water_boards.division]
    seats = np.full(len(division.region_codes), territory.water_boards.seats, np.int32)
    return WaterBoards(division.region_codes, division.region_names, division.label.astype(np.int32), seats)


def _sub_municipal(territory: Territory, rows: int) -> SubMunicipal:
    listed = territory.sub_municipal
    return SubMunicipal(
        unit=np.array([territory.index(s.unit) for s in listed], np.int32),
        bodies=np.array([s.bodies for s in listed], np.int32),
        councillors=np.array([s.councillors for s in listed], np.int32),
        executives=np.array([s.executives for s in listed], np.int32),
        alive=np.ones(len(listed), bool),
        council_tier=np.ones(len(listed), bool),
    )


def start_state(territory: Territory, law: Law, tasks: TaskCatalogue) -> State:
    """A fresh state of the first day, free to change.

    Parameters
    ----------
    territory
        The map, its institutions and inventory.
    law
        The law whose council, provincial and college tables filled the offices.
    tasks
        The catalogue: who carries what.
    """
    first = _start(territory, law, tasks)
    fresh = copy.copy(first)
    for name in State.__slots__:
        value = getattr(first, name)
        if isinstance(value, np.ndarray | list):
            setattr(fresh, name, value.copy())
    fresh.bodies = first.bodies.copy()
    p, s = first.provinces, first.sub_municipal
    fresh.provinces = Provinces(list(p.codes), list(p.names), p.alive.copy(), p.seats.copy(), p.deputies.copy())
    fresh.sub_municipal = SubMunicipal(
        s.unit, s.bodies, s.councillors.copy(), s.executives.copy(), s.alive.copy(), s.council_tier.copy()
    )
    return fresh


__all__ = [
    "GEMEENTE",
    "NEVER",
    "REGIO",
    "aldermen_in_office",
    "election_before",
    "mean_travel",
    "start_state",
]
