"""Bestuurskracht and service: what governments have for their tasks beside what these ask."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import Floats, View
from reformsim.tasks import LAYERS
from reformsim.world.finances import funded

RIJK, PROVINCIE, GEMEENTE, WATERSCHAP, REGIO = (LAYERS.index(name) for name in LAYERS)
SOURCE = (
    "StiBaBo/PBLQ 2015; Van Kan, Van Genugten, Lunsing & Herweijer 2014 (resources against task load); proxy of the "
    "project: money, officials and scale against budget times complexity"
)


def strength(view: View) -> Floats:
    """Resources of municipalities relative to the load of their tasks, shape (m,), 0 to about 1.

    The load of a task is what it asks times its complexity; what is there for it is its adequacy at the scale at
    which it is carried out, times the part that is paid, times officials. Money and officials count in full here,
    whatever the behavioural weights say of their effect on capacity.
    """
    state, tasks = view.state, view.world.tasks
    load = state.finances.need * (1.0 + tasks.complexity) * view.municipal
    there = load * view.scale_adequacy
    if not view.paid_in_full:
        there = there * np.minimum(funded(state, view.carrier) * state.finances.staff[view.carrier], 1.0)
    result: Floats = there.sum(axis=1) / np.maximum(load.sum(axis=1), 1e-12)
    return result


def in_deficit(view: View) -> NDArray[np.bool_]:
    """Municipalities whose resources fall short of what adequate tasks would ask, shape (m,)."""
    return view.strength < view.world.behaviour["capacity.threshold"]


def service(view: View) -> Floats:
    """Adequacy of all tasks of the catalogue at the scale of whoever carries them there, shape (m,), 0-1.

    Weighted by what the tasks ask, so that a discount does not make a task count for less.
    """
    level = np.where(view.municipal, view.scale_adequacy, _higher(view))
    if not view.paid_in_full:
        level = np.minimum(level * view.resources, 1.0)
    need = view.state.finances.need
    result: Floats = level @ need / need.sum()
    return result


def _higher(view: View) -> Floats:
    """Adequacy, shape (m, K), at the scale of the Rijk, the province, the water board or the region."""
    state, people, carrier = view.state, view.people, view.carrier
    steepness = view.world.behaviour["capacity.steepness"]

    def level(scale: Floats, task: NDArray[np.integer] | slice = slice(None)) -> Floats:
        result: Floats = 1.0 / (1.0 + (state.efficient_scale[task] / np.maximum(scale, 1.0)) ** steepness)
        return result

    province, tasks = state.province[view.live], carrier.shape[1]
    provincial = carrier == PROVINCIE
    at = np.flatnonzero(provincial)
    place = at // tasks
    size = len(state.provinces.codes) * tasks
    # Whole numbers of inhabitants: their sum is the same in any order.
    which = (province.take(place) - place) * tasks + at
    served_by: Floats = np.bincount(which, weights=people.take(place), minlength=size).astype(np.float64)
    served = level(served_by.reshape(-1, tasks))
    by_layer = np.empty((len(LAYERS), carrier.shape[1]))
    by_layer[:] = level(np.full(carrier.shape[1], view.inhabitants))
    by_layer[WATERSCHAP] = level(np.full(carrier.shape[1], view.inhabitants / max(state.water_boards.alive.sum(), 1)))
    result: Floats = np.where(provincial, served.take(province, axis=0), by_layer.take(view.carrier_place))
    regional = np.flatnonzero(view.carried[REGIO])
    if len(regional):
        place, task = np.nonzero(carrier[:, regional] == REGIO)
        task = regional[task]
        scale = _regional_scale(view)[view.live[place], task]
        result[place, task] = level(scale, task)
    return result


def _regional_scale(view: View) -> Floats:
    """Inhabitants of the body that carries a task in its own right there, shape (R, K); 0 where none does."""
    state, bodies = view.state, view.state.bodies
    edges = view.regional_edges
    weights = state.population.take(bodies.edge_row.take(edges))
    people = np.bincount(bodies.edge_body.take(edges), weights=weights, minlength=bodies.count)
    row, body, task = view.regional_tasks
    exists = bodies.alive.take(body)
    scale = np.zeros(state.carrier.shape)
    scale[row[exists], task[exists]] = people[body[exists]]
    return scale


INDICATORS = (
    Indicator(
        "bestuurskracht",
        "start = 1",
        "Administrative strength",
        "Bestuurskracht",
        "Resources of municipalities (scale, money, officials) relative to the load of their tasks (what they ask "
        "times 1 + complexity), mean over inhabitants, relative to the first day.",
        "higher",
        SOURCE,
        lambda v: v.by_people(v.strength) / (v.start or v.parts).strength,
        lambda v: v.strength / (v.start or v.parts).strength,
        items=(78, 130),
    ),
    Indicator(
        "municipalities_in_deficit",
        "share",
        "Municipalities short of strength",
        "Gemeenten met een tekort aan bestuurskracht",
        "Share of municipalities whose resources relative to the load of their tasks are below the threshold of "
        "adequacy (capacity.threshold).",
        "lower",
        SOURCE,
        lambda v: float(in_deficit(v).mean()),
        lambda v: in_deficit(v).astype(float),
        together="municipalities",
        items=(78, 130),
    ),
    Indicator(
        "service_level",
        "start = 100",
        "Service level",
        "Niveau van dienstverlening",
        "Adequacy of all tasks at the scale of whoever carries them, lowered where money or officials are short, "
        "weighted by what the tasks ask; mean over inhabitants, relative to the first day.",
        "higher",
        "note 1/22 (service-minded); weights: assumption (capacity.funding, capacity.staff)",
        lambda v: 100.0 * v.by_people(v.service) / (v.start or v.parts).service,
        lambda v: 100.0 * v.service / (v.start or v.parts).service,
        items=(6, 69, 131),
    ),
)
