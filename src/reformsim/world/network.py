"""The cooperation network of the first day: what the law asks for, what the record knows, and what is drawn."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from reformsim.network import load_record
from reformsim.tasks import GEMEENTE, TaskCatalogue
from reformsim.territory import Territory
from reformsim.world.bodies import Bodies
from reformsim.world.drawn import drawn_bodies
from reformsim.world.recorded import recorded_bodies
from reformsim.world.statutory import statutory_body


def first_bodies(territory: Territory, tasks: TaskCatalogue, network: str) -> Bodies:
    """Give the cooperation bodies of the first day.

    Parameters
    ----------
    network
        'drawn': what the law asks for by region, and the rest drawn; 'recorded': what the record knows and the law asks
        for, nothing drawn; 'both': what is recorded, and drawn what counts have beyond it.

    Raises
    ------
    ValueError
        If the record is asked for on a territory that has none.
    """
    bodies = Bodies(2048 if territory.inventory else 256, len(tasks.tasks))
    counted, tasks = None, tasks.shipped
    if network == "drawn":
        statutory_bodies(territory, tasks, bodies)
    elif not territory.network:
        raise ValueError(f"{territory.name} has no record of cooperation bodies")
    else:
        record, day = load_record(territory.network), date(territory.year, 1, 1)
        recorded_bodies(territory, tasks, bodies, record)
        counted = record.counted(day)
    if network != "recorded":
        drawn_bodies(territory, tasks, bodies, counted)
    return bodies


def statutory_bodies(territory: Territory, tasks: TaskCatalogue, bodies: Bodies) -> None:
    """Enter one body per region for every kind of statutory body the territory lists."""
    for rule in territory.statutory_bodies:
        division = territory.divisions[rule.division]
        for region in division.region_codes:
            statutory_body(territory, tasks, bodies, rule, region)


def first_executors(
    bodies: Bodies, carrier: NDArray[np.int8], population: NDArray[np.int64], n_rows: int
) -> NDArray[np.int32]:
    """Which body carries out each municipal task of each row: the obliged one, else the most populous.

    Parameters
    ----------
    carrier : (R, K) int8
    population : (R,) int64

    Returns
    -------
    ndarray of int32, shape (R, K)
        Body number; -1 where the municipality does it itself.
    """
    executor = np.full(carrier.shape, -1, np.int32)
    body, row = bodies.edge_body, bodies.edge_row
    people = np.bincount(body, weights=population[row], minlength=bodies.count)
    rank = people + np.where(bodies.obliged[: bodies.count], 1e12, 0.0)
    for task in range(carrier.shape[1]):
        mine = bodies.tasks[body, task] & ~bodies.carries[body] & bodies.alive[body]
        mine &= carrier[row, task] == GEMEENTE
        b, r = body[mine], row[mine]
        order = np.lexsort((b, rank[b]))
        executor[r[order], task] = b[order]
    return executor
