"""Who carries what beside what the profiles of the layers say, and who carries it out."""

from __future__ import annotations

import numpy as np

from reformsim.measures.kind import Measure
from reformsim.measures.view.snapshots import Snapshots
from reformsim.measures.view.stack import Floats, Ints
from reformsim.tasks import GEMEENTE, LAYERS, PROVINCIE, RIJK
from reformsim.world.bodies import LEGAL

PRIVATE = LEGAL.index("private")


def profile_match(s: Snapshots) -> Floats:
    """Share of what tasks in a profile ask that is carried by the layer of that profile, shape (S,)."""
    wanted = _wanted(s)
    need = s.need * (wanted >= 0)
    return s.by_people(s.weighted(s.carrier == s.each(wanted), need)) / np.maximum(need.sum(axis=1), 1e-12)


def _wanted(s: Snapshots) -> Ints:
    """Layer in whose profile each task is, -1 for none, shape (S, K)."""
    profiles = {id(shot.profile): shot.profile for shot in s.shots}
    layers = {key: [LAYERS.index(p[t]) if t in p else -1 for t in s.tasks.ids] for key, p in profiles.items()}
    return np.array([layers[id(shot.profile)] for shot in s.shots])


def decentral(s: Snapshots) -> Floats:
    """Share of what all tasks ask that is carried by provinces, municipalities, water boards or regions, (S,)."""
    return s.by_people(s.weighted(s.carrier != RIJK, s.need)) / s.need.sum(axis=1)


def load_of(s: Snapshots, layer: int) -> Floats:
    """Euro per inhabitant that the tasks of a layer ask in each municipality's area, shape (N,)."""
    return s.weighted(s.carrier == layer, s.need)


def private(s: Snapshots) -> Floats:
    """Share of the municipal budget in tasks that a body of private law carries out, shape (S,)."""
    # Position -1, for no body, is the last.
    of_private_law = np.append(s.of_bodies("legal") == PRIVATE, False)
    body = np.where(s.shared, s.executor + s.each(s.body_start)[:, None], -1)
    return s.by_people(s.weighted(s.handed_over * of_private_law.take(body), s.prices) / s.budgets)


MEASURES = (
    Measure(
        "profile_match",
        "share",
        "Tasks carried by the layer of their profile",
        "Taken bij de laag van hun profiel",
        "Of what the tasks in a profile of municipalities, provinces or water boards ask, the share that this layer "
        "carries (rules profiles.*), mean over inhabitants.",
        "higher",
        "note 9/22, 11/22, 21/22; lists of the profiles: assumption, since that page of the note is missing",
        profile_match,
        items=(16, 48, 51, 52, 53),
    ),
    Measure(
        "decentral_share",
        "share",
        "Tasks that are decentral",
        "Decentraal gedragen taken",
        "Of what all tasks ask, the share that provinces, municipalities, water boards or regions carry.",
        "higher",
        "note 11/22, 21/22 (decentraal wat kan, centraal wat moet)",
        decentral,
        items=(4, 58, 59),
    ),
    Measure(
        "municipal_task_load",
        "EUR per inhabitant",
        "Task load of municipalities",
        "Takenpakket van gemeenten",
        "What the tasks that municipalities carry ask, discounts not taken off, mean over inhabitants.",
        "none",
        "budgets: tasks/catalogue.yaml; note 1/22, 11/22",
        lambda s: s.by_people(load_of(s, GEMEENTE)),
        lambda s: load_of(s, GEMEENTE),
        items=(4, 48, 69),
    ),
    Measure(
        "provincial_task_load",
        "EUR per inhabitant",
        "Task load of provinces",
        "Takenpakket van provincies",
        "What the tasks that provinces carry ask, discounts not taken off, mean over inhabitants.",
        "none",
        "budgets: tasks/catalogue.yaml; note 11/22",
        lambda s: s.by_people(load_of(s, PROVINCIE)),
        lambda s: load_of(s, PROVINCIE),
        items=(48, 52, 62),
    ),
    Measure(
        "private_execution_share",
        "share",
        "Municipal tasks carried out by private law",
        "Gemeentelijke taken in privaatrechtelijke uitvoering",
        "Share of the budget of municipal tasks that a cooperation body of private law carries out, mean over "
        "inhabitants.",
        "none",
        "note 3/22 (execution by private and semi-public parties)",
        private,
        items=(18, 19),
    ),
    Measure(
        "autonomous_agencies",
        "bodies",
        "Autonomous agencies",
        "Zelfstandige bestuursorganen",
        "Autonomous agencies (ZBO's) of the Rijk: exogenous, as the scenario gives them.",
        "none",
        "note 5/22; about 120 around 2011, unverified (rule agencies.counts)",
        lambda s: s.autonomous_agencies,
        items=(22, 120),
    ),
)
