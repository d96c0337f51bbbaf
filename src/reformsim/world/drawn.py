"""Cooperation bodies that are drawn, since only their number is known: the same in every run and replicate.

The published inventory (698 public-law and 1,022 private-law bodies in 2010) gives counts, no lists. What is
not known from data is therefore drawn, once, from the territory alone, and marked so on each body.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from reformsim.network import Counted
from reformsim.tasks import GEMEENTE, TaskCatalogue
from reformsim.territory import Territory
from reformsim.world.bodies import LEGAL, Bodies
from reformsim.world.streams import Streams, key_of, unit_keys

# All `assumption`: the inventory gives counts only. Members: about 16 public bodies per municipality
# (Boogers et al. 2016: almost 800 bodies, mean about 16 per municipality, unverified) and 27 in all (the
# broader count of 2017), which the mean sizes below reproduce.
PUBLIC_MEAN_MEMBERS = 8.6
PRIVATE_MEAN_MEMBERS = 4.6
MOST_MEMBERS = 40
PUBLIC_SHARES = (("openbaar_lichaam", 0.6), ("gemeenschappelijk_orgaan", 0.15), ("centrumgemeente", 0.25))
PRIVATE_SHARES = (("company", 0.4), ("foundation", 0.35), ("association", 0.2), ("cooperative", 0.05))
PUBLIC_EXECUTES, PRIVATE_EXECUTES = 0.2, 0.05
"""Share of drawn bodies that carry out a task for their members; the others have a say only."""
YEARS_THERE = 5
"""How long a drawn body is taken to have been there on the first day."""
OTHER_AREA_PENALTY = 1.0
"""How much farther a municipality outside the seed's cooperation area seems when members are drawn."""


def drawn_bodies(territory: Territory, tasks: TaskCatalogue, bodies: Bodies, counted: Counted | None = None) -> None:
    """Draw the bodies that a count has and the data do not name.

    Each is seeded in a municipality, reaches for its nearest neighbours (those of its own Wgr area first)
    and has one municipal task. Keys are made of the seed's code and a slot number, so that a further
    municipality leaves the others' bodies as they are.

    Parameters
    ----------
    counted
        How many bodies there were, known and not, and in how many a municipality sat; what the known ones leave of both
        is then drawn, all as bodies of private law. The inventory of the territory counts if it is left out.
    """
    if len(territory) < 2:
        return
    if counted is not None:
        count = max(0, counted.bodies - bodies.count)
        left = counted.per_municipality * len(territory) - len(bodies.edge_body)
        _draw(territory, tasks, bodies, count, public=False, mean=max(2.0, left / max(count, 1)))
    elif territory.inventory is not None:
        known = sum(1 for b in range(bodies.count) if bodies.legal[b] == LEGAL.index("public"))
        count = max(0, territory.inventory.public - known)
        _draw(territory, tasks, bodies, count, public=True, mean=PUBLIC_MEAN_MEMBERS)
        _draw(territory, tasks, bodies, territory.inventory.private, public=False, mean=PRIVATE_MEAN_MEMBERS)


def _draw(territory: Territory, tasks: TaskCatalogue, bodies: Bodies, count: int, *, public: bool, mean: float) -> None:
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
    size = 2 + np.floor(-np.log(streams.uniform(f"network/{label}/size", 0, keys)) * (mean - 1.5)).astype(int)
    size = np.clip(size, 2, min(MOST_MEMBERS, near.shape[1] + 1))
    task = _pick_tasks(tasks, streams.uniform(f"network/{label}/task", 0, keys))
    form = _pick_forms(PUBLIC_SHARES if public else PRIVATE_SHARES, streams.uniform(f"network/{label}/form", 0, keys))
    executes = streams.uniform(f"network/{label}/executes", 0, keys) < (PUBLIC_EXECUTES if public else PRIVATE_EXECUTES)
    edges_body, edges_row = [], []
    for i in range(count):
        seed = territory.names[unit[i]]
        title = tasks.tasks[task[i]].name_en
        number = bodies.add(
            name=f"{title}, {seed} and others ({label} {i + 1}, drawn)",
            kind=label,
            form=form[i],
            legal=label,
            region="",
            # A body in a form that the law does not allow for the task is about it, but does not carry it out.
            tasks=[int(task[i])] if executes[i] and form[i] in tasks.tasks[task[i]].forms else [],
            say=[int(task[i])],
            founded=territory.year - YEARS_THERE,
            origin="drawn",
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
