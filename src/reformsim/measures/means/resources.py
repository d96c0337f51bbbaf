"""Bestuurskracht and service: what governments have for their tasks beside what these ask."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Bools, Floats, Ints
from reformsim.tasks import LAYERS

RIJK, PROVINCIE, GEMEENTE, WATERSCHAP, REGIO = (LAYERS.index(name) for name in LAYERS)
SOURCE = (
    "StiBaBo/PBLQ 2015; Van Kan, Van Genugten, Lunsing & Herweijer 2014 (resources against task load); proxy of the "
    "project: money, officials and scale against budget times complexity"
)


@once
def strength(s: Snapshots) -> Floats:
    """Resources of municipalities relative to the load of their tasks, shape (N,), 0 to about 1.

    The load of a task is what it asks times its complexity; what is there for it is its adequacy at the scale at
    which it is carried out, times the part that is paid, times officials. Money and officials count in full here,
    whatever the behavioural weights say of their effect on capacity.
    """
    load = s.need * (1.0 + s.tasks.complexity)
    there = s.municipal * s.scale_adequacy
    if not s.paid_in_full:
        there *= np.minimum(s.funded * s.staff[:, :, None], 1.0).take(s.carrier_place)
    return s.weighted(there, load) / np.maximum(s.weighted(s.municipal, load), 1e-12)


def in_deficit(s: Snapshots) -> Bools:
    """Municipalities whose resources fall short of what adequate tasks would ask, shape (N,)."""
    return strength(s) < s.each(s.weight("capacity.threshold"))


@once
def service(s: Snapshots) -> Floats:
    """Adequacy of all tasks of the catalogue at the scale of whoever carries them there, shape (N,), 0-1.

    Weighted by what the tasks ask, so that a discount does not make a task count for less.
    """
    level = _levels(s)
    if not s.paid_in_full:
        level = np.minimum(level * s.resources, 1.0)
    return s.weighted(level, s.need) / s.each(s.need.sum(axis=1))


def _levels(s: Snapshots) -> Floats:
    """Adequacy, (N, K), at the scale of whoever carries a task: the Rijk, a province, a water board and so on."""
    by_layer = np.zeros((len(s.shots), len(LAYERS), len(s.tasks)))
    snaps, tasks = np.arange(len(s.shots))[:, None], np.arange(len(s.tasks))
    by_layer[:, RIJK] = _level(s, s.inhabitants[:, None], snaps, tasks)
    boards = s.inhabitants / np.maximum(s.living_boards, 1.0)
    by_layer[:, WATERSCHAP] = _level(s, boards[:, None], snaps, tasks)
    result: Floats = by_layer.take(s.carrier_place)
    np.copyto(result, s.scale_adequacy, where=s.municipal)
    at, task = (s.carrier == PROVINCIE).nonzero()
    place = s.province_place.take(at) * len(tasks) + task
    served = np.bincount(place, weights=s.people.take(at), minlength=s.by_province.size * len(tasks)).astype(np.float64)
    levels = _level(s, served.reshape(*s.by_province.shape, -1), snaps[:, :, None], tasks)
    result[at, task] = levels.take(place)
    at, task = (s.carrier == REGIO).nonzero()
    if len(at):
        result[at, task] = _level(s, _regional_scale(s)[at, task], s.snap.take(at), task)
    return result


def _level(s: Snapshots, scale: Floats, snap: Ints, task: Ints) -> Floats:
    """Adequacy of tasks in snapshots at a scale; the shapes of all three broadcast."""
    steepness = s.weight("capacity.steepness")[snap]
    return 1.0 / (1.0 + (s.table("efficient_scale")[snap, task] / np.maximum(scale, 1.0)) ** steepness)


def _regional_scale(s: Snapshots) -> Floats:
    """Inhabitants of the body that carries a task in its own right there, shape (N, K); 0 where none does."""
    people = np.bincount(s.edge_body, weights=s.people.take(s.edge_member), minlength=len(s.body_snap))
    member, body, task = s.regional_tasks
    exists = s.body_alive.take(body)
    scale = np.zeros(s.carrier.shape)
    scale[member[exists], task[exists]] = people[body[exists]]
    return scale


def since_first_day(s: Snapshots, values: Floats) -> Floats:
    """Mean over inhabitants of a value per municipality, (N,), relative to the first day of the run, shape (S,)."""
    mean = s.by_people(values)
    return mean / s.then(mean)


def beside_first_day(s: Snapshots, values: Floats) -> Floats:
    """A value per municipality, (N,), relative to the mean over inhabitants on the first day of the run, (N,)."""
    return values / s.each(s.then(s.by_people(values)))


MEASURES = (
    Measure(
        "bestuurskracht",
        "start = 1",
        "Administrative strength",
        "Bestuurskracht",
        "Resources of municipalities (scale, money, officials) relative to the load of their tasks (what they ask "
        "times 1 + complexity), mean over inhabitants, relative to the first day.",
        "higher",
        SOURCE,
        lambda s: since_first_day(s, strength(s)),
        lambda s: beside_first_day(s, strength(s)),
        items=(78, 130),
    ),
    Measure(
        "municipalities_in_deficit",
        "share",
        "Municipalities short of strength",
        "Gemeenten met een tekort aan bestuurskracht",
        "Share of municipalities whose resources relative to the load of their tasks are below the threshold of "
        "adequacy (capacity.threshold).",
        "lower",
        SOURCE,
        lambda s: s.mean(in_deficit(s)),
        lambda s: in_deficit(s).astype(float),
        together="municipalities",
        items=(78, 130),
    ),
    Measure(
        "service_level",
        "start = 100",
        "Service level",
        "Niveau van dienstverlening",
        "Adequacy of all tasks at the scale of whoever carries them, lowered where money or officials are short, "
        "weighted by what the tasks ask; mean over inhabitants, relative to the first day.",
        "higher",
        "note 1/22 (service-minded); weights: assumption (capacity.funding, capacity.staff)",
        lambda s: 100.0 * since_first_day(s, service(s)),
        lambda s: 100.0 * beside_first_day(s, service(s)),
        items=(6, 69, 131),
    ),
)
