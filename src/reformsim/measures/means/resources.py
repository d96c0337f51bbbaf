"""Bestuurskracht and service: what governments have for their tasks beside what these ask."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.scale import inhabitants_served
from reformsim.measures.view.snapshots import Snapshots, once
from reformsim.measures.view.stack import Bools, Floats

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
        there *= np.minimum(s.funded * s.officials_there, 1.0).take(s.carrier_place)
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
    efficient = s.each(s.table("efficient_scale"))
    steepness = s.each(s.weight("capacity.steepness"))[:, None]
    result: Floats = 1.0 / (1.0 + (efficient / np.maximum(inhabitants_served(s), 1.0)) ** steepness)
    # At whose scale a body works the model knows better: it discounts for its members' coordination.
    np.copyto(result, s.scale_adequacy, where=s.municipal)
    return result


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
