"""The cooperation network of the first day: the statutory bodies from data, the rest drawn.

The published inventory (698 public-law and 1,022 private-law bodies in 2010) gives counts, no lists. What is
not known from data is therefore synthetic: drawn once from the territory alone, the same in every run and
replicate, and marked so on each body.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from reformsim.tasks import LAYERS, TaskCatalogue
from reformsim.territory import Territory
from reformsim.world.bodies import Bodies
from reformsim.world.streams import Streams, key_of, unit_keys

GEMEENTE, REGIO = LAYERS.index("gemeente"), LAYERS.index("regio")

# All `assumption`: the inventory gives counts only. Members: about 16 public bodies per municipality
# (Boogers et al. 2016: almost 800 bodies, mean about 16 per municipality, unverified) and 27 in all (the
# broader count of 2017), which the mean sizes below reproduce.
PUBLIC_MEAN_MEMBERS = 8.6
PRIVATE_MEAN_MEMBERS = 4.6
MOST_MEMBERS = 40
PUBLIC_FORMS = (("openbaar_lichaam", 0.6), ("gemeenschappelijk_orgaan", 0.15), ("centrumgemeente", 0.25))
PRIVATE_FORMS = (("company", 0.4), ("foundation", 0.35), ("association", 0.2), ("cooperative", 0.05))
PUBLIC_EXECUTES, PRIVATE_EXECUTES = 0.2, 0.05
"""Share of synthetic bodies that carry out a task for their members; the others have a say only."""
OTHER_AREA_PENALTY = 1.0
"""How much farther a municipality outside the seed's cooperation area seems when members are drawn."""


def statutory_bodies(territory: Territory, tasks: TaskCatalogue, bodies: Bodies) -> None:
    """Enter one body per region for every kind of statutory body the territory lists."""
    for rule in territory.statutory_bodies:
        division = territory.divisions[rule.division]
        for region, name in zip(division.region_codes, division.region_names, strict=True):
            members = division.members(region)
            if len(members) < 2:
                continue
            number = bodies.add(
                name=name,
                kind=rule.kind,
                form=rule.form,
                legal=rule.legal,
                region=region,
                tasks=[tasks.index(t) for t in rule.tasks_of(region)],
                say=[tasks.index(t) for t in rule.say_of(region)],
                founded=territory.year - 10,
                obliged=rule.obliged,
                carries=rule.carries,
                seats_per_member=float(rule.board_per_member),
            )
            bodies.add_members([number] * len(members), members.astype(np.int32))


def synthetic_bodies(territory: Territory, tasks: TaskCatalogue, bodies: Bodies) -> None:
    """Draw the bodies that the inventory counts and the data do not name.

    Each is seeded in a municipality, reaches for its nearest neighbours (those of its own Wgr area first)
    and has one municipal task. Keys are made of the seed's code and a slot number, so that a further
    municipality leaves the others' bodies as they are.
    """
    if territory.inventory is None or len(territory) < 2:
        return
    known = sum(1 for b in range(bodies.count) if bodies.legal[b] == 0)
    _draw(territory, tasks, bodies, max(0, territory.inventory.public - known), public=True)
    _draw(territory, tasks, bodies, territory.inventory.private, public=False)


def _draw(territory: Territory, tasks: TaskCatalogue, bodies: Bodies, count: int, *, public: bool) -> None:
    if not count:
        return
    label = "public" if public else "private"
    streams = Streams(0, -1)
    unit, keys = _seeds(territory, streams, label, count)
    near, distance = _nearest(territory)
    area = territory.divisions["wgr_gebied"].label if "wgr_gebied" in territory.divisions else territory.province
    with np.errstate(over="ignore"):
        member_keys = keys[:, None] + unit_keys(territory)[near[unit]] * np.uint64(3)
    shuffle = 0.5 + streams.uniform(f"network/{label}/members", 0, member_keys)
    outside = area[near[unit]] != area[unit][:, None]
    order = np.argsort(distance[unit] * shuffle * (1 + OTHER_AREA_PENALTY * outside), axis=1, kind="stable")
    mean = PUBLIC_MEAN_MEMBERS if public else PRIVATE_MEAN_MEMBERS
    size = 2 + np.floor(-np.log(streams.uniform(f"network/{label}/size", 0, keys)) * (mean - 1.5)).astype(int)
    size = np.clip(size, 2, min(MOST_MEMBERS, near.shape[1] + 1))
    task = _pick_tasks(tasks, streams.uniform(f"network/{label}/task", 0, keys))
    form = _pick_forms(PUBLIC_FORMS if public else PRIVATE_FORMS, streams.uniform(f"network/{label}/form", 0, keys))
    executes = streams.uniform(f"network/{label}/executes", 0, keys) < (PUBLIC_EXECUTES if public else PRIVATE_EXECUTES)
    edges_body, edges_row = [], []
    for i in range(count):
        seed = territory.names[unit[i]]
        title = tasks.tasks[task[i]].name_en
        number = bodies.add(
            name=f"{title}, {seed} and others ({label} {i + 1}, synthetic)",
            kind=label,
            form=form[i],
            legal=label,
            region="",
            # A body in a form that the law does not allow for the task is about it, but does not carry it out.
            tasks=[int(task[i])] if executes[i] and form[i] in tasks.tasks[task[i]].forms else [],
            say=[int(task[i])],
            founded=territory.year - 5,
            synthetic=True,
        )
        bodies.key[number] = keys[i]
        rows = np.concatenate([[unit[i]], near[unit[i]][order[i, : size[i] - 1]]])
        edges_body.append(np.full(len(rows), number, np.int32))
        edges_row.append(rows.astype(np.int32))
    bodies.add_members(np.concatenate(edges_body), np.concatenate(edges_row))


def _seeds(
    territory: Territory, streams: Streams, label: str, count: int
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Seed units and keys of the bodies: the ``count`` smallest draws over (unit, slot)."""
    slots = 4 * (count // len(territory) + 2)
    slot_keys = np.array([key_of(f"{label}/{s}") for s in range(slots)], np.uint64)
    with np.errstate(over="ignore"):
        keys = (unit_keys(territory)[:, None] + slot_keys[None, :]).ravel()
    chosen = np.sort(np.argsort(streams.uniform(f"network/{label}/seed", 0, keys), kind="stable")[:count])
    return chosen // slots, keys[chosen]


def _nearest(territory: Territory) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The nearest other units of each unit and their distances, shapes (n, at most MOST_MEMBERS - 1)."""
    points = np.column_stack([territory.x, territory.y])
    k = min(len(territory), MOST_MEMBERS)
    distance, index = cKDTree(points).query(points, k=k)
    # A unit is its own nearest; where two lie on one spot the query may name them in either order.
    rows = np.arange(len(territory))
    own = index == rows[:, None]
    own[~own.any(axis=1), -1] = True
    keep = ~own
    shape = (len(territory), k - 1)
    return index[keep].reshape(shape), distance[keep].reshape(shape)


def _pick_tasks(tasks: TaskCatalogue, u: NDArray[np.float64]) -> NDArray[np.int64]:
    """A municipal task per body, more often one with a large efficient scale (`assumption`)."""
    weight = np.where(
        tasks.carrier_index == GEMEENTE, np.log(np.maximum(tasks.efficient_scale, 10_000.0) / 5_000.0), 0.0
    )
    weight *= np.array([bool(t.forms) for t in tasks.tasks])
    return np.searchsorted(np.cumsum(weight) / weight.sum(), u, side="right").clip(0, len(weight) - 1)


def _pick_forms(forms: tuple[tuple[str, float], ...], u: NDArray[np.float64]) -> list[str]:
    edges = np.cumsum([share for _, share in forms])
    return [forms[min(int(np.searchsorted(edges, x, side="right")), len(forms) - 1)][0] for x in u]


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
