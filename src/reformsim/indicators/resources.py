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
        supplied = np.minimum(funded(state) * state.finances.staff[:, None], 1.0)
        there = there * supplied.take(view.carrier_place)
    result: Floats = there.sum(axis=1) / np.maximum(load.sum(axis=1), 1e-12)
    return result


def in_deficit(view: View) -> NDArray[np.bool_]:
    """Municipalities whose resources fall short of what adequate tasks would ask, shape (m,)."""
    return view.strength < view.world.behaviour["capacity.threshold"]


def service(view: View) -> Floats:
    """Adequacy of all tasks of the catalogue at the scale of whoever carries them there, shape (m,), 0-1.

    Weighted by what the tasks ask, so that a discount does not make a task count for less.
    """
    level = _levels(view)
    if not view.paid_in_full:
        level = np.minimum(level * view.resources, 1.0)
    need = view.state.finances.need
    result: Floats = level @ need / need.sum()
    return result


def _levels(view: View) -> Floats:
    """Adequacy, shape (m, K), at the scale of whoever carries a task: the Rijk, a province, a water board and so on."""
    state, people, carrier = view.state, view.people, view.carrier
    steepness = view.world.behaviour["capacity.steepness"]

    def level(scale: Floats | float, task: NDArray[np.integer] | slice = slice(None)) -> Floats:
        result: Floats = 1.0 / (1.0 + (state.efficient_scale[task] / np.maximum(scale, 1.0)) ** steepness)
        return result

    province, provincial = state.province.take(view.live), carrier == PROVINCIE
    # Inhabitants by province and task; whole numbers, so that their sum is the same in any order.
    within = province == np.arange(len(state.provinces.codes))[:, None]
    served = (within * people) @ provincial
    result: Floats = np.where(view.municipal, view.scale_adequacy, level(view.inhabitants))
    np.copyto(result, level(served).take(province, axis=0), where=provincial)
    boards = level(view.inhabitants / max(len(state.water_boards.live), 1))
    np.copyto(result, boards, where=carrier == WATERSCHAP)
    regional = view.carried[REGIO].nonzero()[0]
    if len(regional):
        place, task = (carrier.take(regional, axis=1) == REGIO).nonzero()
        task = regional.take(task)
        scale = _regional_scale(view)[view.live.take(place), task]
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
