"""Who carries what beside what the profiles of the layers say, and who carries it out."""

from __future__ import annotations

import numpy as np

from reformsim.indicators.kind import Indicator
from reformsim.indicators.view import Floats, View
from reformsim.tasks import LAYERS
from reformsim.world.bodies import LEGAL

RIJK, PROVINCIE, GEMEENTE = (LAYERS.index(name) for name in ("rijk", "provincie", "gemeente"))
PRIVATE = LEGAL.index("private")


def profile_match(view: View) -> float:
    """Share of what tasks in a profile ask that is carried by the layer of that profile."""
    ids, layer_of = view.world.tasks.ids, view.world.profile
    wanted = np.array([LAYERS.index(layer_of[task]) if task in layer_of else -1 for task in ids], np.int8)
    need = view.state.finances.need * (wanted >= 0)
    matched = (view.carrier == wanted) @ need
    return view.by_people(matched) / max(float(need.sum()), 1e-12)


def decentral(view: View) -> float:
    """Share of what all tasks ask that is carried by provinces, municipalities, water boards or regions."""
    need = view.state.finances.need
    return view.by_people((view.carrier != RIJK) @ need) / float(need.sum())


def load_of(view: View, layer: int) -> Floats:
    """Euro per inhabitant that the tasks of a layer ask in each municipality's area, shape (m,)."""
    result: Floats = (view.carrier == layer) @ view.state.finances.need
    return result


def private(view: View) -> float:
    """Share of the municipal budget in tasks that a body of private law carries out."""
    bodies = view.state.bodies
    # Position -1, for no body, is the last.
    of_private_law = np.zeros(bodies.count + 1, bool)
    of_private_law[:-1] = bodies.legal[: bodies.count] == PRIVATE
    return view.by_people((view.budget * of_private_law.take(view.executor)).sum(axis=1) / view.budgets)


INDICATORS = (
    Indicator(
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
    Indicator(
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
    Indicator(
        "municipal_task_load",
        "EUR per inhabitant",
        "Task load of municipalities",
        "Takenpakket van gemeenten",
        "What the tasks that municipalities carry ask, discounts not taken off, mean over inhabitants.",
        "none",
        "budgets: tasks/catalogue.yaml; note 1/22, 11/22",
        lambda v: v.by_people(load_of(v, GEMEENTE)),
        lambda v: load_of(v, GEMEENTE),
        items=(4, 48, 69),
    ),
    Indicator(
        "provincial_task_load",
        "EUR per inhabitant",
        "Task load of provinces",
        "Takenpakket van provincies",
        "What the tasks that provinces carry ask, discounts not taken off, mean over inhabitants.",
        "none",
        "budgets: tasks/catalogue.yaml; note 11/22",
        lambda v: v.by_people(load_of(v, PROVINCIE)),
        lambda v: load_of(v, PROVINCIE),
        items=(48, 52, 62),
    ),
    Indicator(
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
    Indicator(
        "autonomous_agencies",
        "bodies",
        "Autonomous agencies",
        "Zelfstandige bestuursorganen",
        "Autonomous agencies (ZBO's) of the Rijk: exogenous, as the scenario gives them.",
        "none",
        "note 5/22; about 120 around 2011, unverified (rule agencies.counts)",
        lambda v: v.autonomous_agencies,
        items=(22, 120),
    ),
)
