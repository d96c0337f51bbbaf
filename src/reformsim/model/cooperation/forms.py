"""What the rules allow where tasks are newly shared: legal forms, and objects of regionalisation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reformsim.model.world import World
from reformsim.tasks import Task

Bools = NDArray[np.bool_]

PUBLIC_FORMS = (
    "openbaar_lichaam",
    "gemeenschappelijk_orgaan",
    "bedrijfsvoeringsorganisatie",
    "centrumgemeente",
    "light",
)
PRIVATE_FORMS = ("cooperative", "foundation", "association", "company")

TYPES = ("beleid", "uitvoering", "handhaving", "bedrijfsvoering")
"""Objects of regionalisation (note 13/22): policy, execution, enforcement and supervision, business operations."""
_POLICY = {
    "spatial_planning",
    "regional_economy",
    "nature",
    "regional_transport",
    "housing_programme",
    "wadden_fund",
    "main_roads",
}
_ENFORCEMENT = {"environmental_permits", "police", "public_order", "safety"}


def type_of(task: Task) -> str:
    """Object of regionalisation that a task mostly is (`assumption`; the note names the objects, not the tasks).

    Support is business operations; plans and programmes are policy; permits and safety are enforcement and
    supervision; all else is execution.
    """
    if task.domain == "support":
        return "bedrijfsvoering"
    if task.id in _POLICY:
        return "beleid"
    return "handhaving" if task.id in _ENFORCEMENT else "uitvoering"


def shareable_tasks(world: World) -> Bools:
    """Tasks that may newly be shared, shape (K,): in a form and as an object that the rules allow."""
    types = world.rules["cooperation.types"]
    return np.array(
        [bool(allowed_forms(world, t)) and (types is None or type_of(t) in types) for t in world.tasks.tasks], bool
    )


def allowed_forms(world: World, task: Task) -> tuple[str, ...]:
    """Legal forms in which a task may newly be shared: those of the catalogue, within those of the rules."""
    allowed = world.rules["cooperation.forms"]
    return tuple(task.forms) if allowed is None else tuple(f for f in task.forms if f in allowed)


def founding_tasks(world: World) -> Bools:
    """Tasks for which a new body of public law may be founded, shape (K,)."""
    return np.array([any(f in PUBLIC_FORMS for f in allowed_forms(world, t)) for t in world.tasks.tasks], bool)


def bodies_in_allowed_form(world: World) -> Bools | bool:
    """Bodies whose form may take on further tasks or members, shape (count,); true where the rules allow all."""
    allowed = world.rules["cooperation.forms"]
    if allowed is None:
        return True
    bodies = world.state.bodies
    return np.array([form in allowed for form in bodies.forms[: bodies.count]], bool)


def form_of_new_body(world: World, task: Task, key: NDArray[np.uint64], *, host: bool) -> str:
    """Legal form that partners choose for a task.

    A host municipality where one is much larger; for support a business organisation since the Wgr of 2015 (art. 8(3),
    14a); private law with chance ``cooperation.private_founding`` where it is allowed and not set back by the
    preference for public law; a public body otherwise.

    Parameters
    ----------
    key
        Key of the new body, shape (1,), for the draw.
    """
    forms = allowed_forms(world, task)
    private = [f for f in forms if f in PRIVATE_FORMS]
    if private and not host and world.rules["cooperation.private_allowed"]:
        weight = world.behaviour["cooperation.private_founding"] * (1.0 - world.rules["cooperation.public_preference"])
        if weight > 0 and world.streams.uniform("cooperation.private", world.state.year, key)[0] < weight:
            return private[0]
    wanted = "centrumgemeente" if host else "openbaar_lichaam"
    if not host and "bedrijfsvoeringsorganisatie" in forms and task.domain == "support":
        allowed = world.law.value("wgr_business_organisation_allowed", world.today) > 0
        wanted = "bedrijfsvoeringsorganisatie" if allowed else wanted
    return wanted if wanted in forms else next((f for f in forms if f in PUBLIC_FORMS), wanted)


def legal_of(form: str) -> str:
    """Legal kind of a form, as in ``world.bodies.LEGAL``."""
    if form == "light":
        return "light"
    return "private" if form in PRIVATE_FORMS else "public"
