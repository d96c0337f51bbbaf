"""How well services can fit local needs: the variance of needs within the area that gets one policy (Oates 1972)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.view import View
from reformsim.tasks import LAYERS
from reformsim.territory import Territory

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
RIJK, PROVINCIE, GEMEENTE, WATERSCHAP, REGIO = range(len(LAYERS))


def needs(view: View) -> tuple[Floats, Floats]:
    """Needs of each living municipality, two arrays of shape (m,): mean and variance over its inhabitants.

    The logarithm of inhabitants per km2 of a unit on the first day stands for the needs of those who live there.
    """
    state, need = view.state, _density(view.world.territory)
    people, rows = state.unit_population.astype(float), len(state.alive)
    crowd = np.maximum(np.bincount(state.owner, weights=people, minlength=rows), 1.0)
    mean = np.bincount(state.owner, weights=people * need, minlength=rows) / crowd
    apart = need - mean.take(state.owner)
    square = np.bincount(state.owner, weights=people * apart**2, minlength=rows) / crowd
    return mean.take(view.live), square.take(view.live)


@lru_cache(maxsize=16)
def _density(territory: Territory) -> Floats:
    """Logarithm of the inhabitants per km2 of each unit on the first day, shape (n,)."""
    result: Floats = np.log(np.maximum(territory.population, 1) / territory.area_km2)
    return result


def deciding_bodies(view: View) -> NDArray[np.int32]:
    """Body that decides on a task for a municipality, shape (m, K); -1 where a government does so itself.

    The one that carries it out for its members, or the one that carries it in its own right.
    """
    found = np.where(view.municipal, view.executor, np.int32(-1))
    row, body, task = view.regional_tasks
    if len(row):
        at = view.place.take(row)
        own = view.carrier[at, task] == REGIO
        found[at[own], task[own]] = body[own]
    return found


def misfit(view: View) -> float:
    """Variance of needs inside the areas that get one policy, mean over inhabitants, weighted by the tasks' budget.

    0 where every unit of the start map decides alone; the variance of the whole country where the Rijk decides on
    everything.
    """
    state, bodies = view.state, view.state.bodies
    mean, within = needs(view)
    weight = state.budget / max(float(state.budget.sum()), 1e-12)
    carrier, body = view.carrier, deciding_bodies(view)
    boards = state.water_boards.label.take(state.leader.take(view.live))
    area: dict[int, Ints] = {
        RIJK: np.zeros(len(mean), np.int64),
        PROVINCIE: state.province.take(view.live).astype(np.int64),
        WATERSCHAP: boards.astype(np.int64) + 1,
    }
    apart = within * ((view.municipal | (carrier == REGIO)) @ weight)
    for layer, label in area.items():
        apart += (within + (mean - _means(mean, label, view.people).take(label)) ** 2) * ((carrier == layer) @ weight)
    held = (body >= 0).ravel().nonzero()[0]
    if len(held):
        which = body.ravel().take(held)
        deciding = np.bincount(which, minlength=bodies.count) > 0
        theirs = deciding.repeat(view.body_sizes).nonzero()[0]
        member = view.member_place.take(theirs)
        middle = _means(mean.take(member), bodies.edge_body.take(theirs), view.people.take(member))
        # Where no body decides nothing is added.
        gap = np.zeros(body.size)
        gap[held] = (mean.take(held // len(weight)) - middle.take(which)) ** 2
        apart += gap.reshape(body.shape) @ weight
    return view.by_people(apart)


def _means(values: Floats, label: NDArray[np.integer], weight: Floats) -> Floats:
    """Weighted mean of values by label."""
    total = np.bincount(label, weights=weight * values)
    result: Floats = total / np.maximum(np.bincount(label, weights=weight), 1e-12)
    return result
