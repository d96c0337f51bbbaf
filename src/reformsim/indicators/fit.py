"""How well services can fit local needs: the variance of needs within the area that gets one policy (Oates 1972)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.view import View
from reformsim.tasks import LAYERS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
RIJK, PROVINCIE, GEMEENTE, WATERSCHAP, REGIO = range(len(LAYERS))


def needs(view: View) -> tuple[Floats, Floats]:
    """Needs of each living municipality, two arrays of shape (m,): mean and variance over its inhabitants.

    The logarithm of inhabitants per km2 of a unit on the first day stands for the needs of those who live there.
    """
    state, land = view.state, view.world.territory
    need = np.log(np.maximum(land.population, 1) / land.area_km2)
    people, rows = state.unit_population.astype(float), len(state.alive)
    crowd = np.maximum(np.bincount(state.owner, weights=people, minlength=rows), 1.0)
    mean = np.bincount(state.owner, weights=people * need, minlength=rows) / crowd
    square = np.bincount(state.owner, weights=people * (need - mean[state.owner]) ** 2, minlength=rows) / crowd
    return mean[view.live], square[view.live]


def deciding_bodies(view: View) -> NDArray[np.int32]:
    """Body that decides on a task for a municipality, shape (m, K); -1 where a government does so itself.

    The one that carries it out for its members, or the one that carries it in its own right.
    """
    found = np.where(view.municipal, view.executor, np.int32(-1))
    row, body, task = view.regional_tasks
    at = view.place[row]
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
    boards = state.water_boards.label[state.leader[view.live]]
    area: dict[int, Ints] = {
        RIJK: np.zeros(len(mean), np.int64),
        PROVINCIE: state.province[view.live].astype(np.int64),
        WATERSCHAP: boards.astype(np.int64) + 1,
    }
    apart = within * ((view.municipal | (carrier == REGIO)) @ weight)
    for layer, label in area.items():
        apart += (within + (mean - _means(mean, label, view.people).take(label)) ** 2) * ((carrier == layer) @ weight)
    deciding = np.bincount(body.ravel() + 1, minlength=bodies.count + 1)[1:] > 0
    if deciding.any():
        theirs = deciding.take(bodies.edge_body)
        member = view.place.take(bodies.edge_row.compress(theirs))
        middle = _means(mean.take(member), bodies.edge_body.compress(theirs), view.people.take(member))
        # Without a body nothing is added: position -1 is then any body's, and masked.
        apart += ((mean[:, None] - middle.take(body)) ** 2 * (body >= 0)) @ weight
    return view.by_people(apart)


def _means(values: Floats, label: NDArray[np.integer], weight: Floats) -> Floats:
    """Weighted mean of values by label."""
    total = np.bincount(label, weights=weight * values)
    result: Floats = total / np.maximum(np.bincount(label, weights=weight), 1e-12)
    return result
